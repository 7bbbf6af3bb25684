"""The proof sheet of a grid and a civil day: who was there, who was silent, and what was left out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import shapely

from gis.analysis.coverage import CoverageParameters, Silence, silences
from gis.analysis.within_reach import could_reach
from gis.errors import NotFound
from gis.geometry.projection import to_metric_shape
from gis.model import EVERYTHING, Scope
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked
from gis.service.coverage.reading import SILENT_MS, Coverage, Row, stretch_of
from gis.store.boundaries import Member
from gis.store.coverage import cells_of
from gis.store.database import Connection
from gis.store.duty import duty_spans
from gis.store.proof import Been, Happened, day_figures, events_in, named, posts_to, visits_to
from gis.store.staff import people_in_scope
from gis.store.tracks import Day, day_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Spans = Mapping[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Quiet:
    """A silence of ten minutes and more on duty; whether places before and after it are known."""

    begin: datetime
    end: datetime
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Witness:
    """One person whom the sheet is about.

    `flagged` counts the fixes of his whole day by what speaks against them, `fixes` and `used` all and those
    that count; None where nothing was closed. `kept` is False once his track is past its keep.
    """

    person: int
    number: str
    name: str
    squad: str | None
    posts: tuple[str, ...]
    duties: tuple[tuple[datetime, datetime], ...]
    silences: tuple[Quiet, ...]
    fixes: int | None
    used: int | None
    flagged: Mapping[str, int]
    kept: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """The sheet; `others` counts the visits of people who are not in the reader's scope."""

    grid_id: int
    grid: str
    name: str
    day: date
    edition: int
    begin: datetime
    end: datetime
    row: Row
    witnesses: tuple[Witness, ...]
    visits: tuple[Been, ...]
    others: int
    events: tuple[Happened, ...]


class Proofs:
    """Reads proof sheets; whoever calls has checked the right and writes the record."""

    def __init__(self, atlas: Atlas, coverage: Coverage) -> None:
        self._atlas = atlas
        self._coverage = coverage

    async def verdict(self, scope: Scope, code: str, day: date, parameters: CoverageParameters) -> Row:
        """Return the row of a grid and day.

        Raises NotFound for a grid that is none of that day's or not in the scope, BadInput for a day that is
        not over.
        """
        await self._member(scope, code, day)
        rows = await self._coverage.rows(scope, Asked(day, day), parameters)
        return next(row for row in rows if row.code == code)

    async def sheet(
        self, connection: Connection, scope: Scope, row: Row, day: date, parameters: CoverageParameters
    ) -> Proof:
        """Return the sheet of a grid and day whose row is known.

        People are those who were there, those posted to it, and those whose silence reaches it.
        """
        member = await self._member(scope, row.code, day)
        moments = day_of(day, self._atlas.town.time_zone)
        been = await visits_to(connection, member.id, day)
        posts = await posts_to(connection, member.id, day)
        duties = await self._duties(connection, moments)
        quiet = await self._quiet(connection, (member, day), (posts, duties), parameters)
        mine = set(await people_in_scope(connection, self._atlas.lookout(scope), None, ()))
        people = sorted({each.person for each in been} & mine | (posts.keys() | quiet.keys()) & mine)
        return Proof(
            grid_id=member.id,
            grid=member.code,
            name=member.name,
            day=day,
            edition=(await self._atlas.on(day)).ref.number,
            begin=moments.begin,
            end=moments.end,
            row=row,
            witnesses=await _witnesses(connection, (people, day), posts, duties, quiet),
            visits=tuple(each for each in been if each.person in mine),
            others=sum(each.person not in mine for each in been),
            events=tuple(await events_in(connection, member.id, (moments.begin, moments.end))),
        )

    async def _member(self, scope: Scope, code: str, day: date) -> Member:
        member = (await self._atlas.on(day)).members.get(code)
        if member is None or member.kind != "basic" or member.level != self._atlas.town.base_level:
            raise NotFound("There was no such grid on that day.")
        if not scope.holds_grid(member.code, member.squad):
            raise NotFound("There was no such grid on that day.")
        return member

    async def _duties(self, connection: Connection, moments: Day) -> Spans:
        everybody = await people_in_scope(connection, self._atlas.lookout(EVERYTHING), None, ())
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for person, begin, end in await duty_spans(connection, everybody, (moments.begin, moments.end)):
            found[person].append((_ms(begin), _ms(end)))
        return found

    async def _quiet(
        self,
        connection: Connection,
        where: tuple[Member, date],
        who: tuple[Mapping[int, list[str]], Spans],
        parameters: CoverageParameters,
    ) -> dict[int, list[Silence]]:
        """Return the silences that reach the grid, by person."""
        (member, day), (posts, duties) = where, who
        shape = to_metric_shape(shapely.from_wkb(member.shape), self._atlas.town.metric_crs)
        cells = await cells_of(connection, list(duties), (day, day), int(parameters.swath_m))
        known = {one.person: [stretch_of(each) for each in one.stretches] for one in cells}
        found: dict[int, list[Silence]] = {}
        for person, spans in duties.items():
            reaching = [
                one
                for one in silences(spans, known.get(person, []))
                if one.end_ms - one.begin_ms >= SILENT_MS
                and _reaches(one, person in posts, shape, parameters)
            ]
            if reaching:
                found[person] = reaching
        return found


def _reaches(one: Silence, posted: bool, shape: shapely.Geometry, parameters: CoverageParameters) -> bool:
    if one.before is None or one.after is None:
        return posted
    return could_reach(one, shape, parameters)


async def _witnesses(
    connection: Connection,
    who: tuple[Sequence[int], date],
    posts: Mapping[int, list[str]],
    duties: Spans,
    quiet: Mapping[int, list[Silence]],
) -> tuple[Witness, ...]:
    people, day = who
    names = await named(connection, people)
    figures = await day_figures(connection, people, day)
    return tuple(
        Witness(
            person,
            *names[person],
            posts=tuple(posts.get(person, ())),
            duties=tuple((_moment(begin), _moment(end)) for begin, end in duties.get(person, ())),
            silences=tuple(_told(one) for one in quiet.get(person, ())),
            **_counted(figures.get(person)),
        )
        for person in sorted(people, key=lambda each: names[each][0])
    )


def _counted(closed: tuple[dict[str, Any], bool] | None) -> dict[str, Any]:
    if closed is None:
        return {"fixes": None, "used": None, "flagged": {}, "kept": True}
    figures, kept = closed
    flagged = {name: count for name, count in figures["flagged"].items() if count}
    return {"fixes": figures["fixes"], "used": figures["used"], "flagged": flagged, "kept": kept}


def _told(one: Silence) -> Quiet:
    return Quiet(_moment(one.begin_ms), _moment(one.end_ms), one.before is not None, one.after is not None)


def _moment(ms: int) -> datetime:
    return EPOCH + timedelta(milliseconds=ms)


def _ms(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)

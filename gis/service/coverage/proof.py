"""The proof sheet of a grid and a civil day: who was there, who was silent, and what was left out."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from gis.analysis.coverage import CoverageParameters, Unheard
from gis.analysis.ground import Ground
from gis.analysis.unknown import Unseen, touches
from gis.errors import NotFound
from gis.model import EVERYTHING, Scope
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked
from gis.service.coverage.reading import Coverage
from gis.service.coverage.rows import Row, basic
from gis.service.coverage.unheard import Silent, unheard
from gis.store.boundaries import Member
from gis.store.coverage import posted as posted_on
from gis.store.coverage import ways_of
from gis.store.database import Connection
from gis.store.duty import duty_spans
from gis.store.proof import Been, Happened, day_figures, events_in, named, posts_to, visits_to
from gis.store.staff import people_in_scope
from gis.store.tracks import Day, day_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Duties = Mapping[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Quiet:
    """A silence on duty, whether places before and after it are known, and why nothing is."""

    begin: datetime
    end: datetime
    before: bool
    after: bool
    why: Unheard


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
        await self.member(scope, code, day)
        rows = await self._coverage.rows(scope, Asked(day, day), parameters)
        return next(row for row in rows if row.code == code)

    async def sheet(
        self, connection: Connection, scope: Scope, row: Row, day: date, parameters: CoverageParameters
    ) -> Proof:
        """Return the sheet of a grid and day whose row is known.

        People are those who were there, those posted to it, and those whose silence reaches it.
        """
        member = await self.member(scope, row.code, day)
        moments = day_of(day, self._atlas.town.time_zone)
        been = await visits_to(connection, member.id, day)
        posts = await posts_to(connection, member.id, day)
        duties = await self.duties(connection, moments)
        quiet = await self.quiet(connection, (member, day), duties, parameters)
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

    async def member(self, scope: Scope, code: str, day: date) -> Member:
        """Return a grid of a day; NotFound where there was none of this code in the scope."""
        member = (await self._atlas.on(day)).members.get(code)
        if member is None or member.kind != "basic" or member.level != self._atlas.town.base_level:
            raise NotFound("There was no such grid on that day.")
        if not scope.holds_grid(member.code, member.squad):
            raise NotFound("There was no such grid on that day.")
        return member

    async def duties(self, connection: Connection, moments: Day) -> Duties:
        """Return everybody's duties of a day, begin and end in ms."""
        everybody = await people_in_scope(connection, self._atlas.lookout(EVERYTHING), None, ())
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for person, begin, end in await duty_spans(connection, everybody, (moments.begin, moments.end)):
            found[person].append((_ms(begin), _ms(end)))
        return found

    async def quiet(
        self,
        connection: Connection,
        where: tuple[Member, date],
        who: Duties,
        parameters: CoverageParameters,
    ) -> dict[int, list[Silent]]:
        """Return the silences that reach the grid, by person."""
        (member, day), duties = where, who
        ways = await ways_of(connection, list(duties), (day, day))
        place, whole = await self._coverage.ground(connection, day, member.code)
        posted: dict[int, list[int]] = defaultdict(list)
        rows = {each.code: n for n, each in enumerate(basic(await self._atlas.on(day)))}
        for person, code in await posted_on(connection, (day, day)):
            if code in rows:
                posted[person].append(rows[code])
        return await asyncio.to_thread(_reaching, (place, whole), unheard(ways, duties), posted, parameters)


def _reaching(
    ground: tuple[Ground, Ground],
    silent: Mapping[int, Sequence[Silent]],
    posted: Mapping[int, Sequence[int]],
    parameters: CoverageParameters,
) -> dict[int, list[Silent]]:
    place, whole = ground
    found: dict[int, list[Silent]] = {}
    for person, each in silent.items():
        own = whole.cells(posted.get(person, ()))
        reaching = [one for one in each if touches(place, Unseen([one], own), parameters)]
        if reaching:
            found[person] = reaching
    return found


async def _witnesses(
    connection: Connection,
    who: tuple[Sequence[int], date],
    posts: Mapping[int, list[str]],
    duties: Duties,
    quiet: Mapping[int, list[Silent]],
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


def _told(silent: Silent) -> Quiet:
    one, why = silent
    known = one.before is not None, one.after is not None
    return Quiet(_moment(one.begin_ms), _moment(one.end_ms), *known, why)


def _moment(ms: int) -> datetime:
    return EPOCH + timedelta(milliseconds=ms)


def _ms(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)

"""Coverage of any period under any edition: shares, effort, stays, states with their causes."""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import numpy as np
import shapely
from pyroaring import BitMap

from gis.analysis.cells import Lattice
from gis.analysis.coverage import (
    CoverageParameters,
    State,
    Unheard,
    verdict,
)
from gis.analysis.ground import Ground, ground_of
from gis.analysis.unknown import REASONS, Unseen, is_bounded, unknown
from gis.errors import NotFound
from gis.geometry.projection import to_metric_shape
from gis.model import Scope
from gis.service.atlas import Atlas, Boundaries
from gis.service.coverage.asking import Asked, By, checked
from gis.service.coverage.counting import count_days, lattice_of
from gis.service.coverage.periods import Period, Periods
from gis.service.coverage.unheard import unheard
from gis.store.boundaries import Member
from gis.store.coverage import Stays, past_keep, posted, stays_of, unpatrolled
from gis.store.database import Connection, Database
from gis.store.duty import duty_spans
from gis.store.staff import people_in_scope
from gis.store.tracks import day_of

Cause = Literal[
    "excused",
    "post_vacant",
    "not_rostered",
    "on_duty_elsewhere",
    "too_little",
    "no_signal",
    "poor_accuracy",
    "doubtful",
    "expired",
]
KEPT = 4


@dataclass(frozen=True, slots=True)
class Row:
    """What was patrolled of one grid, village or squad zone.

    The three shares of its patrolled ground add up to 1; `off` is how far the covered one may lie from the
    exact one. `effort` counts ground as often as it was covered. Stays count from the least stay on.
    """

    code: str
    name: str
    area_m2: float
    covered: float
    unknown: float
    not_covered: float
    off: float
    effort: float
    visits: int
    minutes: float
    metres: float
    last_visit: datetime | None
    state: State
    cause: Cause | None


@dataclass(frozen=True)
class _Read:
    """What a period is counted from."""

    period: Period
    stays: Sequence[Stays]
    posts: Mapping[int, set[str]]
    duties: Mapping[int, list[tuple[int, int]]]
    expired: bool


class Coverage:
    """Reads coverage; days that were closed and not counted yet are counted first."""

    def __init__(self, database: Database, atlas: Atlas) -> None:
        self._database = database
        self._atlas = atlas
        self._periods = Periods()
        self._grounds: OrderedDict[tuple[object, ...], Ground] = OrderedDict()

    async def rows(self, scope: Scope, asked: Asked, parameters: CoverageParameters) -> list[Row]:
        """Return the rows of a scope by code; days that are not over yet are left out.

        Raises BadInput for a period that runs backwards, is too long or not over, or an unkept swath.
        """
        asked = checked(asked, parameters, self._atlas.today())
        days = asked.first, asked.last
        await count_days(self._database, self._atlas, days)
        boundaries = await self._atlas.on(asked.on or asked.last)
        async with self._database.begin() as connection:
            ground = await self._ground(connection, boundaries, days)
            read = await self._read(connection, asked, parameters)
        return await asyncio.to_thread(_rows, boundaries, ground, read, (scope, asked, parameters))

    async def row(self, scope: Scope, code: str, day: date, parameters: CoverageParameters) -> Row | None:
        """Return the row of one grid on a day that is counted; None where the day has no such grid."""
        async with self._database.begin() as connection:
            try:
                boundaries = await self._atlas.on(day)
                place = [member.code for member in basic(boundaries)].index(code)
            except (NotFound, ValueError):
                return None
            ground = (await self._ground(connection, boundaries, (day, day))).alone(place)
            read = await self._read(connection, Asked(day, day), parameters)
        about = scope, Asked(day, day), parameters
        rows = await asyncio.to_thread(_rows, boundaries, ground, read, about)
        return next((row for row in rows if row.code == code), None)

    async def ground(self, connection: Connection, day: date, code: str) -> tuple[Ground, Ground]:
        """Return the ground of a grid of a day, and that of the town."""
        boundaries = await self._atlas.on(day)
        whole = await self._ground(connection, boundaries, (day, day))
        return whole.alone([member.code for member in basic(boundaries)].index(code)), whole

    async def _read(self, connection: Connection, asked: Asked, parameters: CoverageParameters) -> _Read:
        days = asked.first, asked.last
        everywhere = self._atlas.lookout(Scope(everything=True))
        people = await people_in_scope(connection, everywhere, asked.squad, ())
        zone = self._atlas.town.time_zone
        span = day_of(asked.first, zone).begin, day_of(asked.last, zone).end
        posts: dict[int, set[str]] = defaultdict(set)
        for person, code in await posted(connection, days):
            posts[person].add(code)
        duties: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for person, begin, end in await duty_spans(connection, people, span):
            duties[person].append((_ms(begin), _ms(end)))
        period = await self._periods.read(connection, people, days, int(parameters.swath_m))
        stays = await stays_of(connection, people, days, parameters.stay_s)
        return _Read(period, stays, posts, duties, await past_keep(connection, days))

    async def _ground(
        self, connection: Connection, boundaries: Boundaries, days: tuple[date, date]
    ) -> Ground:
        waters, sites = await unpatrolled(connection, days)
        key = (boundaries.id, len(waters), tuple(sites))
        if key not in self._grounds:
            lattice = await lattice_of(connection, self._atlas)
            epsg = self._atlas.town.metric_crs
            made = await asyncio.to_thread(_made, boundaries, lattice, [*waters, *sites], epsg)
            self._grounds[key] = made
        self._grounds.move_to_end(key)
        while len(self._grounds) > KEPT:
            self._grounds.popitem(last=False)
        return self._grounds[key]


def basic(boundaries: Boundaries) -> list[Member]:
    """Return the grids that tile the town, in the order of a ground's list."""
    return [member for member in boundaries.base if member.kind == "basic"]


def _made(boundaries: Boundaries, lattice: Lattice, free: list[bytes], epsg: int) -> Ground:
    shapes = shapely.from_wkb([member.shape for member in basic(boundaries)]).tolist()
    metric = [to_metric_shape(shape, epsg) for shape in shapes]
    without = [to_metric_shape(shape, epsg) for shape in shapely.from_wkb(free).tolist()]
    return ground_of(lattice, metric, without)


def _rows(
    boundaries: Boundaries, ground: Ground, read: _Read, about: tuple[Scope, Asked, CoverageParameters]
) -> list[Row]:
    scope, asked, parameters = about
    members = basic(boundaries)
    count = read.period.tally.on(ground)
    covered = count > 0
    reasons = unknown(ground, ~covered, _unseen(ground, members, read), parameters)
    keys = [_key(member, asked.by) for member in members]
    seen = [key if scope.holds_grid(m.code, m.squad) else None for m, key in zip(members, keys, strict=True)]
    sums = {
        "all": ground.sums(np.ones_like(count)),
        "covered": ground.sums(covered),
        "unknown": ground.sums(reasons > 0),
        "effort": ground.sums(count),
        **{str(why): ground.sums(reasons == n) for n, why in enumerate(REASONS, 1)},
    }
    off = ground.bounds(covered) * sums["all"]
    names = {code: member.name for code, member in boundaries.members.items()}
    names |= {member.squad: member.squad_name or member.squad for member in members if member.squad}
    groups: dict[str, list[int]] = defaultdict(list)
    for n, key in enumerate(seen):
        if key is not None:
            groups[key].append(n)
    stays = _stays_by(read.stays, {member.code: key for member, key in zip(members, seen, strict=True)})
    return [
        _row(
            (code, names.get(code, code)),
            [members[n].code for n in own],
            {name: float(values[own].sum()) for name, values in {**sums, "off": off}.items()},
            stays.get(code, []),
            (read, parameters, ground.lattice.cell_m),
        )
        for code, own in sorted(groups.items())
    ]


def _key(member: Member, by: By) -> str | None:
    return {"grid": member.code, "village": member.parent, "squad": member.squad}[by]


def _unseen(ground: Ground, members: Sequence[Member], read: _Read) -> Iterator[Unseen]:
    rows = {member.code: n for n, member in enumerate(members)}
    for person, silent in unheard(read.period.ways, read.duties).items():
        if silent:
            own = [rows[code] for code in read.posts.get(person, ()) if code in rows]
            # the ground of posts matters to silences alone that nothing else bounds
            wide = any(not is_bounded(one) for one, _ in silent)
            yield Unseen(silent, ground.cells(own) if wide else BitMap())


def _most(sums: Mapping[str, float]) -> Unheard:
    """Return the reason of most unknown ground, the first of equal ones."""
    return max(REASONS, key=lambda why: sums[why])


def _stays_by(stays: Iterable[Stays], keys: Mapping[str, str | None]) -> dict[str, list[Stays]]:
    found: dict[str, list[Stays]] = defaultdict(list)
    for one in stays:
        key = keys.get(one.grid)
        if key is not None:
            found[key].append(one)
    return found


def _row(
    named: tuple[str, str],
    grids: Sequence[str],
    sums: Mapping[str, float],
    stays: Sequence[Stays],
    about: tuple[_Read, CoverageParameters, float],
) -> Row:
    read, parameters, cell_m = about
    cells = sums["all"]
    covered, unknown, off, effort = (
        sums[name] / cells if cells else 0.0 for name in ("covered", "unknown", "off", "effort")
    )
    state = verdict(covered, unknown, off, parameters.enough) if cells else "not_covered"
    if cells and read.expired and state == "not_covered":
        state = "unknown"
    return Row(
        code=named[0],
        name=named[1],
        area_m2=cells * cell_m**2,
        covered=covered,
        unknown=unknown,
        not_covered=max(1.0 - covered - unknown, 0.0) if cells else 0.0,
        off=min(off, 1.0),
        effort=effort,
        visits=sum(one.visits for one in stays),
        minutes=sum(one.seconds for one in stays) / 60,
        metres=sum(one.metres for one in stays),
        last_visit=max((one.last for one in stays), default=None),
        state=state,
        cause=_cause(state, sums, grids, read),
    )


def _cause(state: State, sums: Mapping[str, float], grids: Sequence[str], read: _Read) -> Cause | None:
    """Return why a grid is not covered, or why nobody knows; None where it is covered."""
    if state == "covered":
        return None
    if not sums["all"]:
        return "excused"
    if state == "unknown":
        return "expired" if read.expired else _most(sums)
    if sums["covered"]:
        return "too_little"
    wanted = set(grids)
    holders = [person for person, codes in read.posts.items() if codes & wanted]
    if not holders:
        return "post_vacant"
    return "on_duty_elsewhere" if any(read.duties.get(person) for person in holders) else "not_rostered"


def _ms(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)

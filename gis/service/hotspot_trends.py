"""Where trouble stays and how each grid goes: squares tested on rates, by the year and by twelve spans."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.analysis.patrolled import together, unpack
from gis.analysis.persistent import PersistentParameters, Squares, Tested, persistent, squares
from gis.analysis.trend import Trend, TrendParameters, trends
from gis.geometry.projection import to_degrees, to_metric
from gis.model import Lookout, Scope
from gis.service.atlas import Atlas, Boundaries
from gis.store.boundaries import Member
from gis.store.database import Connection, Database
from gis.store.exposure import patrol_hours, residents
from gis.store.happenings import Happenings, happenings, last_days
from gis.store.patrols import patrol_bodies

Per = Literal["residents", "patrol"]
Unit = Literal["residents", "households", "patrol_hours"]
MONTHS, MONTH_DAYS = 12, 30
DAYS: Mapping[Per, int] = {"residents": 365, "patrol": 30}
KEPT, KEPT_S = 16, 600.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HotSquare:
    """A hot square: its corners (WGS-84, a closed ring), figures, and whose it is by its middle.

    `rate` is events per thousand residents or households, or per patrol hour.
    """

    ring: tuple[tuple[float, float], ...]
    events: int
    exposure: float
    rate: float
    z: float
    p: float
    grid: str | None
    grid_name: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The hot squares of some days, the surest first, with what the events were divided by."""

    unit: Unit
    days: int
    tested: int
    rows: tuple[HotSquare, ...]


@dataclass(frozen=True, slots=True)
class GridTrend:
    """How a grid goes: events by span of thirty days, the oldest first, and in which of them it was hot.

    `lon`, `lat` (WGS-84) lie inside it.
    """

    code: str
    name: str
    lon: float
    lat: float
    trend: Trend
    events: tuple[int, ...]
    hot: tuple[bool, ...]


class Trends:
    """Tests a scope's squares; an answer is kept for some minutes."""

    def __init__(self, database: Database, atlas: Atlas) -> None:
        self._database = database
        self._atlas = atlas
        self._kept: OrderedDict[object, tuple[float, object]] = OrderedDict()
        # one test at a time: who waits for the same answer finds it kept
        self._testing = asyncio.Lock()

    async def standing(self, scope: Scope, per: Per) -> Standing:
        """Return the persistent hot spots of a scope, by residents or by hours of patrols."""
        lookout = self._atlas.lookout(scope)
        async with self._testing:
            known = self._known((lookout, per))
            return known if isinstance(known, Standing) else await self._standing(scope, lookout, per)

    async def _standing(self, scope: Scope, lookout: Lookout, per: Per) -> Standing:
        boundaries, parameters = await self._atlas.on(), PersistentParameters()
        async with self._database.begin() as connection:
            events = await happenings(connection, lookout, last_days(lookout.today, DAYS[per]))
            unit, exposed, exposure = await self._exposure(connection, lookout, per, boundaries)
        held = self._squares(events, exposed, exposure, parameters)
        draw = np.random.default_rng(lookout.today.toordinal())
        tested = await asyncio.to_thread(persistent, held, draw, parameters)
        rows = _hot_squares(held, tested, (boundaries, self._atlas.town.metric_crs, scope), parameters)
        if unit != "patrol_hours":
            rows = [replace(row, rate=row.rate * 1000) for row in rows]
        found = Standing(unit, DAYS[per], len(held.events), tuple(rows))
        self._keep((lookout, per), found)
        return found

    async def grids(self, scope: Scope) -> tuple[GridTrend, ...]:
        """Return the grids of a scope that were hot in some of the last twelve spans, by code."""
        lookout = self._atlas.lookout(scope)
        async with self._testing:
            known = self._known(lookout)
            return known if isinstance(known, tuple) else await self._grids(lookout)

    async def _grids(self, lookout: Lookout) -> tuple[GridTrend, ...]:
        boundaries = await self._atlas.on()
        async with self._database.begin() as connection:
            events = await happenings(connection, lookout, last_days(lookout.today, MONTHS * MONTH_DAYS))
            _, exposed, exposure = await self._exposure(connection, lookout, "residents", boundaries)
        found = await asyncio.to_thread(self._grid_trends, events, (exposed, exposure), boundaries, lookout)
        self._keep(lookout, found)
        return found

    async def by_grid(self, scope: Scope) -> Mapping[str, Trend]:
        """Return the trend of each grid that was hot, by code."""
        return {one.code: one.trend for one in await self.grids(scope)}

    def forget(self) -> None:
        """Drop the answers that are kept."""
        self._kept.clear()

    async def _exposure(
        self, connection: Connection, lookout: Lookout, per: Per, boundaries: Boundaries
    ) -> tuple[Unit, Floats, Floats]:
        epsg = self._atlas.town.metric_crs
        if per == "residents":
            kind, (lon, lat, number) = await residents(connection)
            own = _own(boundaries, lookout.scope, lon, lat)
            return kind, np.column_stack(to_metric(lon[own], lat[own], epsg)), number[own]
        days = lookout.today - timedelta(days=DAYS[per]), lookout.today - timedelta(days=1)
        walked = together([unpack(body) for body in await patrol_bodies(connection, days)])
        # metres become hours at the pace of all patrols together
        hours = await patrol_hours(connection, replace(lookout, scope=Scope(everything=True)), days)
        pace = hours / max(float(walked.metres.sum()), 1.0)
        own = _own(boundaries, lookout.scope, walked.lon, walked.lat)
        places = np.column_stack(to_metric(walked.lon[own], walked.lat[own], epsg))
        return "patrol_hours", places, walked.metres[own] * pace

    def _squares(
        self, events: Happenings, exposed: Floats, exposure: Floats, parameters: PersistentParameters
    ) -> Squares:
        places = np.column_stack(to_metric(events.lon, events.lat, self._atlas.town.metric_crs))
        return squares(places, exposed, exposure, parameters)

    def _grid_trends(
        self, events: Happenings, ground: tuple[Floats, Floats], boundaries: Boundaries, lookout: Lookout
    ) -> tuple[GridTrend, ...]:
        parameters = PersistentParameters()
        draw = np.random.default_rng(lookout.today.toordinal())
        counts = np.zeros((len(boundaries.base) + 1, MONTHS), np.int64)
        hot = np.zeros(counts.shape, bool)
        for month in range(MONTHS):
            back = MONTHS - 1 - month
            inside = (events.ago > back * MONTH_DAYS) & (events.ago <= (back + 1) * MONTH_DAYS)
            part = events.take(inside)
            np.add.at(counts[:, month], boundaries.index.find(part.lon, part.lat), 1)
            held = self._squares(part, *ground, parameters)
            tested = persistent(held, draw, parameters)
            middles = held.middles(parameters.cell_m)[tested.hot]
            lon, lat = to_degrees(middles[:, 0], middles[:, 1], self._atlas.town.metric_crs)
            hot[boundaries.index.find(lon, lat), month] = True
        seen = boundaries.visible(lookout.scope)
        named = trends(counts[:-1], hot[:-1], TrendParameters())
        return tuple(
            _grid_trend(member, trend, counts[at], hot[at])
            for at, (member, trend) in enumerate(zip(boundaries.base, named, strict=True))
            if trend is not None and seen[at]
        )

    def _known(self, key: object) -> object | None:
        known = self._kept.get(key)
        return known[1] if known is not None and known[0] > time.monotonic() else None

    def _keep(self, key: object, answer: object) -> None:
        self._kept[key] = time.monotonic() + KEPT_S, answer
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _grid_trend(member: Member, trend: Trend, events: NDArray[np.int64], hot: NDArray[np.bool_]) -> GridTrend:
    inside = shapely.point_on_surface(shapely.from_wkb(member.shape))
    return GridTrend(
        member.code,
        member.name,
        lon=inside.x,
        lat=inside.y,
        trend=trend,
        events=tuple(events.tolist()),
        hot=tuple(hot.tolist()),
    )


def _own(boundaries: Boundaries, scope: Scope, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Tell which places count for a scope; a department's events may lie anywhere."""
    if scope.departments:
        return np.ones(len(lon), bool)
    return np.asarray(boundaries.visible(scope)[boundaries.index.find(lon, lat)])


def _hot_squares(
    held: Squares, tested: Tested, about: tuple[Boundaries, int, Scope], parameters: PersistentParameters
) -> list[HotSquare]:
    boundaries, epsg, scope = about
    seen = boundaries.visible(scope)
    places = np.flatnonzero(tested.hot)
    order: Sequence[int] = places[np.lexsort((-tested.z[places], tested.p[places]))].tolist()
    rows = []
    for at in order:
        west, south = (held.corner[at] * parameters.cell_m).tolist()
        box = shapely.box(west, south, west + parameters.cell_m, south + parameters.cell_m)
        x, y = shapely.get_coordinates(box).T
        lon, lat = to_degrees(x, y, epsg)
        middle = to_degrees(np.array([x[:4].mean()]), np.array([y[:4].mean()]), epsg)
        place = int(boundaries.index.find(*middle)[0])
        member = boundaries.base[place] if seen[place] else None
        if member is None and not (scope.everything or scope.departments):
            continue
        events, exposure = int(held.events[at]), float(held.exposure[at])
        rows.append(
            HotSquare(
                tuple(zip(lon.round(6).tolist(), lat.round(6).tolist(), strict=True)),
                events,
                round(exposure, 1),
                float(tested.rate[at]),
                float(tested.z[at]),
                float(tested.p[at]),
                member.code if member else None,
                member.name if member else None,
            )
        )
    return rows

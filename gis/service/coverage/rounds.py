"""The next round: grids that are late, unknown or due today, in an order that is short along the roads."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import shapely

from gis.analysis.coverage import CoverageParameters
from gis.analysis.road_ways import Roads, ways_between
from gis.analysis.round_order import best_order
from gis.errors import BadInput
from gis.geometry.projection import to_degrees, to_metric_shape
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked
from gis.service.coverage.frequency import Frequencies, FrequencyRow
from gis.store.beats import street_lines
from gis.store.database import Database
from gis.store.town import load_version

MOST_STOPS, USUAL_STOPS = 40, 12
STEP_M = 50.0
Why = Literal["late", "unknown", "due"]
RANK: dict[Why, int] = {"late": 0, "unknown": 1, "due": 2}


@dataclass(frozen=True, slots=True)
class Stop:
    """One grid of a round: a place of it at a road (WGS-84), why it is to be visited, and the way to it.

    `line` is the way from the stop before, longitude and latitude of each vertex; `straight` tells that no
    road leads there, so that the way is a guess.
    """

    code: str
    name: str
    lon: float
    lat: float
    why: Why
    late_days: int
    due: date | None
    days_since: int | None
    metres: float
    straight: bool
    line: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Round:
    """The stops in their order, how long the way is, and how many grids more wait that it leaves out."""

    stops: tuple[Stop, ...]
    metres: float
    left_out: int


class Rounds:
    """Suggests rounds by what is required as of yesterday."""

    def __init__(self, database: Database, atlas: Atlas, frequencies: Frequencies) -> None:
        self._database = database
        self._atlas = atlas
        self._frequencies = frequencies
        self._roads: tuple[int, Roads] | None = None

    async def suggest(self, scope: Scope, squad: str | None, most: int) -> Round:
        """Return a round of at most so many grids of a scope, or of a squad's zone in it.

        Those that are late longest come first when not all can be visited. Raises BadInput for a number of
        stops out of bounds.
        """
        if not 1 <= most <= MOST_STOPS:
            raise BadInput(f"A round has 1 to {MOST_STOPS} stops.")
        yesterday = self._atlas.today() - timedelta(days=1)
        asked = Asked(yesterday, yesterday, squad=squad)
        rows = await self._frequencies.rows(scope, asked, CoverageParameters())
        today = self._atlas.today()
        waiting = sorted(
            ((row, why) for row in rows if (why := why_of(row, today)) is not None),
            key=lambda one: (RANK[one[1]], -one[0].late_days, one[0].due or today, one[0].code),
        )
        shapes = {member.code: member.shape for member in (await self._atlas.on()).base}
        chosen = [one for one in waiting if one[0].code in shapes][:most]
        roads = await self._graph()
        epsg = self._atlas.town.metric_crs
        grids = [
            to_metric_shape(shape, epsg)
            for shape in shapely.from_wkb([shapes[row.code] for row, _ in chosen]).tolist()
        ]
        stops = await asyncio.to_thread(_ordered, roads, chosen, grids, epsg)
        return Round(stops, sum(one.metres for one in stops), len(waiting) - len(chosen))

    async def _graph(self) -> Roads:
        """Return the roads, read again once anything of the town has changed."""
        async with self._database.begin() as connection:
            version = await load_version(connection)
            if self._roads is None or self._roads[0] != version:
                epsg = self._atlas.town.metric_crs
                lines = await street_lines(connection)
                self._roads = version, await asyncio.to_thread(_roads, lines, epsg)
        return self._roads[1]


def why_of(row: FrequencyRow, today: date) -> Why | None:
    """Return why a grid is to be visited today; None where nothing is due."""
    if row.now in ("late", "unknown"):
        return row.now
    return "due" if row.due is not None and row.due <= today else None


def _roads(lines: Sequence[bytes], epsg: int) -> Roads:
    # a grid beside a long straight road has a place at it, too
    metric = [to_metric_shape(one, epsg) for one in shapely.from_wkb(list(lines)).tolist()]
    return Roads.of([shapely.segmentize(one, STEP_M) for one in metric])


def _ordered(
    roads: Roads,
    chosen: Sequence[tuple[FrequencyRow, Why]],
    grids: Sequence[shapely.Geometry],
    epsg: int,
) -> tuple[Stop, ...]:
    if not chosen:
        return ()
    places = [_place(roads, shape) for shape in grids]
    if len(roads.vertices) == 0:
        nothing = np.empty(0, np.int64)
        roads = Roads(np.array(places), nothing, nothing, np.empty(0, np.float64))
    vertices = [roads.nearest(*place) or 0 for place in places]
    ways = ways_between(roads, vertices)
    stops: list[Stop] = []
    before: int | None = None
    for n in best_order(ways.metres):
        row, why = chosen[n]
        line = ways.line(before, n) if before is not None else roads.vertices[[vertices[n]]]
        lon, lat = to_degrees(line[:, 0], line[:, 1], epsg)
        stops.append(
            Stop(
                code=row.code,
                name=row.name,
                lon=float(lon[-1]),
                lat=float(lat[-1]),
                why=why,
                late_days=row.late_days,
                due=row.due,
                days_since=row.days_since,
                metres=float(ways.metres[before, n]) if before is not None else 0.0,
                straight=bool(ways.straight[before, n]) if before is not None else False,
                line=tuple(zip(lon.tolist(), lat.tolist(), strict=True)),
            )
        )
        before = n
    return tuple(stops)


def _place(roads: Roads, shape: shapely.Geometry) -> tuple[float, float]:
    """Return the vertex of a road inside a grid that is nearest to its inner point, or that point itself."""
    inner = shapely.point_on_surface(shape)
    inside = shapely.contains_xy(shape, roads.vertices[:, 0], roads.vertices[:, 1])
    held = roads.vertices[inside]
    if len(held) == 0:
        return float(inner.x), float(inner.y)
    nearest = held[np.hypot(held[:, 0] - inner.x, held[:, 1] - inner.y).argmin()]
    return float(nearest[0]), float(nearest[1])

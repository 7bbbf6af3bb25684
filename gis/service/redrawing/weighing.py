"""Weighs grids by what lies in them: of a whole draft at once, and after an edit of the changed ones only."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.geometry.locate import GridIndex
from gis.geometry.projection import to_metric, to_wgs84_shape
from gis.model import Town
from gis.redraw.base import Weigh
from gis.redraw.cell import Cell
from gis.redraw.impact import Passed, Side, changed_codes, lineage
from gis.redraw.partition import Partition
from gis.redraw.workload import KINDS, Counts, Facts, Mix, loads, tally
from gis.service.atlas import Atlas
from gis.service.redrawing.boards import Board
from gis.service.redrawing.rules import drawing_rules
from gis.store.database import Connection
from gis.store.workload import HOUSEHOLDS, case_version, workload_points

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Scale:
    """What is weighed: the facts with their places in metres too, and the town's mix."""

    facts: Facts
    metres: NDArray[np.float64]
    mix: Mix

    def households(self) -> Weigh:
        """Return how a part of a grid is weighed: by its households, and by its area where it has none."""
        homes = self.facts.kind == HOUSEHOLDS
        points, weights = self.metres[homes], self.facts.weight[homes]

        def weigh(part: shapely.MultiPolygon) -> float:
            west, south, east, north = part.bounds
            x, y = points.T
            near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
            inside = shapely.intersects_xy(part, x[near], y[near])
            return float(weights[near][inside].sum()) + part.area * 1e-12

        return weigh


@dataclass(frozen=True)
class Weighed:
    """The grids of a draft and what lies in each: `counts` (grids, kinds) and workloads (grids,)."""

    cells: tuple[Cell, ...]
    counts: Counts
    loads: NDArray[np.float64]


@dataclass(frozen=True)
class Sides:
    """The changed grids before and after, the facts that lie in them, and the whole town's total by kind."""

    before: Side
    after: Side
    facts: Facts
    town: Counts


Placed = tuple[Facts, NDArray[np.int64]]
"""Facts, and in which grid of a draft's beginning each lies (-1: none)."""


class Weighing:
    """Keeps the facts until the data change, and where they lie in the editions that drafts began from."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._scale: tuple[object, Scale] | None = None
        self._placed: dict[int, tuple[Partition, Scale, NDArray[np.int64]]] = {}

    async def scale(self, connection: Connection) -> Scale:
        """Return the facts of today."""
        stamp = self._atlas.stamp(), await case_version(connection)
        if self._scale is None or self._scale[0] != stamp:
            since = self._atlas.today() - YEAR
            columns = await workload_points(connection, self._atlas.town.time_zone, since)
            mix = (await drawing_rules(connection)).mix
            scale = await asyncio.to_thread(_scale, columns, self._atlas.town.metric_crs, mix)
            self._scale = stamp, scale
        return self._scale[1]

    def today(self) -> date:
        """Return the town's civil day."""
        return self._atlas.today()

    async def weigh(self, key: int, board: Board, scale: Scale) -> Weighed:
        """Return every basic grid of a draft as it is now with what lies in it."""
        place = await self._base(key, board, scale)
        return await asyncio.to_thread(_weighed, board, scale, place)

    async def sides(self, key: int, board: Board, scale: Scale, more: Placed | None = None) -> Sides:
        """Return the changed grids of a draft, with `more` facts in them that make no workload."""
        place = await self._base(key, board, scale)
        return await asyncio.to_thread(_sides, board, scale, place, more)

    async def passed(self, connection: Connection, key: int, board: Board) -> tuple[Passed, ...]:
        """Return the ground, with what makes work on it, that changed grids passed to one another."""
        sides = await self.sides(key, board, await self.scale(connection))
        return await asyncio.to_thread(lineage, sides.facts, sides.before, sides.after)

    async def _base(self, key: int, board: Board, scale: Scale) -> NDArray[np.int64]:
        kept = self._placed.get(key)
        if kept is None or kept[0] is not board.base or kept[1] is not scale:
            place = await asyncio.to_thread(located, tuple(board.base.basic()), board.base.epsg, scale.facts)
            self._placed = {key: (board.base, scale, place)}
        return self._placed[key][2]


async def passed_between(connection: Connection, board: Board, town: Town, today: date) -> tuple[Passed, ...]:
    """Return the ground that changed grids passed to one another, read and reckoned for this once."""
    columns = await workload_points(connection, town.time_zone, today - YEAR)

    def passed() -> tuple[Passed, ...]:
        scale = _scale(columns, town.metric_crs, Mix())
        place = located(tuple(board.base.basic()), board.base.epsg, scale.facts)
        sides = _sides(board, scale, place)
        return lineage(sides.facts, sides.before, sides.after)

    return await asyncio.to_thread(passed)


def _scale(
    columns: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]],
    epsg: int,
    mix: Mix,
) -> Scale:
    facts = Facts(*columns)
    return Scale(facts, np.column_stack(to_metric(facts.lon, facts.lat, epsg)), mix)


def located(cells: Sequence[Cell], epsg: int, facts: Facts) -> NDArray[np.int64]:
    """Return which cell each fact lies in, -1 for none; on a border the lowest code."""
    if not cells:
        return np.full(len(facts.kind), -1, dtype=np.int64)
    index = GridIndex.build([to_wgs84_shape(cell.metric, epsg) for cell in cells])
    return index.find(facts.lon, facts.lat).astype(np.int64)


def _weighed(board: Board, scale: Scale, base: NDArray[np.int64]) -> Weighed:
    sides = _sides(board, scale, base)
    cells = tuple(board.now.basic())
    rows = {cell.code: row for row, cell in enumerate(tuple(board.base.basic()))}
    counts = tally(scale.facts, base, len(rows))
    new = sides.after
    changed = dict(zip((cell.code for cell in new.cells), new.counts(sides.facts), strict=True))
    found = np.array(
        [changed[cell.code] if cell.code in changed else counts[rows[cell.code]] for cell in cells],
        dtype=np.int64,
    ).reshape(-1, len(KINDS))
    return Weighed(cells, found, loads(found, sides.town, len(cells), scale.mix))


def _sides(board: Board, scale: Scale, base: NDArray[np.int64], more: Placed | None = None) -> Sides:
    every, lies = (scale.facts, base) if more is None else _joined((scale.facts, base), more)
    codes = changed_codes(board.base.cells, board.now.cells)
    old = tuple(cell for code in codes if (cell := board.base.cells.get(code)) and cell.kind == "basic")
    new = tuple(cell for code in codes if (cell := board.now.cells.get(code)) and cell.kind == "basic")
    place = _rows_of_changed(board, old)[lies]
    held = place >= 0
    facts = every.chosen(held)
    town: Counts = tally(scale.facts, np.minimum(base, 0), 1)[0]
    return Sides(Side(old, place[held]), Side(new, located(new, board.now.epsg, facts)), facts, town)


def _joined(one: Placed, other: Placed) -> Placed:
    names = Facts.__dataclass_fields__
    facts = Facts(*(np.concatenate([getattr(one[0], name), getattr(other[0], name)]) for name in names))
    return facts, np.concatenate([one[1], other[1]])


def _rows_of_changed(board: Board, old: Sequence[Cell]) -> NDArray[np.int64]:
    """Return for each grid of the beginning, and last for none, its row among the changed ones, or -1."""
    rows = {cell.code: row for row, cell in enumerate(board.base.basic())}
    changed = np.full(len(rows) + 1, -1, dtype=np.int64)
    changed[[rows[cell.code] for cell in old]] = np.arange(len(old))
    return changed

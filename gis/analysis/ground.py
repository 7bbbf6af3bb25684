"""A town's grids as labels on the lattice, and what is counted on them at once for all."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyroaring import BitMap

from gis.analysis.cells import COLUMNS, Lattice, bound, ids_of, placed
from gis.analysis.cells_kernel import add_cells, set_cells
from gis.analysis.ground_kernel import add_counts, add_edges, add_held

Labels = NDArray[np.int32]
Counts = NDArray[np.int32]
Add = Callable[[Labels, Any, NDArray[np.float64]], None]


@dataclass(frozen=True)
class Ground:
    """A window of the lattice (rows, columns): which grid (row of a list) each cell is patrolled for, or -1.

    `row` and `column` are those of the first cell; `held` are the patrolled cells of each grid.
    """

    lattice: Lattice
    row: int
    column: int
    label: Labels
    held: tuple[BitMap, ...]

    @property
    def grids(self) -> int:
        """How many grids there are."""
        return len(self.held)

    @cached_property
    def sizes(self) -> NDArray[np.float64]:
        """How many cells are patrolled for each grid, (grids,)."""
        return self.sums(self.label >= 0)

    def spread(self, cells: Iterable[BitMap]) -> Counts:
        """Return how many of the sets hold each cell, (rows, columns)."""
        count = np.zeros(self.label.shape, np.int32)
        for each in cells:
            add_cells(ids_of(each), self.row, self.column, count)
        return count

    def part(self, grids: Sequence[int]) -> "Ground":
        """Return the ground of some grids, cut out with a cell round it; the list of grids stays."""
        cells = self.cells(grids)
        if not cells:
            return replace(self, label=np.full((1, 1), -1, np.int32))
        rows, columns = placed(cells)
        row, column = (
            max(int(first) - 1, 0) for first in (rows.min() - self.row, columns.min() - self.column)
        )
        last_row, last_column = int(rows.max()) - self.row, int(columns.max()) - self.column
        part = self.label[row : last_row + 2, column : last_column + 2]
        label = np.where(np.isin(part, list(grids)), part, np.int32(-1)).astype(np.int32)
        return replace(self, row=self.row + row, column=self.column + column, label=label)

    def cells(self, grids: Sequence[int]) -> BitMap:
        """Return the patrolled cells of some grids (rows of the list)."""
        return BitMap.union(*(self.held[grid] for grid in grids)) if grids else BitMap()

    def sums(self, weight: Counts | NDArray[np.bool_]) -> NDArray[np.float64]:
        """Add up counts, or the held ones, of the cells (rows, columns) for each grid, (grids,)."""
        found = np.zeros(self.grids)
        add: Add = add_held if weight.dtype == np.bool_ else add_counts
        add(self.label, np.ascontiguousarray(weight), found)
        return found

    def bounds(self, covered: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return for each grid how far its covered share may lie from the exact one, (grids,)."""
        edges = np.zeros(self.grids)
        add_edges(self.label, np.ascontiguousarray(covered), edges)
        area = self.sizes * self.lattice.cell_m**2
        # an edge at an angle runs |cos| + |sin| times its length along the cells, and as many halves of a
        # cell beside it may be counted wrongly: of its steps 1/√2 count as the straight edge behind them
        metres = edges * self.lattice.cell_m / math.sqrt(2)
        return np.array([bound(self.lattice.cell_m, e, m2) for e, m2 in zip(metres, area, strict=True)])


def nobodys(lattice: Lattice, unpatrolled: Sequence[shapely.Geometry]) -> BitMap:
    """Return the cells of waters and sites (metres) that nobody patrols."""
    return BitMap.union(
        BitMap(), *(lattice.inside(part) for shape in unpatrolled for part in _polygons(shape))
    )


def ground_of(lattice: Lattice, grids: Sequence[shapely.MultiPolygon], without: BitMap) -> Ground:
    """Label the cells of grids (metres) without those that nobody patrols."""
    cells = [lattice.inside(shape) for shape in grids]
    whole = np.concatenate([ids_of(held) for held in cells]) if cells else np.empty(0, np.uint32)
    if whole.size == 0:
        return Ground(lattice, 0, 0, np.full((1, 1), -1, np.int32), tuple(cells))
    all_columns = whole & np.uint32(COLUMNS - 1)
    # a cell round all of it, so that the outer border is one between cells, too
    row, column = int(whole.min()) // COLUMNS - 1, int(all_columns.min()) - 1
    rows, columns = int(whole.max()) // COLUMNS - row + 2, int(all_columns.max()) - column + 2
    label = np.full((rows, columns), -1, np.int32)
    for n, held in enumerate(cells):
        set_cells(ids_of(held), row, column, n, label)
    set_cells(ids_of(without), row, column, -1, label)
    return Ground(lattice, row, column, label, tuple(held - without for held in cells))


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape).tolist() if isinstance(part, shapely.Polygon)]

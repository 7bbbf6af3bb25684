"""Roads and other things on the lattice: how much of them lies on cells of a kind, grid by grid."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.analysis.cells import Floats, Lattice
from gis.analysis.ground import Ground

STEP_M = 2.5
"""A road is counted in pieces no longer than this, each where its middle lies."""

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Placed:
    """Things on a ground's window: cell (row by row), grid and weight of each, arrays (n,)."""

    cell: Ints
    grid: Ints
    weight: Floats
    grids: int

    def sums(self, mask: Mask | None = None) -> Floats:
        """Return for each grid the weight of all its things, or of those on the cells of a mask, (grids,)."""
        held = slice(None) if mask is None else mask.ravel()[self.cell]
        return np.bincount(self.grid[held], self.weight[held], self.grids).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Things:
    """Row and column on the lattice of each thing's cell, and its weight: metres, or 1; arrays (n,)."""

    row: Ints
    column: Ints
    weight: Floats

    @classmethod
    def at(cls, lattice: Lattice, x: Floats, y: Floats, weight: Floats) -> "Things":
        """Put things at places (metres of the town's metric CRS) on the lattice."""
        row, column = (
            np.floor((values - origin) / lattice.cell_m).astype(np.int64)
            for values, origin in ((y, lattice.y), (x, lattice.x))
        )
        return cls(row, column, weight)

    def on(self, ground: Ground) -> Placed:
        """Return the things that lie on the patrolled ground of some grid."""
        rows, columns = ground.label.shape
        row, column = self.row - ground.row, self.column - ground.column
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        cell = (row * columns + column)[inside]
        grid = ground.label.ravel()[cell].astype(np.int64)
        patrolled = grid >= 0
        return Placed(cell[patrolled], grid[patrolled], self.weight[inside][patrolled], ground.grids)


def along(lattice: Lattice, lines: list[shapely.LineString]) -> Things:
    """Return lines (metres) as pieces, each weighing its length in metres."""
    places, line = shapely.get_coordinates(lines, return_index=True)
    leads = line[1:] == line[:-1]
    begin, end = places[:-1][leads], places[1:][leads]
    lengths = np.hypot(*(end - begin).T)
    pieces = np.maximum(np.ceil(lengths / STEP_M), 1).astype(np.int64)
    edge = np.repeat(np.arange(len(lengths)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = ((step + 0.5) / pieces[edge])[:, None]
    middle = begin[edge] + (end - begin)[edge] * share
    return Things.at(lattice, middle[:, 0], middle[:, 1], (lengths / pieces)[edge])


def edges(covered: Mask) -> Mask:
    """Return the cells beside which, or at whose corners, cells of the other kind lie (rows, columns).

    Whether a place of such a cell lies within the swath may differ from what holds for the cell's centre.
    """
    some, every = covered, covered
    for axis in (0, 1):
        some = _beside(some, axis, np.logical_or)
        every = _beside(every, axis, np.logical_and)
    return some & ~every


def _beside(mask: Mask, axis: int, joined: np.ufunc) -> Mask:
    wide = np.pad(mask, [(1, 1) if each == axis else (0, 0) for each in (0, 1)], mode="edge")
    size = mask.shape[axis]
    shifted = [wide.take(range(first, first + size), axis=axis) for first in range(3)]
    return np.asarray(joined(joined(shifted[0], shifted[1]), shifted[2]))

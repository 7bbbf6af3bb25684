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

    def sums(self, chosen: Mask | None = None) -> Floats:
        """Return for each grid the weight of all its things, or of some of them (n,), (grids,)."""
        held = slice(None) if chosen is None else chosen
        return np.bincount(self.grid[held], self.weight[held], self.grids).astype(np.float64)

    def on(self, mask: Mask) -> Mask:
        """Tell which things lie on the cells of a mask (rows, columns), (n,)."""
        return mask.ravel()[self.cell]

    def at_edge(self, covered: Mask) -> Mask:
        """Tell which things lie on cells that meet cells of the other kind, at a side or a corner, (n,).

        Whether such a place lies within the swath may differ from what holds for its cell's centre.
        """
        rows, columns = covered.shape
        row, column = np.divmod(self.cell, columns)
        beside = [
            covered[np.clip(row + up, 0, rows - 1), np.clip(column + along, 0, columns - 1)]
            for up in (-1, 0, 1)
            for along in (-1, 0, 1)
        ]
        return np.asarray(np.logical_or.reduce(beside) & ~np.logical_and.reduce(beside))


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

"""Sets of cells of a town's fixed lattice: of ways walked, of ground within reach, of shapes."""

from array import array
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyroaring import BitMap

from gis.analysis.cells_kernel import list_cells, mark_inside, mark_swath

CELL_M = 5.0
COLUMNS = 1 << 16
"""Cells in a row: 327 km."""

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Squares of `cell_m` counted from a fixed place (metres of the town's metric CRS), row by row."""

    x: float
    y: float
    cell_m: float = CELL_M

    def swath(self, x: Floats, y: Floats, segment: NDArray[np.int64], metres: float) -> BitMap:
        """Return the cells whose centres lie within so many metres of a way; nothing joins two segments."""
        if len(x) == 0:
            return BitMap()
        window = self._window((x.min(), y.min(), x.max(), y.max()), metres)
        u, v = window.place(x, y)
        mark_swath(u, v, np.ascontiguousarray(segment, np.int64), metres / self.cell_m, window.mask)
        return window.cells()

    def inside(self, shape: shapely.Polygon | shapely.MultiPolygon) -> BitMap:
        """Return the cells whose centres lie inside a shape (metres)."""
        if shape.is_empty:
            return BitMap()
        window = self._window(shape.bounds, self.cell_m)
        points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
        u, v = window.place(points[:, 0], points[:, 1])
        placed = np.column_stack((u, v))
        leads = ring[1:] == ring[:-1]
        start = np.ascontiguousarray(placed[:-1][leads])
        end = np.ascontiguousarray(placed[1:][leads])
        mark_inside(start, end, window.mask)
        return window.cells()

    def around(self, cells: BitMap, place: tuple[float, float] | None, metres: float) -> shapely.Geometry:
        """Return the convex hull of the centres of cells and of a place, and so many metres round it."""
        row, column = placed(cells)
        # no cell between the first and the last of its row is a corner of the hull
        outer = np.diff(row, prepend=-1, append=-1) != 0
        outer = outer[:-1] | outer[1:]
        points = np.column_stack((column[outer], row[outer])) * self.cell_m
        points += (self.x + self.cell_m / 2, self.y + self.cell_m / 2)
        corners = points if place is None else np.vstack((points, place))
        return shapely.convex_hull(shapely.MultiPoint(corners)).buffer(metres)

    def _window(self, box: Box, margin_m: float) -> "_Window":
        west, south, east, north = box
        column = int(np.floor((west - margin_m - self.x) / self.cell_m)) - 1
        row = int(np.floor((south - margin_m - self.y) / self.cell_m)) - 1
        columns = int(np.ceil((east + margin_m - self.x) / self.cell_m)) + 1 - column
        rows = int(np.ceil((north + margin_m - self.y) / self.cell_m)) + 1 - row
        return _Window(self, column, row, np.zeros((rows, columns), np.uint8))


@dataclass(frozen=True, slots=True)
class _Window:
    """A part of the lattice as a mask."""

    lattice: Lattice
    column: int
    row: int
    mask: NDArray[np.uint8]

    def place(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        lattice = self.lattice
        return (
            np.ascontiguousarray((x - lattice.x) / lattice.cell_m - self.column),
            np.ascontiguousarray((y - lattice.y) / lattice.cell_m - self.row),
        )

    def cells(self) -> BitMap:
        ids = np.empty(np.count_nonzero(self.mask), np.uint32)
        found = list_cells(self.mask, self.row, self.column, ids)
        # an array of C integers is taken eight times as fast as one of numpy's
        return BitMap(array("I", ids[:found].tobytes()))


def ids_of(cells: BitMap) -> NDArray[np.uint32]:
    """Return the numbers of cells, in order."""
    return np.frombuffer(cells.to_array(), np.uint32)


def placed(cells: BitMap) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return rows and columns of cells on the lattice, in order."""
    ids = ids_of(cells)
    return (ids // COLUMNS).astype(np.int32), (ids % COLUMNS).astype(np.int32)


def bound(cell_m: float, edge_m: float, area_m2: float) -> float:
    """Return how far a share counted in cells may lie from the exact one.

    `edge_m` is the length of the swath's edge and of the border inside the shape: no cell whose centre is
    farther than half a diagonal from them is counted wrongly.
    """
    return min(0.71 * cell_m * edge_m / area_m2, 1.0) if area_m2 > 0 else 1.0

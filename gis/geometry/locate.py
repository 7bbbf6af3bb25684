"""Finds which polygon a point lies in, exactly and in memory, for any sequence of polygons."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from gis.errors import BadInput
from gis.geometry import locate_numpy
from gis.geometry.jit import AVAILABLE
from gis.geometry.locate_cells import frame_of
from gis.geometry.locate_edges import edges_of
from gis.geometry.locate_table import CellTable, table_of

Floats = NDArray[np.float64]
FindAll = Callable[[CellTable, Floats, Floats, NDArray[np.int32]], None]
FindPoint = Callable[[CellTable, float, float], int]

# Points for a thread at a time, so many that handing them over costs nothing.
PIECE = 1 << 17


@dataclass(frozen=True, slots=True, eq=False)
class GridIndex:
    """An immutable look-up index, safe to share between threads."""

    table: CellTable
    size: int
    compiled: bool

    @classmethod
    def build(cls, polygons: Sequence[Polygon | MultiPolygon], *, compiled: bool = True) -> "GridIndex":
        """Index polygons (WGS-84 degrees, ordered by code); an answer is a place in this sequence.

        Any valid polygons will do: holes, islands, gaps, overlaps and neighbours with unequal vertices are
        all answered exactly. `compiled` False, or a missing numba, chooses the numpy path: equal, but slower.
        Raises BadInput for other geometries and for coordinates that are not finite.
        """
        edges = edges_of(polygons)
        table = table_of(edges, frame_of(edges), len(polygons))
        return cls(table, len(polygons), compiled and _kernels() is not None)

    def find(self, lon: Floats, lat: Floats, pool: Executor | None = None) -> NDArray[np.int32]:
        """Give for each point the lowest polygon whose closed set contains it (GEOS: covers), else -1.

        Two float arrays of one length, WGS-84 degrees; NaN, infinities and far points give -1. The threads of
        a pool share the points out among them.
        """
        x, y = (np.ascontiguousarray(values, dtype=np.float64) for values in (lon, lat))
        if x.ndim != 1 or x.shape != y.shape:
            raise BadInput("Longitudes and latitudes must be two lists of the same length.")
        answers = np.empty(len(x), np.int32)
        kernels = _kernels() if self.compiled else None
        find_all = kernels[0] if kernels else locate_numpy.find_all

        def find_piece(begin: int) -> None:
            piece = slice(begin, begin + PIECE)
            find_all(self.table, x[piece], y[piece], answers[piece])

        if pool is None:
            find_all(self.table, x, y, answers)
        else:
            list(pool.map(find_piece, range(0, len(x), PIECE)))
        return answers

    def find_one(self, lon: float, lat: float) -> int:
        """Give the lowest polygon over one point, else -1."""
        kernels = _kernels() if self.compiled else None
        if kernels:
            return kernels[1](self.table, lon, lat)
        return int(self.find(np.array([lon]), np.array([lat]))[0])

    @property
    def nbytes(self) -> int:
        """Count the bytes of the index."""
        return self.table.nbytes


def warm() -> bool:
    """Compile the kernels, or load them from numba's cache; tells if there are any."""
    return _kernels() is not None


@cache
def _kernels() -> tuple[FindAll, FindPoint] | None:
    if not AVAILABLE:
        return None
    from gis.geometry.locate_kernel import find_all, find_point

    return find_all, find_point

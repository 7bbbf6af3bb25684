"""Circles round the small squares that hold events, each as the squares whose middles it holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Circles:
    """Circles of the same radii round every centre (n, 2), metres.

    The cells of circle r of centre c are `cells[edges[c, 0]:edges[c, r + 1]]`, nearest first.
    """

    centre: Floats
    cells: NDArray[np.int32]
    edges: Ints

    @property
    def count(self) -> int:
        """Return how many cells there are; each is a centre."""
        return len(self.centre)

    def held(self, centre: int, ring: int) -> NDArray[np.int32]:
        """Return the cells of one circle."""
        return self.cells[self.edges[centre, 0] : self.edges[centre, ring + 1]]


def cells_of(x: Floats, y: Floats, cell_m: float) -> tuple[Ints, Floats]:
    """Return which cell each event lies in, and the middles of the cells that have events."""
    column, row = np.floor(x / cell_m).astype(np.int64), np.floor(y / cell_m).astype(np.int64)
    _, first, cell = np.unique(column * 2**31 + row, return_index=True, return_inverse=True)
    places = np.column_stack((column[first], row[first])) + 0.5
    return cell.ravel().astype(np.int64), (places * cell_m).astype(np.float64)


def circles_round(places: Floats, radii_m: tuple[float, ...]) -> Circles:
    """Draw circles of increasing radii round all cells."""
    near = cKDTree(places).query_ball_point(places, radii_m[-1])
    sizes = np.array([len(row) for row in near], np.int64)
    cells = np.concatenate([np.asarray(row, np.int64) for row in near])
    centre = np.repeat(np.arange(len(places)), sizes)
    away = np.hypot(*(places[cells] - places[centre]).T)
    order = np.lexsort((cells, away, centre))
    cells, away = cells[order], away[order]
    start = np.cumsum(sizes) - sizes
    ends = [start + np.bincount(centre[away <= radius], minlength=len(places)) for radius in radii_m]
    return Circles(places, cells.astype(np.int32), np.ascontiguousarray(np.column_stack([start, *ends])))

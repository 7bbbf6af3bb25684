"""Rings of lattice points: their area, their one canonical form, and the vertices that long edges get."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gis.geometry.projection import LONGEST_EDGE_M, lattice

Point: TypeAlias = tuple[int, int]
"""Easting and northing in millimetres of the town's metric CRS."""
Edge: TypeAlias = tuple[Point, Point]
Ring: TypeAlias = NDArray[np.int64]
"""Open, shape (n, 2), read-only; exteriors run counter-clockwise, holes clockwise, from the lowest point."""
Polygon: TypeAlias = tuple[Ring, ...]
"""An exterior and its holes."""
Points: TypeAlias = Sequence[Point]


def twice_area(ring: Ring) -> int:
    """Return twice the signed area in mm², exact; positive when the ring runs counter-clockwise.

    Sums may pass 2⁶³ on their way: integers of numpy wrap around, so what fits in the end is right.
    """
    x, y = (ring - ring[0]).T
    return int((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def canonical(ring: Iterable[Iterable[int]], *, hole: bool = False) -> Ring:
    """Return the ring in its one form: repeats dropped, turned the right way, begun at its lowest point."""
    rows = ring if isinstance(ring, np.ndarray) else list(ring)
    points = np.array(rows, dtype=np.int64).reshape(-1, 2)
    points = points[(points != np.roll(points, 1, axis=0)).any(axis=1)]
    if len(points) and (twice_area(points) < 0) != hole:
        points = points[::-1]
    if len(points):
        points = np.roll(points, -int(np.lexsort(points.T[::-1])[0]), axis=0)
    points = np.ascontiguousarray(points)
    points.flags.writeable = False
    return points


def canonical_polygons(polygons: Iterable[Sequence[Iterable[Iterable[int]]]]) -> tuple[Polygon, ...]:
    """Return polygons (exterior first) in their one form: each ring, the holes, and the polygons in order."""
    made = [
        (canonical(exterior), *_in_order(canonical(hole, hole=True) for hole in holes))
        for exterior, *holes in polygons
    ]
    return tuple(sorted(made, key=lambda polygon: polygon[0].tolist()) if len(made) > 1 else made)


def _in_order(rings: Iterable[Ring]) -> list[Ring]:
    return sorted(rings, key=lambda ring: ring.tolist())


def points_of(ring: Ring) -> list[Point]:
    """Return the ring's points as pairs."""
    return [(x, y) for x, y in ring.tolist()]


def steps(edge: Edge) -> list[Point]:
    """Return the lattice points that an edge gets where it is longer than 200 m, from its start to its end.

    They depend on its two ends and not on its direction, as `gis.geometry.projection.densify` has it; edges
    that rounding leaves a little too long are divided again.
    """
    low, high = min(edge), max(edge)
    start, way = np.array(low) / 1000, np.array(high) / 1000 - np.array(low) / 1000
    pieces = max(int(np.ceil(np.hypot(*way) / LONGEST_EDGE_M)), 1)
    share = (np.arange(1, pieces) / pieces)[:, None]
    between = np.rint(lattice(start + way * share) * 1000).astype(np.int64).tolist()
    line = [low, *((x, y) for x, y in between), high]
    if pieces > 1:
        line = [low, *(point for a, b in pairwise(line) for point in (*steps((a, b)), b))]
    return line[1:-1] if edge[0] == low else line[-2:0:-1]


def long_edges(ring: Ring) -> list[Edge]:
    """Return the edges longer than 200 m."""
    after = np.roll(ring, -1, axis=0)
    rows = np.flatnonzero(np.hypot(*(after - ring).T.astype(np.float64)) >= LONGEST_EDGE_M * 1000)
    return [(_point(ring[row]), _point(after[row])) for row in rows.tolist()]


def _point(row: Ring) -> Point:
    return int(row[0]), int(row[1])

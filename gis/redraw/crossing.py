"""Where a drawn line meets borders: crossings, near vertices and near edges, all at once in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.redraw.rings import Edge, Point, Points

Floats = NDArray[np.float64]
MOST_AT_ONCE = 250_000


@dataclass(frozen=True, slots=True)
class Meeting:
    """A line meets an edge: how far along the line (segments), where on the edge (0–1), and the place."""

    along: float
    edge: Edge
    share: float
    place: tuple[float, float]


def meetings(line: Points, edges: Sequence[Edge]) -> list[Meeting]:
    """Return where a line crosses or touches edges, in the order of the line; parallel ones do not meet."""
    if len(line) < 2 or not edges:
        return []
    origin = np.array(line[0], dtype=np.int64)
    points = (np.array(line, dtype=np.int64) - origin).astype(np.float64)
    ends = (np.array(edges, dtype=np.int64) - origin).astype(np.float64)
    found = [
        Meeting(first + segment + step, edges[row], part, (float(origin[0] + x), float(origin[1] + y)))
        for first in range(0, len(line) - 1, _rows(edges))
        for segment, row, step, part, x, y in _met(points[first : first + _rows(edges) + 1], ends)
    ]
    return sorted(found, key=lambda meeting: (meeting.along, meeting.edge))


def _rows(columns: Sequence[object]) -> int:
    """Return how many rows of a table with so many columns are worked on at once, to bound its size."""
    return max(MOST_AT_ONCE // len(columns), 1)


def _met(points: Floats, ends: Floats) -> list[tuple[int, int, float, float, float, float]]:
    """Return segment, edge, share of either, and place, for each pair that meets."""
    start, way = points[:-1, None], np.diff(points, axis=0)[:, None]
    low, across = ends[None, :, 0], (ends[:, 1] - ends[:, 0])[None]
    turn = _cross(way, across)
    with np.errstate(divide="ignore", invalid="ignore"):
        along, share = _cross(low - start, across) / turn, _cross(low - start, way) / turn
    met = (turn != 0) & (along >= 0) & (along <= 1) & (share >= 0) & (share <= 1)
    segment, row = np.nonzero(met)
    step, part = along[segment, row], share[segment, row]
    places = points[segment] + step[:, None] * way[segment, 0]
    columns = (segment, row, step, part, *places.T)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def nearest_vertices(places: Points, vertices: Points) -> list[tuple[Point, float]]:
    """Return for each place the nearest of some vertices and its distance in mm."""
    origin = np.array(vertices[0], dtype=np.int64)
    there = (np.array(vertices, dtype=np.int64) - origin).astype(np.float64)
    found: list[tuple[Point, float]] = []
    for first in range(0, len(places), _rows(vertices)):
        here = np.array(places[first : first + _rows(vertices)], dtype=np.int64) - origin
        far = np.hypot(*(here[:, None] - there[None]).transpose(2, 0, 1))
        rows = far.argmin(axis=1)
        found += [(vertices[row], float(far[n, row])) for n, row in enumerate(rows.tolist())]
    return found


def nearest_on_edges(place: Point, edges: Sequence[Edge]) -> tuple[Edge, float, float]:
    """Return the edge nearest to a place, the share of it at which it is nearest, and the distance in mm."""
    origin = np.array(place, dtype=np.int64)
    ends = (np.array(edges, dtype=np.int64) - origin).astype(np.float64)
    low, way = ends[:, 0], ends[:, 1] - ends[:, 0]
    share = np.clip(-(low * way).sum(axis=1) / (way**2).sum(axis=1), 0.0, 1.0)
    far = np.hypot(*(low + share[:, None] * way).T)
    row = int(far.argmin())
    return edges[row], float(share[row]), float(far[row])


def on_edge(edge: Edge, share: float) -> Point:
    """Return the lattice point at a share of an edge."""
    (x0, y0), (x1, y1) = edge
    return round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share)


def _cross(a: Floats, b: Floats) -> Floats:
    product: Floats = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    return product

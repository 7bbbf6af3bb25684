"""Puts the points in which faulty borders cross each other into them, so that faces have exact edges."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np
import shapely

from gis.redraw.cell import Cell
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.rings import Edge, Point
from gis.redraw.settling import with_points

ROUNDS = 8


def noded(partition: Partition, codes: Iterable[str]) -> dict[str, Cell]:
    """Return the grids that change when these ones' borders are noded with each other.

    Crossings are rounded to the lattice, which may make new ones, hence the rounds. Raises Refused where it
    does not come to an end.
    """
    asked = sorted(codes)
    changed: dict[str, Cell] = {}
    for _ in range(ROUNDS):
        points = _points([partition.cells[code] for code in asked])
        if not points:
            return changed
        step = _put(partition, points)
        changed.update(step)
        before = {code: partition.cells[code] for code in step}
        partition = partition.replaced(Patch(before, step))
    raise Refused("这里的边界过于混乱，请先修整。", "The borders here are too tangled; repair them first.")


def _put(partition: Partition, points: Mapping[Edge, Mapping[Fraction, Point]]) -> dict[str, Cell]:
    """Put points into every ring that has their edge in either direction."""
    wanted: dict[str, dict[Edge, list[Point]]] = {}
    for edge, held in points.items():
        line = [held[share] for share in sorted(held)]
        for cell in partition.holders(edge[0]):
            if edge in cell.edges:
                wanted.setdefault(cell.code, {})[edge] = line
            if edge[::-1] in cell.edges:
                wanted.setdefault(cell.code, {})[edge[::-1]] = line[::-1]
    return {code: with_points(partition.cells[code], edges) for code, edges in wanted.items()}


def _points(cells: Sequence[Cell]) -> dict[Edge, dict[Fraction, Point]]:
    """Return the lattice points to put into edges (named from their lower end), by their share of it."""
    holders = Counter(key for cell in cells for key in {min(edge, edge[::-1]) for edge in cell.edges})
    edges = sorted(holders)
    alone = [edge for edge in edges if holders[edge] == 1]
    found: dict[Edge, dict[Fraction, Point]] = {}
    for a, b in _pairs(alone, edges):
        for edge, share, point in _meet(a, b):
            if point not in edge:
                found.setdefault(edge, {})[share] = point
    return found


def _pairs(some: list[Edge], every: list[Edge]) -> Iterable[tuple[Edge, Edge]]:
    """Yield each pair of edges that touch or cross, one of them of the first list."""
    if not some:
        return
    origin = np.array(every[0][0], dtype=np.int64)
    lines, asked = (
        np.asarray(shapely.linestrings(np.array(edges, dtype=np.int64) - origin)) for edges in (every, some)
    )
    rows = shapely.STRtree(lines).query(asked, predicate="intersects")
    for n, row in rows.T.tolist():
        if some[n] != every[row]:
            yield some[n], every[row]


def _meet(a: Edge, b: Edge) -> Iterable[tuple[Edge, Fraction, Point]]:
    """Yield the points to put into either edge: where they cross, and ends of one that lie on the other."""
    for edge, other in ((a, b), (b, a)):
        for end in other:
            if end not in edge and _cross(edge[0], edge[1], end) == 0 and _between(edge, end):
                yield edge, _share(edge, end), end
    sides = [
        _cross(a[0], a[1], b[0]),
        _cross(a[0], a[1], b[1]),
        _cross(b[0], b[1], a[0]),
        _cross(b[0], b[1], a[1]),
    ]
    if 0 in sides or (sides[0] > 0) == (sides[1] > 0) or (sides[2] > 0) == (sides[3] > 0):
        return
    on_a, on_b = Fraction(sides[2], sides[2] - sides[3]), Fraction(sides[0], sides[0] - sides[1])
    point = _at(a, on_a)
    yield a, on_a, point
    yield b, on_b, point


def _at(edge: Edge, share: Fraction) -> Point:
    (x0, y0), (x1, y1) = edge
    return round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share)


def _share(edge: Edge, point: Point) -> Fraction:
    axis = 0 if edge[0][0] != edge[1][0] else 1
    return Fraction(point[axis] - edge[0][axis], edge[1][axis] - edge[0][axis])


def _between(edge: Edge, point: Point) -> bool:
    return all(min(a, b) <= at <= max(a, b) for a, b, at in zip(*edge, point, strict=True))


def _cross(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

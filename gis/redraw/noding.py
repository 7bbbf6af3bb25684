"""Puts the points in which faulty borders cross each other into them, so that faces have exact edges."""

from collections import defaultdict
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
HALF_MM = 0.5


def noded(partition: Partition, codes: Iterable[str], *, near: bool = False) -> dict[str, Cell]:
    """Return the grids that change when these ones' borders are noded with each other.

    With `near` the vertices within half a millimetre of an edge, beside it, are put into it too: the lattice
    is no finer. Crossings are rounded to the lattice, which may make new ones, hence the rounds. Raises
    Refused where it does not come to an end.
    """
    asked = sorted(codes)
    changed: dict[str, Cell] = {}
    for _ in range(ROUNDS):
        points = _points([partition.cells[code] for code in asked], near=near)
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


def _points(cells: Sequence[Cell], *, near: bool) -> dict[Edge, dict[Fraction, Point]]:
    """Return the lattice points to put into edges (named from their lower end), by their share of it."""
    holders: dict[Edge, list[Cell]] = defaultdict(list)
    for cell in cells:
        for key in {min(edge, edge[::-1]) for edge in cell.edges}:
            holders[key].append(cell)
    edges = sorted(holders)
    found: dict[Edge, dict[Fraction, Point]] = defaultdict(dict)
    for a, b in _pairs([edge for edge in edges if len(holders[edge]) == 1], edges):
        for edge, share, point in _meet(a, b):
            found[edge][share] = point
        if near:
            for edge, share, point in _beside(a, b):
                # a ring that has the vertex elsewhere would only touch itself
                if not any(point in cell.spots for cell in holders[edge]):
                    found[edge][share] = point
    return {edge: points for edge, points in found.items() if points}


def _pairs(some: list[Edge], every: list[Edge]) -> Iterable[tuple[Edge, Edge]]:
    """Yield each pair of edges that touch, nearly or really, one of them of the first list."""
    if not some:
        return
    origin = np.array(every[0][0], dtype=np.int64)
    lines, asked = (
        np.asarray(shapely.linestrings(np.array(edges, dtype=np.int64) - origin)) for edges in (every, some)
    )
    rows = shapely.STRtree(lines).query(asked, predicate="dwithin", distance=HALF_MM)
    for n, row in rows.T.tolist():
        if some[n] != every[row]:
            yield some[n], every[row]


def _meet(a: Edge, b: Edge) -> Iterable[tuple[Edge, Fraction, Point]]:
    """Yield the points to put into either edge: where they cross, and ends of one that lie on the other."""
    for edge, other in ((a, b), (b, a)):
        for end in other:
            if end not in edge and _cross(*edge, end) == 0 and 0 < _share(edge, end) < 1:
                yield edge, _share(edge, end), end
    sides = [_cross(*edge, end) for edge, other in ((a, b), (b, a)) for end in other]
    if 0 in sides or (sides[0] > 0) == (sides[1] > 0) or (sides[2] > 0) == (sides[3] > 0):
        return
    on_a, on_b = Fraction(sides[2], sides[2] - sides[3]), Fraction(sides[0], sides[0] - sides[1])
    point = _at(a, on_a)
    for edge, share in ((a, on_a), (b, on_b)):
        if point not in edge:
            yield edge, share, point


def _beside(a: Edge, b: Edge) -> Iterable[tuple[Edge, Fraction, Point]]:
    """Yield the ends of either edge that are within half a millimetre of the other, beside it."""
    for edge, other in ((a, b), (b, a)):
        way = _way(*edge)
        for end in other:
            if end not in edge and 4 * _cross(*edge, end) ** 2 <= way[0] ** 2 + way[1] ** 2:
                share = _share(edge, end)
                if 0 < share < 1:
                    yield edge, share, end


def _at(edge: Edge, share: Fraction) -> Point:
    (x0, y0), (x1, y1) = edge
    return round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share)


def _share(edge: Edge, point: Point) -> Fraction:
    """Return how far along an edge a point lies that is on it, between 0 and 1."""
    way, to = _way(edge[0], edge[1]), _way(edge[0], point)
    return Fraction(way[0] * to[0] + way[1] * to[1], way[0] ** 2 + way[1] ** 2)


def _way(start: Point, end: Point) -> Point:
    return end[0] - start[0], end[1] - start[1]


def _cross(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

"""Traces directed edges into polygons, exactly: every decision is made on whole numbers."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
import shapely

from gis.redraw.refused import Refused
from gis.redraw.rings import Edge, Point, Points, twice_area


def net(*sides: Iterable[Edge]) -> set[Edge]:
    """Return the edges of areas put together: those that run both ways have vanished."""
    edges = {edge for side in sides for edge in side}
    return {edge for edge in edges if edge[::-1] not in edges}


def edges_of(line: Points) -> list[Edge]:
    """Return the edges of a line from point to point."""
    return list(pairwise(line))


def reversed_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Return the same edges, each the other way."""
    return [(end, start) for start, end in edges]


def polygons_of(edges: Iterable[Edge]) -> list[list[list[Point]]]:
    """Return the areas that lie to the left of edges: for each its exterior, then its holes.

    As many edges must leave each point as arrive. An edge that runs both ways divides two areas; where it
    has the same area on both sides, it vanishes. What lies outside of everything is no area.
    """
    exteriors: list[tuple[int, list[Point]]] = []
    holes: list[tuple[int, list[Point]]] = []
    for ring in _rings(edges):
        area = twice_area(np.array(ring, dtype=np.int64))
        (exteriors if area > 0 else holes).append((abs(area), ring))
    polygons = [[ring] for _, ring in exteriors]
    shapes = [shapely.Polygon(ring) for _, ring in exteriors] if holes else []
    for area, ring in holes:
        around = _around(ring, area, exteriors, shapes) if area else None
        if around is not None:
            polygons[around].append(ring)
    return polygons


def _around(
    hole: list[Point], area: int, exteriors: list[tuple[int, list[Point]]], shapes: list[shapely.Polygon]
) -> int | None:
    """Return which exterior a hole belongs to: the smallest that is larger and lies round it, if any."""
    inside = shapely.Polygon(hole).representative_point()
    larger = [n for n, (size, _) in enumerate(exteriors) if size > area and shapes[n].contains(inside)]
    return min(larger, key=lambda n: exteriors[n][0], default=None)


def _rings(edges: Iterable[Edge]) -> Iterable[list[Point]]:
    """Yield simple rings: walks that turn as far left as they can, parted wherever they touch themselves."""
    leaving: dict[Point, list[Point]] = {}
    for start, end in edges:
        leaving.setdefault(start, []).append(end)
    for first in list(leaving):
        while leaving[first]:
            yield from _parted(_walk(first, leaving))


def _walk(first: Point, leaving: Mapping[Point, list[Point]]) -> list[Point]:
    """Follow edges from a point until the walk would go on as it began; take them away."""
    start = previous = first
    at = leaving[first].pop()
    second = at
    walked = [first]
    while True:
        walked.append(at)
        choices = leaving.get(at, [])
        # closed when the sharpest left turn at the first point is the edge that the walk began with
        if at == start and _sharpest(previous, at, [*choices, second]) == second:
            return walked[:-1]
        if not choices:
            raise Refused("边界线没有闭合。", "The border does not close.", at)
        if len(choices) == 1:
            following = choices.pop()
        else:
            following = _sharpest(previous, at, choices)
            choices.remove(following)
        previous, at = at, following


def _sharpest(previous: Point, at: Point, choices: Points) -> Point:
    """Return the first way clockwise from the one by which the walk came: the sharpest turn to the left."""
    best = choices[0]
    for way in choices[1:]:
        if _sooner(_from(at, previous), _from(at, way), _from(at, best)):
            best = way
    return best


def _from(at: Point, to: Point) -> Point:
    return to[0] - at[0], to[1] - at[1]


def _sooner(back: Point, a: Point, b: Point) -> bool:
    """Tell whether direction a comes before b when turning clockwise from `back`, which itself comes last."""
    half_a, half_b = _half(back, a), _half(back, b)
    return half_a < half_b if half_a != half_b else _cross(a, b) < 0


def _half(back: Point, way: Point) -> int:
    cross = _cross(back, way)
    if cross == 0:
        return 3 if back[0] * way[0] + back[1] * way[1] > 0 else 1
    return 0 if cross < 0 else 2


def _cross(a: Point, b: Point) -> int:
    return a[0] * b[1] - a[1] * b[0]


def _parted(walk: list[Point]) -> Iterable[list[Point]]:
    """Part a closed walk wherever it comes back to a point; what goes to and fro vanishes."""
    stack: list[Point] = []
    places: dict[Point, int] = {}
    for point in walk:
        if point in places:
            loop = stack[places[point] :]
            for left in loop[1:]:
                del places[left]
            del stack[places[point] + 1 :]
            if len(loop) > 2:
                yield loop
        else:
            places[point] = len(stack)
            stack.append(point)
    if len(stack) > 2:
        yield stack

"""Lets the border of two grids follow a drawn line between its first and its last meeting with it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from gis.redraw.borders import Border, borders, check_way, rerouted
from gis.redraw.cell import Cell
from gis.redraw.crossing import meetings, nearest_on_edges, nearest_vertices, on_edge
from gis.redraw.partition import Partition
from gis.redraw.rings import Edge, Point
from gis.redraw.rules import Rules


@dataclass(frozen=True, slots=True)
class Meet:
    """A point of a line on a border: how far along the line, and how far along the border (edges)."""

    along: float
    position: float
    point: Point


@dataclass(frozen=True, slots=True)
class Detour:
    """A run of a border, the way that replaces it, and the length of the run in mm."""

    left: Cell
    right: Cell
    border: tuple[Point, ...]
    run: tuple[Point, ...]
    way: tuple[Point, ...]

    @property
    def length(self) -> float:
        """How long the replaced run is."""
        return float(np.hypot(*np.diff(np.array(self.run, dtype=np.float64), axis=0).T).sum())

    def applied(self) -> dict[str, Cell]:
        """Return both grids with the way in place of the run, the way's ends put into the border first."""
        noded = rerouted(self.left, self.right, self.border_before, self.border)
        left, right = noded[self.left.code], noded[self.right.code]
        check_way(left, right, self.run, self.way)
        return rerouted(left, right, self.run, self.way)

    @property
    def border_before(self) -> tuple[Point, ...]:
        """The border without the points that the way brings."""
        known = self.left.spots
        return tuple(point for point in self.border if point in known)


def detours(partition: Partition, left: Cell, right: Cell, line: list[Point]) -> Iterable[Detour]:
    """Yield, for each line of the two grids' border, how a drawn line can replace a run of it."""
    for border in borders(left, right):
        met = _met(border, line, partition.rules)
        if len(met) > 1:
            ends = (met[0], met[-1]) if border.closed else _farthest(met)
            if ends[0].point != ends[1].point:
                yield from _between(left, right, border, line, ends)


def pairs_along(partition: Partition, line: list[Point]) -> list[tuple[Cell, Cell]]:
    """Return the pairs of grids of which a line meets the border, or ends near it."""
    xs, ys = zip(*line, strict=True)
    reach = round(partition.rules.prolong_m * 1000)
    near = partition.near((min(xs), min(ys), max(xs), max(ys)), reach)
    way = (
        shapely.LineString(np.array(line) / 1000)
        if len(set(line)) > 1
        else shapely.Point(np.array(line[0]) / 1000)
    )
    hit = [cell for cell in near if cell.metric.dwithin(way, reach / 1000)]
    found = set()
    for cell in hit:
        edges = sorted(cell.edges)
        met = {meeting.edge for meeting in meetings(line, edges)}
        ends = (nearest_on_edges(end, edges) for end in (line[0], line[-1]))
        met |= {edge for edge, _, far in ends if far <= reach}
        found |= {tuple(sorted((cell.code, other.code))) for edge in met for other in partition.across(edge)}
    return [(partition.cells[a], partition.cells[b]) for a, b in sorted(found)]


def _met(border: Border, line: list[Point], rules: Rules) -> list[Meet]:
    """Return where a line meets a border, in the order of the line; ends that are near it meet it."""
    edges = border.edges
    number = {edge: n for n, edge in enumerate(edges)}
    found = [
        _meet(meeting.along, number[meeting.edge], meeting.edge, meeting.share, rules)
        for meeting in meetings(line, edges)
    ]
    return sorted([*_ends(edges, number, line, rules), *found], key=lambda meet: meet.along)


def _farthest(met: list[Meet]) -> tuple[Meet, Meet]:
    """Return the two meetings farthest apart on the border, so that the way crosses no rest of it."""
    first, last = min(met, key=lambda meet: meet.position), max(met, key=lambda meet: meet.position)
    return (first, last) if first.along <= last.along else (last, first)


def _ends(edges: list[Edge], number: dict[Edge, int], line: list[Point], rules: Rules) -> Iterable[Meet]:
    """Yield what the line's ends mean that lie near the border: first of all before, or after all others."""
    for end, along in ((line[0], -1.0), (line[-1], float(len(line)))):
        edge, share, far = nearest_on_edges(end, edges)
        if far <= rules.prolong_m * 1000:
            yield _meet(along, number[edge], edge, share, rules)


def _meet(along: float, n: int, edge: Edge, share: float, rules: Rules) -> Meet:
    """Return the meeting, at a vertex of the border if one is near."""
    point = on_edge(edge, share)
    vertex, far = nearest_vertices([point], list(edge))[0]
    if far < rules.snap_m * 1000:
        return Meet(along, n + (vertex == edge[1]), vertex)
    return Meet(along, n + share, point)


def _between(
    left: Cell, right: Cell, border: Border, line: list[Point], ends: tuple[Meet, Meet]
) -> Iterable[Detour]:
    first, last = ends
    middle = [point for n, point in enumerate(line) if first.along < n < last.along]
    way = [first.point, *_apart(middle, (first.point, last.point)), last.point]
    if first.position > last.position:
        first, last, way = last, first, way[::-1]
    whole = _with_ends(border, first, last)
    a, b = whole.index(first.point), len(whole) - 1 - whole[::-1].index(last.point)
    yield Detour(left, right, tuple(whole), tuple(whole[a : b + 1]), tuple(way))
    if border.closed and whole[a : b + 1] != whole:
        rest = [*whole[b:-1], *whole[: a + 1]]
        yield Detour(left, right, tuple(whole), tuple(rest), tuple(way[::-1]))


def _with_ends(border: Border, first: Meet, last: Meet) -> list[Point]:
    """Return the border's points with both ends of the way put in."""
    points = [(float(n), point) for n, point in enumerate(border.points)]
    known = set(border.points)
    points += [(meet.position, meet.point) for meet in (first, last) if meet.point not in known]
    return [point for _, point in sorted(points, key=lambda one: one[0])]


def _apart(points: list[Point], ends: tuple[Point, Point]) -> list[Point]:
    """Drop repeats and the points that are an end already."""
    kept: list[Point] = []
    for point in points:
        if point not in ends and (not kept or point != kept[-1]):
            kept.append(point)
    return kept

"""Lays a drawn line over a grid: the points at which it meets the border, and its pieces inside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely

from gis.redraw.cell import Cell
from gis.redraw.crossing import meetings, nearest_on_edges, nearest_vertices, on_edge
from gis.redraw.partition import Partition
from gis.redraw.refused import Refused
from gis.redraw.rings import Edge, Point
from gis.redraw.settling import with_points

ALONG_SHARE = 0.25
"""What stays nearer to the border than this share of the snapping distance runs along it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A grid with the points of a cut put into its rings, its neighbours likewise, and the pieces inside.

    A piece begins and ends at points of the grid's border, or is a ring inside.
    """

    cell: Cell
    others: Mapping[str, Cell]
    pieces: tuple[list[Point], ...]


class _Node(NamedTuple):
    """A point of the line; `on` says that it lies on the border."""

    point: Point
    on: bool


class _Cutter:
    """Works out one cut; the points to put into edges are gathered on the way."""

    def __init__(self, partition: Partition, cell: Cell) -> None:
        self.partition, self.cell, self.rules = partition, cell, partition.rules
        self.edges = sorted(cell.edges)
        self.put: dict[Edge, dict[Point, float]] = {}
        self.inner: dict[Edge, bool] = {}
        shapely.prepare(cell.metric)

    def node(self, edge: Edge, share: float) -> Point:
        """Return the point for a place on an edge: a vertex if near, or on the outline; else a new one."""
        length = float(np.hypot(edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]))
        nearer = edge[0] if share <= 0.5 else edge[1]
        if min(share, 1 - share) * length < self.rules.snap_m * 1000 or not self._inner(edge):
            return nearer
        point = on_edge(edge, share)
        self.put.setdefault(edge, {})[point] = share
        return point

    def _inner(self, edge: Edge) -> bool:
        if edge not in self.inner:
            self.inner[edge] = len(self.partition.across(edge)) == 1
        return self.inner[edge]

    def inside(self, place: tuple[float, float]) -> bool:
        """Tell whether a place (mm) lies inside the grid."""
        return bool(shapely.contains_xy(self.cell.metric, place[0] / 1000, place[1] / 1000))

    def placed(self, line: list[Point]) -> list[_Node]:
        """Return the line's points, those near a vertex or an edge of the grid put onto it."""
        vertices = sorted(self.cell.spots)
        near = nearest_vertices(line, vertices)
        return [
            _Node(vertex, True) if far < self.rules.snap_m * 1000 else self._on_edge(point)
            for point, (vertex, far) in zip(line, near, strict=True)
        ]

    def _on_edge(self, point: Point) -> _Node:
        edge, share, far = nearest_on_edges(point, self.edges)
        if far >= self.rules.snap_m * 1000 * ALONG_SHARE or not self._inner(edge):
            return _Node(point, False)
        return _Node(self.node(edge, share), True)

    def crossed(self, nodes: list[_Node]) -> list[_Node]:
        """Return the line with the points at which it crosses the border, and none twice in a row."""
        line = [node.point for node in nodes]
        events: dict[int, list[_Node]] = {}
        for meeting in meetings(line, self.edges):
            segment = min(int(meeting.along), len(line) - 2)
            at = self.node(meeting.edge, meeting.share)
            events.setdefault(segment, []).append(_Node(at, True))
        whole = [
            node
            for n, start in enumerate(nodes)
            for node in (start, *self._settle(events.get(n, ()), nodes, n))
        ]
        return _without_repeats(whole)

    def _settle(self, found: Iterable[_Node], nodes: list[_Node], n: int) -> list[_Node]:
        """Drop the crossings that are only the segment's own ends, when those lie on the border."""
        ends = {nodes[n].point, nodes[n + 1].point} if n + 1 < len(nodes) else set()
        return [node for node in found if node.point not in ends or not self._is_on(node, nodes, n)]

    def _is_on(self, node: _Node, nodes: list[_Node], n: int) -> bool:
        return any(end.on and end.point == node.point for end in nodes[n : n + 2])

    def prolonged(self, nodes: list[_Node]) -> list[_Node]:
        """Prolong both ends that stop inside the grid, a little short of its border."""
        for turned in (False, True):
            way = nodes[::-1] if turned else nodes
            way = self._prolonged_end(way)
            nodes = way[::-1] if turned else way
        return nodes

    def _prolonged_end(self, nodes: list[_Node]) -> list[_Node]:
        end = nodes[-1]
        if end.on or not self.inside(end.point):
            return nodes
        reach = self.rules.prolong_m * 1000
        before = nodes[-2].point
        way = np.array(end.point, dtype=np.float64) - before
        tip = end.point + way / np.hypot(*way) * reach
        ray = [end.point, (round(tip[0]), round(tip[1]))]
        met = meetings(ray, self.edges)
        if met:
            return [*nodes, _Node(self.node(met[0].edge, met[0].share), True)]
        edge, share, far = nearest_on_edges(end.point, self.edges)
        if far > reach:
            raise Refused(
                f"线停在网格里，离边界还有 {far / 1000:.1f} 米。",
                f"The line stops inside the grid, {far / 1000:.1f} m short of its border.",
                end.point,
            )
        return [*nodes, _Node(self.node(edge, share), True)]

    def pieces(self, nodes: list[_Node]) -> list[list[Point]]:
        """Return the parts of the line from border to border that lie inside, or a whole ring that does."""
        marks = [n for n, node in enumerate(nodes) if node.on]
        if not marks and nodes[0] == nodes[-1] and self.inside(nodes[0].point):
            return [[node.point for node in nodes]]
        runs = [[node.point for node in nodes[a : b + 1]] for a, b in pairwise(marks)]
        return [run for run in runs if self._runs_inside(run)]

    def _runs_inside(self, run: list[Point]) -> bool:
        middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(run)]
        lengths = [np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(run)]
        if not self.inside(middles[int(np.argmax(lengths))]):
            return False
        near = self.rules.snap_m * 1000 * ALONG_SHARE
        tests = [*run[1:-1], *((round(x), round(y)) for x, y in middles)]
        return any(nearest_on_edges(place, self.edges)[2] >= near for place in tests)


def cut(partition: Partition, cell: Cell, line: list[Point], *, closed: bool = False) -> Cut:
    """Lay a line (mm) over a basic grid; a closed one is given without its first point again.

    Its points come to lie on vertices that are near, on the outline always; new points are put into every
    ring that has the edge. Raises Refused for an open line that ends inside, too far from the border.
    """
    cutter = _Cutter(partition, cell)
    nodes = _without_repeats(cutter.placed(line))
    if closed:
        nodes = _without_repeats([*nodes, nodes[0]])
    if len(nodes) < 2:
        raise Refused("线太短。", "The line is too short.", line[0])
    if not closed:
        nodes = cutter.prolonged(nodes)
    nodes = cutter.crossed(nodes)
    if closed:
        nodes = _begun_on_border(nodes)
    pieces = cutter.pieces(nodes)
    used = {point for piece in pieces for point in (piece[0], piece[-1])}
    whole, others = _with_nodes(partition, cell, cutter.put, used)
    return Cut(whole, others, tuple(pieces))


def _begun_on_border(nodes: list[_Node]) -> list[_Node]:
    """Return a closed line begun at a point of it that lies on the border, if there is one."""
    first = next((n for n, node in enumerate(nodes) if node.on), 0)
    return _without_repeats([*nodes[first:-1], *nodes[: first + 1]])


def _without_repeats(nodes: list[_Node]) -> list[_Node]:
    kept = nodes[:1]
    for node in nodes[1:]:
        if node.point != kept[-1].point:
            kept.append(node)
        elif node.on:
            kept[-1] = node
    return kept


def _with_nodes(
    partition: Partition, cell: Cell, put: Mapping[Edge, Mapping[Point, float]], used: set[Point]
) -> tuple[Cell, dict[str, Cell]]:
    """Put the points that are used into the grid's edges, and into those of the grids across."""
    own: dict[Edge, list[Point]] = {}
    across: dict[str, dict[Edge, list[Point]]] = {}
    for edge, points in put.items():
        line = [point for point in sorted(points, key=lambda one: points[one]) if point in used]
        if line:
            own[edge] = line
            (other,) = partition.across(edge)
            across.setdefault(other.code, {})[edge[::-1]] = line[::-1]
    others = {code: with_points(partition.cells[code], edges) for code, edges in across.items()}
    return (with_points(cell, own) if own else cell), others

"""The roads as a graph: the nearest crossing, and ways along the roads between places."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TOGETHER_M = 0.01
"""Vertices within a centimetre of each other are one."""
DETOUR = 1.4
"""Where no road leads, the way is taken for so many times the straight line."""


@dataclass(frozen=True, eq=False)
class Roads:
    """Vertices (n, 2) in metres, and the edges between them: begin, end, length, arrays (m,)."""

    vertices: Floats
    begin: Ints
    end: Ints
    metres: Floats

    @classmethod
    def of(cls, lines: Sequence[shapely.LineString]) -> "Roads":
        """Join lines (metres) where they share a vertex."""
        places, line = shapely.get_coordinates(lines, return_index=True)
        _, first, number = np.unique(
            np.rint(places / TOGETHER_M).astype(np.int64), axis=0, return_index=True, return_inverse=True
        )
        number = number.reshape(-1)
        leads = np.flatnonzero(line[1:] == line[:-1])
        lengths = np.hypot(*(places[leads + 1] - places[leads]).T)
        return cls(places[first], number[leads], number[leads + 1], lengths)

    def nearest(self, x: float, y: float) -> int | None:
        """Return the vertex nearest to a place, None where there are no roads."""
        if len(self.vertices) == 0:
            return None
        return int(np.hypot(self.vertices[:, 0] - x, self.vertices[:, 1] - y).argmin())


@dataclass(frozen=True, eq=False)
class Ways:
    """Ways between places (n, n) in metres, and the vertex before each on the way from a place (n, vertices).

    `straight` marks pairs of places that no road joins.
    """

    roads: Roads
    stops: Ints
    metres: Floats
    straight: NDArray[np.bool_]
    before: NDArray[np.int32]

    def line(self, one: int, other: int) -> Floats:
        """Return the way from one place to another, (k, 2) metres."""
        at = int(self.stops[other])
        if self.straight[one, other]:
            return self.roads.vertices[[int(self.stops[one]), at]]
        path = [at]
        while path[-1] != self.stops[one]:
            path.append(int(self.before[one, path[-1]]))
        return self.roads.vertices[path[::-1]]


def ways_between(roads: Roads, stops: Sequence[int]) -> Ways:
    """Return the shortest ways along the roads between some of their vertices."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    count = len(roads.vertices)
    # of two edges between the same vertices the shorter one counts, and none has no length
    order = np.argsort(-roads.metres, kind="stable")
    pairs = {
        (min(a, b), max(a, b)): m
        for a, b, m in zip(
            roads.begin[order].tolist(), roads.end[order].tolist(), roads.metres[order].tolist(), strict=True
        )
        if a != b
    }
    ends = np.array(list(pairs), np.int64).reshape(-1, 2)
    lengths = np.maximum(np.array(list(pairs.values()), np.float64), 1e-6)
    graph = coo_matrix((lengths, (ends[:, 0], ends[:, 1])), shape=(count, count)).tocsr()
    at = np.array(stops, np.int64)
    found, before = dijkstra(graph, directed=False, indices=at, return_predecessors=True)
    metres = found[:, at]
    places = roads.vertices[at]
    crow = np.hypot(*(places[:, None] - places[None, :]).transpose(2, 0, 1))
    straight = ~np.isfinite(metres)
    return Ways(roads, at, np.where(straight, DETOUR * crow, metres), straight, before)

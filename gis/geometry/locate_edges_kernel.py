"""Finds the edges that rings share, by hashing, and strings the unique ones together."""

import numpy as np
from numpy.typing import NDArray

from gis.geometry.jit import compiled


@compiled()
def _same(line: NDArray[np.float64], k: int, a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    """Tell if the edge at k joins a and b, in either direction."""
    x1, y1, x2, y2 = line[k, 0], line[k, 1], line[k + 1, 0], line[k + 1, 1]
    forward = x1 == a[0] and y1 == a[1] and x2 == b[0] and y2 == b[1]
    return bool(forward or (x1 == b[0] and y1 == b[1] and x2 == a[0] and y2 == a[1]))


@compiled(
    lambda t: t.int64(
        t.float64[:, ::1], t.int64[::1], t.int64[::1], t.int32[::1], t.float64[:, ::1], t.int32[::1]
    )
)
def chain(
    points: NDArray[np.float64],
    follows: NDArray[np.int64],
    slot: NDArray[np.int64],
    taken: NDArray[np.int32],
    line: NDArray[np.float64],
    edge_of_use: NDArray[np.int32],
) -> int:
    """Write the vertices of edges not met before to `line` and each use's edge; return how many vertices.

    An edge whose ring came from the edge written last takes over that one's last vertex. `taken` is the
    empty hash table (-1), a power of two long.
    """
    vertices = 0
    last = -2
    wrap = len(taken) - 1
    for use in range(len(follows)):
        i = follows[use]
        at = slot[use]
        while taken[at] >= 0 and not _same(line, taken[at], points[i], points[i + 1]):
            at = (at + 1) & wrap
        if taken[at] < 0:
            if last != i - 1:
                line[vertices] = points[i]
                vertices += 1
            taken[at] = vertices - 1
            line[vertices] = points[i + 1]
            vertices += 1
            last = i
        edge_of_use[use] = taken[at]
    return vertices


@compiled(lambda t: t.UniTuple(t.int32[::1], 2)(t.int32[::1], t.int32[::1], t.int64))
def gather_owners(
    edge_of_use: NDArray[np.int32], owner_of_use: NDArray[np.int32], vertices: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sort the uses by edge, keeping their order; return first uses and owners."""
    first = np.zeros(vertices + 2, np.int32)
    for edge in edge_of_use:
        first[edge + 2] += 1
    for k in range(2, len(first)):
        first[k] += first[k - 1]
    owner = np.empty_like(owner_of_use)
    for use in range(len(edge_of_use)):
        at = edge_of_use[use] + 1
        owner[first[at]] = owner_of_use[use]
        first[at] += 1
    return first[:-1].copy(), owner

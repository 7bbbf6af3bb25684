"""When a person was in which grid: intervals along the track, with the moment of each crossing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gis.analysis.track_fixes import Bools, Floats, Ints
from gis.analysis.track_segments import Path

Find = Callable[[Floats, Floats], Ints]
"""WGS-84 longitudes and latitudes → a number for the grid of each, negative outside."""

STEP_M = 5.0
"""A grid that an edge touches over less than this may be passed over."""
HALVINGS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Stays (k,) of one person in grids, in order of time; outside all grids there is no visit.

    `entered` and `left` tell whether the crossing was seen; otherwise the segment began or ended inside, and
    the person may have been there before or after. Metres are those walked inside.
    """

    grid: Ints
    enter_ms: Ints
    leave_ms: Ints
    metres: Floats
    entered: Bools
    left: Bools

    def __len__(self) -> int:
        return len(self.grid)


class _Samples(NamedTuple):
    """Places along a path, none farther than STEP_M from the next of its segment: edge, share of it, grid."""

    edge: Ints
    share: Floats
    grid: Ints


def visits(path: Path, find: Find) -> Visits:
    """Cut a path where it passes from grid to grid; nothing is said of the time between segments.

    A crossing lies on the straight line between two vertices and its moment in proportion; a point on a
    border belongs to whom `find` gives it.
    """
    if len(path) == 0:
        empty = np.empty(0, np.int64)
        return Visits(empty, empty, empty, empty.astype(float), empty.astype(bool), empty.astype(bool))
    samples = _sampled(path, find)
    segment = path.segment[samples.edge]
    begins = np.flatnonzero(np.diff(segment, prepend=-1) != 0)
    changes = np.flatnonzero((np.diff(samples.grid) != 0) & (np.diff(segment) == 0)) + 1
    at_ms, way = _moments(path, samples, changes, find)
    return _runs(path, samples, (begins, changes), at_ms, way)


def _sampled(path: Path, find: Find) -> _Samples:
    """Put samples on every edge; a vertex that ends a segment is a sample of its own."""
    leads = np.append(np.diff(path.segment) == 0, False)
    length = np.zeros(len(path))
    length[leads] = path.lengths_m()
    pieces = np.maximum(np.ceil(length / STEP_M), 1).astype(np.int64)
    edge = np.repeat(np.arange(len(path)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = step / pieces[edge]
    return _Samples(edge, share, find(*_places(path, edge, share)))


def _places(path: Path, edge: Ints, share: Floats) -> tuple[Floats, Floats]:
    after = np.minimum(edge + 1, len(path) - 1)
    lon = path.lon[edge] + (path.lon[after] - path.lon[edge]) * share
    lat = path.lat[edge] + (path.lat[after] - path.lat[edge]) * share
    return lon, lat


def _moments(path: Path, samples: _Samples, changes: Ints, find: Find) -> tuple[Floats, Floats]:
    """Halve the way between two samples until the crossing is known to a ten-thousandth of a step.

    Returns the moment (ms) and the metres walked so far at each change.
    """
    edge = samples.edge[changes - 1]
    low = samples.share[changes - 1]
    high = np.where(samples.edge[changes] == edge, samples.share[changes], 1.0)
    before = samples.grid[changes - 1]
    for _ in range(HALVINGS if len(changes) else 0):
        middle = (low + high) / 2
        still = find(*_places(path, edge, middle)) == before
        low, high = np.where(still, middle, low), np.where(still, high, middle)
    after = np.minimum(edge + 1, len(path) - 1)
    so_far = _so_far(path)
    at_ms = path.at_ms[edge] + (path.at_ms[after] - path.at_ms[edge]) * high
    return at_ms, so_far[edge] + (so_far[after] - so_far[edge]) * high


def _so_far(path: Path) -> Floats:
    """Return the metres walked up to each vertex; gaps add nothing."""
    steps = np.zeros(len(path))
    steps[path.edges() + 1] = path.lengths_m()
    return np.cumsum(steps)


def _runs(
    path: Path, samples: _Samples, starts: tuple[Ints, Ints], change_ms: Floats, change_way: Floats
) -> Visits:
    begins, changes = starts
    order = np.argsort(np.concatenate([begins, changes]), kind="stable")
    first = np.concatenate([begins, changes])[order]
    crossed = np.concatenate([np.zeros(len(begins), bool), np.ones(len(changes), bool)])[order]
    vertex = samples.edge[begins]
    so_far = _so_far(path)
    enter = np.concatenate([path.at_ms[vertex].astype(np.float64), change_ms])[order]
    way = np.concatenate([so_far[vertex], change_way])[order]
    # a run ends where the next one begins, or with the last vertex of its segment
    ends = np.append(np.flatnonzero(np.diff(path.segment) != 0), len(path) - 1)
    last = np.searchsorted(begins, first, side="right") - 1
    left = np.append(crossed[1:], False)
    leave = np.where(left, np.append(enter[1:], 0.0), path.at_ms[ends[last]])
    metres = np.where(left, np.append(way[1:], 0.0), so_far[ends[last]]) - way
    inside = samples.grid[first] >= 0
    return Visits(
        samples.grid[first][inside],
        np.rint(enter[inside]).astype(np.int64),
        np.rint(leave[inside]).astype(np.int64),
        metres[inside],
        crossed[inside],
        left[inside],
    )

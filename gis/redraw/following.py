"""The run of a border that lies near a centreline, and the way along that line that can replace it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.redraw.borders import Border
from gis.redraw.rings import Point


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a border near a line (local to `origin`, mm): where its ends are along it, and how far off."""

    points: tuple[Point, ...]
    centre: shapely.LineString
    origin: Point
    along: tuple[float, float]
    off: tuple[float, float]

    @property
    def length(self) -> float:
        """How long the run is, in mm."""
        return float(sum(np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(self.points)))

    def way(self, slope: float) -> list[Point]:
        """Return the way from the run's start by the line to its end.

        The ends stay, for beyond them the border goes on as it was; the way reaches the line after so many
        times the distance. Only the two ends are returned where the line is too short for that.
        """
        (start, end), (near, far) = self.along, self.off
        onward = 1.0 if start <= end else -1.0
        start, end = start + onward * slope * near, end - onward * slope * far
        if (end - start) * onward <= 0:
            return [self.points[0], self.points[-1]]
        low, high = min(start, end), max(start, end)
        corners = shapely.points(shapely.get_coordinates(self.centre))
        stations = np.asarray(shapely.line_locate_point(self.centre, corners))
        inner = stations[(stations > low) & (stations < high)]
        places = shapely.get_coordinates(shapely.line_interpolate_point(self.centre, [low, *inner, high]))
        points = [(x, y) for x, y in (np.rint(places).astype(np.int64) + np.array(self.origin)).tolist()]
        return _joined(self.points[0], points if onward > 0 else points[::-1], self.points[-1])


def runs_near(border: Border, line: list[Point], within_mm: float) -> Iterable[Run]:
    """Yield the runs of a border of which every vertex is within a distance of a line (mm)."""
    origin = np.array(line[0], dtype=np.int64)
    centre = shapely.LineString(np.array(line, dtype=np.int64) - origin)
    local = shapely.points((np.array(border.points, dtype=np.int64) - origin).astype(np.float64))
    off = np.asarray(shapely.distance(centre, local))
    along = np.asarray(shapely.line_locate_point(centre, local))
    for a, b in _stretches(off <= within_mm):
        ends = (float(along[a]), float(along[b])), (float(off[a]), float(off[b]))
        yield Run(border.points[a : b + 1], centre, line[0], *ends)


def _stretches(near: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return first and last index of each stretch of at least two in a row."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], near, [False])).astype(np.int8)))
    return [(a, b - 1) for a, b in edges.reshape(-1, 2).tolist() if b - a > 1]


def _joined(first: Point, middle: list[Point], last: Point) -> list[Point]:
    kept = [first]
    kept += [point for before, point in pairwise([first, *middle]) if point not in (before, last)]
    return [*kept, last]

"""Cuts a person's fixes into segments with no line over a gap, and finds the stops in them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.analysis.track_fixes import UNSUPPORTED, Fixes, Floats, Ints, TrackParameters
from gis.geometry.track_kernel import stays
from gis.model import FixFlag

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Stops:
    """Stays (k,) in order of time: first and last fix, and the place of the middle one (WGS-84 degrees)."""

    begin_ms: Ints
    end_ms: Ints
    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        return len(self.begin_ms)


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Vertices (m,) of a person's way in order of time; nothing is known between two segments.

    A stop is two vertices at one place. `x`, `y` are metres of the metric CRS; `segment` counts from 0.
    """

    at_ms: Ints
    lon: Floats
    lat: Floats
    x: Floats
    y: Floats
    segment: Numbers

    def __len__(self) -> int:
        return len(self.at_ms)

    def edges(self) -> Ints:
        """Return the vertices from which an edge leads to the next one within its segment."""
        return np.flatnonzero(np.diff(self.segment) == 0)

    def lengths_m(self) -> Floats:
        """Return the length of each edge, in the order of `edges`."""
        start = self.edges()
        return np.hypot(self.x[start + 1] - self.x[start], self.y[start + 1] - self.y[start])


def cut(
    fixes: Fixes, x: Floats, y: Floats, parameters: TrackParameters
) -> tuple[Fixes, Numbers, Path, Stops]:
    """Return the fixes with DRIFT added, each one's segment (-1: proves nothing), the path and the stops.

    A segment ends where the next fix that proves something is later than `gap_s`, farther than `gap_m` or
    faster than `fastest_mps`. Within a stop only the fix in its middle is without DRIFT.
    """
    sound = np.flatnonzero(fixes.without(UNSUPPORTED))
    at_ms, own_x, own_y = fixes.at_ms[sound], x[sound], y[sound]
    numbers = _numbered(at_ms, own_x, own_y, parameters)
    reach = _reach(fixes.accuracy_m[sound], parameters)
    found = stays(at_ms, own_x, own_y, reach, numbers, int(parameters.stop_s * 1000))
    segment = np.full(len(fixes), -1, np.int32)
    segment[sound] = numbers
    first, last, middle = found.T
    stops = Stops(at_ms[first], at_ms[last], fixes.lon[sound[middle]], fixes.lat[sound[middle]])
    drift = np.zeros(len(fixes), np.int32)
    drift[sound] = _within(found, len(sound)) * np.int32(FixFlag.DRIFT)
    drift[sound[middle]] = 0
    path = _path((at_ms, fixes.lon[sound], fixes.lat[sound], own_x, own_y, numbers), found)
    return fixes.flagged(drift), segment, path, stops


def _numbered(at_ms: Ints, x: Floats, y: Floats, parameters: TrackParameters) -> Numbers:
    seconds, metres = np.diff(at_ms) / 1000.0, np.hypot(np.diff(x), np.diff(y))
    unknown = (seconds > parameters.gap_s) | (metres > parameters.gap_m)
    unknown |= metres > parameters.fastest_mps * seconds
    numbers = np.zeros(len(at_ms), np.int32)
    np.cumsum(unknown, out=numbers[1:])
    return numbers


def _reach(accuracy_m: NDArray[np.float32], parameters: TrackParameters) -> Floats:
    known = np.nan_to_num(accuracy_m.astype(np.float64), nan=0.0)
    return np.maximum(known, parameters.stop_m)


def _within(found: Ints, count: int) -> NDArray[np.bool_]:
    """Tell which of so many fixes lie in a stay, from its first to its last."""
    steps = np.zeros(count + 1, np.int32)
    steps[found[:, 0]] += 1
    steps[found[:, 1] + 1] -= 1
    return np.asarray(np.cumsum(steps[:-1]) > 0)


def _path(sound: tuple[Ints, Floats, Floats, Floats, Floats, Numbers], found: Ints) -> Path:
    """Give each stay two vertices in its middle, at its begin and its end, instead of its fixes."""
    at_ms, *places, numbers = sound
    first, last, middle = found.T
    kept = ~_within(found, len(at_ms))
    kept[first] = kept[last] = True
    source = np.arange(len(at_ms))
    source[first] = source[last] = middle
    lon, lat, x, y = (values[source[kept]] for values in places)
    return Path(at_ms[kept], lon, lat, x, y, numbers[kept])

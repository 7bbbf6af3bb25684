"""One person's track: fixes judged, cut at gaps, with stops, metres and minutes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gis.analysis.base import Analysis
from gis.analysis.track_fixes import LEFT_OUT, Fixes, TrackParameters, in_order
from gis.analysis.track_flags import judge
from gis.analysis.track_segments import Numbers, Path, Stops, cut
from gis.geometry.projection import to_metric
from gis.model import FixFlag


@dataclass(frozen=True, slots=True)
class Gap:
    """A time of which nobody knows the way; metres as the crow flies."""

    begin_ms: int
    end_ms: int
    metres: float


@dataclass(frozen=True, slots=True)
class TrackFigures:
    """What a track adds up to, and what was left out: fixes with one of `leaves_out`, counted by flag.

    A fix with several flags counts under each. Seconds are those within segments, stops included; nothing is
    added for gaps.
    """

    metres: float
    seconds: float
    stopped_seconds: float
    segments: int
    stops: int
    gaps: int
    fixes: int
    used: int
    flagged: Mapping[str, int]
    leaves_out: FixFlag = LEFT_OUT


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One person's track; `segment` (n,) names each fix's segment, -1 where the fix proves nothing."""

    fixes: Fixes
    segment: Numbers
    path: Path
    stops: Stops

    def gaps(self) -> list[Gap]:
        """Return the gaps between segments."""
        path = self.path
        ends = np.flatnonzero(np.diff(path.segment) != 0)
        metres = np.hypot(path.x[ends + 1] - path.x[ends], path.y[ends + 1] - path.y[ends])
        times = zip(path.at_ms[ends].tolist(), path.at_ms[ends + 1].tolist(), strict=True)
        return [Gap(begin, end, far) for (begin, end), far in zip(times, metres.tolist(), strict=True)]

    def figures(self) -> TrackFigures:
        """Add the track up."""
        path, edges = self.path, self.path.edges()
        return TrackFigures(
            metres=float(path.lengths_m().sum()),
            seconds=float((path.at_ms[edges + 1] - path.at_ms[edges]).sum()) / 1000,
            stopped_seconds=float((self.stops.end_ms - self.stops.begin_ms).sum()) / 1000,
            segments=int(path.segment[-1]) + 1 if len(path) else 0,
            stops=len(self.stops),
            gaps=int(path.segment[-1]) if len(path) else 0,
            fixes=len(self.fixes),
            used=int(self.fixes.without(LEFT_OUT).sum()),
            flagged={str(flag.name).lower(): int((self.fixes.flags & flag != 0).sum()) for flag in FixFlag},
        )


def track(fixes: Fixes, epsg: int, parameters: TrackParameters) -> Track:
    """Make one person's track of fixes; metres are those of metric CRS `epsg`.

    Fixes may come in any order. Flags are added and none is taken away; what was off duty, the caller has
    flagged before.
    """
    ordered = in_order(fixes)
    x, y = to_metric(ordered.lon, ordered.lat, epsg)
    judged = judge(ordered, x, y, parameters)
    return Track(*cut(judged, x, y, parameters))


analysis = Analysis("track", ("轨迹", "Track"), 1, TrackParameters, track)

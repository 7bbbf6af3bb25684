"""When somebody was inside an area and when outside, and the crossings between, judged segment by segment."""

import math
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from gis.analysis.area import REACH_M, Area
from gis.analysis.base import Analysis
from gis.analysis.track import Track
from gis.analysis.track_fixes import Floats, Ints, TrackParameters
from gis.errors import BadInput
from gis.geometry.projection import to_metric

WORST_M = TrackParameters().accuracy_m


@dataclass(frozen=True, slots=True)
class Hysteresis:
    """What it takes to believe that somebody changed sides; BadInput unless all are positive numbers.

    The circle of a fix, `doubt` times as wide as it says, proves a side when it ends `near_m` beyond the
    border. It proves a change of sides when the circle ends `beyond_m` beyond it, or when no other side is
    proven for `beyond_s`.
    """

    near_m: float = 10.0
    beyond_m: float = 30.0
    beyond_s: float = 60.0
    doubt: float = 1.5
    unsaid_m: float = 10.0
    """The accuracy of a fix that does not say."""

    def __post_init__(self) -> None:
        """Refuse what is no threshold."""
        values = [getattr(self, each.name) for each in fields(self)]
        if not all(math.isfinite(value) and value > 0 for value in values):
            raise BadInput("Every threshold of a crossing must be a positive number.")
        if self.doubt * WORST_M + max(self.beyond_m, self.near_m) > REACH_M:
            raise BadInput("No depth is told that far from the border.")


@dataclass(frozen=True, slots=True)
class Span:
    """A time within one segment that somebody was on one side of the border, and where (WGS-84) it began.

    `crossed`: somebody came over from the other side. Then `seen` tells whether the crossing itself was; one
    within a gap counts for the first fix after it.
    """

    inside: bool
    begin_ms: int
    end_ms: int
    crossed: bool
    seen: bool
    lon: float
    lat: float


class _Fixes(NamedTuple):
    """The fixes (n,) that say where somebody was: moment, metres, degrees, segment, depth in the area."""

    at_ms: Ints
    x: Floats
    y: Floats
    lon: Floats
    lat: Floats
    segment: Ints
    depth: Floats


class _Run(NamedTuple):
    """Fixes of one segment that one after the other prove the same side: the first of them, and the proof."""

    inside: bool
    first: int
    believed: bool


def spans(track: Track, area: Area, parameters: Hysteresis) -> list[Span]:
    """Return the sides on which a track was, in order of time; nothing is said of gaps.

    A crossing's moment and place lie where the straight line between two fixes meets the border, the last
    time before the proof.
    """
    fixes, accuracy_m = _sound(track, area, parameters)
    found: list[Span] = []
    last: int | None = None
    for run in _runs(fixes, accuracy_m, parameters):
        changes = last is not None and found[-1].inside != run.inside
        if (last is None or changes) and not run.believed:
            continue
        if last is not None and not changes and fixes.segment[last] == fixes.segment[run.first]:
            last = run.first
            continue
        begun = _begun(fixes, area, run, crossed=changes)
        if last is not None:
            same = fixes.segment[last] == fixes.segment[run.first]
            found[-1] = replace(found[-1], end_ms=begun.begin_ms if same else _end(fixes, last))
        found.append(begun)
        last = run.first
    if last is not None:
        found[-1] = replace(found[-1], end_ms=_end(fixes, last))
    return found


def _sound(track: Track, area: Area, parameters: Hysteresis) -> tuple[_Fixes, Floats]:
    sound = np.flatnonzero(track.segment >= 0)
    lon, lat = track.fixes.lon[sound], track.fixes.lat[sound]
    x, y = to_metric(lon, lat, area.epsg)
    said = track.fixes.accuracy_m[sound].astype(np.float64)
    segment = track.segment[sound].astype(np.int64)
    accuracy_m = np.where(np.isnan(said), parameters.unsaid_m, said) * parameters.doubt
    return _Fixes(track.fixes.at_ms[sound], x, y, lon, lat, segment, area.depths(x, y)), accuracy_m


def _runs(fixes: _Fixes, accuracy_m: Floats, parameters: Hysteresis) -> list[_Run]:
    away = np.abs(fixes.depth)
    proofs = np.flatnonzero(away > accuracy_m + parameters.near_m)
    if len(proofs) == 0:
        return []
    inside, segment = fixes.depth[proofs] > 0, fixes.segment[proofs]
    starts = np.flatnonzero((np.diff(inside) != 0) | (np.diff(segment) != 0)) + 1
    first = np.concatenate([[0], starts])
    last = np.append(starts, len(proofs)) - 1
    deep = np.logical_or.reduceat(away[proofs] >= (accuracy_m + parameters.beyond_m)[proofs], first)
    long = fixes.at_ms[proofs[last]] - fixes.at_ms[proofs[first]] >= parameters.beyond_s * 1000
    rows = zip(inside[first].tolist(), proofs[first].tolist(), (deep | long).tolist(), strict=True)
    return [_Run(*row) for row in rows]


def _begun(fixes: _Fixes, area: Area, run: _Run, *, crossed: bool) -> Span:
    """Return the span that a run begins, without an end yet."""
    before = run.first
    while before > 0 and fixes.segment[before - 1] == fixes.segment[run.first]:
        before -= 1
        if (fixes.depth[before] > 0) != run.inside:
            at_ms, lon, lat = _met(fixes, area, before)
            return Span(run.inside, at_ms, at_ms, crossed, True, lon, lat)
    at_ms = int(fixes.at_ms[before])
    return Span(run.inside, at_ms, at_ms, crossed, False, float(fixes.lon[before]), float(fixes.lat[before]))


def _met(fixes: _Fixes, area: Area, before: int) -> tuple[int, float, float]:
    """Return when and where the way from a fix to the next one meets the border for the last time."""
    start, end = ((float(fixes.x[i]), float(fixes.y[i])) for i in (before, before + 1))
    share = area.last_cut(start, end)
    at_ms, lon, lat = (
        values[before] + (values[before + 1] - values[before]) * share
        for values in (fixes.at_ms, fixes.lon, fixes.lat)
    )
    return round(float(at_ms)), float(lon), float(lat)


def _end(fixes: _Fixes, place: int) -> int:
    """Return the moment of the last fix of a fix's segment."""
    return int(fixes.at_ms[np.searchsorted(fixes.segment, fixes.segment[place], side="right") - 1])


analysis = Analysis("crossing", ("进出", "Crossing"), 1, Hysteresis, spans)

"""What a patrol covered, what it did not, and what nobody can know because a phone was silent."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pyroaring import BitMap

from gis.analysis.cells import Lattice
from gis.analysis.track import Track, track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.errors import BadInput
from gis.model import FixFlag

State = Literal["covered", "not_covered", "unknown"]
Unheard = Literal["no_signal", "poor_accuracy", "doubtful"]
"""Why nobody knows a way: nothing came, what came was too inaccurate, or it is a suspicious stretch."""
Place = tuple[float, float]
Spans = Sequence[tuple[int, int]]
"""Times from and to, in ms."""
LEAST_SWATH_M, MOST_SWATH_M = 1.0, 200.0
MOST_ROAM_M = 10_000.0
KEPT_SWATHS_M = (10, 25, 50)
"""The swaths whose cells are kept with a closed day."""
KNOWN = TrackParameters(fastest_mps=40.0, accuracy_m=50.0, gap_s=60.0, gap_m=150.0)
"""Stricter than a track that is looked at: no corner between two fixes may be wider than a swath."""


@dataclass(frozen=True, slots=True)
class CoverageParameters:
    """What counts as covered; raises BadInput for a swath, share, speed or stay that cannot be.

    `enough` is the share of a grid's ground from which it counts as covered as a whole, `speed_mps` how fast
    somebody who was silent may have gone, `roam_m` how far from the ground he is posted to somebody may be
    of whom nothing is known before or after, `stay_s` the least stay that is a visit. An enterprise and a
    component were passed if somebody's way came as near as `enterprise_m` and `component_m`.
    """

    swath_m: float = 25.0
    enough: float = 0.2
    speed_mps: float = 6.0
    roam_m: float = 1000.0
    stay_s: float = 60.0
    enterprise_m: float = 50.0
    component_m: float = 25.0

    @property
    def swaths_m(self) -> tuple[float, ...]:
        """The widths on either side of a way at which something counts, each once."""
        return tuple(sorted({self.swath_m, self.enterprise_m, self.component_m}))

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        if not all(LEAST_SWATH_M <= each <= MOST_SWATH_M for each in self.swaths_m):
            raise BadInput(f"A swath is between {LEAST_SWATH_M:g} and {MOST_SWATH_M:g} m wide.")
        if not 0 < self.enough <= 1 or not 0 < self.speed_mps <= 60 or not 0 <= self.stay_s <= 86400:
            raise BadInput("A share lies above 0 and up to 1, a speed up to 60 m/s, a stay up to a day.")
        if not 0 <= self.roam_m <= MOST_ROAM_M:
            raise BadInput(f"Somebody silent may be 0 to {MOST_ROAM_M:g} m from the ground he is posted to.")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which somebody's way is known, and where it begins and ends (metres)."""

    begin_ms: int
    end_ms: int
    begin: Place
    end: Place


@dataclass(frozen=True, slots=True)
class Silence:
    """A time on duty of which nobody knows the way, between two known places; None where there is none."""

    begin_ms: int
    end_ms: int
    before: Place | None
    after: Place | None

    def why(self, poor: Spans, doubtful: Spans) -> Unheard:
        """Return why nothing is known, from the times of inaccurate and of suspicious fixes, in order."""
        if self._meets(doubtful):
            return "doubtful"
        return "poor_accuracy" if self._meets(poor) else "no_signal"

    def _meets(self, spans: Spans) -> bool:
        # spans follow each other, so the last one that begins before the end is the one to look at
        place = bisect_left(spans, (self.end_ms, 0))
        return place > 0 and spans[place - 1][1] > self.begin_ms


def known_way(fixes: Fixes, epsg: int, doubtful: Spans = ()) -> Track:
    """Return the track as far as its fixes prove where somebody was; metres are those of `epsg`."""
    doubted = np.zeros(len(fixes), bool)
    for begin, end in doubtful:
        doubted |= (fixes.at_ms >= begin) & (fixes.at_ms <= end)
    return track(fixes.take(~doubted), epsg, KNOWN)


def poor_spans(track: Track) -> list[tuple[int, int]]:
    """Return the times from the first to the last of fixes in a row that are too inaccurate."""
    poor = np.asarray((track.fixes.flags & FixFlag.POOR_ACCURACY) != 0)
    edges = np.flatnonzero(np.diff(poor, prepend=False, append=False))
    at_ms = track.fixes.at_ms
    # a moment has no length, and would lie in no time
    return [(int(at_ms[a]), int(at_ms[b - 1]) + 1) for a, b in edges.reshape(-1, 2).tolist()]


def walked(track: Track, lattice: Lattice, swath_m: float) -> BitMap:
    """Return the cells within a swath of a track; nothing is said of its gaps."""
    path = track.path
    return lattice.swath(path.x, path.y, path.segment.astype(np.int64), swath_m)


def stretches(track: Track) -> tuple[Stretch, ...]:
    """Return the segments of a track."""
    path = track.path
    if len(path) == 0:
        return ()
    begins = np.flatnonzero(np.diff(path.segment, prepend=-1) != 0)
    ends = np.append(begins[1:] - 1, len(path) - 1)
    return tuple(
        Stretch(
            int(path.at_ms[a]),
            int(path.at_ms[b]),
            (float(path.x[a]), float(path.y[a])),
            (float(path.x[b]), float(path.y[b])),
        )
        for a, b in zip(begins.tolist(), ends.tolist(), strict=True)
    )


def silences(duty: Iterable[tuple[int, int]], known: Sequence[Stretch]) -> tuple[Silence, ...]:
    """Return the times of a person's duties (begin, end in ms) that none of his stretches explain.

    Stretches follow each other in time.
    """
    found: list[Silence] = []
    begins, ends = [one.begin_ms for one in known], [one.end_ms for one in known]
    for begin, end in duty:
        # what is known of the first or the last moment bounds the silence after or before it
        inside = known[bisect_left(ends, begin) : bisect_right(begins, end)]
        at: int = begin
        before: Place | None = None
        for one in inside:
            if one.begin_ms > at:
                found.append(Silence(at, one.begin_ms, before, one.begin))
            at, before = max(at, one.end_ms), one.end
        if at < end:
            found.append(Silence(at, end, before, None))
    return tuple(found)


def verdict(covered: float, unknown: float, off: float, enough: float) -> State:
    """Return the state of a grid from its shares; `off` is how far the covered share may be wrong.

    A verdict that the error or the unknown ground could turn is unknown.
    """
    if covered - off >= enough:
        return "covered"
    return "unknown" if covered + unknown + off >= enough else "not_covered"

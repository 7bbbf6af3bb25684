"""What a patrol covered, what it did not, and what nobody can know because a phone was silent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pyroaring import BitMap

from gis.analysis.cells import Lattice
from gis.analysis.track import Track
from gis.errors import BadInput

State = Literal["covered", "not_covered", "unknown"]
Place = tuple[float, float]
LEAST_SWATH_M, MOST_SWATH_M = 1.0, 200.0
KEPT_SWATHS_M = (10, 25, 50)
"""The swaths whose cells are kept with a closed day."""


@dataclass(frozen=True, slots=True)
class CoverageParameters:
    """What counts as covered; raises BadInput for a swath, share, speed or stay that cannot be.

    `enough` is the share of a grid's ground from which it counts as covered as a whole, `speed_mps` how fast
    somebody who was silent may have gone, `stay_s` the least stay that is a visit.
    """

    swath_m: float = 25.0
    enough: float = 0.2
    speed_mps: float = 3.0
    stay_s: float = 60.0

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        if not LEAST_SWATH_M <= self.swath_m <= MOST_SWATH_M:
            raise BadInput(f"A swath is between {LEAST_SWATH_M:g} and {MOST_SWATH_M:g} m wide.")
        if not 0 < self.enough <= 1 or not 0 < self.speed_mps <= 60 or not 0 <= self.stay_s <= 86400:
            raise BadInput("A share lies above 0 and up to 1, a speed up to 60 m/s, a stay up to a day.")


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
    """Return the times of a person's duties (begin, end in ms) that none of his stretches explain."""
    found: list[Silence] = []
    for begin, end in duty:
        inside = [one for one in known if one.end_ms > begin and one.begin_ms < end]
        at: int = begin
        before: Place | None = None
        for one in inside:
            if one.begin_ms > at:
                found.append(Silence(at, one.begin_ms, before, one.begin))
            at, before = max(at, one.end_ms), one.end
        if at < end:
            found.append(Silence(at, end, before, None))
    return tuple(found)


def reachable(
    lattice: Lattice, silent: Iterable[Silence], posted: BitMap, parameters: CoverageParameters
) -> BitMap:
    """Return the cells where somebody could have been while silent.

    Between two known places these are all within reach at `speed_mps`, as far as the swath looks; where one
    of the two is missing, all ground that the person is posted to.
    """
    cells = BitMap()
    for one in silent:
        if one.before is None or one.after is None:
            cells |= posted
            continue
        way = parameters.speed_mps * (one.end_ms - one.begin_ms) / 1000 + 2 * parameters.swath_m
        cells |= lattice.reach(one.before, one.after, way)
    return cells


def verdict(covered: float, unknown: float, off: float, enough: float) -> State:
    """Return the state of a grid from its shares; `off` is how far the covered share may be wrong.

    A verdict that the error or the unknown ground could turn is unknown.
    """
    if covered - off >= enough:
        return "covered"
    return "unknown" if covered + unknown + off >= enough else "not_covered"

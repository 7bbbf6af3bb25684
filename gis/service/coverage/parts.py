"""How much of something was covered, what of it nobody knows, and why: ground, roads and things alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gis.analysis.coverage import State, Unheard, verdict
from gis.analysis.tally import Tally
from gis.analysis.unknown import REASONS
from gis.store.coverage import Stays, Ways

Cause = Literal[
    "excused",
    "post_vacant",
    "not_rostered",
    "on_duty_elsewhere",
    "too_little",
    "no_signal",
    "poor_accuracy",
    "doubtful",
    "expired",
]
Totals = Mapping[str, float]
"""`all`, `covered`, `unknown` and each reason of it, and `off`, in one unit."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was covered of a total: three shares of it that add up to 1, and how far the first may be off."""

    total: float
    covered: float
    unknown: float
    not_covered: float
    off: float
    state: State
    cause: Cause | None


@dataclass(frozen=True)
class Read:
    """What a period is counted from; `last` is when each grid was visited last, however long ago."""

    tallies: Mapping[int, Tally]
    ways: Sequence[Ways]
    stays: Sequence[Stays]
    posts: Mapping[int, set[str]]
    duties: Mapping[int, list[tuple[int, int]]]
    expired: bool
    since: Mapping[str, int]


def part_of(totals: Totals, grids: Sequence[str], read: Read, enough: float) -> Part:
    """Judge the totals of some grids."""
    every = totals["all"]
    covered, unknown, off = (totals[name] / every if every else 0.0 for name in ("covered", "unknown", "off"))
    state = verdict(covered, unknown, off, enough) if every else "not_covered"
    if every and read.expired and state == "not_covered":
        state = "unknown"
    return Part(
        total=every,
        covered=covered,
        unknown=unknown,
        not_covered=max(1.0 - covered - unknown, 0.0) if every else 0.0,
        off=min(off, 1.0),
        state=state,
        cause=_cause(state, totals, grids, read),
    )


def _cause(state: State, totals: Totals, grids: Sequence[str], read: Read) -> Cause | None:
    """Return why something is not covered, or why nobody knows; None where it is covered."""
    if state == "covered":
        return None
    if not totals["all"]:
        return "excused"
    if state == "unknown":
        return "expired" if read.expired else _most(totals)
    if totals["covered"]:
        return "too_little"
    wanted = set(grids)
    holders = [person for person, codes in read.posts.items() if codes & wanted]
    if not holders:
        return "post_vacant"
    return "on_duty_elsewhere" if any(read.duties.get(person) for person in holders) else "not_rostered"


def _most(totals: Totals) -> Unheard:
    """Return the reason of most of what is unknown, the first of equal ones."""
    return max(REASONS, key=lambda why: totals[why])

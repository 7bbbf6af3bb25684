"""Lay what is judged now beside what rang before: what is new, what moved, what was no crossing after all."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from gis.analysis.ringing import Ring

SAME_MS = 600_000
"""A moment that late fixes move no farther than this is the same ring, corrected."""


@dataclass(frozen=True, slots=True)
class Rang:
    """A ring that is stored: its number, its moment, and whether it was withdrawn."""

    id: int
    at_ms: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """Rings to store, stored ones with what they are now, and numbers of those to withdraw."""

    raised: tuple[Ring, ...] = ()
    corrected: tuple[tuple[int, Ring], ...] = ()
    withdrawn: tuple[int, ...] = ()


def reconcile(known: Sequence[Rang], found: Sequence[Ring]) -> Changes:
    """Return what makes the rings that stand equal to those found; nothing stands twice.

    Equal moments belong together, then the nearest; a ring that was withdrawn comes back before a new one is
    made.
    """
    left, rest = list(known), list(found)
    corrected: list[tuple[int, Ring]] = []
    for old, new in _pairs(known, found):
        if old in left and new in rest:
            left.remove(old)
            rest.remove(new)
            corrected += [(old.id, new)] if old.withdrawn or old.at_ms != new.at_ms else []
    gone = tuple(old.id for old in left if not old.withdrawn)
    return Changes(tuple(rest), tuple(corrected), gone)


def _pairs(known: Sequence[Rang], found: Sequence[Ring]) -> list[tuple[Rang, Ring]]:
    """Return the pairs that may be the same, the surest first."""
    near = [(old, new) for old, new in product(known, found) if abs(old.at_ms - new.at_ms) <= SAME_MS]
    return sorted(near, key=lambda pair: (abs(pair[0].at_ms - pair[1].at_ms), pair[0].withdrawn, pair[0].id))

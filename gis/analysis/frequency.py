"""How often a grid was visited against how often it must be, window by window of days."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

By = Literal["grid", "risk"]
Outcome = Literal["met", "missed", "unknown", "late", "on_time"]
MOST_DAYS = 92
"""The longest window."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """In every window of `days` days from `origin` on, `visits` days with a visit; in force on some days.

    `first` and `last` are included, None leaves the end open.
    """

    visits: int
    days: int
    origin: date
    first: date
    last: date | None
    by: By
    risk: int | None = None

    def due(self, begin: date, visit: int) -> date:
        """Return the last day on which the n-th visit of a window that begins on a day is in time."""
        return begin + timedelta(days=-(-visit * self.days // self.visits) - 1)


@dataclass(frozen=True, slots=True)
class Window:
    """What became of one window: its days, those visited and those that nobody knows of, and the outcome.

    While a window runs, `due` is when the next visit is due, and `late_days` for how long it has been.
    """

    first: date
    last: date
    visited: int
    unknown: int
    outcome: Outcome
    due: date | None = None
    late_days: int = 0


def in_force(own: Sequence[Requirement], by_risk: Sequence[Requirement]) -> list[Requirement]:
    """Return what holds of a grid: what is said of itself goes before what is said of its risk."""
    left = list(by_risk)
    for one in own:
        left = [part for other in left for part in _without(other, one)]
    return sorted([*own, *left], key=lambda one: one.first)


def _without(one: Requirement, other: Requirement) -> Iterator[Requirement]:
    end, end_of_other = one.last or date.max, other.last or date.max
    if end < other.first or one.first > end_of_other:
        yield one
        return
    if one.first < other.first:
        yield replace(one, last=other.first - timedelta(days=1))
    if end > end_of_other:
        yield replace(one, first=end_of_other + timedelta(days=1))


def windows(requirement: Requirement, span: tuple[date, date]) -> list[tuple[date, date]]:
    """Return the windows that end in a span, and the one that still runs at its end.

    A window on some of whose days something else is required is nobody's measure.
    """
    length = timedelta(days=requirement.days)
    ended = max((span[0] - requirement.origin).days // requirement.days, 0)
    begin, found = requirement.origin + ended * length, []
    while begin <= span[1]:
        end = begin + length - timedelta(days=1)
        if begin >= requirement.first and (requirement.last is None or end <= requirement.last):
            found.append((begin, end))
        begin += length
    return found


def judge(
    requirement: Requirement,
    window: tuple[date, date],
    been: Collection[date],
    hidden: Collection[date],
    until: date,
) -> Window:
    """Judge a window by the days with a visit and those that nobody knows of, as of the end of a day.

    What unknown days could turn is unknown: they never count as missed, nor as late.
    """
    first, last = window
    whole = last <= until
    seen = min(last, until)
    visited = sum(first <= day <= seen for day in been)
    unknown = sum(first <= day <= seen and day not in been for day in hidden)
    elapsed = (seen - first).days + 1
    wanted = requirement.visits if whole else elapsed * requirement.visits // requirement.days
    due = None if whole or visited >= requirement.visits else requirement.due(first, visited + 1)
    if visited >= requirement.visits:
        outcome: Outcome = "met"
    elif visited >= wanted:
        outcome = "on_time"
    elif visited + unknown >= wanted:
        outcome = "unknown"
    else:
        outcome = "missed" if whole else "late"
    late = (until - requirement.due(first, visited + unknown + 1)).days + 1 if outcome == "late" else 0
    return Window(first, last, visited, unknown, outcome, due, late)

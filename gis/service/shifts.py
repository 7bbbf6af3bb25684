"""Shifts: the hours that each has in each season, and the spans of time that they become on a day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gis.errors import BadInput

DAY_MINUTES = 24 * 60
MOST_BREAKS = 4
MOST_SEASONS = 6
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_SINCE = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a shift from a day of the year on, in minutes after midnight.

    `end` and the breaks (begin, end) count on past 24:00 where the shift runs across midnight.
    """

    since: tuple[int, int]
    begin: int
    end: int
    breaks: tuple[tuple[int, int], ...] = ()

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """What is worked: the time between begin, breaks and end."""
        edges = (self.begin, *(edge for pair in self.breaks for edge in pair), self.end)
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return tuple((begin, end) for begin, end in pairs if begin < end)


def read_hours(given: Mapping[str, Any]) -> Hours:
    """Return hours from since (MM-DD), begin and end (HH:MM) and breaks, pairs of begin and end.

    An end that is not after the begin is on the next day. Raises BadInput for what is no such thing, or for
    breaks that do not lie in order within the shift.
    """
    begin = _minutes(given["begin"])
    end = _after(_minutes(given["end"]), begin)
    breaks = []
    for first, last in given.get("breaks", ()):
        low = _minutes(first)
        low += DAY_MINUTES if low < begin else 0
        breaks.append((low, _after(_minutes(last), low)))
    edges = [begin, *(edge for pair in breaks for edge in pair), end]
    if len(breaks) > MOST_BREAKS or edges != sorted(edges):
        raise BadInput(f"At most {MOST_BREAKS} breaks lie within the shift, one after the other.")
    hours = Hours(_since(given.get("since", "01-01")), begin, end, tuple(breaks))
    if not hours.stretches:
        raise BadInput("Nothing is left of the shift between its breaks.")
    return hours


def read_seasons(given: Sequence[Mapping[str, Any]]) -> tuple[Hours, ...]:
    """Return the hours of all seasons by their first days; BadInput for none, too many, or one day twice."""
    seasons = tuple(sorted((read_hours(one) for one in given), key=lambda hours: hours.since))
    if not 0 < len(seasons) <= MOST_SEASONS or len({hours.since for hours in seasons}) < len(seasons):
        raise BadInput(f"A shift has 1 to {MOST_SEASONS} seasons that begin on different days.")
    return seasons


def hours_on(seasons: Sequence[Hours], day: date) -> Hours:
    """Return the hours in force on a day: those that began last, which may be the last of the year before."""
    begun = [hours for hours in seasons if hours.since <= (day.month, day.day)]
    return (begun or list(seasons))[-1]


def spans_of(seasons: Sequence[Hours], day: date, zone: ZoneInfo) -> list[Span]:
    """Return when somebody of this shift is on duty who begins it on a civil day, breaks left out."""
    midnight = datetime.combine(day, time(), zone)
    # wall clocks: an hour that a change of the clock leaves out or repeats belongs to the shift
    spans = [
        (midnight + timedelta(minutes=begin), midnight + timedelta(minutes=end))
        for begin, end in hours_on(seasons, day).stretches
    ]
    return [(begin, end) for begin, end in spans if begin.timestamp() < end.timestamp()]


def _minutes(clock: Any) -> int:
    found = _CLOCK.fullmatch(str(clock))
    if not found:
        raise BadInput("Write times as HH:MM.")
    return int(found[1]) * 60 + int(found[2])


def _since(day: Any) -> tuple[int, int]:
    found = _SINCE.fullmatch(str(day))
    if not found:
        raise BadInput("Write the first day of a season as MM-DD.")
    return int(found[1]), int(found[2])


def _after(minute: int, before: int) -> int:
    """Return the first minute past `before` that reads like this one on a clock."""
    while minute <= before:
        minute += DAY_MINUTES
    return minute

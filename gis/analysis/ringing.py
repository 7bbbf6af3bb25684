"""When a rule rings: its hours, and the moments that follow from who was where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

from gis.analysis.crossing import Span

Kind = Literal["enter", "leave", "inside_longer", "outside_longer", "not_visited", "no_movement"]
WHOLE_DAY = 1440
MINUTE_MS = 60_000
HOUR_MS = 3_600_000

Window = tuple[int, int]
"""A first moment and the one after the last, in ms."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekdays (1 Monday … 7 Sunday) and minutes of their civil day, [begin, end).

    An end that is not after the begin lies on the next day.
    """

    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    begin: int = 0
    end: int = WHOLE_DAY


@dataclass(frozen=True, slots=True)
class Ring:
    """One moment at which a rule rings, and the place (WGS-84) where that is known."""

    at_ms: int
    lon: float | None = None
    lat: float | None = None


def windows(calendar: Calendar, days: tuple[date, date], zone: str, bounds: Window) -> list[Window]:
    """Return the hours of a calendar that begin on civil days from a first to a last, within bounds (ms)."""
    found = []
    for ahead in range((days[1] - days[0]).days + 1):
        day = days[0] + timedelta(days=ahead)
        if day.isoweekday() in calendar.weekdays:
            later = WHOLE_DAY if calendar.end <= calendar.begin else 0
            begin = max(_moment(day, calendar.begin, zone), bounds[0])
            end = min(_moment(day, calendar.end + later, zone), bounds[1])
            found += [(begin, end)] if begin < end else []
    return found


def crossings(spans: Iterable[Span], hours: Sequence[Window], *, inside: bool) -> list[Ring]:
    """Return where somebody came in, or went out, within the hours."""
    return [
        Ring(span.begin_ms, span.lon, span.lat)
        for span in spans
        if span.crossed and span.inside == inside and any(a <= span.begin_ms < b for a, b in hours)
    ]


def stays(spans: Iterable[Span], hours: Sequence[Window], minutes: int, *, inside: bool) -> list[Ring]:
    """Return when somebody had been inside, or outside, for so many minutes of the hours without a break."""
    joined = merged(hours)
    return [
        Ring(max(a, span.begin_ms) + minutes * MINUTE_MS)
        for span in spans
        if span.inside == inside
        for a, b in joined
        if min(b, span.end_ms) - max(a, span.begin_ms) >= minutes * MINUTE_MS
    ]


def unvisited(spans: Iterable[Span], hours: Sequence[Window], minutes: int, until_ms: int) -> list[Ring]:
    """Return when nobody had been inside for so many minutes of the hours, once for each such time.

    `spans` are those of everybody who may visit. Each begin of the hours counts anew; what would be later
    than `until_ms` is not known yet.
    """
    visits = sorted((span.begin_ms, span.end_ms) for span in spans if span.inside)
    found = []
    for begin, end in hours:
        free = begin
        for came, left in [*visits, (end, end)]:
            if min(came, end, until_ms) - free >= minutes * MINUTE_MS:
                found.append(Ring(free + minutes * MINUTE_MS))
            free = max(free, left)
    return found


def lines(rings: Iterable[Ring], ceiling: int) -> int:
    """Count the lines that rings make where those of an hour beyond the ceiling are rolled into one."""
    hours = groupby(sorted(ring.at_ms // HOUR_MS for ring in rings))
    return sum(min(len(list(group)), ceiling + 1) for _, group in hours)


def merged(hours: Sequence[Window]) -> list[Window]:
    """Return the same hours in order, those that touch or overlap joined."""
    found: list[Window] = []
    for begin, end in sorted(hours):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found


def _moment(day: date, minute: int, zone: str) -> int:
    ahead, rest = divmod(minute, WHOLE_DAY)
    clock = time(rest // 60, rest % 60)
    local = datetime.combine(day + timedelta(days=ahead), clock, ZoneInfo(zone))
    return int(local.timestamp()) * 1000

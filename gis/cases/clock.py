"""When a case is due: so much counted time after a start, in one of four units, less what was suspended.

An urgent hour counts always; a work hour only inside the working times of work days; a work day is a whole
work day, so that a limit of two ends at the same time of day two work days on; a natural day is any civil
day. Hours are counted as they pass, days by the wall clock, whatever summer time does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from gis.cases.calendar import SECONDS, Calendar, Unit
from gis.errors import BadInput

Interval = tuple[datetime, datetime | None]
"""Suspended from a moment until another, aware; None: still."""
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit."""

    value: float
    unit: Unit

    @property
    def seconds(self) -> float:
        """How much counted time it is."""
        return self.value * SECONDS[self.unit]

    def longer(self, value: float) -> "Limit":
        """Return the limit extended by so many of its unit."""
        return Limit(self.value + value, self.unit)


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit runs out (UTC), None while it is suspended; `provisional` in a year nobody has settled."""

    at: datetime | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class CaseClock:
    """Counts time by a town's calendar and zone."""

    calendar: Calendar
    zone: ZoneInfo

    def due(self, start: datetime, limit: Limit, suspended: Sequence[Interval] = ()) -> Due:
        """Return when a limit that began at `start` (aware) runs out; suspended time does not count.

        Raises BadInput for a limit that is negative or does not run out within ten years.
        """
        if not 0 <= limit.value < MOST_DAYS:
            raise BadInput(f"A limit is at least 0 and below {MOST_DAYS}.")
        left = limit.seconds
        last = self._local(limit.unit, start)
        if left == 0:
            return Due(start.astimezone(UTC))
        for begin, end in self._counting(limit.unit, start, suspended):
            span = (end - begin).total_seconds()
            if span >= left:
                last = begin + timedelta(seconds=left)
                at = self._moment(limit.unit, last)
                known = self.calendar.known
                return Due(at, bool(known) and limit.unit.startswith("work") and last.year not in known)
            left -= span
        if any(until is None for _, until in suspended):
            return Due(None)
        raise BadInput("This limit does not run out within ten years.")

    def elapsed(
        self, start: datetime, until: datetime, unit: Unit, suspended: Sequence[Interval] = ()
    ) -> float:
        """Return how many of a unit have counted between two moments (aware)."""
        stop = self._local(unit, until)
        total = 0.0
        for begin, end in self._counting(unit, start, suspended):
            if begin >= stop:
                break
            total += (min(end, stop) - begin).total_seconds()
        return total / SECONDS[unit]

    def _counting(
        self, unit: Unit, start: datetime, suspended: Sequence[Interval]
    ) -> Iterator[tuple[datetime, datetime]]:
        """Yield what counts from a start on, without what was suspended."""
        begin = self._local(unit, start)
        pauses = sorted((self._local(unit, a), self._local(unit, b) if b else None) for a, b in suspended)
        for offset in range(MOST_DAYS):
            day: date = (begin + timedelta(days=offset)).date()
            for span in self.calendar.counted(unit, day):
                first = max(span[0], begin)
                if first < span[1]:
                    yield from _without(first, span[1], pauses)

    def _local(self, unit: Unit, moment: datetime) -> datetime:
        """Return a moment on the clock that a unit is counted by, without a zone."""
        # urgent hours pass by the world's clock; everything else is read off the wall
        zone = UTC if unit == "urgent_hour" else self.zone
        return moment.astimezone(zone).replace(tzinfo=None)

    def _moment(self, unit: Unit, local: datetime) -> datetime:
        zone = UTC if unit == "urgent_hour" else self.zone
        return local.replace(tzinfo=zone).astimezone(UTC)


def _without(
    begin: datetime, end: datetime, pauses: Sequence[tuple[datetime, datetime | None]]
) -> Iterator[tuple[datetime, datetime]]:
    for first, last in pauses:
        if first >= end:
            break
        if last is not None and last <= begin:
            continue
        if first > begin:
            yield begin, first
        if last is None or last >= end:
            return
        begin = max(begin, last)
    yield begin, end

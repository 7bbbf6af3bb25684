"""When a town works: working times that hold from day to day, days off, and work days swapped for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from gis.errors import BadInput

Unit = Literal["urgent_hour", "work_hour", "work_day", "natural_day"]
UNITS: tuple[Unit, ...] = ("urgent_hour", "work_hour", "work_day", "natural_day")
DayKind = Literal["rest", "work"]
Span = tuple[time, time]
"""From and until, local time of day; midnight as the end is the day's end."""

SECONDS: dict[Unit, int] = {"urgent_hour": 3600, "work_hour": 3600, "work_day": 86400, "natural_day": 86400}
OFFICE: tuple[Span, ...] = ((time(8), time(12)), (time(14), time(18)))


def _second(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


@dataclass(frozen=True, slots=True)
class Hours:
    """Working times of the civil days [first, until); None leaves an end open. Spans follow each other."""

    spans: tuple[Span, ...] = OFFICE
    first: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Raise BadInput for spans that overlap or run backwards."""
        ends = [second for begin, end in self.spans for second in (_second(begin), _second(end) or 86400)]
        if not self.spans or any(a >= b for a, b in pairwise(ends)):
            raise BadInput("Working times follow each other within one day.")

    def hold_on(self, day: date) -> bool:
        """Tell whether they hold on a civil day."""
        return (self.first is None or self.first <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Calendar:
    """Working times (the first that hold on a day count), days off and swapped work days, and weekend days.

    `weekend` are ISO weekdays. Days of years in `known` are settled; a due time in another is provisional.
    """

    hours: tuple[Hours, ...] = (Hours(),)
    days: Mapping[date, DayKind] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({6, 7})
    known: frozenset[int] = frozenset()

    def works_on(self, day: date) -> bool:
        """Tell whether a civil day is a work day."""
        kind = self.days.get(day)
        return kind == "work" or (kind is None and day.isoweekday() not in self.weekend)

    def counted(self, unit: Unit, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield what of a civil day counts for a unit, as local moments without a zone."""
        midnight = datetime.combine(day, time.min)
        if unit in ("urgent_hour", "natural_day"):
            yield midnight, midnight + timedelta(days=1)
        elif self.works_on(day):
            spans: tuple[Span, ...] = ((time.min, time.min),) if unit == "work_day" else self._spans(day)
            for begin, end in spans:
                yield _at(midnight, _second(begin)), _at(midnight, _second(end) or 86400)

    def _spans(self, day: date) -> tuple[Span, ...]:
        return next((hours.spans for hours in self.hours if hours.hold_on(day)), ())


def _at(midnight: datetime, second: int) -> datetime:
    return midnight + timedelta(seconds=second)

"""The parameters by which events are chosen, shared by the event layer and the heat layer."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from gis.model import Lookout
from gis.store.facts import EventFilter
from layers.base import Params

Hour = Annotated[int, Field(ge=0, le=23)]
Weekday = Annotated[int, Field(ge=1, le=7)]


class EventParams(Params):
    """Filters of events; an empty list does not restrict."""

    category: tuple[str, ...] = Field(default=(), max_length=200, title="类别 Categories")
    department: tuple[str, ...] = Field(default=(), max_length=100, title="部门 Departments")
    since: date | None = Field(default=None, alias="from", title="起 From")
    until: date | None = Field(default=None, alias="to", title="止 To")
    hours: tuple[Hour, ...] = Field(default=(), max_length=24, title="时段 Hours of day")
    weekdays: tuple[Weekday, ...] = Field(default=(), max_length=7, title="星期 Weekdays")

    @model_validator(mode="after")
    def _in_order(self) -> "EventParams":
        if self.since and self.until and self.since > self.until:
            raise ValueError("the first day comes after the last")
        return self

    def chosen(self, lookout: Lookout) -> EventFilter:
        """Return the filter that these parameters ask for."""
        return EventFilter(self.category, self.department, self.since, self.until, self.hours, self.weekdays)


class RecentEventParams(EventParams):
    """The same, with the last 30 days where no first day is given."""

    def chosen(self, lookout: Lookout) -> EventFilter:
        """Return the filter, beginning 29 days before the last day asked for, or before today."""
        since = self.since or ago(self.until or lookout.today, 29)
        return EventFilter(self.category, self.department, since, self.until, self.hours, self.weekdays)


def ago(day: date, days: int) -> date:
    """Return the day so many days before, at the earliest the first that there is."""
    return date.fromordinal(max(day.toordinal() - days, 1))

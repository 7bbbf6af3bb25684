"""The parameters by which events are chosen, shared by the event layer and the heat layer."""

from datetime import date, timedelta

from pydantic import Field, model_validator

from gis.model import Lookout
from gis.store.facts import EventFilter
from layers.base import Params


class EventParams(Params):
    """Filters of events; an empty list does not restrict."""

    category: tuple[str, ...] = Field(default=(), max_length=200, title="类别 Categories")
    department: tuple[str, ...] = Field(default=(), max_length=100, title="部门 Departments")
    since: date | None = Field(default=None, alias="from", title="起 From")
    until: date | None = Field(default=None, alias="to", title="止 To")
    hours: tuple[int, ...] = Field(default=(), max_length=24, title="时段 Hours of day")
    weekdays: tuple[int, ...] = Field(default=(), max_length=7, title="星期 Weekdays")

    @model_validator(mode="after")
    def _in_range(self) -> "EventParams":
        if any(not 0 <= hour <= 23 for hour in self.hours):
            raise ValueError("hours lie between 0 and 23")
        if any(not 1 <= day <= 7 for day in self.weekdays):
            raise ValueError("weekdays lie between 1 (Monday) and 7")
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
        since = self.since or (self.until or lookout.today) - timedelta(days=29)
        return EventFilter(self.category, self.department, since, self.until, self.hours, self.weekdays)

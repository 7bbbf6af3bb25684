"""Events, enterprises and components as they are read: sources of layers, places for analyses, lists."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, and_, extract, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.scoping import within, within_or_of_department
from gis.store.source import Source
from gis.store.tables import category, component, department, enterprise, event


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events: categories and departments (codes), civil days [since, until], hours, ISO weekdays.

    An empty tuple or None does not restrict.
    """

    categories: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    hours: tuple[int, ...] = field(default=())
    weekdays: tuple[int, ...] = field(default=())


def events_source(lookout: Lookout, chosen: EventFilter) -> Source:
    """Return the chosen events within a scope, newest first."""
    local = func.timezone(lookout.time_zone, event.c.reported_at)
    rows = (
        select(
            event.c.number,
            event.c.category_code.label("category"),
            category.c.name.label("category_name"),
            event.c.title,
            event.c.severity,
            event.c.address,
            department.c.name.label("department"),
            func.to_char(local, "YYYY-MM-DD HH24:MI").label("reported_at"),
            event.c.geom_3857,
            event.c.place.label("geom_wgs84"),
        )
        .join(category, category.c.code == event.c.category_code)
        .join(department, department.c.code == event.c.department_code)
        .where(chosen_events(lookout, chosen))
    )
    return Source("events", rows, order="reported_at", descending=True)


async def event_places(
    connection: AsyncConnection, lookout: Lookout, chosen: EventFilter
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the longitudes and latitudes (WGS-84, arrays (n,)) of the chosen events within a scope."""
    rows = await connection.execute(
        select(func.ST_X(event.c.place), func.ST_Y(event.c.place)).where(chosen_events(lookout, chosen))
    )
    places = np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, 2)
    return places[:, 0].copy(), places[:, 1].copy()


def enterprises_source(lookout: Lookout) -> Source:
    """Return the enterprises within a scope."""
    rows = select(
        enterprise.c.code,
        enterprise.c.name,
        enterprise.c.kind,
        enterprise.c.risk,
        enterprise.c.address,
        enterprise.c.geom_3857,
        enterprise.c.place.label("geom_wgs84"),
    ).where(within(lookout, enterprise.c.grid_id))
    return Source("enterprises", rows, order="code")


def components_source(lookout: Lookout, classes: tuple[str, ...]) -> Source:
    """Return the components within a scope, of some classes (two digits) or all."""
    rows = (
        select(
            component.c.code,
            category.c.class_code.label("class"),
            category.c.class_name.label("class_name"),
            category.c.name.label("kind_name"),
            component.c.name,
            component.c.state,
            component.c.geom_3857,
            component.c.place.label("geom_wgs84"),
        )
        .join(category, category.c.code == component.c.category_code)
        .where(within(lookout, component.c.grid_id))
    )
    if classes:
        rows = rows.where(category.c.class_code.in_(classes))
    return Source("components", rows, order="code")


async def list_categories(connection: AsyncConnection) -> tuple[list[Any], list[Any]]:
    """Return the event categories (code, class name, name) and the departments (code, name)."""
    categories = await connection.execute(
        select(category.c.code, category.c.class_name, category.c.name)
        .where(category.c.kind == "event")
        .order_by(category.c.code)
    )
    departments = await connection.execute(
        select(department.c.code, department.c.name).order_by(department.c.code)
    )
    return list(categories), list(departments)


async def count_facts(connection: AsyncConnection, lookout: Lookout) -> dict[str, int]:
    """Return how many events of the last 30 days, enterprises and components the scope holds."""
    month = EventFilter(since=lookout.today - timedelta(days=29), until=lookout.today)
    queries: dict[str, Select[Any]] = {
        "events": select(func.count()).select_from(event).where(chosen_events(lookout, month)),
        "enterprises": select(func.count())
        .select_from(enterprise)
        .where(within(lookout, enterprise.c.grid_id)),
        "components": select(func.count()).select_from(component).where(within(lookout, component.c.grid_id)),
    }
    return {key: int(await connection.scalar(query) or 0) for key, query in queries.items()}


def chosen_events(lookout: Lookout, chosen: EventFilter) -> ColumnElement[bool]:
    """Return the condition that an event is chosen and lies within a scope."""
    local = func.timezone(lookout.time_zone, event.c.reported_at)
    conditions: list[ColumnElement[bool]] = [
        within_or_of_department(lookout, event.c.grid_id, event.c.department_code)
    ]
    if chosen.categories:
        conditions.append(event.c.category_code.in_(chosen.categories))
    if chosen.departments:
        conditions.append(event.c.department_code.in_(chosen.departments))
    if chosen.since:
        conditions.append(event.c.reported_at >= _start_of(chosen.since, lookout))
    if chosen.until:
        conditions.append(event.c.reported_at < _start_of(chosen.until + timedelta(days=1), lookout))
    if chosen.hours:
        conditions.append(extract("hour", local).in_(chosen.hours))
    if chosen.weekdays:
        conditions.append(extract("isodow", local).in_(chosen.weekdays))
    return and_(*conditions)


def _start_of(day: date, lookout: Lookout) -> ColumnElement[Any]:
    # the day's first moment in the town's zone; the column stays bare so that its index serves
    return func.timezone(lookout.time_zone, func.make_timestamp(day.year, day.month, day.day, 0, 0, 0.0))

"""Events as hot spots need them: places, civil days and kinds; how cases among them went; what is nearby."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Date, cast, exists, extract, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.facts import EventFilter, chosen_events
from gis.store.scoping import within
from gis.store.standing import standing
from gis.store.tables import category, department, duty, enterprise, event, place


@dataclass(frozen=True, slots=True, eq=False)
class Happenings:
    """Events (n,) in WGS-84 degrees: how many civil days ago and in which hour each was, and of what kind.

    `at` are seconds since 1970 (UTC), `group` the two digits of the category's class, `flow` None for what is
    no case.
    """

    id: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    ago: NDArray[np.int64]
    hour: NDArray[np.int64]
    at: NDArray[np.float64]
    kind: NDArray[np.object_]
    group: NDArray[np.object_]
    department: NDArray[np.object_]
    flow: NDArray[np.object_]

    def take(self, inside: NDArray[np.bool_]) -> "Happenings":
        """Return some of the events."""
        return Happenings(*(getattr(self, name)[inside] for name in Happenings.__dataclass_fields__))

    def moments(self) -> tuple[datetime, datetime]:
        """Return the moments of the first and just after the last event; there is at least one."""
        first, last = (datetime.fromtimestamp(float(one), UTC) for one in (self.at.min(), self.at.max()))
        return first, last + timedelta(seconds=1)

    def __len__(self) -> int:
        """Count the events."""
        return len(self.lon)


async def happenings(connection: AsyncConnection, lookout: Lookout, chosen: EventFilter) -> Happenings:
    """Return the chosen events within a scope."""
    local = func.timezone(lookout.time_zone, event.c.reported_at)
    rows = await connection.execute(
        select(
            event.c.id,
            func.ST_X(event.c.place),
            func.ST_Y(event.c.place),
            cast(local, Date),
            extract("hour", local),
            extract("epoch", event.c.reported_at),
            category.c.name,
            category.c.class_code,
            department.c.name,
            event.c.flow,
        )
        .join(category, category.c.code == event.c.category_code)
        .join(department, department.c.code == event.c.department_code)
        .where(chosen_events(lookout, chosen))
        .order_by(event.c.number)
    )
    columns = list(zip(*rows, strict=True)) or [()] * 10
    return Happenings(
        np.array(columns[0], np.int64),
        np.array(columns[1], np.float64),
        np.array(columns[2], np.float64),
        np.array([(lookout.today - one).days for one in columns[3]], np.int64),
        np.array([int(one) for one in columns[4]], np.int64),
        np.array([float(one) for one in columns[5]], np.float64),
        *(np.array(column, object) for column in columns[6:]),
    )


async def place_near(connection: AsyncConnection, lon: float, lat: float) -> str | None:
    """Return the name of the place nearest to a point (WGS-84), None where the town has no places."""
    here = func.ST_SetSRID(func.ST_MakePoint(lon, lat), 4326)
    nearest = select(place.c.name).order_by(place.c.place.op("<->")(here), place.c.id).limit(1)
    found: str | None = await connection.scalar(nearest)
    return found


async def enterprises_near(
    connection: AsyncConnection, lookout: Lookout, point: tuple[float, float], metres: float
) -> list[tuple[str, float, float]]:
    """Return a scope's enterprises within so many metres of a WGS-84 point: name, longitude, latitude."""
    here = func.ST_SetSRID(func.ST_MakePoint(*point), 4326)
    near = func.ST_DWithin(func.geography(enterprise.c.place), func.geography(here), metres)
    own = within(lookout, enterprise.c.grid_id)
    query = select(enterprise.c.name, func.ST_X(enterprise.c.place), func.ST_Y(enterprise.c.place))
    rows = await connection.execute(query.where(near, own).order_by(enterprise.c.id))
    return [(row[0], row[1], row[2]) for row in rows]


async def rostered(
    connection: AsyncConnection, people: Sequence[int], span: tuple[datetime, datetime]
) -> list[tuple[int, float, float]] | None:
    """Return when some people are on duty in a span: person, begin, end (seconds since 1970).

    None where nobody at all is: a town that enters no rosters.
    """
    touches = duty.c.valid.overlaps(func.tstzrange(*span))
    if not await connection.scalar(select(exists().where(touches))):
        return None
    held = standing(duty.c.person_id.in_(people) & touches)
    begin, end = (extract("epoch", each(held.c.valid)) for each in (func.lower, func.upper))
    rows = await connection.execute(select(held.c.person_id, begin, end))
    return [(row[0], float(row[1]), float(row[2])) for row in rows]


def last_days(today: date, days: int) -> EventFilter:
    """Return the choice of all events of the last so many days that are over."""
    return EventFilter(since=today - timedelta(days=days), until=today - timedelta(days=1))

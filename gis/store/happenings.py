"""Events as hot spots need them: places, civil days and categories; and the names of places nearby."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Date, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.facts import EventFilter, chosen_events
from gis.store.tables import category, event, place


@dataclass(frozen=True, slots=True, eq=False)
class Happenings:
    """Events (n,) in WGS-84 degrees, how many civil days ago each was, and its category's name."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    ago: NDArray[np.int64]
    kind: NDArray[np.object_]


async def happenings(connection: AsyncConnection, lookout: Lookout, chosen: EventFilter) -> Happenings:
    """Return the chosen events within a scope."""
    day = cast(func.timezone(lookout.time_zone, event.c.reported_at), Date)
    rows = await connection.execute(
        select(func.ST_X(event.c.place), func.ST_Y(event.c.place), day, category.c.name)
        .join(category, category.c.code == event.c.category_code)
        .where(chosen_events(lookout, chosen))
        .order_by(event.c.number)
    )
    columns = list(zip(*rows, strict=True)) or [()] * 4
    return Happenings(
        np.array(columns[0], np.float64),
        np.array(columns[1], np.float64),
        np.array([(lookout.today - one).days for one in columns[2]], np.int64),
        np.array(columns[3], object),
    )


async def place_near(connection: AsyncConnection, lon: float, lat: float) -> str | None:
    """Return the name of the place nearest to a point (WGS-84), None where the town has no places."""
    here = func.ST_SetSRID(func.ST_MakePoint(lon, lat), 4326)
    nearest = select(place.c.name).order_by(place.c.place.op("<->")(here), place.c.id).limit(1)
    found: str | None = await connection.scalar(nearest)
    return found


def last_days(today: date, days: int) -> EventFilter:
    """Return the choice of all events of the last so many days that are over."""
    return EventFilter(since=today - timedelta(days=days), until=today - timedelta(days=1))

"""What an archive takes of a day beside tracks: its events, and the ground that nobody patrols."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import event, grid, site, water
from gis.store.tracks import Day

EVENT_COLUMNS = ("number", "reported_at", "category", "department", "grid", "lon", "lat")
GROUND_COLUMNS = ("kind", "id", "geometry")


async def events_of(connection: AsyncConnection, day: Day) -> list[Sequence[Any]]:
    """Return the events of a civil day as EVENT_COLUMNS, in order of their numbers."""
    rows = await connection.execute(
        select(
            event.c.number,
            event.c.reported_at,
            event.c.category_code,
            event.c.department_code,
            grid.c.code,
            func.ST_X(event.c.place),
            func.ST_Y(event.c.place),
        )
        .join(grid, grid.c.id == event.c.grid_id, isouter=True)
        .where(event.c.reported_at >= day.begin, event.c.reported_at < day.end)
        .order_by(event.c.number)
    )
    return [tuple(row) for row in rows]


async def unpatrolled_on(connection: AsyncConnection, day: date) -> list[Sequence[Any]]:
    """Return the waters, and the sites closed or excused on a day (WKB, WGS-84), as GROUND_COLUMNS."""
    waters = await connection.execute(
        select(water.c.id, func.ST_AsBinary(water.c.geom_wgs84)).order_by(water.c.id)
    )
    sites = await connection.execute(
        select(site.c.id, func.ST_AsBinary(site.c.geom_wgs84))
        .where(site.c.valid.contains(day))
        .order_by(site.c.id)
    )
    found = [("water", row[0], bytes(row[1])) for row in waters]
    return [*found, *(("site", row[0], bytes(row[1])) for row in sites)]

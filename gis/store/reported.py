"""Events as what a reading is bound to: whether one lies in a scope, and the newest to choose from."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.scoping import grids_in_scope, within_or_of_department
from gis.store.tables import edition_grid, event, grid


async def event_in_scope(connection: AsyncConnection, lookout: Lookout, number: str) -> bool:
    """Tell whether a scope shows the event of a number."""
    shown = within_or_of_department(lookout, event.c.grid_id, event.c.department_code)
    return await connection.scalar(select(event.c.id).where(event.c.number == number, shown)) is not None


async def newest_events(
    connection: AsyncConnection, lookout: Lookout, limit: int
) -> list[tuple[str, str, datetime]]:
    """Return number, title and moment of the events that a scope shows, the newest first."""
    shown = within_or_of_department(lookout, event.c.grid_id, event.c.department_code)
    rows = await connection.execute(
        select(event.c.number, event.c.title, event.c.reported_at)
        .where(shown)
        .order_by(event.c.reported_at.desc(), event.c.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def grid_in_scope(connection: AsyncConnection, lookout: Lookout, code: str) -> bool:
    """Tell whether a scope shows the grid of a code in the edition that the lookout names."""
    query = select(grid.c.id).where(grid.c.code == code, grid.c.id.in_(grids_in_scope(lookout)))
    return await connection.scalar(query) is not None


async def base_grids(connection: AsyncConnection, lookout: Lookout) -> list[tuple[str, str]]:
    """Return code and name of the base grids that a scope shows, by code."""
    member = (edition_grid.c.grid_id == grid.c.id) & (edition_grid.c.edition_id == lookout.edition_id)
    rows = await connection.execute(
        select(grid.c.code, edition_grid.c.name)
        .join(edition_grid, member)
        .where(grid.c.level == lookout.base_level, grid.c.id.in_(grids_in_scope(lookout)))
        .order_by(grid.c.code)
    )
    return [(row[0], row[1]) for row in rows]

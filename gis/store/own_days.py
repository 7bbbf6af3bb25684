"""What stays of a person's closed day when its places are gone: its figures and the visits to grids."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import edition_grid, grid, track_day, visit


async def figures_of(connection: AsyncConnection, who: int, day: date) -> dict[str, Any] | None:
    """Return the figures of a person's sealed day, None when there are none."""
    query = select(track_day.c.figures).where(track_day.c.person_id == who, track_day.c.day == day)
    found: dict[str, Any] | None = await connection.scalar(query)
    return found


async def visits_of(
    connection: AsyncConnection, who: int, day: date, edition_id: int
) -> list[tuple[str, str, int, int, float]]:
    """Return code and name of each grid visited, from when to when (ms UTC), and the metres walked there."""
    named = (edition_grid.c.grid_id == grid.c.id) & (edition_grid.c.edition_id == edition_id)
    enter, leave = (func.date_part("epoch", moment) * 1000 for moment in (visit.c.enter, visit.c.leave))
    rows = await connection.execute(
        select(grid.c.code, func.coalesce(edition_grid.c.name, grid.c.code), enter, leave, visit.c.metres)
        .join(grid, grid.c.id == visit.c.grid_id)
        .join(edition_grid, named, isouter=True)
        .where(visit.c.person_id == who, visit.c.day == day)
        .order_by(visit.c.enter)
    )
    return [(row[0], row[1], round(row[2]), round(row[3]), round(row[4], 1)) for row in rows]


async def days_between(
    connection: AsyncConnection, who: int, days: tuple[date, date]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the figures and the visits of a person's sealed days from a first to a last, in order."""
    figures = await connection.execute(
        select(track_day.c.day, track_day.c.figures)
        .where(track_day.c.person_id == who, track_day.c.day.between(*days))
        .order_by(track_day.c.day)
    )
    visits = await connection.execute(
        select(visit.c.day, grid.c.code, visit.c.enter, visit.c.leave, visit.c.metres)
        .join(grid, grid.c.id == visit.c.grid_id)
        .where(visit.c.person_id == who, visit.c.day.between(*days))
        .order_by(visit.c.enter)
    )
    names = ("day", "grid", "enter", "leave", "metres")
    return (
        [{"day": row[0], "figures": row[1]} for row in figures],
        [dict(zip(names, row, strict=True)) for row in visits],
    )

"""Events as they are counted: by the grids of their day, and as points for the grids of another day."""

from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.tables import edition_grid, event, grid, squad
from gis.store.tracks import day_of

Span = tuple[date, date]


async def events_by_their_grids(
    connection: AsyncConnection, lookout: Lookout, span: Span
) -> list[tuple[str, str | None, str | None, int]]:
    """Return grid, village and squad (codes) as they were when events of a span came in, and how many.

    Events without a grid are left out. The span's civil days are both included.
    """
    parent = grid.alias("parent")
    rows = await connection.execute(
        select(grid.c.code, parent.c.code, squad.c.code, func.count())
        .select_from(event)
        .join(grid, grid.c.id == event.c.grid_id)
        .join(
            edition_grid,
            (edition_grid.c.edition_id == event.c.edition_id) & (edition_grid.c.grid_id == event.c.grid_id),
            isouter=True,
        )
        .join(parent, parent.c.id == edition_grid.c.parent_id, isouter=True)
        .join(squad, squad.c.id == edition_grid.c.squad_id, isouter=True)
        .where(_within(lookout, span))
        .group_by(grid.c.code, parent.c.code, squad.c.code)
        .order_by(grid.c.code.collate("C"))
    )
    return [(row[0], row[1], row[2], int(row[3])) for row in rows]


async def event_points(
    connection: AsyncConnection, lookout: Lookout, span: Span
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitudes and latitudes (WGS-84), arrays (n,), of all events of a span."""
    rows = await connection.execute(
        select(func.ST_X(event.c.place), func.ST_Y(event.c.place)).where(_within(lookout, span))
    )
    points = np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, 2)
    return points[:, 0].copy(), points[:, 1].copy()


def _within(lookout: Lookout, span: Span) -> ColumnElement[bool]:
    begin, end = day_of(span[0], lookout.time_zone).begin, day_of(span[1], lookout.time_zone).end
    return (event.c.reported_at >= begin) & (event.c.reported_at < end)

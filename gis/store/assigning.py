"""Give things that came before the boundaries their grid, once the first edition is published."""

from typing import Any

from sqlalchemy import ColumnElement, Table, Update, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import block, component, edition_grid, enterprise, event, grid, grid_shape


async def assign_grids(connection: AsyncConnection, edition_id: int) -> None:
    """Place everything without a grid by an edition: dedicated grids first, then the lowest code."""
    for table, place in (
        (enterprise, enterprise.c.place),
        (component, component.c.place),
        (event, event.c.place),
        (block, func.ST_PointOnSurface(block.c.geom_wgs84)),
    ):
        await connection.execute(_assigning(table, place, edition_id))
    known = update(event).where(event.c.edition_id.is_(None), event.c.grid_id.is_not(None))
    await connection.execute(known.values(edition_id=edition_id))


def _assigning(table: Table, place: ColumnElement[Any], edition_id: int) -> Update:
    base = select(func.max(grid.c.level)).scalar_subquery()
    found = (
        select(grid.c.id)
        .join(edition_grid, edition_grid.c.grid_id == grid.c.id)
        .join(grid_shape, grid_shape.c.id == edition_grid.c.shape_id)
        .where(edition_grid.c.edition_id == edition_id, grid.c.level == base)
        .where(func.ST_Covers(grid_shape.c.geom_wgs84, place))
        .order_by(edition_grid.c.kind != "dedicated", grid.c.code.collate("C"))
        .limit(1)
        .scalar_subquery()
    )
    return update(table).where(table.c.grid_id.is_(None)).values(grid_id=found)

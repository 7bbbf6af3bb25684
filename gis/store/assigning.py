"""Give what stands on the ground its grid by the edition in force, and anew when another comes in force."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, Update, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import block, component, edition, edition_grid, enterprise, event, grid, grid_shape
from gis.store.town import load_setting, save_setting

LOCK = 0x706C6163
KEY = "placed_by"
STANDING: dict[str, tuple[Table, ColumnElement[Any]]] = {
    "enterprise": (enterprise, enterprise.c.place),
    "component": (component, component.c.place),
    "block": (block, func.ST_PointOnSurface(block.c.geom_wgs84)),
}
"""What stands on the ground, and the place that decides in which grid it lies."""


async def lock_placing(connection: AsyncConnection) -> None:
    """Let nobody else place what stands on the ground until this transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


async def placed_by(connection: AsyncConnection) -> int | None:
    """Return the key of the edition by which all that stands on the ground is placed; None for none yet."""
    known = await load_setting(connection, KEY)
    return int(known["edition"]) if known else None


async def mark_placed(connection: AsyncConnection, edition_id: int) -> None:
    """Keep by which edition all that stands on the ground is placed."""
    await save_setting(connection, KEY, {"edition": edition_id})


async def edition_to_place_by(connection: AsyncConnection, today: date) -> int | None:
    """Return the edition in force on a civil day, before the first one that first one; None without any."""
    key = await connection.scalar(
        select(edition.c.id)
        .where(edition.c.status == "published", edition.c.superseded_by.is_(None))
        .order_by(edition.c.valid.contains(today).desc(), func.lower(edition.c.valid))
        .limit(1)
    )
    return None if key is None else int(key)


async def assign_grids(connection: AsyncConnection, edition_id: int) -> int:
    """Place all that stands on the ground by an edition, and return how much of it got another grid.

    Dedicated grids come first, then the lowest code; what lies in no grid gets none.
    """
    moved = 0
    for table, place in STANDING.values():
        moved += (await connection.execute(_assigning(table, place, edition_id))).rowcount
    return moved


async def assign_import(connection: AsyncConnection, edition_id: int, name: str, import_id: int) -> None:
    """Place what an import brought into a table by an edition."""
    table, place = STANDING[name]
    await connection.execute(_assigning(table, place, edition_id).where(table.c.import_id == import_id))


async def assign_events(connection: AsyncConnection, edition_id: int) -> None:
    """Give the events that came before any boundaries their grid and edition; those of others keep theirs."""
    early = event.c.edition_id.is_(None)
    await connection.execute(_assigning(event, event.c.place, edition_id).where(early))
    known = update(event).where(early, event.c.grid_id.is_not(None))
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
        .correlate(table)
        .scalar_subquery()
    )
    return update(table).where(table.c.grid_id.is_distinct_from(found)).values(grid_id=found)

"""Write whole tables of a new home: people with posts, catalogue, facts and ground; claim an empty one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import asyncpg
from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import Conflict
from gis.store import tables
from gis.store.copying import copy_rows
from gis.store.tables import account, grid, person, setting, squad
from gis.store.town import load_town

Rows = Sequence[Sequence[Any]]
FOUNDING_LOCK = 0x666F756E

COLUMNS: dict[str, tuple[str, ...]] = {
    "department": ("code", "name"),
    "category": (
        "code",
        "kind",
        "class_code",
        "class_name",
        "name",
        "department_code",
        "limit_value",
        "limit_unit",
    ),
    "item": ("code", "kind", "name", "department_code", "limit_value", "limit_unit"),
    "enterprise": ("code", "name", "kind", "risk", "address", "grid_id", "import_id", "place"),
    "component": ("code", "category_code", "name", "state", "grid_id", "import_id", "place"),
    "event": (
        "number",
        "category_code",
        "title",
        "address",
        "source",
        "severity",
        "department_code",
        "reported_at",
        "grid_id",
        "edition_id",
        "import_id",
        "place",
    ),
    "road": ("name", "class", "code", "import_id", "geom_wgs84"),
    "water": ("name", "kind", "code", "import_id", "geom_wgs84"),
    "block": ("name", "kind", "grid_id", "households", "residents", "code", "import_id", "geom_wgs84"),
    "building": (
        "name",
        "kind",
        "floors",
        "households",
        "residents",
        "block_id",
        "code",
        "import_id",
        "geom_wgs84",
    ),
    "place": ("name", "kind", "code", "import_id", "place"),
    "village_line": ("code", "name", "import_id", "geom_wgs84"),
    "outline": ("code", "name", "import_id", "geom_wgs84"),
    "person": ("number", "name", "phone", "squad_id"),
    "post": ("person_id", "grid_id", "kind", "valid"),
}
"""What `write_rows` expects of each table, in order; geometries are EWKB in EPSG:4326."""


async def write_rows(connection: AsyncConnection, table: str, rows: Rows) -> None:
    """Append rows in the order of `COLUMNS`."""
    await copy_rows(connection, getattr(tables, table), COLUMNS[table], rows)


async def keys_of(connection: AsyncConnection, table: str) -> dict[str, int]:
    """Return the surrogate keys of grids, squads, people or blocks by code, number or name."""
    column = {"grid": grid.c.code, "squad": squad.c.code, "person": person.c.number}[table]
    rows = await connection.execute(select(column, column.table.c.id))
    return {row[0]: row[1] for row in rows}


def from_day(day: date) -> asyncpg.Range:
    """Return the range of days that begins on `day` and has no end."""
    return asyncpg.Range(day, None)


async def block_keys(connection: AsyncConnection) -> list[int]:
    """Return the blocks' keys in the order in which they were written."""
    return list(await connection.scalars(select(tables.block.c.id).order_by(tables.block.c.id)))


async def is_empty(connection: AsyncConnection) -> bool:
    """Tell whether the home has neither a town nor an account."""
    no_account = await connection.scalar(select(~exists(select(account.c.id))))
    return bool(no_account) and await load_town(connection) is None


async def claim_home(connection: AsyncConnection) -> None:
    """Let this transaction alone found the home's town; Conflict when it has one."""
    await connection.execute(select(func.pg_advisory_xact_lock(FOUNDING_LOCK)))
    if await load_town(connection):
        raise Conflict("This home has a town already.")


async def forget_setting(connection: AsyncConnection, key: str) -> None:
    """Remove a setting."""
    await connection.execute(delete(setting).where(setting.c.key == key))

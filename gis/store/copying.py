"""Bulk writing: rows straight into a table by PostgreSQL's COPY, geometries included."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import asyncpg
import shapely
from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection


async def copy_rows(
    connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Append rows to a table inside the connection's transaction.

    Geometries are given as EWKB bytes (see `ewkb`); a row that breaks a constraint undoes everything.
    """
    await connection.execute(text("SELECT 1"))  # opens the transaction that COPY then belongs to
    driver = cast(asyncpg.Connection, (await connection.get_raw_connection()).driver_connection)
    await driver.set_type_codec("geometry", schema="public", encoder=bytes, decoder=bytes, format="binary")
    await driver.copy_records_to_table(table.name, columns=list(columns), records=rows)


def ewkb(geometries: Any, srid: int) -> list[bytes]:
    """Return geometries (array of shapely) as EWKB with their SRID."""
    marked = shapely.set_srid(geometries, srid)
    return [bytes(value) for value in shapely.to_wkb(marked, include_srid=True)]

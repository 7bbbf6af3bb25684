"""Many rows at once by PostgreSQL's COPY: straight into a table, geometries included, or into columns."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import asyncpg
import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

# PostgreSQL's binary COPY: a signature, flags and the length of an extension, then rows, then a count of -1
HEAD_BYTES, TAIL_BYTES = 19, 2


async def copy_rows(
    connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Append rows to a table inside the connection's transaction.

    Geometries are given as EWKB bytes (see `ewkb`); a row that breaks a constraint undoes everything.
    """
    driver = await _driver(connection)
    await driver.set_type_codec("geometry", schema="public", encoder=bytes, decoder=bytes, format="binary")
    await driver.copy_records_to_table(table.name, columns=list(columns), records=rows)


async def read_columns(
    connection: AsyncConnection, query: str, columns: Sequence[tuple[str, str]], *values: Any
) -> NDArray[Any]:
    """Return the rows of a query ($1 … are its values) as a structured array of columns (name, dtype).

    Each column has a fixed width in PostgreSQL's binary form, as numbers and moments have (int64 µs since
    2000), and none may be null: ValueError otherwise.
    """
    driver = await _driver(connection)
    body = bytearray()

    async def take(data: bytes) -> None:
        body.extend(data)

    await driver.copy_from_query(query, *values, output=take, format="binary")
    fields = [field for name, kind in columns for field in ((f"{name}_bytes", ">i4"), (name, f">{kind}"))]
    row = np.dtype([("fields", ">i2"), *fields])
    count, rest = divmod(len(body) - HEAD_BYTES - TAIL_BYTES, row.itemsize)
    found = np.frombuffer(body, row, count, HEAD_BYTES)
    if rest or any((found[f"{name}_bytes"] != np.dtype(kind).itemsize).any() for name, kind in columns):
        raise ValueError("a column is null or has another width")
    return found


async def _driver(connection: AsyncConnection) -> asyncpg.Connection:
    await connection.execute(text("SELECT 1"))  # opens the transaction that COPY then belongs to
    return cast(asyncpg.Connection, (await connection.get_raw_connection()).driver_connection)


def ewkb(geometries: Any, srid: int) -> list[bytes]:
    """Return geometries (array of shapely) as EWKB with their SRID."""
    marked = shapely.set_srid(geometries, srid)
    return [bytes(value) for value in shapely.to_wkb(marked, include_srid=True)]

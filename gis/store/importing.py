"""Write what came from a file: the import itself, its rows merged by key, and the rows it refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import asyncpg
from sqlalchemy import Column, ColumnElement, Table, func, insert, literal_column, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from gis.store import tables
from gis.store.copying import copy_rows
from gis.store.tables import import_refusal, import_run, metadata

Rows = Sequence[Sequence[Any]]
# rows merged at a time: seldom enough to cost nothing, often enough to show how far it is
PIECE = 10_000


@dataclass(frozen=True, slots=True)
class Import:
    """One import as it is kept: what was read, whence, and by whom."""

    kind: str
    file: str
    digest: str
    source: str
    surveyed_on: date | None
    reference: str
    columns: Mapping[str, str | None]
    rows: int
    actor: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows were new, differed from what stood there, or stood there already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        """Return the sums."""
        return Outcome(
            self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged
        )


async def add_import(connection: AsyncConnection, one: Import) -> int:
    """Open an import and return its key; its counts follow by `close_import`."""
    counts = dict.fromkeys(("added", "changed", "unchanged", "refused"), 0)
    statement = insert(import_run).values(**asdict(one), **counts).returning(import_run.c.id)
    return int((await connection.execute(statement)).scalar_one())


async def close_import(
    connection: AsyncConnection, key: int, outcome: Outcome, refused: Iterable[tuple[int, str, Any]]
) -> None:
    """Write an import's counts and the rows it refused: number in the file, reason, content."""
    rows = [{"import_id": key, "row": row, "reason": why, "content": what} for row, why, what in refused]
    if rows:
        await connection.execute(insert(import_refusal), rows)
    counts = {**asdict(outcome), "refused": len(rows)}
    await connection.execute(update(import_run).where(import_run.c.id == key).values(**counts))


async def merge_rows(
    connection: AsyncConnection,
    name: str,
    identity: Sequence[str],
    columns: Sequence[str],
    rows: Rows,
    counted: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """Write rows into a table: new keys are added, known ones changed where they differ, none is removed.

    `identity` names the key's columns. `import_id` alone is no difference: an unchanged row keeps the import
    it first came with. Geometries are EWKB. `counted` is told after each piece how many of all rows are done.
    """
    table: Table = getattr(tables, name)
    staging = await _staging(connection, table, columns)
    statement = _merging(table, staging, identity, columns)
    outcome = Outcome()
    for begin in range(0, len(rows), PIECE):
        piece = rows[begin : begin + PIECE]
        await copy_rows(connection, staging, columns, piece)
        added = list(await connection.scalars(statement))
        await connection.execute(text(f'TRUNCATE "{staging.name}"'))
        outcome += Outcome(sum(added), len(added) - sum(added), len(piece) - len(added))
        counted(begin + len(piece), len(rows))
    await connection.execute(text(f'DROP TABLE "{staging.name}"'))
    return outcome


def _merging(
    table: Table, staging: Table, identity: Sequence[str], columns: Sequence[str]
) -> ReturningInsert[bool]:
    """Return the statement that merges what is staged and tells of each row written whether it is new."""
    fresh = upsert(table).from_select(list(columns), select(*(staging.c[column] for column in columns)))
    values = {column: fresh.excluded[column] for column in columns if column not in identity}
    compared = [column for column in values if column != "import_id"]
    differs = (
        func.row(*(table.c[column] for column in compared)).op("IS DISTINCT FROM")(
            func.row(*(fresh.excluded[column] for column in compared))
        )
        if compared
        else literal_column("false")
    )
    fresh_row: ColumnElement[bool] = literal_column("(xmax = 0)")
    statement = fresh.on_conflict_do_update(index_elements=list(identity), set_=values, where=differs)
    return statement.returning(fresh_row)


async def _staging(connection: AsyncConnection, table: Table, columns: Sequence[str]) -> Table:
    """Make a temporary table with these columns of `table`."""
    name = f"staging_{table.name}"
    listed = ", ".join(f'"{column}"' for column in columns)
    empty = f'CREATE TEMPORARY TABLE "{name}" AS SELECT {listed} FROM "{table.name}" LIMIT 0'
    await connection.execute(text(empty))
    return Table(name, type(metadata)(), *(Column(column, table.c[column].type) for column in columns))


async def keys_by(connection: AsyncConnection, name: str, column: str, key: str = "id") -> dict[str, Any]:
    """Return a table's keys by another column, such as grids by code; what stands twice is left out."""
    table: Table = getattr(tables, name)
    once = func.count() == 1
    rows = await connection.execute(
        select(table.c[column], func.min(table.c[key])).group_by(table.c[column]).having(once)
    )
    return {row[0]: row[1] for row in rows}


async def update_counts(
    connection: AsyncConnection, name: str, counts: Sequence[tuple[int, int, int]], import_id: int
) -> Outcome:
    """Set households and residents of buildings or blocks: rows of key, households, residents."""
    table: Table = getattr(tables, name)
    columns = ("id", "households", "residents")
    staging = await _staging(connection, table, columns)
    await copy_rows(connection, staging, columns, counts)
    differs = or_(table.c.households != staging.c.households, table.c.residents != staging.c.residents)
    values = {"households": staging.c.households, "residents": staging.c.residents, "import_id": import_id}
    statement = update(table).where(table.c.id == staging.c.id, differs).values(**values)
    changed = (await connection.execute(statement)).rowcount
    await connection.execute(text(f'DROP TABLE "{staging.name}"'))
    return Outcome(changed=changed, unchanged=len(counts) - changed)


def copied_days(first: date | None, last: date | None) -> asyncpg.Range:
    """Return the civil days from the first to the last, both included, in the form that COPY takes."""
    return asyncpg.Range(first, last + timedelta(days=1) if last else None)

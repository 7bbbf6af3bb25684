"""Read whole tables as they are written to files: one row a thing, references by their codes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store import tables
from gis.store.tables import edition_grid, grid, grid_shape, person, post, squad

REFERRED = {"squad_id": squad, "grid_id": grid}
GRID_FIELDS = ("code", "name", "parent", "level", "squad", "kind")


async def read_rows(
    connection: AsyncConnection, name: str, columns: Sequence[str], geometry: str | None
) -> list[tuple[Any, ...]]:
    """Return a table's columns by its first column, and last the geometry as WKB (WGS-84 degrees).

    Keys of squads and grids come as their codes, `from` and `to` as the first and last day of `valid`.
    """
    table: Table = getattr(tables, name)
    chosen = [_column(table, column) for column in columns]
    if geometry is not None:
        chosen.append(func.ST_AsBinary(table.c[geometry]))
    rows = await connection.execute(select(*chosen).order_by(chosen[0]))
    return [tuple(row) for row in rows]


async def read_people(connection: AsyncConnection) -> list[tuple[Any, ...]]:
    """Return number, name, phone, squad, grid, post, first and last day; one row for each post."""
    rows = await connection.execute(
        select(
            person.c.number,
            person.c.name,
            person.c.phone,
            _column(person, "squad_id"),
            _column(post, "grid_id"),
            post.c.kind,
            *(_column(post, name) for name in ("from", "to")),
        )
        .join(post, post.c.person_id == person.c.id, isouter=True)
        .order_by(person.c.number, post.c.id)
    )
    return [tuple(row) for row in rows]


async def read_grids(connection: AsyncConnection, edition_id: int) -> list[tuple[Any, ...]]:
    """Return an edition's members in the order of GRID_FIELDS, then metric and WGS-84 shapes as WKB."""
    parent = grid.alias("parent")
    rows = await connection.execute(
        select(
            grid.c.code,
            edition_grid.c.name,
            parent.c.code,
            grid.c.level,
            _column(edition_grid, "squad_id"),
            edition_grid.c.kind,
            func.ST_AsBinary(grid_shape.c.geom),
            func.ST_AsBinary(grid_shape.c.geom_wgs84),
        )
        .join(edition_grid, edition_grid.c.grid_id == grid.c.id)
        .join(grid_shape, grid_shape.c.id == edition_grid.c.shape_id)
        .join(parent, parent.c.id == edition_grid.c.parent_id, isouter=True)
        .where(edition_grid.c.edition_id == edition_id)
        .order_by(grid.c.code.collate("C"))
    )
    return [tuple(row) for row in rows]


def _column(table: Table, column: str) -> ColumnElement[Any]:
    if column in REFERRED:
        other = REFERRED[column].alias()
        return select(other.c.code).where(other.c.id == table.c[column]).scalar_subquery()
    if column == "from":
        return func.lower(table.c.valid)
    if column == "to":
        return func.upper(table.c.valid) - 1
    return table.c[column]

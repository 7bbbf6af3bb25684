"""Editions of the boundaries as they are read: which hold when, and who their members are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import edition, edition_grid, grid, grid_shape, squad


@dataclass(frozen=True, slots=True)
class Published:
    """One published edition that no other supersedes: key, number, title and civil days [from, to)."""

    id: int
    number: int
    title: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """One grid of an edition: identity, place in the hierarchy, squad, and shape (WKB, WGS-84)."""

    id: int
    code: str
    level: int
    name: str
    parent: str | None
    squad: str | None
    squad_name: str | None
    shape: bytes


async def published_editions(connection: AsyncConnection) -> tuple[Published, ...]:
    """Return the editions in force on some day, oldest first; cheap enough to ask twice a second."""
    rows = await connection.execute(
        select(
            edition.c.id,
            edition.c.number,
            edition.c.title,
            func.lower(edition.c.valid),
            func.upper(edition.c.valid),
        )
        .where(edition.c.status == "published", edition.c.superseded_by.is_(None))
        .order_by(func.lower(edition.c.valid))
    )
    return tuple(Published(*row) for row in rows)


async def members(connection: AsyncConnection, edition_id: int) -> tuple[Member, ...]:
    """Return every member of an edition at every level, by code in byte order."""
    parent = grid.alias("parent")
    rows = await connection.execute(
        select(
            grid.c.id,
            grid.c.code,
            grid.c.level,
            edition_grid.c.name,
            parent.c.code,
            squad.c.code,
            squad.c.name,
            func.ST_AsBinary(grid_shape.c.geom_wgs84),
        )
        .join(edition_grid, edition_grid.c.grid_id == grid.c.id)
        .join(grid_shape, grid_shape.c.id == edition_grid.c.shape_id)
        .join(parent, parent.c.id == edition_grid.c.parent_id, isouter=True)
        .join(squad, squad.c.id == edition_grid.c.squad_id, isouter=True)
        .where(edition_grid.c.edition_id == edition_id)
        .order_by(grid.c.code.collate("C"))
    )
    return tuple(_member(row) for row in rows)


def _member(row: Row[Any]) -> Member:
    return Member(*row[:-1], bytes(row[-1]))

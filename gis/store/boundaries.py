"""Editions of the boundaries as they are read: which hold when, and who their members are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.scoping import within
from gis.store.source import Source
from gis.store.tables import edition, edition_grid, grid, grid_shape, squad, squad_zone


@dataclass(frozen=True, slots=True)
class Published:
    """One published edition: key, number, title, civil days [from, to), and since when it was believed.

    `superseded_at` is the moment from which another one, for the same days, is believed instead.
    """

    id: int
    number: int
    title: str
    valid_from: date
    valid_to: date | None
    document: str | None
    approver: str | None
    published_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """One grid of an edition: identity, place in the hierarchy, squad, and shape (WKB, WGS-84)."""

    id: int
    code: str
    level: int
    name: str
    kind: str
    parent: str | None
    squad: str | None
    squad_name: str | None
    shape: bytes


async def published_editions(connection: AsyncConnection) -> tuple[Published, ...]:
    """Return the published editions, superseded ones too, by first day; cheap enough to ask all the time."""
    successor = edition.alias("successor")
    rows = await connection.execute(
        select(
            edition.c.id,
            edition.c.number,
            edition.c.title,
            func.lower(edition.c.valid),
            func.upper(edition.c.valid),
            edition.c.document,
            edition.c.approver,
            edition.c.published_at,
            successor.c.published_at,
        )
        .join(successor, successor.c.id == edition.c.superseded_by, isouter=True)
        .where(edition.c.status == "published")
        .order_by(func.lower(edition.c.valid), edition.c.number)
    )
    return tuple(Published(*row) for row in rows)


async def newest_names(connection: AsyncConnection) -> dict[str, str]:
    """Return the name of every member of the newest published edition by code; empty when there is none."""
    newest = (
        select(edition.c.id)
        .where(edition.c.status == "published", edition.c.superseded_by.is_(None))
        .order_by(edition.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = await connection.execute(
        select(grid.c.code, edition_grid.c.name)
        .join(edition_grid, edition_grid.c.grid_id == grid.c.id)
        .where(edition_grid.c.edition_id == newest)
    )
    return {row[0]: row[1] for row in rows}


async def members(connection: AsyncConnection, edition_id: int) -> tuple[Member, ...]:
    """Return every member of an edition at every level, by code in byte order."""
    parent = grid.alias("parent")
    rows = await connection.execute(
        select(
            grid.c.id,
            grid.c.code,
            grid.c.level,
            edition_grid.c.name,
            edition_grid.c.kind,
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


def _member(row: Any) -> Member:
    key, code, level, name, kind, parent, squad_code, squad_name, shape = row
    return Member(key, code, level, name, kind, parent, squad_code, squad_name, bytes(shape))


async def extent(connection: AsyncConnection, lookout: Lookout) -> tuple[float, float, float, float]:
    """Return west, south, east and north (WGS-84) of the scope's grids; the whole globe when it has none."""
    shapes = grids_source(lookout).select.subquery()
    box = select(func.ST_Extent(shapes.c.geom_wgs84).label("box")).subquery()
    edges = (
        func.ST_XMin(box.c.box),
        func.ST_YMin(box.c.box),
        func.ST_XMax(box.c.box),
        func.ST_YMax(box.c.box),
    )
    west, south, east, north = (await connection.execute(select(*edges))).one()
    return (west, south, east, north) if west is not None else (-180.0, -85.0, 180.0, 85.0)


async def count_grids(connection: AsyncConnection, lookout: Lookout) -> int:
    """Return how many base-level grids the scope holds."""
    return int(
        await connection.scalar(select(func.count()).select_from(grids_source(lookout).select.subquery()))
        or 0
    )


def grids_source(lookout: Lookout) -> Source:
    """Return the base-level grids of an edition within a scope; `label` is what the parent's code lacks."""
    parent = grid.alias("parent")
    columns = (
        grid.c.code,
        edition_grid.c.name,
        edition_grid.c.kind,
        func.substr(grid.c.code, func.coalesce(func.length(parent.c.code), 0) + 1).label("label"),
        parent.c.code.label("village"),
        squad.c.code.label("squad"),
    )
    members = (
        _shaped(columns)
        .join(parent, parent.c.id == edition_grid.c.parent_id, isouter=True)
        .join(squad, squad.c.id == edition_grid.c.squad_id, isouter=True)
        .where(edition_grid.c.edition_id == lookout.edition_id, grid.c.level == lookout.base_level)
        .where(within(lookout, grid.c.id))
    )
    return Source("grids", members, order="code")


def villages_source(lookout: Lookout) -> Source:
    """Return the members one level above the base that hold at least one grid of the scope."""
    child = edition_grid.alias("child")
    seen = select(child.c.parent_id).where(
        child.c.edition_id == lookout.edition_id, within(lookout, child.c.grid_id)
    )
    members = _shaped((grid.c.code, edition_grid.c.name)).where(
        edition_grid.c.edition_id == lookout.edition_id,
        grid.c.level == lookout.base_level - 1,
        grid.c.id.in_(seen),
    )
    return Source("villages", members, order="code")


def squads_source(lookout: Lookout) -> Source:
    """Return the squads' zones that hold at least one grid of the scope."""
    seen = select(edition_grid.c.squad_id).where(
        edition_grid.c.edition_id == lookout.edition_id,
        within(lookout, edition_grid.c.grid_id),
    )
    zones = (
        select(
            squad.c.code,
            squad.c.name,
            squad_zone.c.geom_3857,
            squad_zone.c.geom_low,
            squad_zone.c.geom_wgs84,
        )
        .join(squad_zone, squad_zone.c.squad_id == squad.c.id)
        .where(squad_zone.c.edition_id == lookout.edition_id, squad.c.id.in_(seen))
    )
    return Source("squads", zones, order="code")


def _shaped(columns: tuple[Any, ...]) -> Select[Any]:
    return (
        select(*columns, grid_shape.c.geom_3857, edition_grid.c.geom_low, grid_shape.c.geom_wgs84)
        .join(edition_grid, edition_grid.c.grid_id == grid.c.id)
        .join(grid_shape, grid_shape.c.id == edition_grid.c.shape_id)
    )

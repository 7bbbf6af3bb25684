"""The ground that new borders are held against: blocks, buildings, roads, waters, village lines."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.source import Source
from gis.store.tables import block, building, import_run, road, village_line, water


async def block_shapes(connection: AsyncConnection) -> list[bytes]:
    """Return every block's shape (WKB, WGS-84), by code."""
    rows = await connection.scalars(select(func.ST_AsBinary(block.c.geom_wgs84)).order_by(block.c.code))
    return [bytes(row) for row in rows]


async def block_names(connection: AsyncConnection) -> list[str]:
    """Return every block's name, by code."""
    return list(await connection.scalars(select(block.c.name).order_by(block.c.code)))


async def line_shapes(connection: AsyncConnection) -> list[bytes]:
    """Return the roads, and the borders of the waters (WKB, WGS-84), by code."""
    roads = await connection.scalars(select(func.ST_AsBinary(road.c.geom_wgs84)).order_by(road.c.code))
    shores = select(func.ST_AsBinary(func.ST_Boundary(water.c.geom_wgs84))).order_by(water.c.code)
    return [bytes(row) for row in (*roads, *await connection.scalars(shores))]


async def counted_buildings(connection: AsyncConnection) -> tuple[list[bytes], NDArray[np.float64]]:
    """Return the buildings with households (WKB, WGS-84) and how many each has, (n,), by code."""
    rows = await connection.execute(
        select(func.ST_AsBinary(building.c.geom_wgs84), building.c.households)
        .where(building.c.households > 0)
        .order_by(building.c.code)
    )
    found = [(bytes(row[0]), row[1]) for row in rows]
    return [shape for shape, _ in found], np.array([count for _, count in found], dtype=np.float64)


async def building_shapes(connection: AsyncConnection) -> list[bytes]:
    """Return every building's footprint (WKB, WGS-84), by code."""
    rows = await connection.scalars(select(func.ST_AsBinary(building.c.geom_wgs84)).order_by(building.c.code))
    return [bytes(row) for row in rows]


async def road_shapes(connection: AsyncConnection) -> list[tuple[str, bytes]]:
    """Return every road's name and line (WKB, WGS-84), by code."""
    rows = await connection.execute(
        select(road.c.name, func.ST_AsBinary(road.c.geom_wgs84)).order_by(road.c.code)
    )
    return [(row[0], bytes(row[1])) for row in rows]


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village's administrative line (WKB, WGS-84), whence it came, and when it was surveyed."""

    code: str
    name: str
    shape: bytes
    source: str
    surveyed_on: date | None


async def village_lines(connection: AsyncConnection) -> list[VillageLine]:
    """Return the villages' administrative lines, by code."""
    columns = (
        village_line.c.code,
        village_line.c.name,
        func.ST_AsBinary(village_line.c.geom_wgs84),
        func.coalesce(import_run.c.source, ""),
        import_run.c.surveyed_on,
    )
    of_import = import_run.c.id == village_line.c.import_id
    rows = await connection.execute(
        select(*columns).join(import_run, of_import, isouter=True).order_by(village_line.c.code)
    )
    return [VillageLine(row[0], row[1], bytes(row[2]), row[3], row[4]) for row in rows]


def village_lines_source() -> Source:
    """Return the villages' administrative lines with their source and date."""
    rows = select(
        village_line.c.code,
        village_line.c.name,
        func.coalesce(import_run.c.source, "").label("source"),
        func.coalesce(cast(import_run.c.surveyed_on, Text), "").label("surveyed_on"),
        village_line.c.geom_3857,
        village_line.c.geom_wgs84,
    ).join(import_run, import_run.c.id == village_line.c.import_id, isouter=True)
    return Source("village_lines", rows, order="code")

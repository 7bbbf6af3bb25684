"""The ground that new borders are held against: blocks, buildings, roads and waters."""

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import block, building, road, water


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

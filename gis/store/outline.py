"""The line round the town as it was last imported."""

import shapely
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import outline


async def read_outline(connection: AsyncConnection, epsg: int) -> shapely.MultiPolygon | None:
    """Return the newest outline in metres of CRS `epsg`, or None where there is none."""
    newest = select(func.ST_AsBinary(func.ST_Transform(outline.c.geom_wgs84, epsg)))
    found = await connection.scalar(newest.order_by(outline.c.id.desc()).limit(1))
    shape = shapely.from_wkb(bytes(found)) if found is not None else None
    assert shape is None or isinstance(shape, shapely.MultiPolygon)
    return shape


async def outline_bounds(connection: AsyncConnection) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north (degrees) of the newest outline, or None where there is none."""
    newest = select(func.ST_AsBinary(outline.c.geom_wgs84)).order_by(outline.c.id.desc()).limit(1)
    found = await connection.scalar(newest)
    return shapely.from_wkb(bytes(found)).bounds if found is not None else None

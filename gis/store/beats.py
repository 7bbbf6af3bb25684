"""Where people work and the streets there, as the simulator of patrols needs them."""

from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import device, person, road


async def beats(connection: AsyncConnection, edition_id: int) -> dict[str, list[tuple[float, float]]]:
    """Return by staff number the middles (WGS-84) of the grids in which each person holds a post."""
    rows = await connection.execute(
        text("""
        SELECT p.number, ST_X(m.middle), ST_Y(m.middle) FROM person p
        JOIN post ON post.person_id = p.id
        JOIN edition_grid eg ON eg.grid_id = post.grid_id AND eg.edition_id = :edition
        JOIN grid_shape s ON s.id = eg.shape_id
        CROSS JOIN LATERAL (SELECT ST_PointOnSurface(s.geom_wgs84) AS middle) m
        ORDER BY p.number, post.id
        """),
        {"edition": edition_id},
    )
    found: dict[str, list[tuple[float, float]]] = {}
    for number, lon, lat in rows:
        found.setdefault(number, []).append((lon, lat))
    return found


async def street_lines(connection: AsyncConnection) -> list[bytes]:
    """Return every road's line as WKB, WGS-84."""
    rows = await connection.execute(select(func.ST_AsBinary(road.c.geom_wgs84)).order_by(road.c.id))
    return [bytes(row[0]) for row in rows]


async def set_secret(connection: AsyncConnection, name: str, digest: str) -> Any:
    """Give a device a new secret, if there is one of this name; return its key."""
    statement = device.update().where(device.c.name == name).values(token_digest=digest, revoked_at=None)
    return await connection.scalar(statement.returning(device.c.id))


async def keys_by_number(connection: AsyncConnection) -> dict[str, int]:
    """Return every person's key by staff number."""
    rows = await connection.execute(select(person.c.number, person.c.id))
    return {row[0]: row[1] for row in rows}

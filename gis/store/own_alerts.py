"""Alerts that are raised from a person's own page instead of by his device."""

from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.alerts import Raised
from gis.store.tables import alert


async def rang_since(connection: AsyncConnection, device: int, kind: str, since: datetime) -> datetime | None:
    """Return when a device's newest alert of a kind rang, if after a moment and nobody has seen it yet."""
    found: datetime | None = await connection.scalar(
        select(func.max(alert.c.at)).where(
            alert.c.device_id == device,
            alert.c.kind == kind,
            alert.c.at > since,
            alert.c.acknowledged_at.is_(None),
        )
    )
    return found


async def raise_alert(connection: AsyncConnection, raised: Raised) -> None:
    """Ring; the place is WGS-84 degrees or unknown."""
    placed = raised.lon is not None
    shape = func.ST_SetSRID(func.ST_MakePoint(raised.lon, raised.lat), 4326) if placed else None
    row = {
        "kind": raised.kind,
        "device_id": raised.device,
        "person_id": raised.person,
        "grid_id": raised.grid,
        "at": raised.at,
        "received_at": raised.received_at,
        "geom": shape,
    }
    await connection.execute(insert(alert).values(row))

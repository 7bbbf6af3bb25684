"""A device's last place and its datum."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.model import Datum
from gis.store.tables import device, fix


@dataclass(frozen=True, slots=True)
class LastPlace:
    """Where a device was last (WGS-84 degrees), when, who carried it, and by which datum it was read."""

    lon: float
    lat: float
    fixed_at: datetime
    person: int
    datum: Datum


async def last_place(connection: AsyncConnection, name: str, since: datetime) -> LastPlace | None:
    """Return the newest place of a live device since a moment, None for none; NotFound for no device."""
    own = device.c.name == name, device.c.revoked_at.is_(None)
    if await connection.scalar(select(device.c.id).where(*own)) is None:
        raise NotFound("No live device has this name.")
    columns = (func.ST_X(fix.c.geom), func.ST_Y(fix.c.geom), fix.c.fixed_at, fix.c.person_id, device.c.datum)
    query = select(*columns).join(device, device.c.id == fix.c.device_id).where(*own, fix.c.fixed_at >= since)
    row = (await connection.execute(query.order_by(fix.c.fixed_at.desc(), fix.c.n.desc()).limit(1))).first()
    return LastPlace(*row) if row else None


async def set_datum(connection: AsyncConnection, name: str, datum: Datum) -> str:
    """Give a live device a datum and return its former one; NotFound without the device."""
    own = (device.c.name == name) & device.c.revoked_at.is_(None)
    former = await connection.scalar(select(device.c.datum).where(own).with_for_update())
    if former is None:
        raise NotFound("No live device has this name.")
    await connection.execute(update(device).where(own).values(datum=datum))
    return str(former)

"""Alerts: raised by reception, listed within a scope, acknowledged once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.model import Lookout
from gis.store.scoping import within
from gis.store.staff import person_in_scope
from gis.store.tables import alert, device, grid, person


@dataclass(frozen=True, slots=True)
class Raised:
    """One alarm as it came in; the place is WGS-84 degrees or unknown."""

    kind: str
    device: int
    person: int | None
    at: datetime
    received_at: datetime
    lon: float | None
    lat: float | None
    grid: int | None = None


async def newest_alert(connection: AsyncConnection) -> int:
    """Return the number of the newest alert, 0 without any."""
    return int(await connection.scalar(select(func.max(alert.c.id))) or 0)


async def list_alerts(
    connection: AsyncConnection, lookout: Lookout, *, only_open: bool, limit: int
) -> list[dict[str, Any]]:
    """Return the newest alerts that a scope shows: those in its grids, and those of its people."""
    query = (
        select(
            alert.c.id,
            alert.c.kind,
            alert.c.at,
            alert.c.received_at,
            func.ST_X(alert.c.geom).label("lon"),
            func.ST_Y(alert.c.geom).label("lat"),
            grid.c.code.label("grid"),
            device.c.name.label("device"),
            person.c.id.label("person"),
            person.c.name.label("name"),
            person.c.phone.label("phone"),
            alert.c.acknowledged_by,
            alert.c.acknowledged_at,
        )
        .join(device, device.c.id == alert.c.device_id)
        .join(person, person.c.id == alert.c.person_id, isouter=True)
        .join(grid, grid.c.id == alert.c.grid_id, isouter=True)
        .where(_shown(lookout))
        .order_by(alert.c.id.desc())
        .limit(limit)
    )
    if only_open:
        query = query.where(alert.c.acknowledged_at.is_(None))
    return [dict(row._mapping) for row in await connection.execute(query)]


async def acknowledge(
    connection: AsyncConnection, lookout: Lookout, number: int, by: tuple[str, datetime]
) -> None:
    """Note who has seen an alert, and when; the first one stays. NotFound outside the scope."""
    shown = select(alert.c.id).join(person, person.c.id == alert.c.person_id, isouter=True)
    found = await connection.scalar(shown.where(alert.c.id == number, _shown(lookout)))
    if found is None:
        raise NotFound("There is no such alert in your scope.")
    await connection.execute(
        update(alert)
        .where(alert.c.id == number, alert.c.acknowledged_at.is_(None))
        .values(acknowledged_by=by[0], acknowledged_at=by[1])
    )


def _shown(lookout: Lookout) -> Any:
    return or_(within(lookout, alert.c.grid_id), person_in_scope(lookout))

"""The phones of those on duty: what was last heard of each, its newest fixes, and what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.staff import person_in_scope
from gis.store.standing import standing
from gis.store.tables import assignment, device, device_state, duty, person, quarantine


@dataclass(frozen=True, slots=True)
class Carried:
    """A phone of somebody on duty: since when both hold, whether it was revoked, and what it last said."""

    device: int
    device_name: str
    protocol: str
    person: int
    number: str
    name: str
    since: datetime
    revoked: bool
    seen_at: datetime | None
    battery_pct: int | None
    charging: bool | None


async def carried_on_duty(connection: AsyncConnection, lookout: Lookout, at: datetime) -> list[Carried]:
    """Return the phones of the scope's people who are on duty at a moment, by number and phone."""
    held = standing(duty.c.valid.contains(at))
    on_duty = (
        select(held.c.person_id, func.min(func.lower(held.c.valid)).label("begin"))
        .where(held.c.valid.contains(at))
        .group_by(held.c.person_id)
        .subquery()
    )
    query = (
        select(
            device.c.id,
            device.c.name,
            device.c.protocol,
            person.c.id,
            person.c.number,
            person.c.name,
            func.greatest(on_duty.c.begin, func.lower(assignment.c.valid)),
            device.c.revoked_at.is_not(None),
            device_state.c.seen_at,
            device_state.c.battery_pct,
            device_state.c.charging,
        )
        .join(on_duty, on_duty.c.person_id == person.c.id)
        .join(assignment, (assignment.c.person_id == person.c.id) & assignment.c.valid.contains(at))
        .join(device, device.c.id == assignment.c.device_id)
        .join(device_state, device_state.c.device_id == device.c.id, isouter=True)
        .where(person_in_scope(lookout))
        .order_by(person.c.number, device.c.id)
    )
    return [Carried(*row) for row in await connection.execute(query)]


NEWEST = text("""
SELECT d.id, (extract(epoch FROM f.fixed_at) * 1000)::bigint,
       (extract(epoch FROM f.received_at) * 1000)::bigint, ST_X(f.geom), ST_Y(f.geom), f.flags
FROM unnest(CAST(:devices AS bigint[])) AS d (id)
CROSS JOIN LATERAL (
    SELECT * FROM fix WHERE fix.device_id = d.id AND fix.fixed_at > :oldest AND fix.fixed_at <= :newest
    ORDER BY fix.fixed_at DESC, fix.n DESC LIMIT :most) f
WHERE f.received_at > :since
ORDER BY d.id, f.fixed_at, f.n
""")


async def newest_fixes(
    connection: AsyncConnection, devices: Sequence[int], span: tuple[datetime, datetime, datetime], most: int
) -> list[tuple[Any, ...]]:
    """Return each device's newest fixes: device, moments in ms (fixed, received), place, flags.

    `span` is the oldest moment that is looked at, since when they must have come, and the newest moment.
    """
    oldest, since, newest = span
    given = {"devices": list(devices), "oldest": oldest, "since": since, "newest": newest, "most": most}
    return [tuple(row) for row in await connection.execute(NEWEST, given)]


async def refused_since(
    connection: AsyncConnection, devices: Sequence[int], since: datetime, reason: str
) -> dict[int, tuple[int, int]]:
    """Return how many messages of each device were refused since a moment: for one reason, and in all."""
    one = func.count().filter(quarantine.c.reason == reason)
    query = select(quarantine.c.device_id, one, func.count()).where(
        quarantine.c.received_at > since, quarantine.c.device_id.in_(devices)
    )
    rows = await connection.execute(query.group_by(quarantine.c.device_id))
    return {row[0]: (row[1], row[2]) for row in rows}

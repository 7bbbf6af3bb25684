"""Devices, who carries them, who is on duty, and what was last heard of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import Conflict, NotFound
from gis.model import Datum, FixFlag
from gis.protocols.base import SpeedUnit
from gis.store.tables import assignment, claim, device, device_state, duty, person

Moments = Range[datetime]


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A registered device as reception needs it."""

    id: int
    name: str
    protocol: str
    token_digest: str | None
    datum: Datum
    speed_unit: SpeedUnit | None
    newest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """A thing (a device carried, a duty) that a person holds from `since` until `until`, None being open."""

    key: int
    person: int
    since: datetime
    until: datetime | None


async def load_devices(connection: AsyncConnection) -> list[DeviceRow]:
    """Return every device that is not revoked."""
    rows = await connection.execute(
        select(
            device.c.id,
            device.c.name,
            device.c.protocol,
            device.c.token_digest,
            device.c.datum,
            device.c.speed_unit,
            device_state.c.newest_at,
        )
        .join(device_state, device_state.c.device_id == device.c.id, isouter=True)
        .where(device.c.revoked_at.is_(None))
        .order_by(device.c.id)
    )
    return [DeviceRow(*row) for row in rows]


async def load_assignments(connection: AsyncConnection) -> list[Held]:
    """Return who carries which device, from when to when."""
    valid = assignment.c.valid
    rows = await connection.execute(
        select(assignment.c.device_id, assignment.c.person_id, func.lower(valid), func.upper(valid))
    )
    return [Held(*row) for row in rows]


async def load_duties(connection: AsyncConnection, since: datetime) -> list[Held]:
    """Return the duties that end after a moment."""
    valid = duty.c.valid
    rows = await connection.execute(
        select(duty.c.id, duty.c.person_id, func.lower(valid), func.upper(valid)).where(
            func.upper(valid) > since
        )
    )
    return [Held(*row) for row in rows]


async def add_device(connection: AsyncConnection, values: dict[str, str | None]) -> int:
    """Register a device; Conflict when its name is taken."""
    taken = await connection.scalar(select(device.c.id).where(device.c.name == values["name"]))
    if taken is not None:
        raise Conflict("A device of this name is registered already.")
    key = await connection.scalar(insert(device).values(**values).returning(device.c.id))
    await connection.execute(claim.delete().where(claim.c.name == values["name"]))
    return int(key or 0)


async def assign(connection: AsyncConnection, device_id: int, person_id: int, since: datetime) -> None:
    """Give a device to a person from a moment on; whoever carried it until then no longer does."""
    held = assignment.c.valid
    await connection.execute(
        update(assignment)
        .where(assignment.c.device_id == device_id, held.contains(since))
        .values(valid=func.tstzrange(func.lower(held), since))
    )
    await connection.execute(
        insert(assignment).values(device_id=device_id, person_id=person_id, valid=Range(since, None))
    )


async def person_of_number(connection: AsyncConnection, number: str) -> tuple[int, str]:
    """Return the key and name of the person with a staff number; NotFound when nobody has it."""
    row = (
        await connection.execute(select(person.c.id, person.c.name).where(person.c.number == number))
    ).first()
    if row is None:
        raise NotFound(f"Nobody has the staff number {number[:40]}.")
    return row[0], row[1]


async def put_on_duty(connection: AsyncConnection, kind: str, duties: Sequence[tuple[int, Moments]]) -> None:
    """Enter times of duty of persons."""
    rows = [{"person_id": who, "valid": valid, "kind": kind} for who, valid in duties]
    await connection.execute(insert(duty), rows)


async def revoke_device(connection: AsyncConnection, name: str, at: datetime) -> None:
    """Let a device in no longer; NotFound when there is none of this name."""
    done = await connection.execute(
        update(device).where(device.c.name == name, device.c.revoked_at.is_(None)).values(revoked_at=at)
    )
    if done.rowcount == 0:
        raise NotFound("No live device has this name.")


LAST_PLACES = text("""
SELECT d.id, f.person_id, (extract(epoch FROM f.fixed_at) * 1000)::bigint,
       (extract(epoch FROM f.received_at) * 1000)::bigint, ST_X(f.geom), ST_Y(f.geom),
       coalesce(f.grid_id, -1), f.accuracy_m, f.speed_mps, f.heading_deg, f.flags
FROM device d
CROSS JOIN LATERAL (
    SELECT * FROM fix WHERE fix.device_id = d.id AND fix.fixed_at > :since AND fix.flags & :hidden = 0
    ORDER BY fix.fixed_at DESC, fix.n DESC LIMIT 1) f
WHERE d.revoked_at IS NULL
ORDER BY d.id
""")


async def last_places(connection: AsyncConnection, since: datetime) -> list[tuple[object, ...]]:
    """Return the newest stored fix of each device since a moment: device, person, moments in ms, place, grid
    (-1 outside), accuracy, speed, heading and flags."""
    given = {"since": since, "hidden": int(FixFlag.NULL_ISLAND)}
    return [tuple(row) for row in await connection.execute(LAST_PLACES, given)]

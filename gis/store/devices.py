"""Devices, who carries them, who is on duty, and what was last heard of each."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, insert, select, text, true, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import Conflict, NotFound
from gis.model import Datum, FixFlag, Lookout
from gis.protocols.base import SpeedUnit
from gis.store.staff import person_in_scope
from gis.store.standing import standing
from gis.store.tables import assignment, claim, confirmation, device, device_state, duty, page_session, person
from gis.store.town import load_setting, save_setting

TERMINAL_KEY = "terminal_key"


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
    """Return the duties that end after a moment, less the absences of their people."""
    held = standing(func.upper(duty.c.valid) > since)
    rows = await connection.execute(
        select(held.c.id, held.c.person_id, func.lower(held.c.valid), func.upper(held.c.valid)).where(
            func.upper(held.c.valid) > since
        )
    )
    return [Held(*row) for row in rows]


async def add_device(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Register a device; Conflict when a live one has its name, while a revoked one gives it up."""
    named = (device.c.name == values["name"]) & device.c.revoked_at.is_not(None)
    await connection.execute(
        update(device).where(named).values(name=device.c.name + " #" + cast(device.c.id, Text))
    )
    taken = await connection.scalar(select(device.c.id).where(device.c.name == values["name"]))
    if taken is not None:
        raise Conflict("A device of this name is registered already.")
    key = await connection.scalar(insert(device).values(**values).returning(device.c.id))
    await connection.execute(claim.delete().where(claim.c.name == values["name"]))
    return int(key or 0)


async def assign(connection: AsyncConnection, device_id: int, person_id: int, since: datetime) -> None:
    """Give a device to a person from a moment on; whoever carried it until then no longer does.

    The former carrier's page is shut for good, since his link would open the next one's.
    """
    held = assignment.c.valid
    former = await connection.execute(
        update(assignment)
        .where(assignment.c.device_id == device_id, held.contains(since))
        .values(valid=func.tstzrange(func.lower(held), since))
    )
    if former.rowcount:
        await connection.execute(update(device).where(device.c.id == device_id).values(page_digest=None))
        await connection.execute(page_session.delete().where(page_session.c.device_id == device_id))
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


async def put_on_duty(
    connection: AsyncConnection, kind: str, duties: Sequence[tuple[int, datetime, datetime]]
) -> None:
    """Enter times of duty: person, begin, end."""
    rows = [{"person_id": who, "valid": Range(begin, end), "kind": kind} for who, begin, end in duties]
    await connection.execute(insert(duty), rows)


async def revoke_device(connection: AsyncConnection, name: str, at: datetime) -> None:
    """Let a device in no longer and forget its secret; NotFound when there is none of this name."""
    done = await connection.execute(
        update(device)
        .where(device.c.name == name, device.c.revoked_at.is_(None))
        .values(revoked_at=at, token_digest=None)
    )
    if done.rowcount == 0:
        raise NotFound("No live device has this name.")


async def terminal_key(connection: AsyncConnection) -> str:
    """Return the home's key of the codes of terminals; the first call makes it."""
    known = await load_setting(connection, TERMINAL_KEY)
    if known is None:
        known = {"key": secrets.token_hex(32)}
        await save_setting(connection, TERMINAL_KEY, known)
    return str(known["key"])


async def give_secret(connection: AsyncConnection, device_id: int, digest: str) -> bool:
    """Give a device another secret if it was never heard; tell whether it has it."""
    heard = select(device_state.c.device_id).where(device_state.c.device_id == device_id).exists()
    done = await connection.execute(
        update(device).where(device.c.id == device_id, ~heard).values(token_digest=digest)
    )
    return bool(done.rowcount)


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


MOST_CLAIMS = 500

NOTE_CLAIM = text("""
INSERT INTO claim AS old (name, protocol, token_digest, address, messages, first_at, seen_at)
SELECT :name, :protocol, :digest, :address, :messages, :at, :at
WHERE (SELECT count(*) FROM claim) < :most OR EXISTS (SELECT FROM claim WHERE name = :name)
ON CONFLICT (name, protocol) DO UPDATE SET
    token_digest = excluded.token_digest, address = excluded.address,
    messages = old.messages + excluded.messages, seen_at = excluded.seen_at
""")


async def note_claims(connection: AsyncConnection, rows: Sequence[tuple[object, ...]]) -> None:
    """Note messages of unknown devices: name, protocol, digest of the secret, address, count, moment."""
    names = ("name", "protocol", "digest", "address", "messages", "at")
    given = [{**dict(zip(names, row, strict=True)), "most": MOST_CLAIMS} for row in rows]
    await connection.execute(NOTE_CLAIM, given)


async def free_name(connection: AsyncConnection, wanted: str) -> str:
    """Return the wanted name, with the first free number behind it where it is taken."""
    alike = select(device.c.name).where(device.c.name.startswith(wanted, autoescape=True))
    taken = set(await connection.scalars(alike))
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


async def waiting_claim(connection: AsyncConnection, claim_id: int) -> dict[str, str | None]:
    """Return name, protocol and digest of the secret of a device that waits; NotFound when it does not."""
    row = (
        await connection.execute(
            select(claim.c.name, claim.c.protocol, claim.c.token_digest).where(claim.c.id == claim_id)
        )
    ).first()
    if row is None:
        raise NotFound("No device waits under this number.")
    return {"name": row[0], "protocol": row[1], "token_digest": row[2]}


async def list_claims(connection: AsyncConnection) -> list[dict[str, object]]:
    """Return the devices that wait to be claimed, the one heard last first."""
    columns = (claim.c.id, claim.c.name, claim.c.protocol, claim.c.address, claim.c.messages, claim.c.seen_at)
    rows = await connection.execute(select(*columns).order_by(claim.c.seen_at.desc()))
    return [dict(row._mapping) for row in rows]


async def list_devices(
    connection: AsyncConnection, at: datetime, lookout: Lookout | None = None
) -> list[dict[str, object]]:
    """Return the live devices with whoever carries them at a moment and what was last heard.

    `waits` tells that nothing is kept of it, since its carrier has not confirmed the notice. With a lookout,
    those of its scope's people only.
    """
    rows = await connection.execute(
        select(
            device.c.name,
            device.c.protocol,
            device.c.datum,
            device.c.speed_unit,
            person.c.id.label("person"),
            person.c.number,
            person.c.name.label("person_name"),
            device_state.c.seen_at,
            device_state.c.newest_at,
            device_state.c.battery_pct,
            device_state.c.charging,
            device_state.c.health,
            (device.c.notice & ~_told()).label("waits"),
        )
        .join(
            assignment,
            (assignment.c.device_id == device.c.id) & assignment.c.valid.contains(at),
            isouter=True,
        )
        .join(person, person.c.id == assignment.c.person_id, isouter=True)
        .join(device_state, device_state.c.device_id == device.c.id, isouter=True)
        .where(device.c.revoked_at.is_(None), person_in_scope(lookout) if lookout else true())
        .order_by(device.c.name)
    )
    return [dict(row._mapping) for row in rows]


def _told() -> ColumnElement[bool]:
    return (
        select(confirmation.c.id)
        .where(confirmation.c.device_id == device.c.id, confirmation.c.person_id == person.c.id)
        .where(confirmation.c.withdrawn_at.is_(None))
        .correlate(device, person)
        .exists()
    )

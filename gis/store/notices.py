"""Notices that were confirmed, and from when on a device may therefore be tracked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.devices import Held
from gis.store.tables import confirmation, notice


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody confirmed, and when first."""

    version: int
    language: str
    digest: str
    at: datetime


# What was fixed before the confirmation is never kept, however late it arrives; nor is anything that
# arrives after it was withdrawn.
TOLD = text("""
SELECT device_id, person_id, since, until FROM (
    SELECT a.device_id, a.person_id, upper(a.valid) AS until,
           CASE WHEN d.notice THEN greatest(lower(a.valid), c.since) ELSE lower(a.valid) END AS since
    FROM assignment a
    JOIN device d ON d.id = a.device_id
    LEFT JOIN (
        SELECT device_id, person_id, min(at) AS since FROM confirmation
        WHERE withdrawn_at IS NULL GROUP BY device_id, person_id
    ) c ON c.device_id = a.device_id AND c.person_id = a.person_id
    WHERE NOT d.notice OR c.since IS NOT NULL
) told WHERE until IS NULL OR since < until
""")


async def load_told(connection: AsyncConnection) -> list[Held]:
    """Return from when to when whoever carried a device knew the notice, or needed none."""
    return [Held(*row) for row in await connection.execute(TOLD)]


async def confirm(
    connection: AsyncConnection, held: tuple[int, int], body: dict[str, Any], confirmed: Confirmed
) -> None:
    """Keep that a person (`held` is device, person) confirmed a text; confirming it again changes nothing."""
    given = {"digest": confirmed.digest, "version": confirmed.version, "language": confirmed.language}
    await connection.execute(insert(notice).values(**given, body=body).on_conflict_do_nothing())
    device, who = held
    row = {"device_id": device, "person_id": who, "notice_digest": confirmed.digest, "at": confirmed.at}
    await connection.execute(insert(confirmation).values(**row).on_conflict_do_nothing())


async def confirmed_by(connection: AsyncConnection, device: int, who: int) -> list[Confirmed]:
    """Return what a person confirmed for a device and has not withdrawn, the newest version first."""
    rows = await connection.execute(
        select(notice.c.version, notice.c.language, notice.c.digest, func.min(confirmation.c.at))
        .join(notice, notice.c.digest == confirmation.c.notice_digest)
        .where(_held(device, who))
        .group_by(notice.c.version, notice.c.language, notice.c.digest)
        .order_by(notice.c.version.desc(), func.min(confirmation.c.at))
    )
    return [Confirmed(*row) for row in rows]


async def withdraw(connection: AsyncConnection, device: int, who: int, at: datetime) -> int:
    """Withdraw all that a person confirmed for a device, and return how many confirmations that was."""
    query = update(confirmation).where(_held(device, who)).values(withdrawn_at=at)
    return int((await connection.execute(query)).rowcount)


async def withdrawn_at(connection: AsyncConnection, device: int, who: int) -> datetime | None:
    """Return when a person withdrew last, None while something he confirmed holds or if he never did."""
    confirmed = confirmation.c.device_id == device, confirmation.c.person_id == who
    held = func.bool_or(confirmation.c.withdrawn_at.is_(None))
    query = select(func.max(confirmation.c.withdrawn_at)).where(*confirmed).having(~held)
    at: datetime | None = await connection.scalar(query)
    return at


def _held(device: int, who: int) -> ColumnElement[bool]:
    return and_(
        confirmation.c.device_id == device,
        confirmation.c.person_id == who,
        confirmation.c.withdrawn_at.is_(None),
    )

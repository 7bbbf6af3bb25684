"""Who opened which page of the watched, and the lists that it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.model import Lookout
from gis.store.staff import person_in_scope
from gis.store.tables import account, assignment, device, own_request, page_session, person

MOST_READINGS = 200
MOST_REFUSED = 100


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose page it is: a device, the person who carries it now, and whether it waits for a notice."""

    device: int
    device_name: str
    protocol: str
    notice: bool
    person: int
    number: str
    name: str


async def give_page(connection: AsyncConnection, name: str, digest: str) -> int:
    """Give a live device a page in place of its old one, which is shut; NotFound without the device."""
    query = update(device).where(device.c.name == name, device.c.revoked_at.is_(None))
    key = await connection.scalar(query.values(page_digest=digest).returning(device.c.id))
    if key is None:
        raise NotFound("No live device has this name.")
    await connection.execute(delete(page_session).where(page_session.c.device_id == key))
    return int(key)


async def open_page(
    connection: AsyncConnection, page: str, session: str, moments: tuple[datetime, datetime]
) -> bool:
    """Begin a session of the page of this digest; `moments` are now and its end. False without a page."""
    now, until = moments
    await connection.execute(delete(page_session).where(page_session.c.expires_at <= now))
    found = select(device.c.id).where(device.c.page_digest == page, device.c.revoked_at.is_(None))
    key = await connection.scalar(found)
    if key is not None:
        row = {"digest": session, "device_id": key, "expires_at": until}
        await connection.execute(insert(page_session).values(row))
    return key is not None


async def close_page(connection: AsyncConnection, session: str) -> None:
    """End a session."""
    await connection.execute(delete(page_session).where(page_session.c.digest == session))


async def holder_of(connection: AsyncConnection, session: str, at: datetime) -> Holder | None:
    """Return whose page a live session shows, None when it has ended or nobody carries the device."""
    columns = (device.c.id, device.c.name, device.c.protocol, device.c.notice)
    row = (
        await connection.execute(
            select(*columns, person.c.id, person.c.number, person.c.name)
            .join(page_session, page_session.c.device_id == device.c.id)
            .join(assignment, (assignment.c.device_id == device.c.id) & assignment.c.valid.contains(at))
            .join(person, person.c.id == assignment.c.person_id)
            .where(page_session.c.digest == session, page_session.c.expires_at > at)
            .where(device.c.revoked_at.is_(None))
        )
    ).first()
    return Holder(*row) if row else None


async def secret_digest(connection: AsyncConnection, device_id: int) -> str | None:
    """Return the digest of a device's own secret."""
    digest: str | None = await connection.scalar(
        select(device.c.token_digest).where(device.c.id == device_id)
    )
    return digest


READINGS = text("""
SELECT a.at, a.actor, coalesce(account.title, a.actor) AS title, a.action, a.detail
FROM audit a LEFT JOIN account ON account.name = a.actor
WHERE a.result = 'done' AND (
    a.detail -> 'people' @> CAST(:member AS jsonb)
    OR (a.action IN ('people.unmask', 'live.person') AND a.target = :target))
ORDER BY a.id DESC LIMIT :limit
""")

REFUSED = text("""
SELECT hour, reason, refused FROM gate_count WHERE person_id = :person AND hour >= :since
UNION ALL
SELECT date_trunc('hour', q.received_at), q.reason, count(*) FROM quarantine q
JOIN assignment a ON a.device_id = q.device_id AND a.valid @> q.received_at
WHERE a.person_id = :person AND q.received_at >= :since
GROUP BY 1, 2
ORDER BY 1 DESC, 2 LIMIT :limit
""")


async def readings_of(connection: AsyncConnection, who: int) -> list[dict[str, Any]]:
    """Return the newest acts on record that were about a person: moment, actor, title, action, detail."""
    given = {"member": str(who), "target": str(who), "limit": MOST_READINGS}
    rows = await connection.execute(READINGS, given)
    return [_plain(row) for row in rows]


async def refused_of(connection: AsyncConnection, who: int, since: datetime) -> list[dict[str, Any]]:
    """Return how many messages were refused in which hour and why, the newest first, without places."""
    rows = await connection.execute(REFUSED, {"person": who, "since": since, "limit": MOST_REFUSED})
    return [_plain(row) for row in rows]


async def add_request(connection: AsyncConnection, who: int, kind: str, words: str, at: datetime) -> int:
    """Keep what a person asks for."""
    row = {"person_id": who, "kind": kind, "words": words, "at": at}
    return int(await connection.scalar(insert(own_request).values(row).returning(own_request.c.id)) or 0)


async def count_open(connection: AsyncConnection, who: int) -> int:
    """Count a person's requests that nobody has answered."""
    query = select(func.count()).where(own_request.c.person_id == who, own_request.c.state == "open")
    return int(await connection.scalar(query) or 0)


async def requests_of(connection: AsyncConnection, people: Sequence[int] | None) -> list[dict[str, Any]]:
    """Return the requests of people, or of everybody, the newest first."""
    query = select(own_request, person.c.number, person.c.name).join(
        person, person.c.id == own_request.c.person_id
    )
    if people is not None:
        query = query.where(own_request.c.person_id.in_(people))
    rows = await connection.execute(query.order_by(own_request.c.id.desc()).limit(MOST_READINGS))
    return [_plain(row) for row in rows]


async def requests_in_scope(connection: AsyncConnection, lookout: Lookout) -> list[dict[str, Any]]:
    """Return the requests of a scope's people: those that wait for an answer, then the newest first."""
    query = (
        select(own_request, person.c.number.label("number"), person.c.name)
        .join(person, person.c.id == own_request.c.person_id)
        .where(person_in_scope(lookout))
        # however many were answered since, none that waits falls off the list
        .order_by(own_request.c.state != "open", own_request.c.id.desc())
    )
    return [_plain(row) for row in await connection.execute(query.limit(MOST_READINGS))]


async def asker_in_scope(connection: AsyncConnection, lookout: Lookout, number: int) -> int | None:
    """Return who asked for something, None outside the scope."""
    query = select(person.c.id).join(own_request, own_request.c.person_id == person.c.id)
    who: int | None = await connection.scalar(
        query.where(own_request.c.id == number, person_in_scope(lookout))
    )
    return who


async def is_account_of(connection: AsyncConnection, key: int | None, who: int) -> bool:
    """Tell whether an account is a person's."""
    query = select(account.c.id).where(account.c.id == key, account.c.person_id == who)
    return await connection.scalar(query) is not None


async def answer_request(
    connection: AsyncConnection, number: int, answer: tuple[str, str], by: tuple[str, datetime]
) -> None:
    """Answer an open request: `answer` is state and words, `by` who and when; NotFound without one."""
    state, words = answer
    query = update(own_request).where(own_request.c.id == number, own_request.c.state == "open")
    done = await connection.execute(
        query.values(state=state, answer=words, answered_by=by[0], answered_at=by[1])
    )
    if done.rowcount == 0:
        raise NotFound("No open request has this number.")


def _plain(row: Row[Any]) -> dict[str, Any]:
    # a name that the database has to quote is more than a str, which JSON does not take
    return {str(name): value for name, value in row._mapping.items()}

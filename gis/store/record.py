"""The append-only record: who did what, from where, with which result."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import audit


@dataclass(frozen=True, slots=True)
class Act:
    """One entry: actor, action, its target, the result (done or refused), address and plain details."""

    actor: str
    action: str
    result: str = "done"
    target: str = ""
    address: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


async def record(connection: AsyncConnection, act: Act) -> None:
    """Append an act at the database's time."""
    await connection.execute(
        insert(audit).values(
            actor=act.actor,
            action=act.action,
            result=act.result,
            target=act.target,
            address=act.address,
            detail=act.detail,
        )
    )


async def count_refused(
    connection: AsyncConnection, action: str, since: datetime, *, actor: str | None, address: str | None
) -> int:
    """Count refused acts of one kind since a moment, by one actor or from one address."""
    query = select(func.count()).where(
        audit.c.at > since, audit.c.action == action, audit.c.result == "refused"
    )
    if actor is not None:
        query = query.where(audit.c.actor == actor)
    if address is not None:
        query = query.where(audit.c.address == address)
    return int(await connection.scalar(query) or 0)


async def read_record(connection: AsyncConnection, limit: int, before: int | None) -> list[dict[str, Any]]:
    """Return the newest acts, or those before an entry's number."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.id < before)
    return [dict(row._mapping) for row in await connection.execute(query)]

"""Messages to staff as they are kept: sent, counted, listed, and marked as seen."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.store.tables import account, message


async def add_message(connection: AsyncConnection, who: int, words: str, sent: tuple[str, datetime]) -> int:
    """Keep a message; `sent` is by whom and when. Return its key."""
    row = {"person_id": who, "words": words, "sent_by": sent[0], "sent_at": sent[1]}
    return int(await connection.scalar(insert(message).values(row).returning(message.c.id)) or 0)


async def count_unseen(connection: AsyncConnection, who: int) -> int:
    """Count a person's messages that he has not seen."""
    query = select(func.count()).where(message.c.person_id == who, message.c.seen_at.is_(None))
    return int(await connection.scalar(query) or 0)


async def count_sent(connection: AsyncConnection, by: str, since: datetime) -> int:
    """Count what somebody has sent since a moment."""
    query = select(func.count()).where(message.c.sent_by == by, message.c.sent_at > since)
    return int(await connection.scalar(query) or 0)


async def messages_to(connection: AsyncConnection, who: int, limit: int) -> list[dict[str, Any]]:
    """Return a person's messages, the newest first: id, words, by (title), sent_at, seen_at."""
    title = func.coalesce(account.c.title, message.c.sent_by).label("by")
    rows = await connection.execute(
        select(message.c.id, message.c.words, title, message.c.sent_at, message.c.seen_at)
        .join(account, account.c.name == message.c.sent_by, isouter=True)
        .where(message.c.person_id == who)
        .order_by(message.c.id.desc())
        .limit(limit)
    )
    return [dict(row._mapping) for row in rows]


async def mark_seen(connection: AsyncConnection, key: int, who: int, at: datetime) -> bool:
    """Mark a person's message as seen; False where it was so already, NotFound for none of his."""
    mine = (message.c.id == key) & (message.c.person_id == who)
    marked = update(message).where(mine, message.c.seen_at.is_(None)).values(seen_at=at)
    if (await connection.execute(marked)).rowcount:
        return True
    if await connection.scalar(select(message.c.id).where(mine)) is None:
        raise NotFound("There is no such message for you.")
    return False

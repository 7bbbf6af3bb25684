"""Requests of the watched are answered by somebody else than who asked, within his scope and on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gis.errors import NotAllowed, NotFound
from gis.model import Lookout
from gis.store import own_pages as stored
from gis.store.database import Connection
from gis.store.record import Act, record


@dataclass(frozen=True, slots=True)
class Answer:
    """The decision on a request: `accepted` or `declined`, the words of it, and when."""

    number: int
    state: str
    words: str
    at: datetime


async def waiting(connection: Connection, lookout: Lookout) -> list[dict[str, Any]]:
    """Return the requests of the scope's people, the newest first."""
    return await stored.requests_in_scope(connection, lookout)


async def answer(connection: Connection, by_whom: tuple[Lookout, int | None], made: Answer, by: Act) -> None:
    """Answer a request; `by_whom` is the scope and the account.

    Raises NotFound without an open request of this number in the scope, NotAllowed for one's own.
    """
    lookout, account = by_whom
    who = await stored.asker_in_scope(connection, lookout, made.number)
    if who is None:
        raise NotFound("No request of your scope has this number.")
    if await stored.is_account_of(connection, account, who):
        raise NotAllowed("Somebody else has to answer what you asked for.")
    await stored.answer_request(connection, made.number, (made.state, made.words), (by.actor, made.at))
    await record(connection, by)

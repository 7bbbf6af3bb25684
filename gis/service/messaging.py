"""A short message to one person: within the sender's scope, bounded in number, on record."""

from dataclasses import replace
from datetime import datetime, timedelta

from gis.errors import NotFound, TooMany
from gis.model import Lookout
from gis.store import messages as stored
from gis.store.database import Connection
from gis.store.duty import lock_person
from gis.store.record import Act, record
from gis.store.staff import people_in_scope

MOST_UNSEEN = 10
MOST_SENT = 60
SENT_WITHIN = timedelta(minutes=10)


async def send_message(
    connection: Connection, to: tuple[Lookout, int], words: str, by: Act, now: datetime
) -> int:
    """Keep a message for a person (`to` is the sender's scope and whom) and return its key.

    Raises NotFound outside the scope; TooMany while ten wait to be seen, or when the sender has sent sixty
    within ten minutes.
    """
    who = await addressee(connection, *to)
    await lock_person(connection, who)
    if await stored.count_unseen(connection, who) >= MOST_UNSEEN:
        raise TooMany("Ten messages wait for this person already; call instead.")
    if await stored.count_sent(connection, by.actor, now - SENT_WITHIN) >= MOST_SENT:
        raise TooMany("You have sent sixty messages within ten minutes.")
    key = await stored.add_message(connection, who, words, (by.actor, now))
    # the words stay with the message, which goes before the record does
    await record(connection, replace(by, target=str(who), detail={"message": key}))
    return key


async def addressee(connection: Connection, lookout: Lookout, who: int) -> int:
    """Return a person of the scope; NotFound for none."""
    if not await people_in_scope(connection, lookout, None, [who]):
        raise NotFound("There is no such person in your scope.")
    return who

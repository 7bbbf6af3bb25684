"""Messages to one person: sent by whoever sends people out, and how far each came."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from api.guard import Messenger, address_of
from api.plain_words import PLAIN
from api.problems import Problem
from api.services import Served
from gis.service.messaging import addressee, send_message
from gis.store.messages import messages_to
from gis.store.record import Act

router = APIRouter(prefix="/api/people/{person}/messages", tags=["people"])
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem}}
Key = Annotated[int, Path(ge=1, le=2**62)]
SHOWN = 20
LONGEST = 200


class NewMessage(BaseModel):
    """What the person is told."""

    model_config = ConfigDict(extra="forbid")

    words: Annotated[str, Field(min_length=1, max_length=LONGEST), PLAIN]


class SentMessage(BaseModel):
    """The key of a new message."""

    id: int


class MessageOut(BaseModel):
    """A message: by whom, when it was sent, and when the person saw it on his page."""

    id: int
    words: str
    by: str
    sent_at: datetime
    seen_at: datetime | None


class Messages(BaseModel):
    """A person's messages, the newest first."""

    rows: list[MessageOut]


@router.post("", status_code=201, responses=MISSING)
async def send(
    person: Key, given: NewMessage, request: Request, services: Served, caller: Messenger
) -> SentMessage:
    """Send a message; 429 while ten wait for the person, or when too many were sent."""
    lookout = services.atlas.lookout(caller.scope)
    by = Act(caller.name, "people.message", address=address_of(request))
    async with services.database.begin() as connection:
        key = await send_message(connection, (lookout, person), given.words, by, services.clock())
    return SentMessage(id=key)


@router.get("", responses=MISSING)
async def messages(person: Key, services: Served, caller: Messenger) -> Messages:
    """List the newest messages to a person of the scope, whoever sent them."""
    lookout = services.atlas.lookout(caller.scope)
    async with services.database.begin() as connection:
        rows = await messages_to(connection, await addressee(connection, lookout, person), SHOWN)
    return Messages(rows=[MessageOut.model_validate(row) for row in rows])

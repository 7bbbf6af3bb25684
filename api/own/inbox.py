"""Messages on one's own page, and that one has seen them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict

from api.guard import Own, address_of
from api.messages import SHOWN, MessageOut, Messages
from api.problems import Problem
from api.services import Served
from gis.service.own_page import actor
from gis.store.messages import mark_seen, messages_to
from gis.store.record import Act, record

router = APIRouter(tags=["own page"])


class Seen(BaseModel):
    """That a message was seen."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["seen"]


@router.get("/api/me/messages")
async def own_messages(services: Served, holder: Own) -> Messages:
    """List what one was told, the newest first."""
    async with services.database.begin() as connection:
        rows = await messages_to(connection, holder.person, SHOWN)
    return Messages(rows=[MessageOut.model_validate(row) for row in rows])


@router.post("/api/me/messages/{message}", status_code=204, responses={404: {"model": Problem}})
async def see(
    message: Annotated[int, Path(ge=1, le=2**62)],
    given: Seen,
    request: Request,
    services: Served,
    holder: Own,
) -> None:
    """Say that one has seen a message; the first time counts."""
    async with services.database.begin() as connection:
        if await mark_seen(connection, message, holder.person, services.clock()):
            act = Act(
                actor(holder), f"message.{given.state}", target=str(message), address=address_of(request)
            )
            await record(connection, act)

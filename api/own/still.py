"""The question whether one is well, put to whoever has not moved for long; and the answer."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel

from api.guard import Own, address_of
from api.own.forms import Cry
from api.problems import Problem
from api.services import Served
from gis.errors import BadInput
from gis.service.own_alarm import raise_sos
from gis.service.own_page import actor
from gis.store.record import Act, record
from gis.store.still_checks import answer, checks_of

router = APIRouter(tags=["own page"])


class CheckOut(BaseModel):
    """One is asked after so many minutes without moving, and rung for unless one answers by then."""

    id: int
    minutes: int
    asked_at: datetime
    answer_by: datetime
    rang_at: datetime | None


class Checks(BaseModel):
    """The questions that stand, the oldest first."""

    rows: list[CheckOut]


class Answer(Cry):
    """Well, or in need of help, which is a call for help with the place if there is one."""

    answer: Literal["fine", "help"]


@router.get("/api/me/checks")
async def checks(services: Served, holder: Own) -> Checks:
    """List what one is asked now."""
    async with services.database.begin() as connection:
        found = await checks_of(connection, holder.person)
    return Checks(
        rows=[
            CheckOut(
                id=one.id,
                minutes=one.minutes,
                asked_at=one.asked_at,
                answer_by=one.answer_by,
                rang_at=one.rang_at,
            )
            for one in found
        ]
    )


@router.post("/api/me/checks/{check}", status_code=204, responses={404: {"model": Problem}})
async def answer_check(
    check: Annotated[int, Path(ge=1, le=2**62)],
    given: Answer,
    request: Request,
    services: Served,
    holder: Own,
) -> None:
    """Answer a question that stands; what rang already stays until somebody acknowledges it."""
    if (given.lon is None) != (given.lat is None):
        raise BadInput("Give longitude and latitude, or neither.")
    now, address = services.clock(), address_of(request)
    place = (given.lon, given.lat) if given.lon is not None and given.lat is not None else None
    async with services.database.begin() as connection:
        await answer(connection, check, holder.person, given.answer, now)
        await record(
            connection, Act(actor(holder), f"check.{given.answer}", target=str(check), address=address)
        )
        if given.answer == "help":
            await raise_sos(connection, services.atlas, holder, (now, place), address)

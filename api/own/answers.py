"""What people ask for on their own pages, for those who keep the roster: listed and answered."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from api.guard import DutyKeeper, address_of
from api.lookup_answers import person_out
from api.own.forms import Asked
from api.problems import Problem
from api.services import Served
from gis.service.own_answers import Answer, answer, waiting
from gis.store.record import Act

router = APIRouter(tags=["duty"])
Number = Annotated[int, Path(ge=1, le=2**62)]


class AskedBy(Asked):
    """A request with whose it is."""

    person: int
    number: str
    name: str
    answered_by: str | None


class AllAsked(BaseModel):
    """The requests of the scope's people: those that wait for an answer, then the newest first."""

    rows: list[AskedBy]


class Answered(BaseModel):
    """The decision and what the person reads on his page."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["accepted", "declined"]
    words: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]


@router.get("/api/requests")
async def requests(services: Served, caller: DutyKeeper) -> AllAsked:
    """List what the people of the scope asked for: corrections, objections and questions."""
    lookout = services.atlas.lookout(caller.scope)
    async with services.database.begin() as connection:
        found = await waiting(connection, lookout)
    return AllAsked(
        rows=[
            AskedBy.model_validate(
                {
                    **row,
                    "person": row["person_id"],
                    "name": person_out(row["person_id"], row["name"], None, caller).name,
                }
            )
            for row in found
        ]
    )


@router.post(
    "/api/requests/{number}",
    status_code=204,
    responses={403: {"model": Problem}, 404: {"model": Problem}},
)
async def decide(
    number: Number, given: Answered, request: Request, services: Served, caller: DutyKeeper
) -> None:
    """Answer an open request; 403 for one's own, 404 outside the scope or when it is answered."""
    by = Act(caller.name, "request.answer", target=str(number), address=address_of(request))
    made = Answer(number, given.state, given.words.strip(), services.clock())
    lookout = services.atlas.lookout(caller.scope)
    async with services.database.begin() as connection:
        await answer(connection, (lookout, caller.account_id), made, by)

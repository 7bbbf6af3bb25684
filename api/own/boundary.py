"""What one's own page tells of grids that change, and the word that one knows it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from api.guard import Own, address_of
from api.problems import Problem
from api.services import Served
from gis.service.own_page import actor
from gis.store.boundary_messages import mark, messages_to
from gis.store.record import Act, record

router = APIRouter(tags=["own page"])
Coordinates = list[list[list[list[float]]]]
"""Of a multipolygon, in degrees."""


class Ground(BaseModel):
    """So much ground that comes from a grid or goes to it."""

    code: str
    name: str
    area_m2: float


class PostGoes(BaseModel):
    """In which grid one's post goes on whose own one ends; without a code it ends too."""

    post: str
    code: str | None
    name: str | None


class GridChange(BaseModel):
    """One grid of one's own and what becomes of it."""

    code: str
    name: str
    was: str | None
    fate: Literal["new", "void", "changed"]
    other_village: bool
    other_squad: bool
    posts: list[str]
    gives: list[Ground]
    gets: list[Ground]
    goes_to: list[PostGoes] = []
    before: Coordinates
    after: Coordinates


class BoundaryMessage(BaseModel):
    """One message: from which day on, on which paper, and what changes."""

    key: int
    number: int
    first_day: date
    document: str
    grids: list[GridChange]
    sent_at: datetime
    seen_at: datetime | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> "BoundaryMessage":
        """Return a message as it is told."""
        body = row["body"]
        moments = {name: row[name] for name in ("sent_at", "seen_at", "confirmed_at", "withdrawn_at")}
        return cls(
            key=row["edition_id"],
            number=body["number"],
            first_day=body["from"],
            document=body["document"],
            grids=body["grids"],
            **moments,
        )


class BoundaryMessages(BaseModel):
    """One's messages, the newest first."""

    rows: list[BoundaryMessage]


class Mark(BaseModel):
    """How far a message came."""

    model_config = ConfigDict(extra="forbid")

    state: Annotated[Literal["seen", "confirmed"], Field()]


@router.get("/api/me/boundary-messages")
async def boundary_messages(services: Served, holder: Own) -> BoundaryMessages:
    """List what changes in one's grids."""
    async with services.database.begin() as connection:
        rows = await messages_to(connection, holder.person)
    return BoundaryMessages(rows=[BoundaryMessage.of(row) for row in rows])


@router.post("/api/me/boundary-messages/{key}", status_code=204, responses={404: {"model": Problem}})
async def mark_message(
    key: Annotated[int, Path(ge=1, le=2**62)], given: Mark, request: Request, services: Served, holder: Own
) -> None:
    """Say that one has seen or knows a message; the first time counts."""
    async with services.database.begin() as connection:
        if await mark(connection, (key, holder.person), given.state, services.clock()):
            act = Act(actor(holder), f"boundary.{given.state}", target=str(key), address=address_of(request))
            await record(connection, act)

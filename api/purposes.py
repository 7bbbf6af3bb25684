"""What a reading may be bound to: the caller's events, alerts, grids of a day, and people's own requests."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.guard import PeopleReader
from api.lookup_answers import person_out
from api.services import Served, services_of
from gis.service.purposes import Choice, Purpose, Reader, check_reason, choices
from gis.service.purposes import Reason as Stated
from gis.service.rights import Caller
from gis.store.database import Connection

router = APIRouter(tags=["tracks"])


class Reason(BaseModel):
    """What is read for, and the number of what it is bound to: none for a drill, needed for all else."""

    model_config = ConfigDict(extra="forbid")

    purpose: Purpose
    reference: Annotated[str, Field(max_length=80)] = ""


class ChoiceOut(BaseModel):
    """One thing to choose; `kind` is that of an alert or of a request."""

    reference: str
    title: str
    kind: str | None
    at: datetime | None
    person: int | None
    name: str | None


class Choices(BaseModel):
    """What the caller may bind a reading to, the newest first."""

    rows: list[ChoiceOut]


@router.get("/api/purposes/{kind}")
async def purposes(
    kind: Purpose, services: Served, caller: PeopleReader, day: Annotated[date | None, Query()] = None
) -> Choices:
    """List what a purpose may be bound to; `day` is that of a finding, today without it."""
    reader = Reader(services.atlas, caller)
    async with services.database.begin() as connection:
        found = await choices(connection, reader, kind, day or services.atlas.today())
    return Choices(rows=[_out(one, caller) for one in found])


async def hold_reason(
    connection: Connection, caller: Caller, request: Request, why: tuple[Reason, tuple[int, ...]]
) -> None:
    """Raise BadInput unless the purpose is bound to something of the caller's; `why` names whom it is of."""
    given, people = why
    reader = Reader(services_of(request).atlas, caller)
    await check_reason(connection, reader, Stated(given.purpose, given.reference), people)


def _out(one: Choice, caller: Caller) -> ChoiceOut:
    whose = person_out(*one.person, None, caller) if one.person else None
    return ChoiceOut(
        reference=one.reference,
        title=one.title,
        kind=one.kind,
        at=one.at,
        person=whose.id if whose else None,
        name=whose.name if whose else None,
    )

"""Counts of events by grid, village or squad, by the grids of their day or by today's."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.guard import EventReader
from api.services import Served
from gis.service.counting import By, Grids, count_events

router = APIRouter(tags=["events"])


class Asked(BaseModel):
    """Which civil days (both included), counted by what, on whose borders."""

    model_config = ConfigDict(populate_by_name=True)

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    by: By = "grid"
    grids: Annotated[
        Grids,
        Field(description="day: by the grids of each event's day · today: as if today's had always been"),
    ] = "day"


class Count(BaseModel):
    """A code and how many events it had."""

    code: str
    events: int


class Counts(BaseModel):
    """Every grid, village or squad that had any, by code."""

    rows: list[Count]


@router.get("/api/counts")
async def counts(asked: Annotated[Asked, Query()], services: Served, caller: EventReader) -> Counts:
    """Count the events of a span."""
    span = (asked.first, asked.last)
    rows = await count_events(services.database, services.atlas, caller.scope, span, asked.by, asked.grids)
    return Counts(rows=[Count(code=code, events=count) for code, count in rows])

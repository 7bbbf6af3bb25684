"""The published editions, and look-ups of many places each on its own day."""

import asyncio
from datetime import date, datetime
from typing import Annotated

import numpy as np
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.guard import GridReader
from api.services import Served
from gis.errors import BadInput
from gis.geometry.datum import to_wgs84
from gis.model import Datum
from gis.service.places import check_places

router = APIRouter(tags=["editions"])
MOST_DATED = 100_000


class EditionOut(BaseModel):
    """One edition: civil days [from, to), on which paper, and from when to when it was believed.

    `draft` is the number under which it was drawn: history, impact, changes and file stay there.
    """

    number: int
    draft: int
    title: str
    valid_from: date
    valid_to: date | None
    document: str | None
    approver: str | None
    published_at: datetime
    superseded_at: datetime | None


class Editions(BaseModel):
    """The published editions by their first day, those that a correction superseded too."""

    rows: list[EditionOut]


class DatedPoints(BaseModel):
    """Places as [longitude, latitude] in degrees, and as many civil days."""

    model_config = ConfigDict(extra="forbid")

    points: Annotated[list[tuple[float, float]], Field(max_length=MOST_DATED)]
    days: Annotated[list[date], Field(max_length=MOST_DATED)]
    datum: Datum = "wgs84"


class DatedOut(BaseModel):
    """A code (null: none of yours) and an edition's number (0: none in force) for each place, in order."""

    codes: list[str | None]
    editions: list[int]


@router.get("/api/editions")
async def editions(services: Served, caller: GridReader) -> Editions:
    """List the published editions."""
    rows = [
        EditionOut(
            number=one.number,
            draft=one.id,
            title=one.title,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            document=one.document,
            approver=one.approver,
            published_at=one.published_at,
            superseded_at=one.superseded_at,
        )
        for one in services.atlas.published
    ]
    return Editions(rows=rows)


@router.post("/api/lookup/dated")
async def dated(given: DatedPoints, services: Served, caller: GridReader) -> DatedOut:
    """Answer for many places, each on a civil day of its own."""
    if len(given.points) != len(given.days):
        raise BadInput("Give as many days as points.")
    lon, lat = np.array(given.points, dtype=np.float64).reshape(-1, 2).T
    check_places(lon, lat)
    x, y = await asyncio.to_thread(to_wgs84, lon, lat, given.datum)
    days = np.array(given.days, dtype="datetime64[D]")
    found = await services.lookup.dated(np.ascontiguousarray(x), np.ascontiguousarray(y), days, caller)
    return DatedOut(codes=found.codes.tolist(), editions=found.editions.tolist())

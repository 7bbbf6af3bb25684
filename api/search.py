"""The search box's door."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.guard import GridReader
from api.services import Served
from gis.service.search import LONGEST, search

router = APIRouter(tags=["search"])


class InterpretationOut(BaseModel):
    """What the text was taken for, in both languages, and the place (WGS-84 degrees)."""

    zh: str
    en: str
    lon: float
    lat: float


class Result(BaseModel):
    """One found thing with a point to fly to."""

    kind: str
    id: str
    title: str
    subtitle: str
    lon: float
    lat: float


class SearchOut(BaseModel):
    """What the text was taken for, and the names found."""

    interpretation: InterpretationOut | None
    results: list[Result]


@router.get("/api/search")
async def find(
    services: Served,
    caller: GridReader,
    q: Annotated[str, Query(max_length=LONGEST)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> SearchOut:
    """Find coordinates, grid codes, villages, people, enterprises, places and roads."""
    lookout = services.atlas.lookout(caller.scope)
    found = await search(services.database, services.atlas.town, lookout, caller, (q, limit))
    taken = found.interpretation
    return SearchOut(
        interpretation=taken and InterpretationOut(zh=taken.zh, en=taken.en, lon=taken.lon, lat=taken.lat),
        results=[
            Result(
                kind=hit.kind, id=hit.ref, title=hit.title, subtitle=hit.subtitle, lon=hit.lon, lat=hit.lat
            )
            for hit in found.hits
        ],
    )

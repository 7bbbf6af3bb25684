"""Where trouble gathers anew: hot spots of the last weeks, tested and in words."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.guard import EventReader
from api.services import Served
from gis.service.hotspots import Told

router = APIRouter(tags=["events"])


class Concerned(BaseModel):
    """A grid of today with how many of the events lie in it."""

    code: str
    name: str
    squad: str | None
    squad_name: str | None
    events: int


class Kind(BaseModel):
    """A category with how many of the events are of it."""

    name: str
    events: int


class HotspotRow(BaseModel):
    """A circle (WGS-84, metres) with more events than its share.

    `p` is the chance that any circle would be as strong if days meant nothing; `few` says that there are
    fewer than 30 events; `zh` and `en` say all of it in words.
    """

    lon: float
    lat: float
    radius_m: float
    since: date
    days: int
    observed: int
    expected: float
    p: float
    place: str | None
    grids: list[Concerned]
    kinds: list[Kind]
    straddles_grids: bool
    straddles_squads: bool
    few: bool
    zh: str
    en: str


class HotspotsOut(BaseModel):
    """The hot spots, the strongest first; none of them overlap."""

    rows: list[HotspotRow]


@router.get("/api/hotspots")
async def hot_spots(
    services: Served, caller: EventReader, days: Annotated[int, Query(ge=7, le=90)] = 90
) -> HotspotsOut:
    """Tell where more happened in the last weeks than was usual, within the caller's scope."""
    return HotspotsOut(rows=[_row(each) for each in await services.hotspots.look(caller.scope, days)])


def _row(one: Told) -> HotspotRow:
    kinds = [{"name": name, "events": count} for name, count in one.kinds]
    return HotspotRow(**{**asdict(one), "kinds": kinds})

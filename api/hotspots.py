"""Where trouble gathers anew and where it stays: hot spots, tested and in words, and how each grid goes."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.guard import EventReader
from api.services import Served
from gis.analysis.advice import Cause
from gis.analysis.trend import Trend
from gis.service.hotspot_facts import Told
from gis.service.hotspot_trends import Per, Unit

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


class AdviceOut(BaseModel):
    """What to do, by which row of the table, and the share of the events that triggered it."""

    row: str
    cause: Cause
    figure: float
    zh: str
    en: str


class HotspotRow(BaseModel):
    """A circle (WGS-84, metres) with more events from `since` to `until` than its share.

    `p` is the chance that any circle would be as strong if days meant nothing; `few` says that there are
    fewer than 30 events; `trend` is that of its first grid; `zh` and `en` say all of it in words.
    """

    lon: float
    lat: float
    radius_m: float
    since: date
    until: date
    days: int
    observed: int
    expected: float
    p: float
    place: str | None
    grids: list[Concerned]
    kinds: list[Kind]
    departments: list[str]
    straddles_grids: bool
    straddles_squads: bool
    few: bool
    trend: Trend | None
    advice: list[AdviceOut]
    zh: str
    en: str


class HotspotsOut(BaseModel):
    """The hot spots, the strongest first; none of them overlap."""

    rows: list[HotspotRow]


class SquareRow(BaseModel):
    """A hot square: its ring (WGS-84), events, what they are divided by, smoothed rate, Gi* and its chance.

    The rate is events per thousand residents or households, or per hour of patrols.
    """

    ring: list[tuple[float, float]]
    events: int
    exposure: float
    rate: float
    z: float
    p: float
    grid: str | None
    grid_name: str | None


class StandingOut(BaseModel):
    """Persistent hot spots of the last `days`, the surest first, of `tested` squares of 250 m."""

    unit: Unit
    days: int
    tested: int
    rows: list[SquareRow]


class TrendRow(BaseModel):
    """A grid by spans of thirty days, the oldest first: events, in which it was hot, and its class."""

    code: str
    name: str
    lon: float
    lat: float
    trend: Trend
    events: list[int]
    hot: list[bool]


class TrendsOut(BaseModel):
    """The grids that were hot in some of the last twelve spans."""

    rows: list[TrendRow]


@router.get("/api/hotspots")
async def hot_spots(
    services: Served,
    caller: EventReader,
    days: Annotated[int, Query(ge=7, le=90)] = 90,
    anew: bool = False,
) -> HotspotsOut:
    """Tell where more happened in the last weeks than was usual, within the caller's scope.

    For the whole town and 90 days the last night's scan answers, unless it is to be done `anew`; 429 for
    whoever waits for two other answers already.
    """
    found = await services.hotspots.look(caller.scope, days, services.clock(), caller.name, anew=anew)
    return HotspotsOut(rows=[_row(each) for each in found])


@router.get("/api/hotspots/standing")
async def standing(services: Served, caller: EventReader, per: Per = "residents") -> StandingOut:
    """Tell in which squares more happens all the time, by residents or by hours of patrols."""
    found = await services.trends.standing(caller.scope, per)
    return StandingOut.model_validate(asdict(found))


@router.get("/api/hotspots/trends")
async def trends(services: Served, caller: EventReader) -> TrendsOut:
    """Tell which grids are hot anew, more and more, all the time, now and then, or less and less."""
    found = await services.trends.grids(caller.scope)
    return TrendsOut.model_validate({"rows": [asdict(one) for one in found]})


def _row(one: Told) -> HotspotRow:
    kinds = [{"name": name, "events": count} for name, count in one.kinds]
    return HotspotRow(**{**asdict(one), "kinds": kinds})

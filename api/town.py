"""The town's own facts: what the pages need to draw it, and the five figures of the strip."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.guard import GridReader, SignedIn
from api.services import Served, Services
from gis.errors import NotFound
from gis.model import Datum
from gis.service.summary import summarise
from gis.store.outline import outline_bounds

router = APIRouter(tags=["town"])


class LevelOut(BaseModel):
    """One level of the hierarchy and its codes' length."""

    key: str
    zh: str
    en: str
    digits: int


class Basemap(BaseModel):
    """What lies beneath our own layers."""

    kind: str
    url: str | None = None
    datum: Datum = "wgs84"
    attribution: str = ""
    maxzoom: int = 18


class TownOut(BaseModel):
    """Names, settings and bounds (west, south, east, north; WGS-84) of the town's edition or its outline."""

    name: str
    name_en: str
    made_up: bool
    code_prefix: str
    time_zone: str
    metric_crs: int
    levels: list[LevelOut]
    bounds: Annotated[tuple[float, float, float, float] | None, Field()]
    basemap: Basemap


class Figure(BaseModel):
    """One figure of the strip."""

    key: str
    zh: str
    en: str
    value: int


class Summary(BaseModel):
    """At most five figures."""

    figures: list[Figure]


@router.get("/api/town")
async def town(services: Served, caller: SignedIn) -> TownOut:
    """Return the town's settings."""
    return await town_out(services)


@router.get("/api/summary")
async def summary(services: Served, caller: GridReader) -> Summary:
    """Return what the caller's scope holds, in figures."""
    lookout = services.atlas.lookout(caller.scope)
    counted = await summarise(services.database, lookout, caller.permissions)
    return Summary(figures=[Figure(key=key, zh=zh, en=en, value=value) for key, zh, en, value in counted])


async def town_out(services: Services) -> TownOut:
    """Return the town as the pages read it."""
    known = services.atlas.town
    levels: list[Any] = [LevelOut(key=lv.key, zh=lv.zh, en=lv.en, digits=lv.digits) for lv in known.levels]
    bounds: tuple[float, float, float, float] | None
    try:
        bounds = (await services.atlas.on()).bounds
    except NotFound:
        # before the first edition the map opens on the outline
        async with services.database.begin() as connection:
            bounds = await outline_bounds(connection)
    return TownOut(
        name=known.name,
        name_en=known.name_en,
        made_up=known.made_up,
        code_prefix=known.code_prefix,
        time_zone=known.time_zone,
        metric_crs=known.metric_crs,
        levels=levels,
        bounds=bounds,
        basemap=basemap_out(services),
    )


def basemap_out(services: Services) -> Basemap:
    """Return the base map's address as a browser may know it: always on this server."""
    settings = services.settings
    if settings.basemap == "layers":
        return Basemap(kind="layers")
    kind, url = (
        ("pmtiles", "/basemap.pmtiles")
        if settings.basemap.endswith(".pmtiles")
        else (
            "xyz",
            "/basemap/{z}/{x}/{y}",
        )
    )
    return Basemap(
        kind=kind,
        url=url,
        datum=settings.basemap_datum,
        attribution=settings.basemap_attribution,
        maxzoom=settings.basemap_maxzoom,
    )

"""Hot spots as they are kept: those of a night written once, and read again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, cast, delete, func, insert, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.scoping import within
from gis.store.source import Source
from gis.store.tables import hotspot, hotspot_night

CORNERS = 16
"""Of a quarter of a circle."""
FIGURES = ("radius_m", "first", "last", "observed", "expected", "p", "score")


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle round a place (WGS-84) with its figures; `first`, `last` are days before its night's day."""

    lon: float
    lat: float
    radius_m: float
    first: int
    last: int
    observed: int
    expected: float
    p: float
    score: float
    grid_id: int | None = None


async def spots_of_night(connection: AsyncConnection, day: date, version: int) -> tuple[Spot, ...] | None:
    """Return what a night found by one version, the strongest first; None where it was not scanned so."""
    known = await connection.scalar(select(hotspot_night.c.version).where(hotspot_night.c.day == day))
    if known != version:
        return None
    place: list[Any] = [func.ST_X(hotspot.c.place), func.ST_Y(hotspot.c.place)]
    columns = place + [hotspot.c[name] for name in (*FIGURES, "grid_id")]
    rows = await connection.execute(select(*columns).where(hotspot.c.day == day).order_by(hotspot.c.rank))
    return tuple(Spot(*row) for row in map(tuple, rows))


async def write_night(
    connection: AsyncConnection, day: date, how: tuple[int, int], spots: Sequence[Spot]
) -> None:
    """Keep a night's hot spots in place of what stood there; `how` is the analysis's version and draws."""
    await connection.execute(delete(hotspot_night).where(hotspot_night.c.day == day))
    night = {"day": day, "version": how[0], "draws": how[1]}
    await connection.execute(insert(hotspot_night).values(night))
    for rank, spot in enumerate(spots):
        values = asdict(spot)
        place = func.ST_SetSRID(func.ST_MakePoint(values.pop("lon"), values.pop("lat")), 4326)
        await connection.execute(insert(hotspot).values(day=day, rank=rank, place=place, **values))


def hotspots_source(lookout: Lookout) -> Source:
    """Return the circles of the newest night whose middles lie in a scope, the strongest first.

    Their figures count the whole town's events, so they are empty for whoever sees a part of it.
    """
    newest = select(func.max(hotspot_night.c.day)).where(hotspot_night.c.day <= lookout.today)
    circle = func.geometry(func.ST_Buffer(func.geography(hotspot.c.place), hotspot.c.radius_m, CORNERS))
    circles = (
        select(
            hotspot.c.rank,
            *(_figure(lookout, name) for name in ("observed", "expected", "p")),
            func.to_char(hotspot.c.day - hotspot.c.first, "YYYY-MM-DD").label("since"),
            func.to_char(hotspot.c.day - hotspot.c.last, "YYYY-MM-DD").label("until"),
            circle.label("geom_wgs84"),
        )
        .where(hotspot.c.day == newest.scalar_subquery(), within(lookout, hotspot.c.grid_id))
        .subquery()
    )
    mercator = func.ST_Transform(circles.c.geom_wgs84, 3857).label("geom_3857")
    return Source("hotspots", select(*circles.c, mercator), order="rank")


def _figure(lookout: Lookout, name: str) -> ColumnElement[Any]:
    column = hotspot.c[name]
    return column if lookout.scope.everything else cast(null(), column.type).label(name)

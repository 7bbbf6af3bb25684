"""One's own days: the sheet, the track in the formats of others, and all of one's data in one file."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.guard import Own, address_of
from api.problems import Problem
from api.services import Served, Services
from gis.analysis.track_formats import FORMATS
from gis.errors import NotFound
from gis.service.own_days import OwnDays, archive
from gis.service.own_page import actor
from gis.store.database import Connection
from gis.store.duty import duties_of
from gis.store.messages import messages_to
from gis.store.notices import confirmed_by
from gis.store.own_pages import Holder, readings_of, requests_of
from gis.store.record import Act, record

router = APIRouter(tags=["own page"])
COMING = timedelta(days=14)
MOST_MESSAGES = 10_000
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {each.media_type.partition(";")[0]: {} for each in FORMATS.values()}},
    404: {"model": Problem},
}
ZIP: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
}


class Hours(BaseModel):
    """One duty."""

    begin: datetime
    end: datetime
    kind: Literal["roster", "self", "overtime"]


class Duties(BaseModel):
    """What is entered for the coming days, in order."""

    rows: list[Hours]


class StayOut(BaseModel):
    """One stay in a grid, from when to when (ms UTC), and the metres walked there."""

    grid: str
    name: str
    enter_ms: int
    leave_ms: int
    metres: float


class SheetOut(BaseModel):
    """One civil day; seconds are those with a known way, `used` how many of the fixes count.

    `gone`: the places are past their keep; figures and visits are what is left.
    """

    day: date
    duties: list[Hours]
    first_ms: int | None
    last_ms: int | None
    metres: float
    seconds: float
    fixes: int
    used: int
    gaps: int
    stays: list[StayOut]
    gone: bool


class Days(BaseModel):
    """From which civil day to which, at most 31."""

    model_config = ConfigDict(extra="forbid")

    begin: Annotated[date, Field(alias="from")]
    end: Annotated[date, Field(alias="to")]


@router.get("/api/me/roster")
async def roster(services: Served, holder: Own) -> Duties:
    """List when the person is on duty within fourteen days from now, leave and breaks left out."""
    now = services.clock()
    async with services.database.begin() as connection:
        found = await duties_of(connection, holder.person, (now, now + COMING))
    return Duties(rows=[_hours(*duty) for duty in found])


def _hours(begin: datetime, end: datetime, kind: str) -> Hours:
    return Hours.model_validate({"begin": begin, "end": end, "kind": kind})


@router.get("/api/me/days/{day}")
async def sheet(day: date, services: Served, holder: Own) -> SheetOut:
    """Return the sheet of a civil day."""
    async with services.database.begin() as connection:
        found = await _days(services).sheet(connection, holder.person, day)
    duties = [{"begin": begin, "end": end, "kind": kind} for begin, end, kind in found.duties]
    return SheetOut.model_validate({**asdict(found), "duties": duties})


@router.get("/api/me/track/{day}.{suffix}", response_class=Response, responses=FILE)
async def track(
    day: date,
    suffix: Literal["geojson", "gpx", "mfjson", "csv"],
    services: Served,
    holder: Own,
) -> Response:
    """Return the track of a civil day, with no line over a gap."""
    async with services.database.begin() as connection:
        found = await _days(services).track(connection, holder.person, (day, day))
    if found is None:
        raise NotFound("Nothing is stored of you on that day.")
    headers = {"content-disposition": f'attachment; filename="track-{day}.{suffix}"'}
    written = FORMATS[suffix].write(holder.name, found)
    return Response(written, media_type=FORMATS[suffix].media_type, headers=headers)


@router.get("/api/me/data.zip", response_class=Response, responses=ZIP)
async def data(asked: Annotated[Days, Query()], request: Request, services: Served, holder: Own) -> Response:
    """Return all of some days (track, duties, figures, visits), and who looked, requests and notices."""
    days = (asked.begin, asked.end)
    async with services.database.begin() as connection:
        found = await _days(services).track(connection, holder.person, days)
        more = await _days(services).lists(connection, holder.person, days) | await _lists(connection, holder)
        detail = {"people": [holder.person], "from": str(asked.begin), "to": str(asked.end)}
        await record(connection, Act(actor(holder), "me.data", address=address_of(request), detail=detail))
    headers = {"content-disposition": f'attachment; filename="wangge-{asked.begin}-{asked.end}.zip"'}
    return Response(archive(holder.name, found, more), media_type="application/zip", headers=headers)


async def _lists(connection: Connection, holder: Holder) -> dict[str, Any]:
    confirmed = await confirmed_by(connection, holder.device, holder.person)
    return {
        "readings": [_without_others(row) for row in await readings_of(connection, holder.person)],
        "requests": await requests_of(connection, [holder.person]),
        "messages": await messages_to(connection, holder.person, MOST_MESSAGES),
        "notices": [asdict(each) for each in confirmed],
    }


def _without_others(row: dict[str, Any]) -> dict[str, Any]:
    """Return a record without the others whom the same reading was about."""
    return {**row, "detail": {key: value for key, value in row["detail"].items() if key != "people"}}


def _days(services: Services) -> OwnDays:
    return OwnDays(services.atlas, services.tracks)

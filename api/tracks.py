"""Tracks, playback and past positions; every read names its purpose and is on record."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from api.guard import TrackReader, address_of
from api.problems import Problem
from api.purposes import Reason, hold_reason
from api.services import Served, Services
from gis.analysis.track_fixes import Fixes
from gis.analysis.track_formats import FORMATS
from gis.errors import NotFound
from gis.service.places import check_place
from gis.service.rights import Caller
from gis.service.tracks import Asked, Bounded, check_moments, place_at
from gis.store.database import Connection
from gis.store.record import Act, record
from gis.store.staff import phone_and_name

router = APIRouter(tags=["tracks"])
TRACKS = "application/vnd.wangge.tracks"
GAP_MS = 600_000
Key = Annotated[int, Path(ge=1, le=2**62)]
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {each.media_type.partition(";")[0]: {} for each in FORMATS.values()}},
    404: {"model": Problem},
}
GZIPPED: dict[int | str, dict[str, Any]] = {
    200: {"content": {TRACKS: {"schema": {"type": "string", "format": "binary"}}}},
    404: {"model": Problem},
}


class Span(Reason):
    """From when to when, both with their zone."""

    begin: Annotated[AwareDatetime, Field(alias="from")]
    end: Annotated[AwareDatetime, Field(alias="to")]


class Group(Span):
    """A span of a squad, of some people, or of everybody in the caller's scope."""

    squad: Annotated[str | None, Field(max_length=40)] = None
    people: Annotated[list[int], Field(max_length=2000, default_factory=list)]

    @property
    def wanted(self) -> Asked:
        """Return what is asked for as the service names it."""
        return Asked(self.begin, self.end, self.squad, tuple(self.people))


class Pieces(Group):
    """Pieces of a group, with the quality of each fix or without."""

    quality: bool = False


class Near(Span):
    """A span, a place (WGS-84) and a radius round it."""

    lon: float
    lat: float
    radius_m: Annotated[float, Field(gt=0, le=2000)] = 50


class At(Reason):
    """A moment, with its zone."""

    at: AwareDatetime


class Place(BaseModel):
    """Where somebody was; `fixed_at` is the moment of the fix before it."""

    person: int
    lon: float
    lat: float
    fixed_at: int


class Places(BaseModel):
    """Where everybody was of whom it can be known."""

    rows: list[Place]


class Passed(BaseModel):
    """One passing: from when to when within the radius (ms UTC), and how near."""

    person: int
    begin: int
    end: int
    metres: float


class Passings(BaseModel):
    """Who passed, in order of time."""

    rows: list[Passed]


@router.get("/api/playback", response_class=Response, responses=GZIPPED)
async def playback(
    asked: Annotated[Pieces, Query()], request: Request, services: Served, caller: TrackReader
) -> Response:
    """Return the tracks of many people as pieces in one gzip member."""
    async with services.database.begin() as connection:
        bounded = await services.tracks.bound(connection, caller.scope, asked.wanted)
        await note_read(connection, caller, request, (bounded, asked))
        body = await services.tracks.playback(connection, bounded, quality=asked.quality)
    return Response(body, media_type=TRACKS, headers={"content-encoding": "gzip"})


@router.get("/api/tracks/{person}.{suffix}", response_class=Response, responses=FILE)
async def one_track(
    person: Key,
    suffix: Literal["geojson", "gpx", "mfjson", "csv"],
    asked: Annotated[Span, Query()],
    request: Request,
    services: Served,
    caller: TrackReader,
) -> Response:
    """Return one person's track in a format that others read, with no line over a gap."""
    wanted = Asked(asked.begin, asked.end, None, (person,))
    async with services.database.begin() as connection:
        bounded = await services.tracks.bound(connection, caller.scope, wanted)
        await note_read(connection, caller, request, (bounded, asked))
        found = await services.tracks.fixes(connection, bounded)
        named = await phone_and_name(connection, services.atlas.lookout(caller.scope), person)
    if person not in found or named is None:
        raise NotFound("Nothing is stored of this person in that span.")
    written = FORMATS[suffix].write(named[0], services.tracks.track(found[person]))
    headers = {"content-disposition": f'attachment; filename="track-{person}.{suffix}"'}
    return Response(written, media_type=FORMATS[suffix].media_type, headers=headers)


@router.get("/api/positions", responses={404: {"model": Problem}})
async def positions(
    asked: Annotated[At, Query()], request: Request, services: Served, caller: TrackReader
) -> Places:
    """Return where everybody was at a moment; who was silent for over ten minutes round it is not listed."""
    found, at_ms = await _around(services, caller, request, asked)
    rows = []
    for person, fixes in found.items():
        place = place_at(fixes, at_ms, GAP_MS)
        if place is not None:
            rows.append(Place(person=person, lon=place[0], lat=place[1], fixed_at=place[2]))
    return Places(rows=rows)


@router.get("/api/passed", responses={404: {"model": Problem}})
async def passed(
    asked: Annotated[Near, Query()], request: Request, services: Served, caller: TrackReader
) -> Passings:
    """Return who passed within a radius of a place, and when."""
    check_place(asked.lon, asked.lat)
    async with services.database.begin() as connection:
        bounded = await services.tracks.bound(connection, caller.scope, Asked(asked.begin, asked.end))
        await note_read(connection, caller, request, (bounded, asked))
        found = await services.tracks.fixes(connection, bounded)
    rows = [
        Passed(person=person, begin=each.begin_ms, end=each.end_ms, metres=round(each.metres, 1))
        for person, fixes in found.items()
        for each in services.tracks.passing(fixes, (asked.lon, asked.lat), asked.radius_m)
    ]
    return Passings(rows=sorted(rows, key=lambda row: (row.begin, row.person)))


async def _around(
    services: Services, caller: Caller, request: Request, asked: At
) -> tuple[dict[int, Fixes], int]:
    check_moments(asked.at)
    gap = timedelta(milliseconds=GAP_MS)
    begin, end = asked.at - gap, asked.at + gap
    async with services.database.begin() as connection:
        bounded = await services.tracks.bound(connection, caller.scope, Asked(begin, end))
        await note_read(connection, caller, request, (bounded, asked))
        found = await services.tracks.fixes(connection, bounded)
    return found, int(asked.at.timestamp() * 1000)


async def note_read(
    connection: Connection, caller: Caller, request: Request, read: tuple[Bounded, Reason]
) -> None:
    """Put a read on record with all whom it is about, so that each of them can see it.

    Raises BadInput for a reason that is bound to nothing of the caller's.
    """
    bounded, asked = read
    await hold_reason(connection, caller, request, (asked, bounded.people))
    detail = {
        "people": list(bounded.people),
        "from": bounded.begin.isoformat(),
        "to": bounded.end.isoformat(),
        "purpose": asked.purpose,
        "reference": asked.reference,
    }
    action = f"track.{request.url.path.split('/')[2]}"
    await record(connection, Act(caller.name, action, address=address_of(request), detail=detail))

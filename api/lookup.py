"""Which grid, village and squad holds a place, and who is in charge."""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from api import lookup_tables as tables
from api.guard import GridReader
from api.lookup_answers import BatchOut, FoundOut, batch_out, found_out
from api.lookup_stream import answer_points, kit_of
from api.problems import Problem, sentence
from api.services import Served, Services
from gis.errors import BadInput
from gis.geometry.datum import to_wgs84
from gis.model import Datum
from gis.service.lookup import When
from gis.service.places import MAX_BATCH, check_datum, check_places
from gis.service.rights import Caller

router = APIRouter(tags=["look-up"])
CSV, ARROW = "text/csv", "application/vnd.apache.arrow.stream"
On = Annotated[date | None, Query(description="The town's civil day; today when left out.")]
InDatum = Annotated[Datum, Query(description="Datum of the given coordinates.")]


class Points(BaseModel):
    """A batch of places as [longitude, latitude] pairs in degrees."""

    model_config = ConfigDict(extra="forbid")

    points: Annotated[list[tuple[float, float]], Field(max_length=MAX_BATCH)]
    datum: Datum = "wgs84"
    on: date | None = None


class Place(BaseModel):
    """One place and its day."""

    lon: Annotated[float, Field(description="Longitude in degrees.")]
    lat: Annotated[float, Field(description="Latitude in degrees.")]
    datum: Annotated[Datum, Field(description="Datum of the given coordinates.")] = "wgs84"
    on: Annotated[date | None, Field(description="The town's civil day; today when left out.")] = None
    known: Annotated[
        AwareDatetime | None, Field(description="As it was believed at this moment; now when left out.")
    ] = None


@router.get("/api/lookup", responses={404: {"model": Problem}, 422: {"model": Problem}})
async def look_up(services: Served, caller: GridReader, asked: Annotated[Place, Query()]) -> FoundOut:
    """Answer for one place; 404 where no grid of the caller's scope holds it."""
    when = When(asked.on, asked.known)
    found = await services.lookup.one((asked.lon, asked.lat), asked.datum, when, caller)
    return found_out(found, services.atlas.town, caller)


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Points"}},
            CSV: {"schema": {"type": "string"}},
            ARROW: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@router.post(
    "/api/lookup",
    response_model=BatchOut,
    openapi_extra=_BODY,
    responses={
        200: {"content": {CSV: {"schema": {"type": "string"}}, ARROW: {"schema": {"type": "string"}}}},
        422: {"model": Problem},
    },
)
async def look_up_many(
    request: Request, services: Served, caller: GridReader, datum: InDatum = "wgs84", on: On = None
) -> Response:
    """Answer for many places in the form they came in: JSON, CSV or an Arrow IPC stream; order is kept."""
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    body = await request.body()
    if kind == CSV:
        return await _csv(services, caller, body, check_datum(datum), on)
    if kind == ARROW:
        return await _arrow(services, caller, body, check_datum(datum), on)
    return await _json(services, caller, body)


async def _json(services: Services, caller: Caller, body: bytes) -> Response:
    try:
        asked = Points.model_validate_json(body)
    except ValidationError as error:
        raise BadInput(sentence(error.errors(include_url=False, include_input=False))) from None
    batch = await services.lookup.many(*tables.places_of(asked.points), asked.datum, asked.on, caller)
    answer = batch_out(batch, services.atlas.town, caller)
    return Response(answer.model_dump_json(), media_type="application/json")


async def _csv(services: Services, caller: Caller, body: bytes, datum: Datum, on: date | None) -> Response:
    head, rows, lon, lat = tables.read_csv(body)
    batch = await services.lookup.many(lon, lat, datum, on, caller)
    return Response(tables.write_csv(head, rows, batch, caller), media_type="text/csv; charset=utf-8")


async def _arrow(services: Services, caller: Caller, body: bytes, datum: Datum, on: date | None) -> Response:
    lon, lat = tables.read_arrow(body)
    kit = await kit_of(services, caller, on)
    check_places(lon, lat)
    x, y = to_wgs84(lon, lat, datum)
    return Response(await asyncio.to_thread(answer_points, x, y, kit), media_type=ARROW)

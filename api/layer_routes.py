"""The map's layers: list, description, tiles, GeoJSON and Folium page."""

import math
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from api.guard import Exporter, SignedIn
from api.problems import Problem, sentence
from api.services import Served, Services
from api.tile_answer import answer_of
from gis.errors import BadInput, NotFound
from gis.model import Lookout
from gis.service.rights import Caller
from gis.store.encode import Box
from layers import all_layers
from layers.base import Layer, Params

router = APIRouter(tags=["layers"], responses={404: {"model": Problem}, 422: {"model": Problem}})
PNG, MVT, GEOJSON = "image/png", "application/vnd.mapbox-vector-tile", "application/geo+json"
BINARY = {"schema": {"type": "string", "format": "binary"}}
TILE: dict[int | str, dict[str, Any]] = {
    204: {"description": "Nothing lies here."},
    304: {"description": "Unchanged since the ETag."},
}
RESERVED = {"bbox", "limit", "lang"}
# a kept tile is found by its query, whose bytes the bound on kept tiles does not count
LONGEST_KEPT_QUERY = 1000
Zoom = Annotated[int, Path(ge=0, le=22)]
Tile = Annotated[int, Path(ge=0, le=2**22 - 1)]
Name = Annotated[str, Path(pattern="^[a-z_]{1,40}$")]
BBox = Annotated[str, Query(description="west,south,east,north in WGS-84 degrees")]


@dataclass(frozen=True, slots=True)
class Asked:
    """A layer with the parameters asked for, as seen by the caller."""

    layer: Layer
    params: Params
    lookout: Lookout
    caller: Caller


async def layer_of(name: Name, caller: SignedIn) -> Layer:
    """Return the layer of an address; NotFound where there is none, NotAllowed without its permission."""
    layer = all_layers().get(name)
    if layer is None:
        raise NotFound("There is no such layer.")
    caller.require(layer.permission)
    return layer


AskedLayer = Annotated[Layer, Depends(layer_of)]


def asked_of(request: Request, services: Served, caller: SignedIn, layer: AskedLayer) -> Asked:
    """Return what is asked for: parameters from the query string, where repeated keys make lists."""
    fields = layer.params.model_json_schema().get("properties", {})
    given = {key: request.query_params.getlist(key) for key in request.query_params if key not in RESERVED}
    values = {
        key: found if fields.get(key, {}).get("type") == "array" else found[-1]
        for key, found in given.items()
    }
    try:
        params = layer.params.model_validate(values)
    except ValidationError as error:
        raise BadInput(sentence(error.errors(include_url=False, include_input=False))) from None
    return Asked(layer, params, services.atlas.lookout(caller.scope), caller)


Wanted = Annotated[Asked, Depends(asked_of)]


@router.get("/layers")
async def list_layers(services: Served, caller: SignedIn) -> dict[str, list[dict[str, Any]]]:
    """Return every layer that the caller may see, in drawing order."""
    bounds = await _bounds(services)
    seen = [layer for layer in all_layers().values() if caller.may(layer.permission)]
    return {"layers": [layer.describe(bounds) for layer in seen]}


@router.get("/layers/{name}")
async def describe_layer(services: Served, layer: AskedLayer) -> dict[str, Any]:
    """Return one layer as plain data."""
    return layer.describe(await _bounds(services))


@router.get(
    "/layers/{name}/tiles/{z}/{x}/{y}.mvt",
    response_class=Response,
    responses={**TILE, 200: {"content": {MVT: BINARY}}},
)
async def vector_tile(
    request: Request, services: Served, wanted: Wanted, z: Zoom, x: Tile, y: Tile
) -> Response:
    """Return one vector tile; 204 where nothing lies."""
    if wanted.layer.kind == "raster":
        raise NotFound("This layer has raster tiles: ask for .png.")
    return await _tile(request, services, wanted, (z, x, y))


@router.get(
    "/layers/{name}/tiles/{z}/{x}/{y}.png",
    response_class=Response,
    responses={**TILE, 200: {"content": {PNG: BINARY}}},
)
async def raster_tile(
    request: Request, services: Served, wanted: Wanted, z: Zoom, x: Tile, y: Tile
) -> Response:
    """Return one raster tile; 204 where nothing lies."""
    if wanted.layer.kind != "raster":
        raise NotFound("This layer has vector tiles: ask for .mvt.")
    return await _tile(request, services, wanted, (z, x, y))


@router.get(
    "/layers/{name}/items.geojson",
    response_class=Response,
    responses={200: {"content": {GEOJSON: {"schema": {"type": "object"}}}}},
)
async def items(
    services: Served,
    wanted: Wanted,
    bbox: BBox | None = None,
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
) -> Response:
    """Return the features that meet a box as GeoJSON; `numberMatched` counts those beyond the limit."""
    box = read_box(bbox) if bbox is not None else None
    found = await wanted.layer.geojson(services.database, wanted.params, wanted.lookout, box, limit)
    return _json(found)


@router.get("/layers/{name}/map.html", response_class=HTMLResponse)
async def folium_page(
    services: Served,
    wanted: Wanted,
    exporter: Exporter,
    lang: Annotated[str, Query(pattern="^(zh|en)$")] = "zh",
) -> Response:
    """Return the layer as one self-contained page that opens without a network."""
    # what draws pages costs seconds, which no worker pays before somebody asks for one
    from layers.page import Edition, page_policy, render_page

    edition = Edition(services.atlas.town, lang, services.settings.pages / "vendor")
    page = await render_page(services.database, wanted.layer, wanted.params, wanted.lookout, edition)
    headers = {
        "Content-Security-Policy": page_policy(page),
        "Content-Disposition": f'inline; filename="{wanted.layer.name}.html"',
    }
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


def read_box(text: str) -> Box:
    """Return (west, south, east, north) from text; BadInput unless they are ordered degrees."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise BadInput("bbox: give west,south,east,north as four numbers.") from None
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    if not inside or math.isnan(west + south + east + north):
        raise BadInput("bbox: west,south,east,north must be ordered degrees on the globe.")
    # web mercator ends at 85.06 degrees
    return west, max(south, -85.06), east, min(north, 85.06)


async def _tile(request: Request, services: Services, wanted: Asked, zxy: tuple[int, int, int]) -> Response:
    z, x, y = zxy
    if max(x, y) >= 2**z:
        raise BadInput("There is no such tile at this zoom.")
    key = (request.scope["path"], request.scope["query_string"], wanted.caller.scope, services.atlas.stamp())
    tile = await wanted.layer.packed_tile(services.database, wanted.params, wanted.lookout, zxy)
    if len(request.scope["query_string"]) <= LONGEST_KEPT_QUERY:
        services.tiles.put(key, tile)
    status, headers, content = answer_of(tile, request.scope["headers"])
    answer = Response(content, status_code=status)
    answer.raw_headers = headers
    return answer


def _json(found: dict[str, Any]) -> Response:
    return Response(orjson.dumps(found), media_type=GEOJSON)


async def _bounds(services: Services) -> Box | None:
    try:
        return (await services.atlas.on()).bounds
    except NotFound:
        return None

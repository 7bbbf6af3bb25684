"""Refused edits as problems: the sentence in both languages, and where on the map or which grids."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from api.draft_answers import Sentence, Spot
from api.problems import Problem
from gis.geometry.projection import to_degrees
from gis.redraw.refused import Refused
from gis.redraw.rings import Point
from gis.service.redrawing.drafts import Outdated


class EditProblem(Problem):
    """Why an edit was not made: in Chinese and English, the place (degrees), and grids changed since.

    What is not even an edit has the detail alone.
    """

    sentence: Sentence | None = None
    place: Spot | None = None
    touched: Sequence[str] = ()


REFUSALS: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem},
    409: {"model": EditProblem},
    422: {"model": EditProblem},
}


def refused(request: Request, error: Refused | Outdated, epsg: int) -> JSONResponse:
    """Return the problem of an edit that cannot be made (422) or that others came before (409)."""
    outdated = isinstance(error, Outdated)
    body = EditProblem(
        title="It contradicts what is stored" if outdated else "The edit cannot be made",
        status=409 if outdated else 422,
        detail=error.en,
        request_id=request.scope.get("wangge.request_id", ""),
        sentence=(error.zh, error.en),
        place=None if isinstance(error, Outdated) else degrees_of(error.place, epsg),
        touched=error.codes if isinstance(error, Outdated) else (),
    )
    return JSONResponse(body.model_dump(), body.status, media_type="application/problem+json")


def degrees_of(place: Point | None, epsg: int) -> tuple[float, float] | None:
    """Return a place in mm of the town's metric CRS as WGS-84 degrees."""
    if place is None:
        return None
    lon, lat = to_degrees(place[0] / 1000, place[1] / 1000, epsg)
    return float(lon), float(lat)

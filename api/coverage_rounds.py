"""The next round: which grids wait for a visit, in an order that is short along the roads."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.guard import CoverageReader
from api.services import Served
from gis.service.coverage.rounds import MOST_STOPS, USUAL_STOPS, Why

router = APIRouter(tags=["coverage"])


class StopOut(BaseModel):
    """One grid, with a place of it at a road (WGS-84).

    `line` is the way from the stop before; `straight` tells that no road leads there.
    """

    code: str
    name: str
    lon: float
    lat: float
    why: Why
    late_days: int
    due: date | None
    days_since: int | None
    metres: float
    straight: bool
    line: list[list[float]]


class RoundOut(BaseModel):
    """The stops in their order, and how many grids more wait that this round leaves out."""

    stops: list[StopOut]
    metres: float
    left_out: int


@router.get("/api/coverage/round")
async def next_round(
    services: Served,
    caller: CoverageReader,
    squad: Annotated[str | None, Query(max_length=40)] = None,
    most: Annotated[int, Query(ge=1, le=MOST_STOPS)] = USUAL_STOPS,
) -> RoundOut:
    """Suggest a round over grids that are late, unknown or due today, by what is required."""
    found = await services.rounds.suggest(caller.scope, squad, most)
    return RoundOut.model_validate(asdict(found))

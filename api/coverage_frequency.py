"""How often grids must be visited, whether they were, and which are late or were missed."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.coverage import Within
from api.guard import CoverageKeeper, CoverageReader, address_of
from api.problems import Problem
from api.services import Served
from gis.analysis.frequency import MOST_DAYS, Outcome
from gis.service.coverage.requirements import Wanted
from gis.store.frequencies import Standing
from gis.store.record import Act, record

router = APIRouter(tags=["coverage"])
Code = Annotated[str, Field(max_length=32, pattern=r"^[\w-]+$")]
Risk = Annotated[int, Field(ge=1, le=3, description="1 low, 2, 3 high.")]
By = Literal["grid", "risk"]


class WindowOut(BaseModel):
    """One window: days with a visit, days that nobody knows of, and what became of it."""

    first: date
    last: date
    visited: int
    unknown: int
    outcome: Outcome
    due: date | None
    late_days: int


class FrequencyRowOut(BaseModel):
    """One grid: `visits` of `days` days are required, by itself or by its `risk`.

    `met`, `missed` and `unknown` count the windows that ended in the period; `now` is the outcome of the one
    that runs on its last day, `due` when the next visit is due, `late_days` for how long it has been.
    """

    code: str
    name: str
    squad: str | None
    by: By
    risk: int | None
    visits: int
    days: int
    last_visit: datetime | None
    days_since: int | None
    met: int
    missed: int
    unknown: int
    now: Outcome | None
    due: date | None
    late_days: int
    windows: list[WindowOut]


class FrequencyRows(BaseModel):
    """The grids for which something is required, by code."""

    rows: list[FrequencyRowOut]


class Requirement(BaseModel):
    """So many of `days` days need a visit, in one grid or in all of a risk; 0 ends what was required."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    grid: Code | None = None
    risk: Risk | None = None
    visits: Annotated[int, Field(ge=0, le=MOST_DAYS)]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 7
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date | None, Field(alias="to")] = None


class RequirementOut(BaseModel):
    """A requirement that holds today or later, and who entered it."""

    grid: str | None
    risk: int | None
    visits: int
    days: int
    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date | None, Field(serialization_alias="to")]
    by: str
    at: datetime


class Requirements(BaseModel):
    """Requirements: of risks from the highest on, then of grids by code."""

    rows: list[RequirementOut]


class RiskForm(BaseModel):
    """The level of risk of a grid from a day on."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    grid: Code
    risk: Risk
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date | None, Field(alias="to")] = None


@router.get("/api/coverage/frequency")
async def visited_often_enough(
    asked: Annotated[Within, Query()], request: Request, services: Served, caller: CoverageReader
) -> FrequencyRows:
    """Tell which grids were visited as often as they must be, which are late, and which were missed."""
    rows = await services.frequencies.rows(caller.scope, asked.asked(), asked.parameters())
    detail = {"from": asked.first.isoformat(), "to": asked.last.isoformat(), "by": "frequency"}
    async with services.database.begin() as connection:
        await record(
            connection, Act(caller.name, "coverage.read", address=address_of(request), detail=detail)
        )
    return FrequencyRows(rows=[FrequencyRowOut(**asdict(row)) for row in rows])


@router.get("/api/frequencies")
async def list_requirements(services: Served, caller: CoverageReader) -> Requirements:
    """Tell what is required today and later."""
    return Requirements(rows=[_told(one) for one in await services.requirements.all(caller.scope)])


@router.put("/api/frequencies", status_code=204, responses={404: {"model": Problem}})
async def set_requirement(
    form: Requirement, request: Request, services: Served, caller: CoverageKeeper
) -> None:
    """Enter a requirement in place of what was required on its days; what was before and after stays."""
    wanted = Wanted(form.grid, form.risk, form.visits, form.days, form.first, form.last)
    await services.requirements.set(caller.scope, wanted, Act(caller.name, "", address=address_of(request)))


@router.put("/api/grid-risks", status_code=204, responses={404: {"model": Problem}})
async def set_grid_risk(form: RiskForm, request: Request, services: Served, caller: CoverageKeeper) -> None:
    """Give a grid a level of risk from a day on."""
    days, by = (form.first, form.last), Act(caller.name, "", address=address_of(request))
    await services.requirements.set_risk(caller.scope, form.grid, form.risk, days, by)


def _told(one: Standing) -> RequirementOut:
    return RequirementOut(
        grid=one.grid,
        risk=one.risk,
        visits=one.visits,
        days=one.days,
        first=one.first,
        last=one.last,
        by=one.by,
        at=one.at,
    )

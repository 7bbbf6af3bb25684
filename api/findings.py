"""Findings on coverage: made by one, confirmed by another, and taken out to be verified elsewhere."""

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from api.coverage import Thresholds
from api.guard import CoverageKeeper, CoverageReader, TrackReader, address_of
from api.problems import Problem
from api.services import Served
from gis.service.coverage.parts import Cause
from gis.service.rights import Caller
from gis.store.findings import Finding
from gis.store.record import Act

router = APIRouter(prefix="/api/findings", tags=["coverage"])
Number = Annotated[str, Path(max_length=20, pattern=r"^RD\d{4}-\d{5,12}$")]
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem}, 409: {"model": Problem}}


class FindingForm(Thresholds):
    """Of which grid and day, by which thresholds, and until when its evidence is held."""

    model_config = ConfigDict(extra="forbid")

    grid: Annotated[str, Field(max_length=32, pattern=r"^[\w-]+$")]
    day: date
    until: Annotated[date | None, Field(description="A year ahead without one.")] = None


class FindingOut(BaseModel):
    """A finding: the state of a grid and day with its cause and shares, its digest, and both names."""

    number: str
    grid: str
    day: date
    state: Literal["covered", "not_covered", "unknown"]
    cause: Cause | None
    covered: float
    unknown: float
    off: float
    sm3: str
    made_by: str
    made_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    hold_until: date


class FindingRows(BaseModel):
    """Findings, the newest first."""

    rows: list[FindingOut]


class LaterOut(BaseModel):
    """What came since: so many more places that count, so many that count no more; the finding stays.

    `changes` tells whether it would be stated otherwise now.
    """

    more: int
    lost: int
    changes: bool


@router.get("")
async def list_findings(services: Served, caller: CoverageReader) -> FindingRows:
    """List the findings on grids of the caller's scope."""
    return FindingRows(rows=[_told(one) for one in await services.findings.all(caller.scope)])


@router.post("", status_code=201, responses=MISSING)
async def make_finding(
    form: FindingForm, request: Request, services: Served, caller: CoverageKeeper, _: TrackReader
) -> FindingOut:
    """Make the finding of a grid and a day that is over; its evidence is held, and reading it on record."""
    what = form.grid, form.day, form.until
    made = await services.findings.make(caller.scope, what, form.parameters(), _act(caller, request))
    return _told(made)


@router.post("/{number}/confirm", status_code=204, responses=MISSING)
async def confirm_finding(
    number: Number, request: Request, services: Served, caller: CoverageKeeper, _: TrackReader
) -> None:
    """Put the second name to a finding; whoever made it cannot."""
    await services.findings.confirm(caller.scope, number, _act(caller, request))


@router.get("/{number}", responses=MISSING)
async def finding_file(
    number: Number, request: Request, services: Served, caller: TrackReader, _: CoverageReader
) -> dict[str, Any]:
    """Return the finding with its evidence, as `wangge finding verify` takes it; on record."""
    return await services.findings.file(caller.scope, number, _act(caller, request))


@router.get("/{number}/later", responses=MISSING)
async def later_fixes(number: Number, services: Served, caller: CoverageReader) -> LaterOut:
    """Tell what came since a finding was made, and whether it would change it."""
    found = await services.findings.later(caller.scope, number)
    return LaterOut(more=found.more, lost=found.lost, changes=found.changes)


def _act(caller: Caller, request: Request) -> Act:
    return Act(caller.name, "", address=address_of(request))


def _told(one: Finding) -> FindingOut:
    result = json.loads(one.statement)["result"]
    shares = {name: result[name] for name in ("state", "cause", "covered", "unknown", "off")}
    return FindingOut(
        number=one.number,
        grid=one.grid,
        day=one.day,
        **shares,
        sm3=one.sm3,
        made_by=one.made_by,
        made_at=one.made_at,
        confirmed_by=one.confirmed_by,
        confirmed_at=one.confirmed_at,
        hold_until=one.hold_until,
    )

"""Cases over HTTP: reported, listed with their due times, and taken from step to step."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.draft_answers import Sentence
from api.guard import CaseActor, CaseReader, address_of
from api.problems import Problem
from api.services import Served
from gis.service.casework import Case, Report

router = APIRouter(prefix="/api/cases", tags=["cases"])
Number = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,40}$")]
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem}}
Words = Annotated[str, Field(max_length=200)]


class ReportIn(BaseModel):
    """What is reported: where in WGS-84 degrees, of which category, in which flow."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: Annotated[str, Field(min_length=1, max_length=80)]
    category: Annotated[str, Field(min_length=1, max_length=20)]
    lon: float
    lat: float
    address: Words = ""
    source: Annotated[str, Field(min_length=1, max_length=40)] = "patrol"
    severity: Annotated[int, Field(ge=1, le=3)] = 1
    flow: Annotated[str, Field(max_length=20)] = "city"


class ActionIn(BaseModel):
    """An action, the version of the case that was seen, and what the action needs."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    action: Annotated[str, Field(min_length=1, max_length=40)]
    given: Annotated[dict[Annotated[str, Field(max_length=40)], JsonValue], Field(max_length=20)] = {}


class Step(BaseModel):
    """An action that the caller could take now, and what it needs."""

    action: str
    name: Sentence
    needs: list[str]


class Done(BaseModel):
    """One entry of a case's history."""

    at: datetime
    action: str
    actor: str
    duty: str


class CaseOut(BaseModel):
    """A case as it stands; due times are null where nothing runs, provisional in a year without holidays."""

    number: str
    flow: str
    title: str
    category: str
    category_name: str
    address: str
    severity: int
    department: str
    reported_at: datetime
    grid: str | None
    lon: float
    lat: float
    state: str
    state_name: Sentence
    version: int
    stage_due: datetime | None
    total_due: datetime | None
    provisional: bool
    steps: list[Step]


class Whole(CaseOut):
    """A case with its history."""

    history: list[Done]


class Cases(BaseModel):
    """The newest cases of the caller's scope."""

    rows: list[CaseOut]


@router.get("")
async def cases(services: Served, caller: CaseReader) -> Cases:
    """List the newest cases."""
    return Cases(rows=[CaseOut(**_out(case)) for case in await services.casework.list(caller)])


@router.post("", status_code=201)
async def report(given: ReportIn, request: Request, services: Served, caller: CaseActor) -> Whole:
    """Report a case; grid, department and limit follow from place and category."""
    made = await services.casework.report(Report(**given.model_dump()), caller, address_of(request))
    return _whole(made)


@router.get("/{number}", responses=MISSING)
async def case(number: Number, services: Served, caller: CaseReader) -> Whole:
    """Return a case with its history and what the caller could do now."""
    return _whole(await services.casework.read(number, caller))


@router.post("/{number}/actions", responses=MISSING)
async def act(
    number: Number, given: ActionIn, request: Request, services: Served, caller: CaseActor
) -> Whole:
    """Act on a case; 409 where somebody else has acted since the version that was seen."""
    step = given.action, given.given
    return _whole(await services.casework.act(number, given.version, step, caller, address_of(request)))


def _whole(case: Case) -> Whole:
    history = [Done(at=one.at, action=one.action, actor=one.actor, duty=one.duty) for one in case.history]
    return Whole(**_out(case), history=history)


def _out(case: Case) -> dict[str, Any]:
    row, info = case.row, case.flow.states[case.now.state]
    dues = [due for due in (case.due.stage, case.due.total) if due]
    return {
        **{name: getattr(row, name) for name in SHOWN},
        "state": case.now.state,
        "state_name": (info.zh, info.en),
        "version": case.now.version,
        "stage_due": case.due.stage.at if case.due.stage else None,
        "total_due": case.due.total.at if case.due.total else None,
        "provisional": any(due.provisional for due in dues),
        "steps": [
            Step(action=one.action, name=(one.zh, one.en), needs=list(one.needs)) for one in case.steps
        ],
    }


SHOWN = (
    *("number", "flow", "title", "category", "category_name", "address", "severity"),
    *("department", "reported_at", "grid", "lon", "lat"),
)

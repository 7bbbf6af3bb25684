"""The console: handing over to the next shift, signed by both accounts, and the log of the last hours."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.guard import DutyKeeper, address_of
from api.lookup_answers import person_out
from api.problems import Problem
from api.services import Served
from gis.service.handover import Console, Given, hand_over, look, read_log, take_over
from gis.service.rights import Caller

router = APIRouter(tags=["console"])
Words = Annotated[str, Field(max_length=2000)]


class Noted(BaseModel):
    """An alert as it stood: names and places are shown as long as they are kept."""

    id: int
    kind: str
    rule: str | None
    at: datetime
    grid: str | None
    person: str | None


class Silent(BaseModel):
    """Somebody on duty who was not heard; `seen_at` is null for whoever never was."""

    person: int
    name: str
    number: str
    seen_at: datetime | None
    devices: int


class Handover(BaseModel):
    """One handover; `taken_by` is null while it waits."""

    id: int
    given_by: str
    given_at: datetime
    notes: str
    alerts: list[Noted]
    silent: list[Silent]
    taken_by: str | None
    taken_at: datetime | None
    answer: str


class Handovers(BaseModel):
    """What would be handed over now, and what was handed over before, the latest first."""

    me: str
    alerts: list[Noted]
    silent: list[Silent]
    rows: list[Handover]


class Giving(BaseModel):
    """What the next shift has to know."""

    model_config = ConfigDict(extra="forbid")

    notes: Words


class Taking(BaseModel):
    """What there is to say to it."""

    model_config = ConfigDict(extra="forbid")

    answer: Words = ""


class Made(BaseModel):
    """The number of what was signed."""

    id: int


class LogRow(BaseModel):
    """One act at a console: when, who, what, with which result, and to whom or what."""

    at: datetime
    actor: str
    action: str
    result: str
    target: str


class Log(BaseModel):
    """What consoles did, in order; `everybody` tells whether all accounts are in it."""

    everybody: bool
    rows: list[LogRow]


@router.get("/api/handovers")
async def handovers(request: Request, services: Served, caller: DutyKeeper) -> Handovers:
    """Show what is open and who is silent now, and the newest handovers of consoles with this scope."""
    async with services.database.begin() as connection:
        console = _console(request, services, caller)
        now, rows = await look(connection, console)
    return Handovers(
        me=caller.name,
        alerts=[_noted(one, caller) for one in now.alerts],
        silent=[_silent(one, caller) for one in now.silent],
        rows=[_handover(row, given, caller) for row, given in rows],
    )


@router.post("/api/handovers", status_code=201, responses={409: {"model": Problem}})
async def give(given: Giving, request: Request, services: Served, caller: DutyKeeper) -> Made:
    """Hand the console over (交班): signs the notes with what is open and who is silent now."""
    async with services.database.begin() as connection:
        console = _console(request, services, caller)
        return Made(id=await hand_over(connection, console, given.notes.strip()))


@router.post(
    "/api/handovers/{handover}/take",
    status_code=204,
    responses={404: {"model": Problem}, 409: {"model": Problem}},
)
async def take(
    handover: Annotated[int, Path(ge=1, le=2**62)],
    given: Taking,
    request: Request,
    services: Served,
    caller: DutyKeeper,
) -> None:
    """Take the console over (接班), as another account than the one that handed over."""
    async with services.database.begin() as connection:
        await take_over(connection, _console(request, services, caller), handover, given.answer.strip())


@router.get("/api/console-log")
async def console_log(
    request: Request, services: Served, caller: DutyKeeper, hours: Annotated[int, Query(ge=1, le=48)] = 24
) -> Log:
    """Read what consoles did in the last hours; whoever sees less than the whole town reads his own acts."""
    async with services.database.begin() as connection:
        console = _console(request, services, caller)
        rows = await read_log(connection, console, timedelta(hours=hours))
    shown = [LogRow(**{**row, "target": _target(row, caller)}) for row in rows]
    return Log(everybody=caller.scope.everything, rows=shown)


def _console(request: Request, services: Any, caller: Caller) -> Console:
    lookout = services.atlas.lookout(caller.scope)
    return Console(lookout, caller.name, services.clock(), address_of(request))


def _handover(row: dict[str, Any], given: Given, caller: Caller) -> Handover:
    told = {
        "alerts": [_noted(one, caller) for one in given.alerts],
        "silent": [_silent(one, caller) for one in given.silent],
    }
    return Handover.model_validate({**row, **told})


def _noted(row: dict[str, Any], caller: Caller) -> Noted:
    return Noted.model_validate({**row, "person": _name(row["person"], row["name"], caller)})


def _silent(row: dict[str, Any], caller: Caller) -> Silent:
    return Silent.model_validate({**row, "name": _name(row["person"], row["name"], caller) or ""})


def _target(row: dict[str, Any], caller: Caller) -> str:
    return _name(0, row.pop("person"), caller) or str(row["target"])


def _name(key: int | None, name: str | None, caller: Caller) -> str | None:
    return person_out(key or 0, name, None, caller).name if name else None

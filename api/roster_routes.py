"""The doors of the roster: the month of a scope, shifts, patterns, leave, swaps and overtime."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api import roster_forms as forms
from api.guard import DutyKeeper, address_of
from api.lookup_answers import person_out
from api.problems import Problem
from api.services import Served, Services
from gis.exchange.writing import csv_bytes
from gis.service import roster
from gis.service.rights import Caller
from gis.service.roster import Desk
from gis.service.roster_sheet import written
from gis.service.tracks import check_moments
from gis.store.record import Act, record

router = APIRouter(tags=["duty"])
MISSING: dict[int | str, dict[str, object]] = {404: {"model": Problem}}
REFUSED: dict[int | str, dict[str, object]] = {**MISSING, 409: {"model": Problem}}
AnyMonth = Annotated[str, Query(alias="month", pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$")]
Squad = Annotated[str | None, Query(max_length=40)]
Key = Annotated[int, Path(ge=1, le=2**62)]


@asynccontextmanager
async def desk_of(request: Request, services: Services, caller: Caller) -> AsyncIterator[Desk]:
    """Open the roster for a keeper, in one transaction."""
    by = Act(caller.name, "", address=address_of(request))
    async with services.database.begin() as connection:
        yield Desk(connection, services.atlas.lookout(caller.scope), services.clock(), by)


@router.get("/api/roster")
async def month(services: Served, caller: DutyKeeper, of: AnyMonth, squad: Squad = None) -> forms.Month:
    """Read the roster of a month (YYYY-MM), of everybody in the scope or of one squad."""
    first = date.fromisoformat(f"{of}-01")
    async with services.database.begin() as connection:
        read = await roster.read_month(connection, services.atlas.lookout(caller.scope), first, squad)
    days = [
        forms.Day(day=day, works=roster.works(day, read.special), name=read.special.get(day, ("", ""))[1])
        for day in read.days
    ]
    people = [forms.Member(**{**row, "name": _name(row, caller)}) for row in read.people]
    return forms.Month(
        days=days,
        shifts=[forms.Shift.model_validate(row) for row in read.shifts],
        people=people,
        entries=[forms.Entry.model_validate(row) for row in read.entries],
        absences=[forms.Absence.model_validate(row) for row in read.absences],
    )


@router.get("/api/roster.csv", response_class=Response)
async def sheet(
    request: Request, services: Served, caller: DutyKeeper, of: AnyMonth, squad: Squad = None
) -> Response:
    """Take a month's roster out as a table that the import reads back; it is on record."""
    first = date.fromisoformat(f"{of}-01")
    async with desk_of(request, services, caller) as desk:
        read = await roster.read_month(desk.connection, desk.lookout, first, squad)
        act = Act(caller.name, "export", target=f"roster {of}", address=desk.by.address)
        await record(desk.connection, act)
    people = [{**row, "name": _name(row, caller)} for row in read.people]
    body = csv_bytes(written(replace(read, people=people), desk.zone))
    head = {"Content-Disposition": f'attachment; filename="roster-{of}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=head)


@router.put("/api/roster", responses=MISSING)
async def set_cells(
    given: forms.Cells, request: Request, services: Served, caller: DutyKeeper
) -> forms.Changed:
    """Set shifts of people and days from today on; null is a day off."""
    wanted = [(cell.person, _sane(cell.day), cell.shift) for cell in given.cells]
    async with desk_of(request, services, caller) as desk:
        return forms.Changed(cells=await roster.set_cells(desk, wanted))


@router.post("/api/roster/fill", responses=MISSING)
async def fill(given: forms.Filling, request: Request, services: Served, caller: DutyKeeper) -> forms.Changed:
    """Enter a rotating pattern of shifts for people over days from today on."""
    pattern = roster.Pattern(tuple(given.cycle), given.stagger, given.working_days)
    people, span = list(dict.fromkeys(given.people)), (_sane(given.first), _sane(given.last))
    async with desk_of(request, services, caller) as desk:
        return forms.Changed(cells=await roster.fill(desk, pattern, people, span))


@router.post("/api/roster/swaps", status_code=204, responses=REFUSED)
async def swap(given: forms.Swap, request: Request, services: Served, caller: DutyKeeper) -> None:
    """Let two people take each other's shift of a day each (调班)."""
    one, other = ((turn.person, _sane(turn.day)) for turn in (given.one, given.other))
    async with desk_of(request, services, caller) as desk:
        await roster.swap(desk, one, other)


@router.post("/api/roster/overtime", status_code=201, responses=REFUSED)
async def overtime(
    given: forms.Overtime, request: Request, services: Served, caller: DutyKeeper
) -> forms.Made:
    """Enter overtime (加班) before it begins, at most 12 hours."""
    check_moments(given.begin, given.end)
    async with desk_of(request, services, caller) as desk:
        return forms.Made(id=await roster.add_overtime(desk, given.person, (given.begin, given.end)))


@router.delete("/api/roster/overtime/{overtime}", status_code=204, responses=MISSING)
async def no_overtime(overtime: Key, request: Request, services: Served, caller: DutyKeeper) -> None:
    """Take overtime back that has not begun."""
    async with desk_of(request, services, caller) as desk:
        await roster.drop_overtime(desk, overtime)


@router.post("/api/roster/leaves", status_code=201, responses=REFUSED)
async def leave(given: forms.Leave, request: Request, services: Served, caller: DutyKeeper) -> forms.Made:
    """Enter leave (请假) from today on: what the roster says of that time does not count."""
    check_moments(given.begin, given.end)
    span = (given.begin, given.end)
    async with desk_of(request, services, caller) as desk:
        return forms.Made(id=await roster.add_absence(desk, given.person, given.kind, span))


@router.delete("/api/roster/leaves/{leave}", status_code=204, responses=MISSING)
async def no_leave(leave: Key, request: Request, services: Served, caller: DutyKeeper) -> None:
    """Take leave back from now on."""
    async with desk_of(request, services, caller) as desk:
        await roster.end_absence(desk, leave)


@router.put("/api/shifts/{code}", status_code=204)
async def put_shift(
    code: forms.Code, given: forms.ShiftForm, request: Request, services: Served, caller: DutyKeeper
) -> None:
    """Make or change a shift: its title and its hours by season, across midnight where they end earlier."""
    async with desk_of(request, services, caller) as desk:
        await roster.put_shift(desk, code, given.model_dump())


def _name(row: dict[str, Any], caller: Caller) -> str:
    return person_out(row["id"], row["name"], None, caller).name


def _sane(day: date) -> date:
    """Return a day that moments can be reckoned from; BadInput otherwise."""
    check_moments(datetime.combine(day, time(), UTC))
    return day

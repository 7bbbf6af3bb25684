"""Cases from a report to the archive: who may do what now, when each is due, and every step on record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gis.cases.calendar import Calendar
from gis.cases.clock import CaseClock, Limit
from gis.cases.engine import Action, Standing, act, may, standing
from gis.cases.flow import Flow, Transition, shipped
from gis.cases.timers import TOTAL, Timers, timers
from gis.errors import Conflict, NotAllowed, NotFound
from gis.service.atlas import Atlas
from gis.service.places import check_place
from gis.service.rights import Caller
from gis.store.cases import (
    CaseRow,
    NewCase,
    add_case,
    append_action,
    days_off,
    find_case,
    histories,
    list_cases,
)
from gis.store.database import Connection, Database
from gis.store.record import Act, record

DUTIES: Mapping[str, frozenset[str]] = {
    "commander": frozenset({"dispatcher", "leader", "examiner"}),
    "dispatcher": frozenset({"dispatcher", "window"}),
    "officer": frozenset({"handler", "officer"}),
    "grid_member": frozenset({"collector", "window"}),
}
"""What each role does in a case."""
MOST_LISTED = 1000


@dataclass(frozen=True)
class Case:
    """A case as it stands: its history, its due times, and what the caller could do now."""

    row: CaseRow
    flow: Flow
    history: Sequence[Action]
    now: Standing
    due: Timers
    steps: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports: title, category, place in WGS-84, address, source and severity."""

    title: str
    category: str
    lon: float
    lat: float
    address: str = ""
    source: str = "patrol"
    severity: int = 1
    flow: str = "city"


class Casework:
    """The verbs of cases over one database."""

    def __init__(self, database: Database, atlas: Atlas, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._atlas = atlas
        self._clock = clock

    async def report(self, report: Report, caller: Caller, address: str) -> Case:
        """Take a report in; its grid is that of today. Raises BadInput for no place, category or flow."""
        check_place(report.lon, report.lat)
        shipped(report.flow)
        boundaries = await self._atlas.on()
        at = boundaries.index.find_one(report.lon, report.lat)
        member = boundaries.base[at] if at >= 0 else None
        if not caller.scope.everything and (
            member is None or not caller.scope.holds_grid(member.code, member.squad)
        ):
            raise NotFound("No grid of yours holds this place.")
        new = NewCase(
            flow=report.flow,
            title=report.title,
            category=report.category,
            address=report.address,
            source=report.source,
            severity=report.severity,
            reported_at=self._clock(),
            lon=report.lon,
            lat=report.lat,
            grid_id=member.id if member else None,
            edition_id=boundaries.id,
        )
        async with self._database.begin() as connection:
            town, today = self._atlas.town, self._atlas.today()
            number = await add_case(connection, new, town.code_prefix, today)
            row = await find_case(connection, self._atlas.lookout(caller.scope), number)
            await record(connection, Act(caller.name, "case.report", target=number, address=address))
            return await self._case(connection, row, caller)

    async def list(self, caller: Caller) -> list[Case]:
        """Return the newest cases of the caller's scope."""
        async with self._database.begin() as connection:
            rows = await list_cases(connection, self._atlas.lookout(caller.scope), MOST_LISTED)
            past = await histories(connection, [row.id for row in rows])
            clock = await self._case_clock(connection)
        return [self._made(row, past[row.id], clock, caller) for row in rows]

    async def read(self, number: str, caller: Caller) -> Case:
        """Return a case of the caller's scope; NotFound for none."""
        async with self._database.begin() as connection:
            row = await find_case(connection, self._atlas.lookout(caller.scope), number)
            return await self._case(connection, row, caller)

    async def act(
        self, number: str, version: int, step: tuple[str, Mapping[str, Any]], caller: Caller, address: str
    ) -> Case:
        """Do something with a case that was seen at a version.

        Raises Conflict where somebody else acted meanwhile or the flow has no such way, NotAllowed for the
        wrong duty or person, BadInput where something is missing.
        """
        async with self._database.begin() as connection:
            row = await find_case(connection, self._atlas.lookout(caller.scope), number, lock=True)
            case = await self._case(connection, row, caller)
            if version != case.now.version:
                raise Conflict(f"This case is at version {case.now.version} by now.")
            action = Action(
                step[0], self._clock(), caller.name, self._duty(case.flow, step[0], caller), step[1]
            )
            now = act(case.flow, case.now, action)
            await append_action(connection, row.id, now.version, action, now.state)
            await record(connection, Act(caller.name, f"case.{step[0]}", target=number, address=address))
            clock = await self._case_clock(connection)
            return self._made(row, [*case.history, action], clock, caller)

    def _duty(self, flow: Flow, action: str, caller: Caller) -> str:
        found = flow.transition(action)
        held = duties_of(caller)
        fitting = [duty for duty in (found.who if found else ()) if duty in held]
        if found is not None and not fitting:
            raise NotAllowed(f"'{action}' is for: {', '.join(found.who)}.")
        return fitting[0] if fitting else ""

    async def _case(self, connection: Connection, row: CaseRow, caller: Caller) -> Case:
        past = await histories(connection, [row.id])
        return self._made(row, past[row.id], await self._case_clock(connection), caller)

    def _made(self, row: CaseRow, history: Sequence[Action], clock: CaseClock, caller: Caller) -> Case:
        flow = shipped(row.flow)
        now = standing(flow, row.reported_at, history)
        limit = Limit(row.limit_value, row.limit_unit)  # type: ignore[arg-type]
        due = timers(flow, now, history, {"handle": limit, TOTAL: limit}, clock)
        return Case(row, flow, history, now, due, may(flow, now, caller.name, duties_of(caller)))

    async def _case_clock(self, connection: Connection) -> CaseClock:
        days = await days_off(connection)
        known = frozenset(day.year for day in days)
        return CaseClock(Calendar(days=days, known=known), ZoneInfo(self._atlas.town.time_zone))


def duties_of(caller: Caller) -> frozenset[str]:
    """Return what a caller does in cases by his roles."""
    return frozenset[str]().union(*(DUTIES.get(role, frozenset()) for role in caller.roles))

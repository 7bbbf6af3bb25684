"""What was patrolled, what was not, and what nobody can know."""

import asyncio
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.coverage_people import PersonOut, people_rows
from api.guard import CoverageReader, address_of
from api.problems import Problem
from api.purposes import Reason
from api.services import Served, Services
from gis.analysis.coverage import CoverageParameters
from gis.errors import BadInput
from gis.service.coverage.asking import Asked, By
from gis.service.coverage.parts import Cause
from gis.service.coverage.rounds import USUAL_STOPS
from gis.service.coverage.workbook import Book, workbook
from gis.service.purposes import Purpose
from gis.service.rights import Caller
from gis.store.record import Act, record

router = APIRouter(tags=["coverage"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Thresholds(BaseModel):
    """What counts as covered."""

    model_config = ConfigDict(populate_by_name=True)

    swath_m: Annotated[float, Field(description="10, 25 or 50 m.")] = 25.0
    enough: Annotated[float, Field(description="Share from which a grid counts as covered.")] = 0.2
    speed_mps: Annotated[float, Field(description="How fast somebody silent may have gone.")] = 6.0
    roam_m: Annotated[float, Field(description="How far from his posts somebody lost may be.")] = 1000.0
    stay_s: Annotated[float, Field(description="The least stay that is a visit.")] = 60.0
    enterprise_m: Annotated[float, Field(description="How near an enterprise was passed: 10, 25, 50.")] = 50.0
    component_m: Annotated[float, Field(description="How near a component was passed: 10, 25, 50.")] = 25.0

    def parameters(self) -> CoverageParameters:
        """Return the thresholds; BadInput for one out of bounds."""
        return CoverageParameters(
            **{each.name: getattr(self, each.name) for each in fields(CoverageParameters)}
        )


class Within(Thresholds):
    """Which civil days (both included), of which squad, by which thresholds."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    squad: Annotated[str | None, Field(max_length=40)] = None
    on: Annotated[date | None, Field(description="By the borders of this day; else of the last one.")] = None

    def asked(self, by: By = "grid") -> Asked:
        """Return the period as the service names it."""
        return Asked(self.first, self.last, by, self.squad, self.on)


class Wanted(Within):
    """Counted by what."""

    by: By = "grid"

    def told(self) -> dict[str, str]:
        """Return everything that was asked for, by name, as text."""
        return {
            name: str(value) for name, value in self.model_dump(by_alias=True).items() if value is not None
        }


class PartOut(BaseModel):
    """How much of a total was passed: `covered`, `unknown` and `not_covered` add up to 1."""

    total: float
    covered: float
    unknown: float
    not_covered: float
    off: float
    state: Literal["covered", "not_covered", "unknown"]
    cause: Cause | None


class CoverageRow(BaseModel):
    """One grid, village or squad zone.

    Shares of its patrolled ground: `covered`, `unknown` and `not_covered` add up to 1, `off` is how far the
    first may lie from the exact one; `effort` counts ground as often as it was covered. `days_since` counts
    from the last visit, in the period or before, to the period's last day. Of `roads` (total in metres),
    `enterprises` and `components` it is told how much was passed; null where there are none.
    """

    code: str
    name: str
    area_m2: float
    covered: float
    unknown: float
    not_covered: float
    off: float
    effort: float
    visits: int
    minutes: float
    metres: float
    last_visit: datetime | None
    state: Literal["covered", "not_covered", "unknown"]
    cause: Cause | None
    days_since: int | None
    roads: PartOut | None
    enterprises: PartOut | None
    components: PartOut | None


class WantedRows(Within):
    """Counted by what; coverage by person is read for a purpose."""

    by: By | Literal["person"] = "grid"
    purpose: Purpose | None = None
    reference: Annotated[str, Field(max_length=80)] = ""


class CoverageOut(BaseModel):
    """The rows by code; people by name.

    `ranked` tells whether the town puts people in order of their figures, which everybody is told then.
    """

    rows: list[CoverageRow] | list[PersonOut]
    ranked: bool


class DayRow(BaseModel):
    """What was patrolled of a grid on one day."""

    day: date
    row: CoverageRow


class CalendarOut(BaseModel):
    """The days that are over and have such a grid, in order."""

    rows: list[DayRow]


class Days(Thresholds):
    """Which civil days (both included, at most 62)."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]


@router.get("/api/coverage/{grid}/calendar", responses={404: {"model": Problem}})
async def coverage_calendar(
    grid: Annotated[str, Path(max_length=32, pattern=r"^[\w-]+$")],
    days: Annotated[Days, Query()],
    request: Request,
    services: Served,
    caller: CoverageReader,
) -> CalendarOut:
    """Tell day by day what was patrolled of one grid; reading is on record."""
    span = days.first, days.last
    found = await services.calendar.days(caller.scope, grid, span, days.parameters())
    await note_coverage(request, services, caller, span, {"by": "day"})
    return CalendarOut(rows=[DayRow(day=day, row=CoverageRow(**asdict(row))) for day, row in found])


@router.get("/api/coverage.xlsx", response_class=Response)
async def coverage_workbook(
    wanted: Annotated[Wanted, Query()],
    request: Request,
    services: Served,
    caller: CoverageReader,
    lang: Literal["zh", "en"] = "zh",
) -> Response:
    """Take the same rows out as a workbook, with required visits, the next round, and what was asked for."""
    told = await book_of(services, caller, wanted)
    await note_coverage(
        request, services, caller, (wanted.first, wanted.last), {"by": wanted.by, "file": "xlsx"}
    )
    zone = ZoneInfo(services.atlas.town.time_zone)
    body = await asyncio.to_thread(workbook, told, zone, lang)
    name = f"coverage-{wanted.first}-{wanted.last}.xlsx"
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=XLSX, headers=head)


@router.get("/api/coverage")
async def coverage(
    wanted: Annotated[WantedRows, Query()], request: Request, services: Served, caller: CoverageReader
) -> CoverageOut:
    """Tell what was patrolled in a period; days that are not over are left out, and reading is on record.

    By person it needs the permission `track.read` and a purpose, and is a read of all whom it names.
    """
    ranked = services.settings.rank_people
    if wanted.by == "person":
        if wanted.purpose is None:
            raise BadInput("Coverage by person is read for a purpose.")
        reason = Reason(purpose=wanted.purpose, reference=wanted.reference)
        asked = wanted.asked(), wanted.parameters(), reason
        return CoverageOut(rows=await people_rows(services, request, caller, asked), ranked=ranked)
    rows = await services.coverage.rows(caller.scope, wanted.asked(wanted.by), wanted.parameters())
    await note_coverage(request, services, caller, (wanted.first, wanted.last), {"by": wanted.by})
    return CoverageOut(rows=[CoverageRow(**asdict(row)) for row in rows], ranked=ranked)


async def book_of(services: Services, caller: Caller, wanted: Wanted) -> Book:
    """Return what is taken out: the rows, required visits, the next round, and what was asked for."""
    parameters = wanted.parameters()
    return Book(
        rows=await services.coverage.rows(caller.scope, wanted.asked(wanted.by), parameters),
        often=await services.frequencies.rows(caller.scope, wanted.asked(), parameters),
        round=await services.rounds.suggest(caller.scope, wanted.squad, USUAL_STOPS),
        told=wanted.told(),
    )


async def note_coverage(
    request: Request, services: Services, caller: Caller, days: tuple[date, date], more: dict[str, str]
) -> None:
    """Put a reading of coverage on record."""
    detail = {"from": days[0].isoformat(), "to": days[1].isoformat(), **more}
    async with services.database.begin() as connection:
        act = Act(caller.name, "coverage.read", address=address_of(request), detail=detail)
        await record(connection, act)

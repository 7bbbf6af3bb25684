"""What was patrolled, what was not, and what nobody can know."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.guard import CoverageReader, address_of
from api.services import Served
from gis.analysis.coverage import CoverageParameters
from gis.service.coverage.reading import Asked
from gis.store.record import Act, record

router = APIRouter(tags=["coverage"])


class Thresholds(BaseModel):
    """What counts as covered."""

    model_config = ConfigDict(populate_by_name=True)

    swath_m: Annotated[float, Field(description="10, 25 or 50 m.")] = 25.0
    enough: Annotated[float, Field(description="Share from which a grid counts as covered.")] = 0.2
    speed_mps: Annotated[float, Field(description="How fast somebody silent may have gone.")] = 3.0
    stay_s: Annotated[float, Field(description="The least stay that is a visit.")] = 60.0

    def parameters(self) -> CoverageParameters:
        """Return the thresholds; BadInput for one out of bounds."""
        return CoverageParameters(self.swath_m, self.enough, self.speed_mps, self.stay_s)


class Wanted(Thresholds):
    """Which civil days (both included), counted by what, of which squad, by which thresholds."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    by: Literal["grid", "village", "squad"] = "grid"
    squad: Annotated[str | None, Field(max_length=40)] = None
    on: Annotated[date | None, Field(description="By the borders of this day; else of the last one.")] = None


class CoverageRow(BaseModel):
    """One grid, village or squad zone.

    Shares of its patrolled ground: `covered`, `unknown` and `not_covered` add up to 1, `off` is how far the
    first may lie from the exact one; `effort` counts ground as often as it was covered.
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
    cause: Literal["excused", "post_vacant", "not_rostered", "on_duty_elsewhere", "no_signal"] | None


class CoverageOut(BaseModel):
    """The rows by code."""

    rows: list[CoverageRow]


@router.get("/api/coverage")
async def coverage(
    wanted: Annotated[Wanted, Query()], request: Request, services: Served, caller: CoverageReader
) -> CoverageOut:
    """Tell what was patrolled in a period; days that are not over are left out, and reading is on record."""
    asked = Asked(wanted.first, wanted.last, wanted.by, wanted.squad, wanted.on)
    rows = await services.coverage.rows(caller.scope, asked, wanted.parameters())
    detail = {"from": wanted.first.isoformat(), "to": wanted.last.isoformat(), "by": wanted.by}
    async with services.database.begin() as connection:
        act = Act(caller.name, "coverage.read", address=address_of(request), detail=detail)
        await record(connection, act)
    return CoverageOut(rows=[CoverageRow(**asdict(row)) for row in rows])

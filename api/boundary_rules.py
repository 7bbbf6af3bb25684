"""How the town's grids are drawn and weighed, and the gaps that it allows between them."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.draft_answers import Spot
from api.draft_refusals import REFUSALS, refused
from api.draft_showings import check_whole
from api.drafts import MISSING, DraftPath
from api.guard import Approver, BoundaryReader, Drafter, address_of
from api.services import Served
from gis.redraw.base import Place
from gis.redraw.refused import Refused
from gis.service.redrawing.gaps import Gap, allow_gap, allowed_gaps, forbid_gap
from gis.service.redrawing.rules import DrawingRules, drawing_rules, drawing_rules_of, set_drawing_rules
from gis.store.record import Act, record

router = APIRouter(prefix="/api", tags=["drafts"])
GapPath = Annotated[int, Path(ge=1, le=2**31 - 1)]
Weight = Annotated[float | None, Field(ge=0, le=100)]


class RulesOut(BaseModel):
    """The town's rules of drawing and weighing."""

    void_on_split: bool
    code_outlives: float
    least_households: int
    most_households: int
    least_width_m: float
    least_area_m2: float
    weight_households: float
    weight_events: float
    weight_enterprises: float

    @classmethod
    def of(cls, rules: DrawingRules) -> "RulesOut":
        """Return rules as they are told."""
        return cls(**{name: getattr(rules, name) for name in cls.model_fields})


class RulesIn(BaseModel):
    """The rules that change; what is not given stays."""

    model_config = ConfigDict(extra="forbid")

    void_on_split: bool | None = None
    code_outlives: Annotated[float | None, Field(ge=0, le=1)] = None
    least_households: Annotated[int | None, Field(ge=0, le=100_000)] = None
    most_households: Annotated[int | None, Field(ge=1, le=100_000)] = None
    least_width_m: Annotated[float | None, Field(ge=0.1, le=100)] = None
    least_area_m2: Annotated[float | None, Field(ge=1, le=1_000_000)] = None
    weight_households: Weight = None
    weight_events: Weight = None
    weight_enterprises: Weight = None


class GapIn(BaseModel):
    """A place in a gap (longitude and latitude in degrees), and what lies there."""

    model_config = ConfigDict(extra="forbid")

    at: Place
    what: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""


class GapOut(BaseModel):
    """An allowed gap: its number, what it is, who allowed it, a place on its rim, and its area."""

    number: int
    what: str
    by: str
    place: Spot
    area_m2: float

    @classmethod
    def of(cls, gap: Gap, epsg: int) -> "GapOut":
        """Return a gap as it is told."""
        area_m2 = round(float(gap.shape(epsg).area), 1)
        return cls(number=gap.number, what=gap.what, by=gap.by, place=gap.ring[0], area_m2=area_m2)


class Gaps(BaseModel):
    """The gaps that the town allows, by number."""

    rows: list[GapOut]


@router.get("/boundary-rules")
async def rules(services: Served, caller: BoundaryReader) -> RulesOut:
    """Tell how the town's grids are drawn and weighed."""
    async with services.database.begin() as connection:
        return RulesOut.of(await drawing_rules(connection))


@router.put("/boundary-rules", responses=MISSING)
async def change_rules(given: RulesIn, request: Request, services: Served, caller: Approver) -> RulesOut:
    """Change how the town's grids are drawn and weighed, from the next edit on."""
    check_whole(caller)
    asked = given.model_dump(exclude_none=True)
    async with services.database.begin() as connection:
        wanted = drawing_rules_of(await drawing_rules(connection), asked)
        await set_drawing_rules(connection, wanted)
        act = Act(caller.name, "draft.rules", address=address_of(request), detail=asked)
        await record(connection, act)
    await services.atlas.refresh()
    return RulesOut.of(wanted)


@router.get("/allowed-gaps", responses=MISSING)
async def gaps(services: Served, caller: BoundaryReader) -> Gaps:
    """List the gaps that the town allows: lakes, and enclaves of others."""
    check_whole(caller)
    epsg = services.atlas.town.metric_crs
    async with services.database.begin() as connection:
        return Gaps(rows=[GapOut.of(gap, epsg) for gap in await allowed_gaps(connection)])


@router.post("/drafts/{draft}/gaps", responses=REFUSALS, response_model=GapOut)
async def allow(
    draft: DraftPath, given: GapIn, request: Request, services: Served, caller: Drafter
) -> GapOut | JSONResponse:
    """Allow the gap at a place, such as a lake or an enclave, in this and every later draft."""
    _, board, _ = await services.drafts.read(draft, caller)
    check_whole(caller)
    epsg = services.atlas.town.metric_crs
    try:
        async with services.database.begin() as connection:
            about = given.at, given.what
            gap, _ = await allow_gap(connection, board, about, caller, address_of(request))
    except Refused as error:
        return refused(request, error, epsg)
    return GapOut.of(gap, epsg)


@router.delete("/allowed-gaps/{gap}", status_code=204, responses=MISSING)
async def forbid(gap: GapPath, request: Request, services: Served, caller: Drafter) -> None:
    """Take an allowed gap off the list: where no grid fills it, it is a finding again."""
    check_whole(caller)
    async with services.database.begin() as connection:
        await forbid_gap(connection, gap, caller, address_of(request))

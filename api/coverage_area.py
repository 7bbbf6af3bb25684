"""The share of ground that was covered, at once: under the boundaries of a day, or as a draft has them."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from api.coverage import Within, note_coverage
from api.drafts import DraftPath
from api.guard import BoundaryReader, CoverageReader
from api.problems import Problem
from api.services import Served

router = APIRouter(tags=["coverage"])


class AreaRow(BaseModel):
    """One grid's patrolled ground: the covered share, how far it may be off, and how often it was covered."""

    code: str
    name: str
    area_m2: float
    covered: float
    off: float
    effort: float


class AreaOut(BaseModel):
    """The grids by code."""

    rows: list[AreaRow]


@router.get("/api/coverage/area")
async def coverage_area(
    within: Annotated[Within, Query()], request: Request, services: Served, caller: CoverageReader
) -> AreaOut:
    """Tell the covered share and the effort of each grid; without states, stays and what is unknown."""
    rows = await services.areas.of_edition(caller.scope, within.asked(), within.parameters())
    await note_coverage(request, services, caller, (within.first, within.last), {"by": "area"})
    return AreaOut(rows=[AreaRow(**asdict(row)) for row in rows])


@router.get("/api/drafts/{draft}/coverage", responses={404: {"model": Problem}})
async def draft_coverage(
    draft: DraftPath,
    within: Annotated[Within, Query()],
    request: Request,
    services: Served,
    caller: BoundaryReader,
) -> AreaOut:
    """Tell the same of the grids that a draft has now, by the borders drawn in it; nobody is named."""
    _, board, _ = await services.drafts.read(draft, caller)
    about = within.asked(), within.parameters()
    rows = await services.areas.of_draft(caller.scope, *about, (draft, board))
    await note_coverage(request, services, caller, (within.first, within.last), {"draft": str(draft)})
    return AreaOut(rows=[AreaRow(**asdict(row)) for row in rows])

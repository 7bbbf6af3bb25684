"""What a draft changes for whom, who came from whom, and what is wrong with it."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.draft_answers import Sentence, Spot, Tally
from api.draft_refusals import degrees_of
from api.drafts import MISSING, DraftPath
from api.guard import BoundaryReader
from api.lookup_answers import person_out
from api.services import Served
from gis.redraw.checks.base import Finding
from gis.redraw.impact import Change
from gis.service.redrawing.boards import Board
from gis.service.redrawing.impact import Weight, impact_of, lineage_of
from gis.service.rights import Caller

router = APIRouter(prefix="/api/drafts", tags=["drafts"])


class Loaded(Tally):
    """Counts, and the workload that follows from them: 1 is what an average grid has."""

    load: float


class ImpactRow(BaseModel):
    """What one grid, village, squad or person has before and after; a person's code is the key."""

    by: str
    code: str
    name: str
    before: Loaded
    after: Loaded


class Impact(BaseModel):
    """What a draft changes: row by row, how much gets another grid, and how many people it concerns.

    Patrols are those of `patrol_days` of the last thirty, as far as there were any and they are added up.
    """

    rows: list[ImpactRow]
    moved: Tally
    people: int
    patrol_days: int


class PassedRow(Tally):
    """Ground that an old grid passed to a new one; the same code on both sides is what stays."""

    old: str
    new: str
    area_m2: float


class Lineage(BaseModel):
    """Who came from whom, of the grids that changed."""

    rows: list[PassedRow]


class Fix(BaseModel):
    """An edit that mends a finding, and what to call it."""

    label: Sentence
    edit: dict[str, Any]


class FindingOut(BaseModel):
    """One fault: where, how large and how wide, in words, and the edits that would mend it."""

    kind: str
    severity: str
    codes: list[str]
    place: Spot | None
    area_m2: float | None
    width_m: float | None
    sentence: Sentence
    fixes: list[Fix]


class Findings(BaseModel):
    """Everything that is wrong with a draft, errors first; a draft with an error cannot be submitted."""

    findings: list[FindingOut]


@router.get("/{draft}/impact", responses=MISSING)
async def impact(draft: DraftPath, services: Served, caller: BoundaryReader) -> Impact:
    """Return what a draft changes in work terms; grids and people out of the caller's scope are left out."""
    row, board = await services.drafts.compared(draft)
    async with services.database.begin() as connection:
        found = await impact_of(connection, services.weights, row, board)
    seen = _seen(board, caller)
    rows = [_row(row, caller) for row in found.rows if _may_see(row.change, seen)]
    return Impact(rows=rows, moved=Tally.of(found.moved), people=found.people, patrol_days=found.patrol_days)


@router.get("/{draft}/checks", responses=MISSING)
async def checks(draft: DraftPath, services: Served, caller: BoundaryReader) -> Findings:
    """Check a draft as a whole; findings about grids out of the caller's scope are left out."""
    row, board, _ = await services.drafts.read(draft, caller)
    town = services.atlas.town
    async with services.database.begin() as connection:
        found = await services.checking.findings(connection, row, board, town)
    seen = _codes(board, caller)
    shown = [one for one in found if caller.scope.everything or seen.intersection(one.codes)]
    return Findings(findings=[_finding(one, town.metric_crs) for one in shown])


@router.get("/{draft}/changes", responses=MISSING)
async def changes(draft: DraftPath, services: Served, caller: BoundaryReader) -> Lineage:
    """Return which grid passed how much ground, with all on it, to which."""
    _, board = await services.drafts.compared(draft)
    async with services.database.begin() as connection:
        found = await lineage_of(connection, services.weights, draft, board)
    seen = _codes(board, caller)
    return Lineage(
        rows=[
            PassedRow(
                old=one.old, new=one.new, area_m2=round(one.area_m2, 3), **Tally.of(one.counts).model_dump()
            )
            for one in found
            if one.old in seen or one.new in seen
        ]
    )


def _codes(board: Board, caller: Caller) -> set[str]:
    cells = (*board.base.cells.values(), *board.now.cells.values())
    return {cell.code for cell in cells if caller.scope.holds_grid(cell.code, cell.squad)}


def _seen(board: Board, caller: Caller) -> dict[str, set[str] | None]:
    """Return what the caller may read about by kind; None for all of it."""
    if caller.scope.everything:
        return {"grid": None, "village": None, "squad": None, "person": None}
    return {"grid": _codes(board, caller)}


def _finding(one: Finding, epsg: int) -> FindingOut:
    return FindingOut(
        kind=one.kind,
        severity=one.severity,
        codes=list(one.codes),
        place=degrees_of(one.place, epsg),
        area_m2=one.area_m2,
        width_m=one.width_m,
        sentence=one.sentence,
        fixes=[Fix(label=label, edit=edit.as_json()) for label, edit in one.fixes],
    )


def _may_see(change: Change, seen: dict[str, set[str] | None]) -> bool:
    codes = seen.get(change.by, set())
    return codes is None or change.code in codes


def _row(row: Weight, caller: Caller) -> ImpactRow:
    change, name = row.change, row.name
    if change.by == "person":
        name = person_out(int(change.code), name, None, caller).name
    before = Loaded(**Tally.of(change.before).model_dump(), load=round(row.before, 4))
    after = Loaded(**Tally.of(change.after).model_dump(), load=round(row.after, 4))
    return ImpactRow(by=change.by, code=change.code, name=name, before=before, after=after)

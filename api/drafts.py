"""Drafts of the boundaries: opened, edited, taken back, weighed and compared by those who draw them."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Path, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.draft_answers import ArcOut, GridOut, Row, Sentence, arcs_out, grids_out
from api.draft_refusals import REFUSALS, refused
from api.guard import BoundaryReader, Drafter, address_of
from api.lookup_answers import Named
from api.problems import Problem
from api.services import Served, Services
from gis.model import Scope
from gis.redraw.arcs import arcs_around, arcs_of
from gis.redraw.base import Edit, edits
from gis.redraw.consequences import consequences
from gis.redraw.history import undone
from gis.redraw.refused import Refused
from gis.service.redrawing.boards import Board
from gis.service.redrawing.drafts import Outcome, Outdated
from gis.service.redrawing.weighing import Weighed
from gis.service.rights import Caller

router = APIRouter(prefix="/api/drafts", tags=["drafts"])
DraftPath = Annotated[int, Path(ge=1, le=2**62)]
Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem}}

if TYPE_CHECKING:
    AnyEdit = Edit
else:
    AnyEdit = Annotated[reduce(or_, edits().values()), Field(discriminator="kind")]


class Rows(BaseModel):
    """The drafts that are not published, the newest first."""

    rows: list[Row]


class NewDraft(BaseModel):
    """A draft to open on the newest edition."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: Annotated[str, Field(min_length=1, max_length=80)]


class Whole(Row):
    """A draft as it is now, and how many steps the caller can take back and put back."""

    epsg: int
    villages: list[Named]
    squads: list[Named]
    grids: list[GridOut]
    arcs: list[ArcOut]
    undo: int
    redo: int


class EditIn(BaseModel):
    """An edit, and the revision of the draft that it was made on."""

    model_config = ConfigDict(extra="forbid")

    revision: Revision
    edit: AnyEdit


class StepIn(BaseModel):
    """The revision of the draft that is seen."""

    model_config = ConfigDict(extra="forbid")

    revision: Revision


class Done(BaseModel):
    """What an edit changed: drop every arc beside a touched grid, and add these.

    `consequences` say which villages' lines and squads' zones moved with it.
    """

    revision: int
    sentence: Sentence
    consequences: list[Sentence]
    touched: list[str]
    grids: list[GridOut]
    removed: list[str]
    arcs: list[ArcOut]
    undo: int
    redo: int


class LogEntry(BaseModel):
    """One edit of a draft's log; `undone` tells that it is not in effect."""

    seq: int
    at: datetime | None
    author: str
    kind: str
    sentence: Sentence
    undone: bool


class Log(BaseModel):
    """A draft's edits in order; undo and redo show in what they undid."""

    rows: list[LogEntry]


@router.get("")
async def drafts(services: Served, caller: BoundaryReader) -> Rows:
    """List the drafts."""
    return Rows(rows=[Row.of(draft) for draft in await services.drafts.list()])


@router.post("", status_code=201)
async def open_draft(given: NewDraft, request: Request, services: Served, caller: Drafter) -> Row:
    """Open a draft that begins as the newest edition."""
    return Row.of(await services.drafts.open(given.title, caller, address_of(request)))


@router.get("/{draft}", responses=MISSING)
async def draft(draft: DraftPath, services: Served, caller: BoundaryReader, later: BackgroundTasks) -> Whole:
    """Return a draft as it is now."""
    row, board, steps = await services.drafts.read(draft, caller)
    # whoever opens a draft asks for its impact before long, and thirty days of patrols take seconds to place
    later.add_task(services.weights.make_ready, services.database, draft, board)
    weighed = await _weighed(services, draft, board)
    seen = _seen(board, caller.scope)
    dedicated = [cell for cell in board.now.cells.values() if cell.kind == "dedicated"]
    parents = {board.now.cells[code].parent for code in seen}
    squads = {board.now.cells[code].squad for code in seen}
    return Whole(
        **Row.of(row).model_dump(),
        epsg=board.now.epsg,
        villages=[Named(code=code, name=name) for code, name in board.names.items() if code in parents],
        squads=[
            Named(code=code, name=name)
            for code, name in board.squads.items()
            if code in squads or caller.scope.everything
        ],
        grids=grids_out(weighed, dedicated, caller.scope),
        arcs=arcs_out(arcs_of(tuple(board.now.basic())), seen, board.now.epsg),
        undo=len(steps.undo),
        redo=len(steps.redo),
    )


@router.post("/{draft}/edits", responses=REFUSALS, response_model=Done)
async def edit(
    draft: DraftPath, given: EditIn, request: Request, services: Served, caller: Drafter
) -> Done | JSONResponse:
    """Make an edit; it is saved when this answers, and merged where its grids are as they were seen."""
    try:
        done = await services.drafts.edit(draft, given.revision, given.edit, caller)
    except (Refused, Outdated) as error:
        return refused(request, error, services.atlas.town.metric_crs)
    return await _done(services, draft, done, caller)


@router.post("/{draft}/undo", responses=REFUSALS, response_model=Done)
async def undo(
    draft: DraftPath, given: StepIn, request: Request, services: Served, caller: Drafter
) -> Done | JSONResponse:
    """Take back the caller's last edit."""
    return await _step(services, (draft, given.revision), "undo", request, caller)


@router.post("/{draft}/redo", responses=REFUSALS, response_model=Done)
async def redo(
    draft: DraftPath, given: StepIn, request: Request, services: Served, caller: Drafter
) -> Done | JSONResponse:
    """Put back the edit that the caller took back last."""
    return await _step(services, (draft, given.revision), "redo", request, caller)


@router.get("/{draft}/history", responses=MISSING)
async def history(draft: DraftPath, services: Served, caller: BoundaryReader) -> Log:
    """Return a draft's edits in order."""
    log = await services.drafts.history(draft)
    gone = undone(log)
    return Log(
        rows=[
            LogEntry(
                seq=entry.seq,
                at=entry.at,
                author=entry.author,
                kind=entry.kind,
                sentence=entry.sentence,
                undone=entry.seq in gone,
            )
            for entry in log
            if entry.of is None
        ]
    )


async def _step(
    services: Services, seen: tuple[int, int], direction: str, request: Request, caller: Caller
) -> Done | JSONResponse:
    draft, revision = seen
    try:
        done = await services.drafts.step(draft, revision, direction, caller)
    except (Refused, Outdated) as error:
        return refused(request, error, services.atlas.town.metric_crs)
    return await _done(services, draft, done, caller)


async def _done(services: Services, draft: int, done: Outcome, caller: Caller) -> Done:
    board, touched = done.board, done.patch.touched
    weighed = await _weighed(services, draft, board)
    scope, seen = caller.scope, _seen(board, caller.scope)
    dedicated = [cell for cell in done.patch.after.values() if cell.kind == "dedicated"]
    changed = _only(weighed, touched)
    return Done(
        revision=board.revision,
        sentence=done.sentence,
        consequences=list(consequences(done.patch, {**board.names, **board.squads})),
        touched=list(touched),
        grids=grids_out(changed, dedicated, scope),
        removed=[code for code in touched if code not in board.now.cells],
        arcs=arcs_out(arcs_around(board.now, touched), seen, board.now.epsg),
        undo=len(done.steps.undo),
        redo=len(done.steps.redo),
    )


async def _weighed(services: Services, draft: int, board: Board) -> Weighed:
    async with services.database.begin() as connection:
        scale = await services.weighing.scale(connection)
    return await services.weighing.weigh(draft, board, scale)


def _only(weighed: Weighed, codes: Iterable[str]) -> Weighed:
    asked = set(codes)
    rows = [row for row, cell in enumerate(weighed.cells) if cell.code in asked]
    return Weighed(tuple(weighed.cells[row] for row in rows), weighed.counts[rows], weighed.loads[rows])


def _seen(board: Board, scope: Scope) -> frozenset[str]:
    cells = board.now.cells.values()
    return frozenset(cell.code for cell in cells if scope.holds_grid(cell.code, cell.squad))

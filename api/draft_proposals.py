"""Balanced proposals for a draft: four of them to choose from, and the one chosen made as an edit."""

from collections.abc import Iterable
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.draft_answers import Sentence, coded
from api.draft_refusals import REFUSALS, refused
from api.drafts import DraftPath, Revision
from api.guard import Drafter
from api.services import Served, Services
from gis.errors import Conflict
from gis.geometry.projection import to_degrees
from gis.redraw.proposing.graph import borders_between
from gis.redraw.proposing.propose import Proposal, World, Worlds
from gis.redraw.refused import Refused
from gis.service.redrawing.boards import Board
from gis.service.redrawing.drafts import Outdated
from gis.service.redrawing.proposals import Asked, Proposed
from gis.service.rights import Caller

router = APIRouter(prefix="/api/drafts", tags=["drafts"])
Codes = Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=5000)]


class AskedIn(BaseModel):
    """Which villages (all when empty) are divided anew, without the locked grids; or the squads' zones."""

    model_config = ConfigDict(extra="forbid")

    villages: Codes = []
    locked: Codes = []
    zones: bool = False
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1

    def asked(self) -> Asked:
        """Return what the service is asked for."""
        return Asked(tuple(self.villages), tuple(self.locked), self.zones, self.seed)


class Choice(AskedIn):
    """The same question, the revision it was asked about, and which of the four answers is taken."""

    revision: Revision
    choice: Annotated[int, Field(ge=0, le=3)]


class Moved(BaseModel):
    """So many atoms (blocks, or grids between squads) that would go from one grid or squad to another."""

    old: str
    new: str
    atoms: int
    households: int


class Division(BaseModel):
    """How even a division is, and what it costs.

    `spread` is the coefficient of variation of the workloads, `worst` the largest deviation from the mean,
    `kept` the share of the workload that stays where it is, `moved` the households that do not; `lines` are
    the borders between the parts, each as degrees × 10⁷, the first point and then differences.
    """

    spread: float
    worst: float
    kept: float
    moved: int
    moves: list[Moved]
    lines: list[list[int]]


class Divisions(BaseModel):
    """Today's division and four others, from the least change to the evenest."""

    revision: int
    today: Division
    proposals: list[Division]


class Accepted(BaseModel):
    """The sentences of the edits that made the proposal, and the draft's revision after them."""

    revision: int
    sentences: list[Sentence]


@router.post("/{draft}/proposals", responses=REFUSALS, response_model=Divisions)
async def proposals(
    draft: DraftPath, given: AskedIn, request: Request, services: Served, caller: Drafter
) -> Divisions | JSONResponse:
    """Propose even grids; nothing of the draft changes."""
    try:
        board, made = await _made(services, draft, given.asked(), caller)
    except Refused as error:
        return refused(request, error, services.atlas.town.metric_crs)
    epsg = board.now.epsg
    return Divisions(
        revision=made.revision,
        today=_division(made.worlds, made.today, epsg),
        proposals=[_division(made.worlds, each, epsg) for each in made.each],
    )


@router.post("/{draft}/proposals/accept", responses=REFUSALS, response_model=Accepted)
async def accept(
    draft: DraftPath, given: Choice, request: Request, services: Served, caller: Drafter
) -> Accepted | JSONResponse:
    """Make a proposal; Conflict where the draft has changed since it was proposed."""
    try:
        board, made = await _made(services, draft, given.asked(), caller)
        if made.revision != given.revision:
            raise Conflict("The draft has changed since; propose again.")
        edits = made.edits(board, given.choice)
        done = await services.drafts.edit_all(draft, given.revision, edits, caller)
    except (Refused, Outdated) as error:
        return refused(request, error, services.atlas.town.metric_crs)
    return Accepted(revision=done[-1].board.revision, sentences=[one.sentence for one in done])


async def _made(services: Services, draft: int, asked: Asked, caller: Caller) -> tuple[Board, Proposed]:
    _, board, _ = await services.drafts.read(draft, caller)
    async with services.database.begin() as connection:
        return board, await services.proposals.of(connection, draft, board, asked)


def _division(worlds: Worlds, proposal: Proposal, epsg: int) -> Division:
    pairs = list(zip(worlds.each, proposal.labels, strict=True))
    return Division(
        spread=round(proposal.spread, 4),
        worst=round(proposal.worst, 4),
        kept=round(proposal.kept, 4),
        moved=proposal.moved,
        moves=[move for world, label in pairs for move in _moves(world, label)],
        lines=[line for world, label in pairs for line in _lines(world, label, epsg)],
    )


def _moves(world: World, label: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Iterable[Moved]:
    home = world.graph.home
    for old, new in sorted({(int(a), int(b)) for a, b in zip(home, label, strict=True) if a != b}):
        passed = (home == old) & (label == new)
        yield Moved(
            old=world.grids[old],
            new=world.grids[new],
            atoms=int(passed.sum()),
            households=int(world.households[passed].sum()),
        )


def _lines(
    world: World, label: np.ndarray[tuple[int, ...], np.dtype[np.int64]], epsg: int
) -> Iterable[list[int]]:
    for border in borders_between(world.atoms, label.tolist()):
        lon, lat = to_degrees(border[:, 0] / 1000, border[:, 1] / 1000, epsg)
        yield coded(np.rint(np.column_stack((lon, lat)) * 1e7).astype(np.int64))

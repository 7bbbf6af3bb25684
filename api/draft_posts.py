"""Where the posts go whose grid a draft ends: proposed, and chosen by those who draw it."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from api.drafts import MISSING, DraftPath
from api.guard import BoundaryReader, Drafter
from api.lookup_answers import person_out
from api.services import Served, Services
from gis.service.redrawing.boards import Board
from gis.service.redrawing.posts import Going, posts_going, settle
from gis.service.rights import Caller
from gis.store.draft_edits import find_draft

router = APIRouter(prefix="/api/drafts", tags=["drafts"])
PostPath = Annotated[int, Path(ge=1, le=2**62)]


class HeirOut(BaseModel):
    """A grid that takes ground of the one that ends, with the households and the area that it takes."""

    code: str
    name: str
    households: int
    area_m2: float


class GoingOut(BaseModel):
    """A post whose grid ends: who holds it from when to when, who could take it, and where it goes.

    `to` null means that it ends; `settled` is false where nobody takes it and nothing was chosen. `by` is
    who chose, null where it is as proposed.
    """

    post: int
    person: int
    name: str
    kind: str
    grid: str
    first_day: date | None
    last_day: date | None
    heirs: list[HeirOut]
    to: str | None
    by: str | None
    settled: bool


class Goings(BaseModel):
    """The posts whose grids a draft ends, by grid and person."""

    rows: list[GoingOut]


class GoesTo(BaseModel):
    """The code of the grid in which a post goes on, null to let it end with its grid."""

    model_config = ConfigDict(extra="forbid")

    to: Annotated[str | None, Field(min_length=1, max_length=32)]


@router.get("/{draft}/posts", responses=MISSING)
async def posts(draft: DraftPath, services: Served, caller: BoundaryReader) -> Goings:
    """Tell where the posts go whose grids a draft ends; those out of the caller's scope are left out."""
    row, board, _ = await services.drafts.read(draft, caller)
    async with services.database.begin() as connection:
        found = await posts_going(connection, services.weighing, row, board)
    return _goings(found, board, caller)


@router.put("/{draft}/posts/{post}", responses=MISSING)
async def choose(
    draft: DraftPath, post: PostPath, given: GoesTo, services: Served, caller: Drafter
) -> Goings:
    """Choose where a post goes whose grid a draft ends, and return all of them."""
    _, board, _ = await services.drafts.read(draft, caller)
    return _goings(await _chosen(services, (draft, board), (post, given.to), caller), board, caller)


async def _chosen(
    services: Services, seen: tuple[int, Board], about: tuple[int, str | None], caller: Caller
) -> tuple[Going, ...]:
    async with services.database.begin() as connection:
        row = await find_draft(connection, seen[0], lock=True)
        found = await posts_going(connection, services.weighing, row, seen[1])
        await settle(connection, (row, seen[1]), found, about, caller)
        return await posts_going(connection, services.weighing, row, seen[1])


def _goings(found: tuple[Going, ...], board: Board, caller: Caller) -> Goings:
    def held(code: str) -> bool:
        cell = board.now.cells.get(code) or board.base.cells[code]
        return caller.scope.holds_grid(code, cell.squad)

    return Goings(rows=[_out(one, board, caller) for one in found if held(one.post.code)])


def _out(one: Going, board: Board, caller: Caller) -> GoingOut:
    held, cells = one.post, board.now.cells
    last = held.valid.upper - timedelta(days=1) if held.valid.upper is not None else None
    return GoingOut(
        post=held.post,
        person=held.person,
        name=person_out(held.person, held.name, None, caller).name,
        kind=held.kind,
        grid=held.code,
        first_day=held.valid.lower,
        last_day=last,
        heirs=[
            HeirOut(
                code=heir.code,
                name=cells[heir.code].name,
                households=heir.households,
                area_m2=round(heir.area_m2, 1),
            )
            for heir in one.heirs
        ],
        to=one.to,
        by=one.by,
        settled=one.settled,
    )

"""Where the posts 一长五员 go whose grid a draft ends: proposed by the households, chosen, carried out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gis.errors import BadInput, Conflict, NotAllowed, NotFound
from gis.model import Town
from gis.redraw.impact import Passed
from gis.redraw.workload import KINDS
from gis.service.redrawing.boards import Board, transition
from gis.service.redrawing.weighing import Weighing, passed_between
from gis.service.rights import Caller
from gis.store.boundary_messages import edition_before
from gis.store.database import Connection
from gis.store.draft_edits import DraftRow, days_of
from gis.store.post_moves import (
    Choice,
    Leaving,
    carry_out,
    choices_of,
    choose,
    ended_codes,
    forget_proposed,
    posts_from,
    put_back,
)
from gis.store.record import Act, record
from gis.store.town import load_town

HOUSEHOLDS = KINDS.index("households")


@dataclass(frozen=True, slots=True)
class Heir:
    """A grid that took ground of one that ends: its code, and the households and area that it took."""

    code: str
    households: int
    area_m2: float


@dataclass(frozen=True, slots=True)
class Going:
    """A post whose grid ends, who could take it, where it goes (None: it ends), and who chose that, if so.

    `to_name` is the name of the grid in which it goes on.

    `settled` is False for a post that nobody takes and about which nothing was chosen.
    """

    post: Leaving
    heirs: tuple[Heir, ...]
    to: str | None
    by: str | None
    settled: bool
    to_name: str | None


def heirs_of(passed: Iterable[Passed], code: str) -> tuple[Heir, ...]:
    """Return who took a grid's ground: most households first, then most ground, then by code."""
    found = [
        Heir(one.new, int(one.counts[HOUSEHOLDS]), one.area_m2)
        for one in passed
        if one.old == code and one.new != code
    ]
    return tuple(sorted(found, key=lambda heir: (-heir.households, -heir.area_m2, heir.code)))


def going(
    leaving: Sequence[Leaving], choices: Mapping[int, Choice], passed: Sequence[Passed], board: Board
) -> tuple[Going, ...]:
    """Return where each of these posts goes; a choice of a grid that is no more counts for nothing."""
    heirs = {code: heirs_of(passed, code) for code in {one.code for one in leaving}}
    found = []
    for one in leaving:
        choice = choices.get(one.post)
        if choice is not None and (choice.to is None or choice.to in board.now.cells):
            to, by, settled = choice.to, choice.by, True
        else:
            to, by = next((heir.code for heir in heirs[one.code]), None), None
            settled = to is not None
        name = board.now.cells[to].name if to is not None else None
        found.append(Going(one, heirs[one.code], to, by, settled, name))
    return tuple(found)


async def posts_going(
    connection: Connection, weighing: Weighing, draft: DraftRow, board: Board
) -> tuple[Going, ...]:
    """Return the posts whose grid a draft ends, that hold today or later, and where they go."""
    codes = sorted(set(board.base.cells) - set(board.now.cells))
    leaving = await posts_from(connection, codes, draft.staffed_on(weighing.today())) if codes else []
    if not leaving:
        return ()
    passed = await weighing.passed(connection, draft.id, board)
    return going(leaving, await choices_of(connection, draft.id), passed, board)


async def settle(
    connection: Connection,
    seen: tuple[DraftRow, Board],
    found: Sequence[Going],
    about: tuple[int, str | None],
    by: Caller,
) -> None:
    """Choose where a post of a draft goes; `about` is the post and a code, or None to let it end.

    Raises NotFound for a post that keeps its grid, BadInput for a grid that the draft has not, NotAllowed
    outside the caller's scope, Conflict for a draft that nobody draws in any more.
    """
    (draft, board), (post, to) = seen, about
    one = next((each for each in found if each.post.post == post), None)
    if one is None or not _may(by, board, one.post.code):
        raise NotFound("No grid of such a post ends with this draft.")
    if draft.status != "draft":
        raise Conflict("This draft is under review or published; return it first.")
    if to is not None and to not in board.now.cells:
        raise BadInput("The draft has no grid of this code.")
    if to is not None and not _may(by, board, to):
        raise NotAllowed("This grid is outside your scope.")
    await choose(connection, draft.id, post, Choice(to, by.name))
    detail = {"post": post, "from": one.post.code, "to": to}
    await record(connection, Act(by.name, "draft.post", target=str(draft.id), detail=detail))


def _may(by: Caller, board: Board, code: str) -> bool:
    cell = board.now.cells.get(code) or board.base.cells[code]
    return by.scope.holds_grid(code, cell.squad)


async def keep_proposed(connection: Connection, key: int, found: Sequence[Going]) -> None:
    """Keep where posts go as it is proposed, so that what is signed is what is carried out."""
    await forget_proposed(connection, key)
    for one in found:
        if one.settled and one.by is None:
            await choose(connection, key, one.post.post, Choice(one.to, None))


async def carry_posts(connection: Connection, key: int, today: date, *, corrects: bool) -> tuple[Going, ...]:
    """Carry out where posts go with a published edition, for its days, and return those that moved or ended.

    A correction first puts back what the wrong edition did, and then counts for the posts of that one and of
    the one before it.
    """
    town, before = await load_town(connection), await edition_before(connection, key)
    if town is None:
        return ()
    bases = [before]
    if corrects and before is not None:
        await put_back(connection, before)
        bases.append(await edition_before(connection, before))
    moved: list[Going] = []
    for base in bases:
        if base is not None:
            moved += await _carried(connection, (base, key), town, today)
    return tuple(moved)


async def _carried(
    connection: Connection, sides: tuple[int, int], town: Town, today: date
) -> tuple[Going, ...]:
    key, span = sides[1], await days_of(connection, sides[1])
    codes = await ended_codes(connection, sides, town.base_level)
    leaving = await posts_from(connection, codes, span.lower or today) if codes else []
    if not leaving:
        return ()
    board = await transition(connection, *sides, town)
    passed = await passed_between(connection, board, town, today)
    found = going(leaving, await choices_of(connection, key), passed, board)
    return tuple(
        [one for one in found if await carry_out(connection, key, one.post, Choice(one.to, one.by), span)]
    )

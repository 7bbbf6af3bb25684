"""The way of a draft to an edition: submitted, consulted on, announced, published, recalled or withdrawn."""

import asyncio
from dataclasses import dataclass
from datetime import date

import shapely

from gis.errors import Conflict
from gis.model import Town
from gis.redraw.cell import same_ground
from gis.service.drafting import Cell, Draft, make_draft, write_members
from gis.service.publishing import publish_draft
from gis.service.redrawing.boards import Board
from gis.service.redrawing.checking import refuse_errors
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.posts import keep_proposed, posts_going
from gis.service.rights import Caller
from gis.store.boundary_messages import withdraw_messages
from gis.store.draft_edits import drop_members, find_draft, set_status
from gis.store.drafting import Publication, recall
from gis.store.post_moves import forget_proposed, put_back
from gis.store.record import Act, record
from gis.store.showings import close_showings
from gis.store.town import raise_version

STEPS = {
    "in_review": ("draft",),
    "draft": ("in_review", "consulted", "announced"),
    "withdrawn": ("draft", "in_review", "consulted", "announced"),
}
"""Each step, and the steps from which it is taken; being put on show is `Showings.open`."""


@dataclass(frozen=True, slots=True)
class Paper:
    """On which paper a draft is published: from a civil day on, or in place of an edition for its days."""

    document: str
    first_day: date | None = None
    corrects: int | None = None


class Reviewing:
    """Moves drafts along their steps."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._database = drafts.database
        self._atlas = drafts.atlas

    async def move(self, key: int, step: str, caller: Caller, address: str) -> None:
        """Take a draft to another step; what is submitted is written as an edition's members.

        Raises NotFound for no such draft, Conflict for a step out of order and for a draft with errors.
        """
        town = self._atlas.town
        async with self._database.begin() as connection:
            draft = await find_draft(connection, key, lock=True)
            if draft.status not in STEPS[step]:
                raise Conflict(f"A draft that is {draft.status} cannot become {step}.")
            if step == "in_review":
                board = await self._drafts.boards.at(connection, draft, town)
                await refuse_errors(connection, board, town)
                # what came in by a file holds its members already
                if draft.base_id is not None:
                    members = await asyncio.to_thread(_members, board, town, draft.author, draft.title)
                    await write_members(connection, key, members)
                posts = await posts_going(connection, self._drafts.weighing, draft, board)
                await keep_proposed(connection, key, posts)
            if step in ("draft", "withdrawn") and draft.base_id is not None:
                await drop_members(connection, key)
                await forget_proposed(connection, key)
            await close_showings(connection, key)
            await set_status(connection, key, step)
            await record(connection, Act(caller.name, f"draft.{step}", target=str(key), address=address))

    async def publish(self, key: int, paper: Paper, caller: Caller) -> int:
        """Publish a reviewed draft and return the edition's number; errors as `publish_draft`."""
        today = self._atlas.today()
        publication = Publication(paper.first_day or today, today, paper.document, caller.name)
        return await publish_draft(self._database, key, publication, paper.corrects)

    async def recall(self, number: int, caller: Caller, address: str) -> int:
        """Recall an edition before its first day and return its key; errors as the store's."""
        async with self._database.begin() as connection:
            key = await recall(connection, number, self._atlas.today())
            await withdraw_messages(connection, key)
            await put_back(connection, key)
            await raise_version(connection)
            await record(connection, Act(caller.name, "edition.recall", target=str(number), address=address))
        return key


def _members(board: Board, town: Town, author: str, title: str) -> Draft:
    cells = [
        Cell(cell.code, cell.name, cell.squad, _shape(board, cell.code), cell.kind)
        for cell in board.now.cells.values()
    ]
    return make_draft(cells, town, dict(board.names), author, title)


def _shape(board: Board, code: str) -> shapely.MultiPolygon:
    """Return a grid's shape; one that was not redrawn keeps the bytes of the edition it came with."""
    now, base = board.now.cells[code], board.base.cells.get(code)
    return board.shapes[code] if base is not None and same_ground(base, now) else now.metric

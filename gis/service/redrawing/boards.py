"""Keeps the drafts that are worked on in memory, each brought up to its log whenever it is asked for."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import shapely

from gis.errors import Conflict
from gis.model import Town
from gis.redraw.partition import Partition, Shaped, partition_of
from gis.redraw.patch import Patch
from gis.redraw.rules import Rules
from gis.service.redrawing.rules import drawing_rules
from gis.store.boundary_messages import edition_before
from gis.store.database import Connection
from gis.store.draft_edits import (
    CellRow,
    DraftRow,
    LoggedEdit,
    base_cells,
    edits_since,
    first_day_of,
    has_members,
    squad_names,
    upper_names,
)

KEPT = 8


@dataclass(frozen=True)
class Board:
    """A draft as it lies on the table: how it began, how it is now, and the log in between.

    `shapes` are the beginning's in metres as they are stored; `names` those of the grids above and `squads`
    those of the squads, by code. The log is held without its patches.
    """

    revision: int
    base: Partition
    now: Partition
    shapes: Mapping[str, shapely.MultiPolygon]
    names: Mapping[str, str]
    squads: Mapping[str, str]
    log: tuple[LoggedEdit, ...] = ()

    def with_entry(self, entry: LoggedEdit, patch: Patch) -> "Board":
        """Return the board after one more entry."""
        kept = replace(entry, patch=b"")
        return replace(self, revision=entry.seq, now=self.now.replaced(patch), log=(*self.log, kept))

    def under(self, rules: Rules) -> "Board":
        """Return the board under the town's limits of edits."""
        if self.now.rules == rules:
            return self
        return replace(self, base=replace(self.base, rules=rules), now=replace(self.now, rules=rules))


class Boards:
    """The boards used last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, bool], Board] = OrderedDict()
        self._newest: tuple[int, Board] | None = None

    async def at(self, connection: Connection, draft: DraftRow, town: Town) -> Board:
        """Return a draft's board at its present revision; Conflict for a draft of nothing."""
        # by a file, a draft is its own beginning, and once published another than the edition before it
        published = draft.status == "published"
        kept = self._kept.get((draft.id, published))
        board = kept or await _begin(connection, draft, town)
        if board.revision < draft.revision:
            entries = await edits_since(connection, draft.id, board.revision)
            board = await asyncio.to_thread(_followed, board, entries)
        board = board.under((await drawing_rules(connection)).edits)
        self.keep(draft.id, board, published=published)
        return board

    async def against(self, connection: Connection, draft: DraftRow, town: Town, newest: int) -> Board:
        """Return a draft's board as a change of the edition before it.

        That is the newest one (its key) for a draft that came in by a file, which is its own beginning
        otherwise.
        """
        board = await self.at(connection, draft, town)
        if draft.base_id is not None or draft.status == "published":
            return board
        if self._newest is None or self._newest[0] != newest:
            self._newest = newest, await board_of(connection, newest, town)
        before = self._newest[1]
        return replace(board, base=before.base, shapes=before.shapes, names={**before.names, **board.names})

    def keep(self, key: int, board: Board, *, published: bool = False) -> None:
        """Keep a board, and let the one go that was not used for longest."""
        self._kept[key, published] = board
        self._kept.move_to_end((key, published))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


async def _begin(connection: Connection, draft: DraftRow, town: Town) -> Board:
    # a draft that came in by a file holds its own beginning
    own = draft.base_id is None and await has_members(connection, draft.id)
    source = draft.id if own else draft.base_id
    if source is None:
        raise Conflict("This draft holds no grids.")
    board = await board_of(connection, source, town)
    before = await edition_before(connection, draft.id) if own and draft.status == "published" else None
    return board if before is None else await _since(connection, before, board, town)


async def transition(connection: Connection, before: int, after: int, town: Town) -> Board:
    """Return the board on which one edition (their keys) turns into another."""
    return await _since(connection, before, await board_of(connection, after, town), town)


async def _since(connection: Connection, before: int, after: Board, town: Town) -> Board:
    begun = await board_of(connection, before, town)
    return replace(begun, now=after.now, names={**begun.names, **after.names})


async def edition_board(connection: Connection, key: int, town: Town) -> tuple[Board, date]:
    """Return a published edition's board, without a log, and its first day; NotFound for none such."""
    return await board_of(connection, key, town), await first_day_of(connection, key)


async def board_of(connection: Connection, source: int, town: Town) -> Board:
    """Return the board of what an edition, or a draft with members, holds; without a log."""
    rows = await base_cells(connection, source, town.base_level)
    names = await upper_names(connection, source, town.base_level)
    squads = await squad_names(connection)
    return await asyncio.to_thread(_board, rows, names, squads, town.metric_crs)


def _board(rows: list[CellRow], names: dict[str, str], squads: dict[str, str], epsg: int) -> Board:
    shapes = shapely.from_wkb([row.shape for row in rows]).tolist()
    shaped = [
        Shaped(
            row.code,
            row.name,
            row.parent,
            row.squad,
            "dedicated" if row.kind == "dedicated" else "basic",
            one,
        )
        for row, one in zip(rows, shapes, strict=True)
    ]
    free = partition_of(shaped, epsg)
    base = replace(free, limits=free.rim)
    stored = {row.code: one for row, one in zip(rows, shapes, strict=True)}
    return Board(0, base, base, stored, names, squads)


def _followed(board: Board, entries: Sequence[LoggedEdit]) -> Board:
    for entry in entries:
        board = board.with_entry(entry, Patch.from_bytes(entry.patch))
    return board

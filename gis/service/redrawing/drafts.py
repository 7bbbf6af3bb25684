"""Drafts of the boundaries: opened, edited, taken back and put back, so that two planners lose nothing."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gis.errors import Conflict, NotAllowed
from gis.model import Scope, Town
from gis.redraw.base import Edit
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.history import Steps, steps_of
from gis.redraw.patch import Patch, Stale
from gis.service.atlas import Atlas
from gis.service.redrawing.boards import Board, Boards
from gis.service.redrawing.weighing import Weighing
from gis.service.rights import Caller
from gis.store.database import Connection, Database
from gis.store.draft_edits import (
    DraftRow,
    LoggedEdit,
    add_working_draft,
    append_edit,
    edits_since,
    find_draft,
    list_drafts,
    used_codes,
)
from gis.store.record import Act, record


@dataclass(frozen=True)
class Outcome:
    """What an edit did: the draft after it, the patch, and its sentence in Chinese and English."""

    board: Board
    patch: Patch
    sentence: tuple[str, str]
    steps: Steps


class Outdated(Conflict):
    """Somebody else has changed these grids since the revision that the edit was made on."""

    def __init__(self, entries: Sequence[LoggedEdit], codes: Iterable[str]) -> None:
        last = entries[-1] if entries else None
        who = f" by {last.author}: {last.sentence[1]}" if last else ""
        super().__init__(f"These grids have changed since{who}".rstrip(".") + ".")
        self.codes = tuple(sorted(codes))
        self.zh = f"这些网格已被 {last.author} 修改：{last.sentence[0]}" if last else "这些网格已被修改。"
        self.en = str(self)


class Drafts:
    """The verbs of drafts over one database."""

    def __init__(self, database: Database, atlas: Atlas, weighing: Weighing) -> None:
        self.database = database
        self.atlas = atlas
        self.weighing = weighing
        self.boards = Boards()

    async def list(self) -> list[DraftRow]:
        """Return the drafts, the newest first."""
        async with self.database.begin() as connection:
            return await list_drafts(connection)

    async def open(self, title: str, caller: Caller, address: str) -> DraftRow:
        """Open a draft that begins as the newest edition; NotFound where none is published."""
        base = self.atlas.newest()
        async with self.database.begin() as connection:
            key = await add_working_draft(connection, title, caller.name, base.id)
            await record(connection, Act(caller.name, "draft.open", target=str(key), address=address))
            return await find_draft(connection, key)

    async def read(self, key: int, caller: Caller) -> tuple[DraftRow, Board, Steps]:
        """Return a draft as it is now, and what the caller can take back; NotFound for none such."""
        async with self.database.begin() as connection:
            draft = await find_draft(connection, key)
            board = await self.boards.at(connection, draft, self.atlas.town)
        return draft, board, steps_of(board.log, caller.name)

    async def compared(self, key: int) -> tuple[DraftRow, Board]:
        """Return a draft beside the edition that it would follow; NotFound where either is missing."""
        newest = self.atlas.newest().id
        async with self.database.begin() as connection:
            draft = await find_draft(connection, key)
            return draft, await self.boards.against(connection, draft, self.atlas.town, newest)

    async def history(self, key: int) -> Sequence[LoggedEdit]:
        """Return a draft's log in order, without patches."""
        async with self.database.begin() as connection:
            await find_draft(connection, key)
            return await edits_since(connection, key, 0, patches=False)

    async def edit(self, key: int, revision: int, edit: Edit, caller: Caller) -> Outcome:
        """Make an edit on the draft as it is now; it is saved when this returns.

        An edit made on an older revision is merged where its grids are as they were; Outdated otherwise.
        Raises Refused, with the reason and the place, where it would break the partition.
        """
        async with self.database.begin() as connection:
            board = await self._open_board(connection, key)
            issuer = CodeIssuer(await used_codes(connection), _running_digits(self.atlas.town))
            weigh = (await self.weighing.scale(connection)).households()
            patch = await asyncio.to_thread(edit.apply, board.now, issuer, weigh)
            _check_scope(caller.scope, patch)
            _check_fresh(board, revision, patch)
            sentence = edit.sentence(board.now, patch)
            entry = LoggedEdit(
                board.revision + 1,
                caller.name,
                edit.kind,
                edit.as_json(),
                sentence,
                patch.to_bytes(),
                patch.touched,
            )
            after = await self._append(connection, key, board, entry, patch)
        return self._done(key, after, patch, sentence, caller)

    async def edit_all(
        self, key: int, revision: int, edits: Sequence[Edit], caller: Caller
    ) -> tuple[Outcome, ...]:
        """Make several edits one after the other, each of them a step of its own."""
        done = []
        for edit in edits:
            done.append(await self.edit(key, revision, edit, caller))
            revision = done[-1].board.revision
        return tuple(done)

    async def step(self, key: int, revision: int, direction: str, caller: Caller) -> Outcome:
        """Take back the caller's last edit, or put back the one he took back last.

        Conflict where there is none; Outdated where somebody else has changed its grids since.
        """
        async with self.database.begin() as connection:
            board = await self._open_board(connection, key)
            _check_known(board, revision)
            steps = steps_of(board.log, caller.name)
            stack = steps.undo if direction == "undo" else steps.redo
            if not stack:
                raise Conflict(f"There is nothing to {direction}.")
            (made,) = [e for e in await edits_since(connection, key, stack[-1] - 1) if e.seq == stack[-1]]
            forth = Patch.from_bytes(made.patch)
            patch = forth.inverse() if direction == "undo" else forth
            _check_scope(caller.scope, patch)
            _check_stands(board, made, patch)
            entry = replace(
                made,
                seq=board.revision + 1,
                kind=direction,
                edit={},
                patch=patch.to_bytes(),
                of=made.seq,
            )
            after = await self._append(connection, key, board, entry, patch)
        return self._done(key, after, patch, made.sentence, caller)

    async def _open_board(self, connection: Connection, key: int) -> Board:
        draft = await find_draft(connection, key, lock=True)
        if draft.status != "draft":
            raise Conflict("This draft is under review or withdrawn; return it first.")
        if draft.base_id is None:
            raise Conflict("This draft came in by a file: publish it, and open a draft that begins as it.")
        return await self.boards.at(connection, draft, self.atlas.town)

    async def _append(
        self, connection: Connection, key: int, board: Board, entry: LoggedEdit, patch: Patch
    ) -> Board:
        after = await asyncio.to_thread(board.with_entry, entry, patch)
        await append_edit(connection, key, entry)
        act = Act(entry.author, f"draft.{entry.kind}", target=str(key), detail={"touched": entry.touched})
        await record(connection, act)
        return after

    def _done(
        self, key: int, board: Board, patch: Patch, sentence: tuple[str, str], caller: Caller
    ) -> Outcome:
        self.boards.keep(key, board)
        return Outcome(board, patch, sentence, steps_of(board.log, caller.name))


def _running_digits(town: Town) -> int:
    base = town.base_level
    return town.levels[base].digits - (town.levels[base - 1].digits if base else 0)


def _check_scope(scope: Scope, patch: Patch) -> None:
    cells: list[Cell] = [*patch.before.values(), *patch.after.values()]
    outside = sorted({cell.code for cell in cells if not scope.holds_grid(cell.code, cell.squad)})
    if outside:
        raise NotAllowed(f"This would change grids outside your scope: {', '.join(outside[:5])}.")


def _check_known(board: Board, revision: int) -> None:
    if revision > board.revision:
        raise Conflict(f"The draft is at revision {board.revision}.")


def _check_fresh(board: Board, revision: int, patch: Patch) -> None:
    """Raise Outdated where the grids of an edit were changed after the revision that it was made on."""
    _check_known(board, revision)
    touched = set(patch.touched)
    since = [entry for entry in board.log if entry.seq > revision and touched & set(entry.touched)]
    if since:
        raise Outdated(since, touched & set(since[-1].touched))


def _check_stands(board: Board, made: LoggedEdit, patch: Patch) -> None:
    try:
        board.now.replaced(patch)
    except Stale as stale:
        codes = set(stale.codes)
        since = [
            e for e in board.log if e.seq > made.seq and e.author != made.author and codes & set(e.touched)
        ]
        raise Outdated(since, codes) from stale

"""Gathers an approval file from a draft: its log in words, changed grids, codes, staff and handovers."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gis.model import POSTS, Town
from gis.papers.approval import Approval, GridSheet, Handover, sides_in_words
from gis.papers.map_picture import draw_grids
from gis.redraw.cell import same_ground
from gis.redraw.describing import fates, sides, turning_points
from gis.redraw.history import undone
from gis.redraw.impact import Passed, changed_codes
from gis.service.masking import mask
from gis.service.redrawing.boards import Board
from gis.service.redrawing.digest import digest_of
from gis.service.redrawing.impact import Impact, Weights, impact_of, lineage_of
from gis.service.rights import Caller
from gis.store.database import Connection
from gis.store.draft_edits import DraftRow, LoggedEdit, edits_since
from gis.store.staff import Holder, posts_in


@dataclass(frozen=True)
class _Ground:
    """What the file is made of."""

    draft: DraftRow
    board: Board
    log: Sequence[LoggedEdit]
    impact: Impact
    lineage: tuple[Passed, ...]
    holders: Sequence[Holder]
    named: bool

    def name(self, name: str) -> str:
        """Return a name of the staff as the reader may read it."""
        return name if self.named else mask(name, "name")


async def approval_of(
    connection: Connection,
    weights: Weights,
    seen: tuple[DraftRow, Board],
    place: tuple[Town, date],
    caller: Caller,
) -> Approval:
    """Return the approval file of a draft as it is now, with the digest of its log.

    Names of staff are masked for whoever may not read them.
    """
    (draft, board), (town, today) = seen, place
    log = await edits_since(connection, draft.id, 0)
    impact = await impact_of(connection, weights, draft.id, board, today)
    lineage = await lineage_of(connection, weights, draft.id, board)
    codes = changed_codes(board.base.cells, board.now.cells)
    holders = await posts_in(connection, list(codes), today)
    ground = _Ground(draft, board, log, impact, lineage, holders, named=caller.may("people.name"))
    return await asyncio.to_thread(_approval, ground, town, today)


def _approval(ground: _Ground, town: Town, today: date) -> Approval:
    draft, board, gone = ground.draft, ground.board, undone(ground.log)
    before, after = board.base.cells, board.now.cells
    changed = changed_codes(before, after)
    redrawn = [
        code
        for code in changed
        if code in after and not (code in before and same_ground(before[code], after[code]))
    ]
    base = f"第 {draft.base_number} 版（{draft.base_from} 起施行）" if draft.base_number else "导入的草案"
    return Approval(
        town=town.name,
        title=draft.title,
        draft=draft.id,
        base=base,
        crs=f"EPSG:{town.metric_crs}",
        digest=digest_of(draft, ground.log),
        made_on=f"{today.year}年{today.month}月{today.day}日",
        author="、".join(dict.fromkeys([draft.author, *(entry.author for entry in ground.log)])),
        made_up=town.made_up,
        sentences=tuple(e.sentence[0] for e in ground.log if e.of is None and e.seq not in gone),
        grids=tuple(_sheet(ground, code) for code in redrawn),
        codes=_codes(ground),
        moved=tuple(ground.impact.moved.tolist()),
        handovers=_handovers(ground),
        before_png=draw_grids({code: cell.metric for code, cell in before.items()}, changed),
        after_png=draw_grids({code: cell.metric for code, cell in after.items()}, changed),
    )


def _sheet(ground: _Ground, code: str) -> GridSheet:
    board = ground.board
    cell, was = board.now.cells[code], board.base.cells.get(code)
    names = {other.code: other.name for other in board.now.cells.values()}
    words = sides_in_words(sides(board.now, cell), names)
    points = tuple((float(x), float(y)) for ring in turning_points(cell) for x, y in ring)
    return GridSheet(
        code=code,
        name=cell.name,
        village=board.names.get(cell.parent, cell.parent),
        before_m2=was.twice_area_mm2 / 2e6 if was else None,
        after_m2=cell.twice_area_mm2 / 2e6,
        sides=words,
        points=points,
        staff=tuple(
            f"{POSTS[one.post][0]} {ground.name(one.name)}" for one in ground.holders if one.grid == code
        ),
    )


def _codes(ground: _Ground) -> tuple[tuple[str, str, str], ...]:
    passed: dict[str, set[str]] = defaultdict(set)
    for one in ground.lineage:
        passed[one.old].add(one.new)
    found = fates(ground.board.base.cells, ground.board.now.cells, passed)
    words = {"void": "范围划入 {}", "new": "由 {} 析出", "kept": "与 {} 调整边界"}
    return tuple(
        (
            one.code,
            one.fate,
            words[one.fate].format("、".join(one.others)) if one.others else "边界或属性调整",
        )
        for one in found
    )


def _handovers(ground: _Ground) -> tuple[Handover, ...]:
    posts: Mapping[str, list[str]] = defaultdict(list)
    for one in ground.holders:
        posts[str(one.person_id)].append(f"{POSTS[one.post][0]}（{one.grid}）")
    return tuple(
        Handover(
            ground.name(row.name),
            "、".join(posts[row.change.code]),
            tuple(row.change.before.tolist()),
            tuple(row.change.after.tolist()),
        )
        for row in ground.impact.rows
        if row.change.by == "person"
    )

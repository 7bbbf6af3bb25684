"""Gathers an approval file from a draft: its log in words, changed grids, codes, staff and handovers."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gis.model import POSTS, Town
from gis.papers.approval import Approval, GridSheet, HandedCase, Handover, PostMove, sides_in_words
from gis.papers.map_picture import draw_grids
from gis.redraw.cell import same_ground
from gis.redraw.describing import sides, turning_points
from gis.redraw.history import undone
from gis.redraw.impact import Passed, changed_codes
from gis.service.masking import mask
from gis.service.redrawing.boards import Board
from gis.service.redrawing.code_reasons import code_reasons
from gis.service.redrawing.digest import digest_of
from gis.service.redrawing.impact import Impact, Weights, impact_of, lineage_of
from gis.service.redrawing.staffing import Handed, Seat, Staffing, handed_over, staffing_of
from gis.service.redrawing.village_lines import line_words
from gis.service.rights import Caller
from gis.store.database import Connection
from gis.store.draft_edits import DraftRow, LoggedEdit, edits_since
from gis.store.post_moves import choices_of


@dataclass(frozen=True)
class _Ground:
    """What the file is made of."""

    draft: DraftRow
    board: Board
    log: Sequence[LoggedEdit]
    digest: str
    lines: tuple[str, ...]
    impact: Impact
    lineage: tuple[Passed, ...]
    staffing: Staffing
    handed: tuple[Handed, ...]
    named: bool

    def name(self, name: str) -> str:
        """Return a name of the staff as the reader may read it."""
        return name if self.named else mask(name, "name")

    def seats(self, seats: Iterable[Seat]) -> tuple[str, ...]:
        """Return posts with the names of those who hold them."""
        return tuple(f"{POSTS[seat.post][0]} {self.name(seat.name)}" for seat in seats)


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
    staffing = await staffing_of(connection, weights.weighing, draft, board)
    ground = _Ground(
        draft=draft,
        board=board,
        log=log,
        digest=digest_of(draft, log, await choices_of(connection, draft.id)),
        lines=await line_words(connection, board),
        impact=await impact_of(connection, weights, draft, board),
        lineage=await lineage_of(connection, weights, draft.id, board),
        staffing=staffing,
        handed=await handed_over(connection, board, staffing),
        named=caller.may("people.name"),
    )
    return await asyncio.to_thread(_approval, ground, town, today)


def _approval(ground: _Ground, town: Town, today: date) -> Approval:
    draft, board, gone = ground.draft, ground.board, undone(ground.log)
    before, after = board.base.cells, board.now.cells
    changed = changed_codes(before, after)
    base = f"第 {draft.base_number} 版（{draft.base_from} 起施行）" if draft.base_number else "导入的草案"
    return Approval(
        town=town.name,
        title=draft.title,
        draft=draft.id,
        base=base,
        crs=f"EPSG:{town.metric_crs}",
        digest=ground.digest,
        made_on=f"{today.year}年{today.month}月{today.day}日",
        document=draft.document or "",
        author="、".join(dict.fromkeys([draft.author, *(entry.author for entry in ground.log)])),
        made_up=town.made_up,
        sentences=tuple(e.sentence[0] for e in ground.log if e.of is None and e.seq not in gone),
        grids=tuple(_sheet(ground, code) for code in _redrawn(board, changed)),
        codes=code_reasons(board, ground.lineage),
        lines=ground.lines,
        moved=tuple(ground.impact.moved.tolist()),
        handovers=_handovers(ground),
        posts=_posts(ground),
        cases=_cases(ground),
        before_png=draw_grids({code: cell.metric for code, cell in before.items()}, changed),
        after_png=draw_grids({code: cell.metric for code, cell in after.items()}, changed),
    )


def _redrawn(board: Board, changed: Iterable[str]) -> list[str]:
    before, after = board.base.cells, board.now.cells
    return [
        code
        for code in changed
        if code in after and not (code in before and same_ground(before[code], after[code]))
    ]


def _sheet(ground: _Ground, code: str) -> GridSheet:
    board, staffing = ground.board, ground.staffing
    cell, was = board.now.cells[code], board.base.cells.get(code)
    names = {other.code: other.name for other in board.now.cells.values()}
    points = tuple((float(x), float(y)) for ring in turning_points(cell) for x, y in ring)
    return GridSheet(
        code=code,
        name=cell.name,
        village=board.names.get(cell.parent, cell.parent),
        before_m2=was.twice_area_mm2 / 2e6 if was else None,
        after_m2=cell.twice_area_mm2 / 2e6,
        sides=sides_in_words(sides(board.now, cell), names),
        points=points,
        staff_before=ground.seats(staffing.before.get(code, ())),
        staff=ground.seats(staffing.after.get(code, ())),
    )


def _handovers(ground: _Ground) -> tuple[Handover, ...]:
    posts: Mapping[str, list[str]] = defaultdict(list)
    for code, seats in ground.staffing.before.items():
        for seat in seats:
            posts[str(seat.person)].append(f"{POSTS[seat.post][0]}（{code}）")
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


def _posts(ground: _Ground) -> tuple[PostMove, ...]:
    cells = ground.board.now.cells
    return tuple(
        PostMove(
            one.post.code,
            POSTS[one.post.kind][0],
            ground.name(one.post.name),
            f"{one.to}（{cells[one.to].name}）" if one.to else "",
        )
        for one in ground.staffing.going
    )


def _cases(ground: _Ground) -> tuple[HandedCase, ...]:
    return tuple(
        HandedCase(
            ground.name(one.gives.name) if one.gives else "",
            one.event.number,
            one.event.what,
            one.old,
            one.new,
            "、".join(ground.seats(one.takes)),
        )
        for one in ground.handed
    )

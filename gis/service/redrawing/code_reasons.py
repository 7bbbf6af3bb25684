"""Says of each code that a draft changes why it is void, kept or new."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from gis.redraw.describing import Fate, fates
from gis.redraw.impact import Passed
from gis.redraw.workload import KINDS
from gis.service.redrawing.boards import Board

HOUSEHOLDS = KINDS.index("households")
Passing = Mapping[tuple[str, str], int]
"""Households by old and new code."""


def code_reasons(board: Board, lineage: Iterable[Passed]) -> tuple[tuple[str, str, str], ...]:
    """Return each changed code, what became of it (void, kept, new), and why, in Chinese."""
    passed: dict[str, set[str]] = defaultdict(set)
    households: dict[tuple[str, str], int] = {}
    for one in lineage:
        passed[one.old].add(one.new)
        households[one.old, one.new] = int(one.counts[HOUSEHOLDS])
    found = fates(board.base.cells, board.now.cells, passed)
    reasons = {"void": _void, "new": _new, "kept": _kept}
    return tuple((one.code, one.fate, reasons[one.fate](one, board, households)) for one in found)


def _void(one: Fate, board: Board, households: Passing) -> str:
    if not one.others:
        return "撤销"
    heirs = "、".join(f"{code}（{households.get((one.code, code), 0)} 户）" for code in one.others)
    (first, *more) = one.others
    cell, heir = board.base.cells[one.code], board.now.cells[first]
    if not more and first not in board.base.cells and heir.parent != cell.parent:
        return f"改属 {board.names.get(heir.parent, heir.parent)}，原代码作废，换发 {first}"
    if not more and first not in board.base.cells and heir.twice_area_mm2 == cell.twice_area_mm2:
        return f"户数变动超过规定比例，原代码作废，换发 {first}"
    return f"范围划入 {heirs}，原代码作废，不再使用"


def _new(one: Fate, board: Board, households: Passing) -> str:
    if not one.others:
        return "由原无归属的范围新设"
    origins = "、".join(f"{code}（{households.get((code, one.code), 0)} 户）" for code in one.others)
    return f"由 {origins}析出，按本村顺序新编"


def _kept(one: Fate, board: Board, households: Passing) -> str:
    before, after = board.base.cells[one.code], board.now.cells[one.code]
    had = sum(count for (old, _), count in households.items() if old == one.code)
    stays = households.get((one.code, one.code), 0)
    share = f"保留原有 {had} 户中的 {stays} 户，沿用原代码" if had else "沿用原代码"
    if one.others:
        return f"{share}；与 {'、'.join(one.others)} 调整边界"
    if before.squad != after.squad:
        return f"改由 {board.squads.get(after.squad or '', after.squad or '—')} 管辖，沿用原代码"
    if before.name != after.name:
        return f"由“{before.name}”更名，沿用原代码"
    return f"{share}；让出部分范围" if after.twice_area_mm2 < before.twice_area_mm2 else share

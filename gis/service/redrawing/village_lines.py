"""Holds a draft against the villages' administrative lines, and says for the file where it leaves them."""

import asyncio
from collections.abc import Iterable

import shapely

from gis.geometry.partition import Shape, union_by
from gis.geometry.projection import to_metric_shape
from gis.redraw.checks.base import Reference
from gis.redraw.checks.village_lines import check
from gis.service.redrawing.boards import Board
from gis.store.database import Connection
from gis.store.footing import VillageLine, village_lines

NOTHING_IMPORTED = "未导入行政村界，以下按依据版本的村界核对。"
ALL_WITHIN = "各村网格均未超出村界。"


async def lines_of(connection: Connection, board: Board) -> dict[str, Shape]:
    """Return the line of each village in metres: as imported, and else as it was when the draft began."""
    imported = await village_lines(connection)
    return await asyncio.to_thread(_lines, board, imported)


async def line_words(connection: Connection, board: Board) -> tuple[str, ...]:
    """Say in Chinese whose lines a draft was held against, and which villages leave theirs."""
    imported = await village_lines(connection)
    lines = await asyncio.to_thread(_lines, board, imported)
    found = await asyncio.to_thread(lambda: [*check(board.now, Reference(village_lines=lines))])
    said = [f"{one.sentence[0]}。" for one in found] or [ALL_WITHIN]
    return (*(_sources(imported) or [NOTHING_IMPORTED]), *said)


def _sources(imported: Iterable[VillageLine]) -> list[str]:
    each = {(line.source, line.surveyed_on): None for line in imported}
    return [
        f"行政村界来源：{source or '未注明'}{f'，{day.isoformat()} 调查' if day else ''}。"
        for source, day in each
    ]


def _lines(board: Board, imported: Iterable[VillageLine]) -> dict[str, Shape]:
    cells = list(board.base.basic())
    begun = union_by([cell.parent for cell in cells], [cell.metric for cell in cells])
    for line in imported:
        shape: Shape = to_metric_shape(shapely.from_wkb(line.shape), board.now.epsg)  # type: ignore[assignment]
        begun[line.code] = shape
    return begun

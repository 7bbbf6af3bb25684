"""Joins grids that touch each other into one."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from gis.redraw.base import Code, Edit, Sentence, Weigh, by_area
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import basic_cells
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.settling import Changes, settled
from gis.redraw.tracing import net, polygons_of
from gis.redraw.words import grid, listed


class Merge(Edit):
    """Joins grids of one village; the one to keep, else the heaviest, gives code, name and squad."""

    kind: Literal["merge"] = "merge"
    codes: Annotated[tuple[Code, ...], Field(min_length=2, max_length=200)]
    keep: Code | None = None

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Take away the borders between them; raises Refused where they do not touch or villages differ."""
        cells = basic_cells(partition, self.codes)
        if len({cell.parent for cell in cells}) > 1:
            raise Refused(
                "这些网格属于不同的村；请先把它们划到同一个村。",
                "These grids belong to different villages; reassign them to one first.",
            )
        _connected(cells)
        kept = self._kept(cells, weigh)
        joined = replace(
            kept, polygons=kept.drawn(polygons_of(net(*(cell.edges for cell in cells)))).polygons
        )
        changes: Changes = dict.fromkeys(self.codes) | {kept.code: joined}
        return settled(partition, changes)

    def _kept(self, cells: list[Cell], weigh: Weigh) -> Cell:
        if self.keep is None:
            return max(cells, key=lambda cell: (weigh(cell.metric), -self.codes.index(cell.code)))
        if self.keep not in self.codes:
            raise Refused("保留的代码必须是其中一个。", "The code to keep has to be one of them.")
        return cells[self.codes.index(self.keep)]

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name the grids and the one that stays."""
        zh, en = listed(before.cells[code] for code in self.codes)
        (kept,) = patch.after.values()
        into = grid(before.cells[kept.code])
        return f"{zh}合并为 {into[0]}。", f"{en} are joined into {into[1]}."


def _connected(cells: list[Cell]) -> None:
    """Raise Refused naming a grid that shares no border with the others."""
    reached, waiting = [cells[0]], list(cells[1:])
    for cell in reached:
        back = {edge[::-1] for edge in cell.edges}
        touching = [other for other in waiting if not back.isdisjoint(other.edges)]
        reached += touching
        waiting = [other for other in waiting if other not in touching]
    if waiting:
        code, point = waiting[0].code, min(waiting[0].spots)
        raise Refused(f"{code} 与其他网格不相邻。", f"{code} does not touch the others.", point)


edit = Merge

"""Redraws the border of two grids by a line."""

from typing import Literal

from gis.redraw.base import Code, Edit, Line, Sentence, Weigh, by_area
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import basic_cells
from gis.redraw.partition import Partition
from gis.redraw.parts import check_part
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.reshaping import Detour, detours, pairs_along
from gis.redraw.rings import Point
from gis.redraw.settling import settled
from gis.redraw.words import line, listed


class Reshape(Edit):
    """Lets the border of two grids follow a line between its first and last meeting with that border.

    Without codes the two are those whose border the line replaces the longest run of.
    """

    kind: Literal["reshape"] = "reshape"
    codes: tuple[Code, Code] | None = None
    line: Line

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Replace the run in both; raises Refused where the line does not meet their border twice."""
        way = partition.drawn(self.line)
        ways = [detour for a, b in self._pairs(partition, way) for detour in detours(partition, a, b, way)]
        if not ways:
            raise Refused(
                "这条线没有两次碰到共有边界。", "The line does not meet a shared border twice.", way[0]
            )
        made = _chosen(ways)
        for code, cell in made.items():
            if cell.twice_area_mm2 < partition.cells[code].twice_area_mm2:
                check_part(cell, partition.rules)
        return settled(partition, made)

    def _pairs(self, partition: Partition, way: list[Point]) -> list[tuple[Cell, Cell]]:
        if self.codes is not None:
            a, b = basic_cells(partition, self.codes)
            return [(a, b)]
        return pairs_along(partition, way)

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name both grids and the line."""
        zh, en = listed(patch.before.values())
        way = line(before.drawn(self.line))
        return f"{zh}的共有边界改为沿{way[0]}。", f"The border of {en} now follows {way[1]}."


def _chosen(ways: list[Detour]) -> dict[str, Cell]:
    """Return the grids with the run replaced that changes the least; of several borders, the longest run."""
    borders = {detour.border for detour in ways}
    longest = max(borders, key=lambda border: max(one.length for one in ways if one.border == border))
    choices = [one for one in ways if one.border == longest]
    made, refusal = [], None
    for choice in choices:
        try:
            made.append(choice.applied())
        except Refused as refused:
            refusal = refused
    if refusal and not made:
        raise refusal
    return min(made, key=lambda cells: _moved(choices[0], cells))


def _moved(detour: Detour, made: dict[str, Cell]) -> int:
    return abs(made[detour.left.code].twice_area_mm2 - detour.left.twice_area_mm2)


edit = Reshape

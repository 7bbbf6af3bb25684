"""Lets the border of two grids follow the centreline of a road or a river where it runs near."""

from typing import Annotated, Literal

from pydantic import Field

from gis.redraw.base import Code, Edit, Line, Sentence, Weigh, by_area
from gis.redraw.borders import borders, check_way, rerouted
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import basic_cells
from gis.redraw.following import Run, runs_near
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.settling import settled
from gis.redraw.words import line, listed

SLOPES = (1.0, 3.0, 8.0)


class Snap(Edit):
    """Lets the longest run of a border that is within a distance of a centreline follow that line.

    Corners where more grids meet stay, so that the border leads from the line to them at the run's ends.
    """

    kind: Literal["snap"] = "snap"
    codes: tuple[Code, Code]
    line: Line
    within_m: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Replace the run in both grids; raises Refused where the border is nowhere near the line."""
        left, right = basic_cells(partition, self.codes)
        way = partition.drawn(self.line)
        near = [
            run for border in borders(left, right) for run in runs_near(border, way, self.within_m * 1000)
        ]
        if not near:
            zh, en = "这两个网格的边界没有一段在这条线附近。", "No run of their border is near this line."
            raise Refused(zh, en, way[0])
        return _followed(partition, (left, right), max(near, key=lambda run: run.length))

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name both grids, the line and the distance."""
        zh, en = listed(before.cells[code] for code in self.codes)
        way = line(before.drawn(self.line))
        return (
            f"{zh}的共有边界在距{way[0]} {self.within_m:g} 米以内的一段改为沿此线。",
            f"The border of {en} now follows {way[1]} where it is within {self.within_m:g} m of it.",
        )


def _followed(partition: Partition, pair: tuple[Cell, Cell], run: Run) -> Patch:
    """Let both grids follow the line, reached as steeply as other borders allow."""
    refusal = None
    for slope in SLOPES:
        way = run.way(slope)
        if len(way) > 2 and way[0] != way[-1]:
            try:
                check_way(*pair, run.points, way)
                return settled(partition, rerouted(*pair, run.points, way))
            except Refused as refused:
                refusal = refused
    zh, en = "边界靠近这条线的一段太短。", "The run of their border near the line is too short."
    raise refusal or Refused(zh, en, run.points[0])


edit = Snap

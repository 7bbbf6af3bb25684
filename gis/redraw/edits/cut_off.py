"""Takes from a grid what of it lies beyond the town's outline."""

from typing import Literal

from gis.redraw.base import Code, Edit, Place, Sentence, Weigh, by_area
from gis.redraw.codes import CodeIssuer
from gis.redraw.faces import beyond_at
from gis.redraw.finding_cells import basic_cell
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.settling import settled
from gis.redraw.tracing import net, polygons_of, reversed_edges
from gis.redraw.words import grid, place, square_metres


class CutOff(Edit):
    """Cuts off the part of a grid, at a place, that leaves the outline."""

    kind: Literal["cut_off"] = "cut_off"
    code: Code
    at: Place

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Cut along the outline; raises Refused where nothing leaves it, or where no vertices part it."""
        (at,) = partition.drawn([self.at])
        cell = basic_cell(partition, self.code)
        face = beyond_at(partition, cell, at)
        left = polygons_of(net(cell.edges, reversed_edges(face.edges)))
        if not left:
            raise Refused(f"{cell.code} 会没有面积。", f"{cell.code} would have no area left.", at)
        return settled(partition, {cell.code: cell.drawn(left)}, face=face.edges, sign=-1)

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Say where the part lies, and how large it is."""
        (zh, en), at = grid(before.cells[self.code]), place(before.drawn([self.at])[0])
        lost = before.cells[self.code].twice_area_mm2 - patch.after[self.code].twice_area_mm2
        area = square_metres(lost)
        return (
            f"网格 {zh}在{at[0]}处超出镇界的部分（{area} 平方米）切除。",
            f"The part of grid {en} at {at[1]} that lies beyond the outline ({area} m²) is cut off.",
        )


edit = CutOff

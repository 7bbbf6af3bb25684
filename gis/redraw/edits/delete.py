"""Deletes a vertex from a border that two grids share."""

from typing import Literal

from gis.redraw.base import Edit, Sentence, Vertex, Weigh, by_area
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import inner_holders
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.rings import points_of
from gis.redraw.settling import settled
from gis.redraw.words import listed, place


class Delete(Edit):
    """Deletes a vertex that two grids share; where three meet it has to stay."""

    kind: Literal["delete"] = "delete"
    at: Vertex

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Take the vertex out of both rings; raises Refused at corners and on the outline."""
        holders = inner_holders(partition, self.at)
        if sum(len(cell.spots[self.at]) for cell in holders) != 2:
            raise Refused(
                "这是几个网格相交的界点，不能删除。",
                "More than two borders meet at this vertex; it stays.",
                self.at,
            )
        left = {
            cell.code: cell.drawn(
                [
                    [[point for point in points_of(ring) if point != self.at] for ring in polygon]
                    for polygon in cell.polygons
                ]
            )
            for cell in holders
        }
        return settled(partition, left)

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name the grids and the vertex."""
        zh, en = listed(before.holders(self.at))
        at = place(self.at)
        return f"删除{zh}共有边界上的界点{at[0]}。", f"The vertex {at[1]} on the border of {en} is deleted."


edit = Delete

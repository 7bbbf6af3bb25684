"""Moves a vertex in all the grids that share it."""

from typing import Literal

from gis.redraw.base import Edit, Place, Sentence, Vertex, Weigh, by_area
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import inner_holders
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.rings import points_of
from gis.redraw.settling import settled
from gis.redraw.words import listed, place


class Move(Edit):
    """Moves a shared vertex of all its owners together; those on the town's outline stay."""

    kind: Literal["move"] = "move"
    at: Vertex
    to: Place

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Put the new place into every ring; raises Refused on the outline or where borders would cross."""
        (to,) = partition.drawn([self.to])
        holders = inner_holders(partition, self.at)
        if partition.holders(to) and to != self.at:
            raise Refused("那里已有界点。", "There is a vertex already.", to)
        moved = {
            cell.code: cell.drawn(
                [
                    [[to if point == self.at else point for point in points_of(ring)] for ring in polygon]
                    for polygon in cell.polygons
                ]
            )
            for cell in holders
        }
        return settled(partition, moved)

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name the grids, the old place and the new one."""
        zh, en = listed(before.holders(self.at))
        old, new = place(self.at), place(before.drawn([self.to])[0])
        return (
            f"{zh}共有的界点由{old[0]}移到{new[0]}。",
            f"The vertex shared by {en} moves from {old[1]} to {new[1]}.",
        )


edit = Move

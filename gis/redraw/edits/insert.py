"""Inserts a vertex into a border that two grids share."""

from typing import Literal

from gis.redraw.base import Edit, Place, Sentence, Vertex, Weigh, by_area
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import inner_edge
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.settling import settled, with_points
from gis.redraw.words import listed, place


class Insert(Edit):
    """Inserts a vertex between two that follow each other, in both grids."""

    kind: Literal["insert"] = "insert"
    between: tuple[Vertex, Vertex]
    to: Place

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Put the place into both rings; raises Refused on the outline or where borders would cross."""
        (to,) = partition.drawn([self.to])
        start, end = self.between
        pair = inner_edge(partition, (start, end))
        if partition.holders(to):
            raise Refused("那里已有界点。", "There is a vertex already.", to)
        points = {(start, end): [to], (end, start): [to]}
        return settled(partition, {cell.code: with_points(cell, points) for cell in pair})

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name the grids, both vertices and the new one."""
        zh, en = listed(inner_edge(before, self.between))
        (a, b), new = map(place, self.between), place(before.drawn([self.to])[0])
        return (
            f"{zh}的共有边界在{a[0]}与{b[0]}之间增加界点{new[0]}。",
            f"The border of {en} gets a vertex {new[1]} between {a[1]} and {b[1]}.",
        )


edit = Insert

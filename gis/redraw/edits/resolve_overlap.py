"""Gives a face that several grids own to one of them."""

from typing import Literal

from gis.redraw.base import Code, Edit, Place, Sentence, Weigh, by_area
from gis.redraw.codes import CodeIssuer
from gis.redraw.faces import overlap_of, owners_at
from gis.redraw.finding_cells import basic_cell
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.settling import settled
from gis.redraw.tracing import net, polygons_of, reversed_edges
from gis.redraw.words import grid, listed, place, square_metres


class ResolveOverlap(Edit):
    """Takes the overlap at a place from all grids but one."""

    kind: Literal["resolve_overlap"] = "resolve_overlap"
    at: Place
    to: Code

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Cut the face off every other owner; raises Refused where no other grid overlaps the one here."""
        (at,) = partition.drawn([self.at])
        keeper = basic_cell(partition, self.to)
        others = [cell.code for cell in owners_at(partition, at) if cell.code != self.to]
        patches: list[Patch] = []
        current, refusal = partition, None
        for code in others:
            try:
                patch = _taken(current, keeper.code, code, at)
            except Refused as refused:
                refusal = refused
                continue
            patches.append(patch)
            current = current.replaced(patch)
        if not patches:
            raise refusal or Refused("这里没有重叠。", "There is no overlap here.", at)
        touched = {code for patch in patches for code in patch.touched}
        held = {code: partition.cells[code] for code in touched}
        return Patch(held, {code: current.cells[code] for code in touched})

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Say where the overlap lies, how large it is, who keeps it and who loses it."""
        (point,) = before.drawn([self.at])
        losers = [cell for cell in owners_at(before, point) if cell.code != self.to]
        zh, en = listed(losers)
        at, keeper = place(point), grid(before.cells[self.to])
        lost = sum(cell.twice_area_mm2 - patch.after.get(cell.code, cell).twice_area_mm2 for cell in losers)
        area = square_metres(lost)
        return (
            f"{at[0]}处的重叠（{area} 平方米）归 {keeper[0]}，从{zh}中减去。",
            f"The overlap at {at[1]} ({area} m²) goes to {keeper[1]} and is taken from {en}.",
        )


def _taken(partition: Partition, keeper: str, code: str, at: tuple[int, int]) -> Patch:
    """Return the patch that takes the face at a place from one of two grids that overlap there."""
    loser = partition.cells[code]
    face = overlap_of(partition, partition.cells[keeper], loser, at)
    loser = face.noded.get(code, loser)
    left = polygons_of(net(loser.edges, reversed_edges(face.edges)))
    if not left:
        raise Refused(f"{code} 会没有面积。", f"{code} would have no area left.", at)
    return settled(
        partition, dict(face.noded) | {code: loser.drawn(left)}, noded=face.noded, face=face.edges, sign=-1
    )


edit = ResolveOverlap

"""Gives a face that nobody owns to a grid, or makes it a grid of its own."""

from typing import Literal

from pydantic import model_validator

from gis.redraw.base import Code, Edit, Name, Place, Sentence, Weigh, by_area
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.faces import Face, gap_at
from gis.redraw.finding_cells import basic_cell
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.rings import canonical_polygons
from gis.redraw.settling import Changes, settled
from gis.redraw.tracing import net, polygons_of
from gis.redraw.words import grid, place, square_metres


class AssignGap(Edit):
    """Gives the gap at a place to a grid; without one it becomes a new grid of a village."""

    kind: Literal["assign_gap"] = "assign_gap"
    at: Place
    to: Code | None = None
    village: Code | None = None
    name: Name | None = None

    @model_validator(mode="after")
    def _goes_somewhere(self) -> "AssignGap":
        if (self.to is None) == (self.village is None):
            raise ValueError("either a grid or a village is needed")
        return self

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Fill the gap exactly; raises Refused where there is none, or where the grid does not touch it."""
        face = gap_at(partition, partition.drawn([self.at])[0])
        changes: Changes = dict(face.noded)
        if face.rings:
            taker = self._taker(partition, face) if self.to else self._new(partition, face, issue)
            changes = {**changes, taker.code: taker}
        return settled(partition, changes, noded=face.noded, face=face.edges)

    def _taker(self, partition: Partition, face: Face) -> Cell:
        cell = basic_cell(partition, str(self.to))
        cell = face.noded.get(cell.code, cell)
        joined = polygons_of(net(cell.edges, face.edges))
        if len(joined) > len(cell.polygons):
            zh, en = f"空隙与 {cell.code} 不相邻。", f"The gap does not touch {cell.code}."
            raise Refused(zh, en, face.rings[0][0])
        return cell.drawn(joined)

    def _new(self, partition: Partition, face: Face, issue: CodeIssuer) -> Cell:
        village = str(self.village)
        squads = [cell.squad for cell in partition.basic() if cell.parent == village]
        if not squads:
            raise Refused(f"没有代码为 {village} 的村。", f"There is no village {village}.")
        (code,) = issue.codes(village, 1, partition.cells)
        squad = max(sorted(set(squads), key=str), key=squads.count)
        return Cell(code, self.name or code, village, squad, "basic", canonical_polygons([face.rings]))

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Say where the gap lies, how large it is, and who gets it."""
        gained = sum(cell.twice_area_mm2 for cell in patch.after.values())
        gained -= sum(cell.twice_area_mm2 for cell in patch.before.values())
        at, area = place(before.drawn([self.at])[0]), square_metres(gained)
        if self.to is not None:
            zh, en = grid(before.cells[self.to])
            return (
                f"{at[0]}处的空隙（{area} 平方米）划给 {zh}。",
                f"The gap at {at[1]} ({area} m²) goes to {en}.",
            )
        new = [cell for code, cell in patch.after.items() if code not in patch.before]
        if not new:
            return (
                f"{at[0]}处窄于 1 毫米的空隙已合上。",
                f"The gap at {at[1]}, narrower than 1 mm, is closed.",
            )
        zh, en = grid(new[0])
        return (
            f"{at[0]}处的空隙（{area} 平方米）成为新网格 {zh}。",
            f"The gap at {at[1]} ({area} m²) becomes the new grid {en}.",
        )


edit = AssignGap

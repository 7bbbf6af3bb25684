"""Divides grids anew as a proposal has it: all of them at once, each part named by the grid it comes from."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from gis.redraw.base import Code, Edit, Sentence, Vertex, Weigh, by_area
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import basic_cells
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.settling import Changes, settled
from gis.redraw.words import grid, square_metres

Ring = Annotated[tuple[Vertex, ...], Field(min_length=3, max_length=100_000)]


class Group(BaseModel):
    """What a grid becomes: its rings in mm, exterior first; without `keeps` it gets a new code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: Code
    keeps: bool
    polygons: Annotated[tuple[tuple[Ring, ...], ...], Field(min_length=1, max_length=1000)]


class Redivide(Edit):
    """Replaces grids by others that cover the same ground, as many as there were."""

    kind: Literal["redivide"] = "redivide"
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=5000)]

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Put the parts in the grids' place.

        Raises Refused where they do not cover the same ground, edge by edge.
        """
        grids = basic_cells(partition, [group.of for group in self.groups])
        made = {group.of: cell.drawn(group.polygons) for group, cell in zip(self.groups, grids, strict=True)}
        return settled(partition, self._coded(made, partition, issue))

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name each grid with its area before and after, and its new code where it gets one."""
        new = {cell.name: code for code, cell in patch.after.items() if code not in patch.before}
        told = [self._told(before.cells[group.of], patch, new) for group in self.groups]
        zh, en = zip(*told, strict=True)
        return (
            f"按均衡方案重新划分 {len(told)} 个网格：{'；'.join(zh)}。",
            f"{len(told)} grids are divided anew by a proposal: {'; '.join(en)}.",
        )

    def _told(self, cell: Cell, patch: Patch, new: Mapping[str, str]) -> Sentence:
        code = cell.code if cell.code in patch.after else new.get(cell.name, cell.code)
        after = patch.after.get(code, cell)
        old, now = square_metres(cell.twice_area_mm2), square_metres(after.twice_area_mm2)
        (zh, en), fresh = grid(cell), code != cell.code
        return (
            f"{zh}由 {old} 变为 {now} 平方米" + (f"，改用新码 {code}" if fresh else ""),
            f"{en} from {old} to {now} m²" + (f", under the new code {code}" if fresh else ""),
        )

    def _coded(self, parts: Mapping[str, Cell], partition: Partition, issue: CodeIssuer) -> Changes:
        """Give new codes to the parts that do not keep theirs."""
        changes: dict[str, Cell | None] = {group.of: parts[group.of] for group in self.groups if group.keeps}
        for group in self.groups:
            if not group.keeps:
                cell = parts[group.of]
                (code,) = issue.codes(cell.parent, 1, [*partition.cells, *changes])
                changes |= {group.of: None, code: replace(cell, code=code)}
        return changes


edit = Redivide

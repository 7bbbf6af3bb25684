"""Voids a grid's code and gives it a new one of its village."""

from dataclasses import replace
from typing import Literal

from gis.redraw.base import Code, Edit, Sentence, Weigh, by_area
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import cell_of
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.settling import settled
from gis.redraw.words import grid


class Recode(Edit):
    """Gives a grid a new code, as the rules want where too much of it has changed; borders and name stay."""

    kind: Literal["recode"] = "recode"
    code: Code

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Change the code only; raises Refused for an unknown code or a village without numbers left."""
        cell = cell_of(partition, self.code)
        (fresh,) = issue.codes(cell.parent, 1, partition.cells)
        return settled(partition, {self.code: None, fresh: replace(cell, code=fresh)})

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Say both codes."""
        zh, en = grid(before.cells[self.code])
        (fresh,) = patch.after
        return (
            f"网格 {zh}的代码作废，新代码 {fresh}。",
            f"The code of grid {en} is void; its new code is {fresh}.",
        )


edit = Recode

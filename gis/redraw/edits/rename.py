"""Gives a grid another name."""

from dataclasses import replace
from typing import Literal

from gis.redraw.base import Code, Edit, Name, Sentence, Weigh, by_area
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import cell_of
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.settling import settled
from gis.redraw.words import grid


class Rename(Edit):
    """Gives a grid another name; its code stays."""

    kind: Literal["rename"] = "rename"
    code: Code
    name: Name

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Change the name only; raises Refused for an unknown code or the name it has."""
        cell = cell_of(partition, self.code)
        return settled(partition, {self.code: replace(cell, name=self.name)})

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Say both names."""
        zh, en = grid(before.cells[self.code])
        return f"网格 {zh}改名为“{self.name}”。", f"Grid {en} is renamed “{self.name}”."


edit = Rename

"""Puts the vertices of grids into each other's borders where they lie on them or cross."""

from typing import Annotated, Literal

from pydantic import Field

from gis.redraw.base import Code, Edit, Sentence, Weigh, by_area
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import basic_cells
from gis.redraw.noding import noded
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.settling import settled
from gis.redraw.words import listed


class Match(Edit):
    """Gives borders of grids that meet the same vertices, so that they can be moved together.

    No border moves by more than a millimetre.
    """

    kind: Literal["match"] = "match"
    codes: Annotated[tuple[Code, ...], Field(min_length=2, max_length=200)]

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Put in what is missing; raises Refused where nothing is."""
        cells = basic_cells(partition, self.codes)
        put = noded(partition, [cell.code for cell in cells], near=True)
        return settled(partition, put, noded=put)

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name the grids."""
        zh, en = listed(before.cells[code] for code in self.codes)
        return (
            f"{zh}的边界补上相互缺少的界点。",
            f"The borders of {en} get the vertices that they lack of each other.",
        )


edit = Match

"""Parts a grid whose ring crosses itself where it does."""

from typing import Any, Literal

import numpy as np
import shapely

from gis.redraw.base import Code, Edit, Sentence, Weigh, by_area
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import cell_of
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.words import grid, square_metres


class Untangle(Edit):
    """Gives a grid that is no valid polygon the same ground as valid ones, parted at the crossings."""

    kind: Literal["untangle"] = "untangle"
    code: Code

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Part the rings at their crossings, put on the lattice; raises Refused for a grid without fault.

        The checks count such a grid as if it were mended like this, so that no face gets another owner; its
        neighbours may lack the crossing points then, which `match` puts in.
        """
        cell = cell_of(partition, self.code)
        if cell.metric.is_valid:
            raise Refused(f"{cell.code} 的图形没有错误。", f"The shape of {cell.code} has no fault.")
        mended = cell.drawn([_rings(part) for part in _parts(cell)])
        if not mended.polygons or not mended.metric.is_valid:
            raise Refused(
                f"{cell.code} 的图形错得无法自动修正，请重新导入。",
                f"The shape of {cell.code} is too broken to be mended: import it anew.",
            )
        return Patch({cell.code: cell}, {cell.code: mended})

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Say of how many pieces the grid is then, and how large."""
        (zh, en), made = grid(before.cells[self.code]), patch.after[self.code]
        pieces, area = len(made.polygons), square_metres(made.twice_area_mm2)
        return (
            f"网格 {zh}与自身相交的边界在交点处断开，成为 {pieces} 块，共 {area} 平方米。",
            f"The border of grid {en} that crosses itself is parted there: {pieces} pieces, {area} m².",
        )


def _parts(cell: Cell) -> list[shapely.Polygon]:
    mended = shapely.make_valid(cell.metric)
    parts = shapely.get_parts(shapely.get_parts(mended))
    return [part for part in parts.tolist() if isinstance(part, shapely.Polygon)]


def _rings(part: shapely.Polygon) -> list[Any]:
    rings = (part.exterior, *part.interiors)
    return [np.rint(shapely.get_coordinates(ring)[:-1] * 1000).astype(np.int64).tolist() for ring in rings]


edit = Untangle

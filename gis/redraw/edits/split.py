"""Splits a grid along a drawn line."""

from typing import Literal

from gis.redraw.base import Code, Edit, Line, Sentence, Weigh, by_area
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.cutting import cut
from gis.redraw.finding_cells import basic_cell
from gis.redraw.partition import Partition
from gis.redraw.parts import Rings, check_part, codes_given
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.settling import Changes, settled
from gis.redraw.tracing import edges_of, polygons_of, reversed_edges
from gis.redraw.words import grid, line, square_metres


class Split(Edit):
    """Splits a grid along a line from border to border; the heaviest part keeps the code."""

    kind: Literal["split"] = "split"
    code: Code
    line: Line

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Cut the grid and number its parts; raises Refused where the line does not part it well."""
        cell = basic_cell(partition, self.code)
        made = cut(partition, cell, partition.drawn(self.line))
        ways = [edge for piece in made.pieces for edge in edges_of(piece)]
        faces = polygons_of([*made.cell.edges, *ways, *reversed_edges(ways)])
        if len(faces) <= len(cell.polygons):
            raise Refused(
                "这条线没有把网格分开。", "The line does not part the grid.", _middle(partition, self.line)
            )
        parts = _parts(made.cell, faces)
        for part in parts:
            check_part(part, partition.rules)
        keep = not partition.rules.void_on_split
        fresh = issue.codes(cell.parent, len(parts) - keep, partition.cells)
        named = codes_given(cell, parts, [weigh(part.metric) for part in parts], fresh, keep=keep)
        changes: Changes = {cell.code: None} | dict(made.others) | named
        return settled(partition, changes)

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Say the line, and the parts with their codes and areas."""
        zh, en = grid(before.cells[self.code])
        way = line(before.drawn(self.line))
        made = [patch.after[code] for code in sorted(self._made(patch))]
        listed_zh = "、".join(f"{part.code}（{square_metres(part.twice_area_mm2)} 平方米）" for part in made)
        listed_en = ", ".join(f"{part.code} ({square_metres(part.twice_area_mm2)} m²)" for part in made)
        return (
            f"网格 {zh}沿{way[0]}分为 {listed_zh}。",
            f"Grid {en} is split along {way[1]} into {listed_en}.",
        )

    def _made(self, patch: Patch) -> set[str]:
        return {code for code in patch.after if code not in patch.before or code == self.code}


def _parts(cell: Cell, faces: list[Rings]) -> list[Cell]:
    """Return the parts from west to east; pieces that the line does not touch go to the largest."""
    untouched = {polygon[0].tobytes() for polygon in cell.polygons}
    drawn = [cell.drawn([face]) for face in faces]
    parts = [part for part in drawn if part.polygons[0][0].tobytes() not in untouched]
    rest = [part for part in drawn if part.polygons[0][0].tobytes() in untouched]
    parts.sort(key=lambda part: (part.metric.centroid.x, -part.metric.centroid.y))
    if rest:
        largest = max(range(len(parts)), key=lambda n: parts[n].twice_area_mm2)
        joined = [*parts[largest].polygons, *(part.polygons[0] for part in rest)]
        parts[largest] = cell.drawn(joined)
    return parts


def _middle(partition: Partition, way: Line) -> tuple[int, int]:
    return partition.drawn(way)[len(way) // 2]


edit = Split

"""Gives the part of a grid that lies in a ring, such as a block, to its neighbour."""

from typing import Annotated, Literal

import shapely
from pydantic import Field

from gis.redraw.base import Code, Edit, Place, Sentence, Weigh, by_area
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.cutting import Cut, cut
from gis.redraw.finding_cells import basic_cells
from gis.redraw.partition import Partition
from gis.redraw.parts import Rings, check_part
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.rings import Point
from gis.redraw.rules import Rules
from gis.redraw.settling import Changes, settled
from gis.redraw.tracing import edges_of, net, polygons_of, reversed_edges
from gis.redraw.words import grid, line, square_metres


class Transfer(Edit):
    """Gives what lies in a ring (given open or closed) of one grid to another that touches it."""

    kind: Literal["transfer"] = "transfer"
    from_: Code = Field(alias="from")
    to: Code
    ring: Annotated[tuple[Place, ...], Field(min_length=3, max_length=2000)]

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Cut along the ring and pass the part on.

        Raises Refused where nothing or all of the grid lies in it, where the two do not touch, and where a
        grid would fall into pieces.
        """
        giver, taker = basic_cells(partition, (self.from_, self.to))
        ring = partition.drawn(self.ring)
        ring = ring[:-1] if ring[0] == ring[-1] else ring
        if len(set(ring)) < 3:
            raise Refused("圈至少要有三个不同的点。", "A ring needs three different points.", ring[0])
        made = cut(partition, giver, ring, closed=True)
        passed, rest = _parted(made, ring)
        if not passed or not rest:
            raise Refused(*_all_or_nothing(giver, passed), ring[0])
        parts = giver.drawn(passed), giver.drawn(rest)
        for part in parts:
            _check_made(part, giver, partition.rules)
        if len(rest) > len(giver.polygons):
            raise Refused(
                f"{giver.code} 会分成几块。", f"{giver.code} would fall into pieces.", _smallest(rest)
            )
        into = made.others.get(taker.code, taker)
        joined = polygons_of(net(into.edges, parts[0].edges))
        if len(joined) > len(taker.polygons):
            zh, en = f"这部分与 {taker.code} 不相邻。", f"This part does not touch {taker.code}."
            raise Refused(zh, en, _smallest(passed))
        changes: Changes = dict(made.others) | {giver.code: parts[1], taker.code: into.drawn(joined)}
        return settled(partition, changes)

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name both grids, the ring and the area that passes."""
        (zh, en), (to_zh, to_en) = grid(before.cells[self.from_]), grid(before.cells[self.to])
        ring = line(before.drawn(self.ring))
        gained = patch.after[self.to].twice_area_mm2 - before.cells[self.to].twice_area_mm2
        area = square_metres(gained)
        return (
            f"网格 {zh}在{ring[0]}所围范围内的部分（{area} 平方米）划给 {to_zh}。",
            f"The part of grid {en} within {ring[1]} ({area} m²) goes to {to_en}.",
        )


def _check_made(part: Cell, giver: Cell, rules: Rules) -> None:
    """Hold what the cut makes against the town's limits; pieces that were there before may be narrower."""
    known = {polygon[0].tobytes() for polygon in giver.polygons}
    made = [polygon for polygon in part.polygons if polygon[0].tobytes() not in known]
    if made:
        check_part(part.drawn(made), rules)


def _parted(made: Cut, ring: list[Point]) -> tuple[list[Rings], list[Rings]]:
    """Return the faces of a cut grid inside the ring, and the others."""
    ways = [edge for piece in made.pieces for edge in edges_of(piece)]
    faces = polygons_of([*made.cell.edges, *ways, *reversed_edges(ways)])
    area = shapely.make_valid(shapely.Polygon(ring))
    shapely.prepare(area)
    within = [area.contains(shapely.Polygon(face[0], face[1:]).representative_point()) for face in faces]
    inside = [face for face, held in zip(faces, within, strict=True) if held]
    return inside, [face for face, held in zip(faces, within, strict=True) if not held]


def _all_or_nothing(giver: Cell, passed: list[Rings]) -> Sentence:
    if passed:
        return (
            f"{giver.code} 全部在圈内；请改用合并。",
            f"All of {giver.code} lies in the ring: merge it.",
        )
    return (f"圈内没有 {giver.code} 的任何部分。", f"No part of {giver.code} lies in the ring.")


def _smallest(faces: list[Rings]) -> Point:
    return min(faces, key=lambda face: shapely.Polygon(face[0]).area)[0][0]


edit = Transfer

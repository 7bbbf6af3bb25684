"""The border that two grids share, as lines, and its replacement in both by another way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gis.redraw.cell import Cell
from gis.redraw.crossing import meetings
from gis.redraw.refused import Refused
from gis.redraw.rings import Edge, Point, points_of
from gis.redraw.tracing import edges_of, polygons_of, reversed_edges


@dataclass(frozen=True, slots=True)
class Border:
    """One line of the border of two grids, the first on its left; a closed one ends where it begins."""

    points: tuple[Point, ...]

    @property
    def closed(self) -> bool:
        """Tell whether it goes all round one of the two."""
        return self.points[0] == self.points[-1]

    @property
    def edges(self) -> list[Edge]:
        """Its edges in order."""
        return edges_of(self.points)


def borders(left: Cell, right: Cell) -> list[Border]:
    """Return the lines that two grids share, in the direction in which the first runs."""
    shared = {edge for edge in left.edges if edge[::-1] in right.edges}
    if not shared:
        return []
    return [
        Border(tuple(line)) for polygon in left.polygons for ring in polygon for line in _runs(ring, shared)
    ]


def _runs(ring: np.ndarray, shared: set[Edge]) -> list[list[Point]]:
    points = points_of(ring)
    edges = list(zip(points, [*points[1:], points[0]], strict=True))
    held = [edge in shared for edge in edges]
    if all(held):
        return [[*points, points[0]]]
    start = held.index(False)
    lines: list[list[Point]] = []
    going = False
    for edge, mine in zip(edges[start:] + edges[:start], held[start:] + held[:start], strict=True):
        if mine and going:
            lines[-1].append(edge[1])
        elif mine:
            lines.append(list(edge))
        going = mine
    return lines


def check_way(left: Cell, right: Cell, run: Sequence[Point], way: Sequence[Point]) -> None:
    """Raise Refused where a way that shall replace a run of the border meets what is left of both borders."""
    gone = set(edges_of(run))
    rest = sorted((left.edges | right.edges) - gone - {edge[::-1] for edge in gone})
    for meeting in meetings(way, rest):
        place = round(meeting.place[0]), round(meeting.place[1])
        if all(abs(place[0] - x) + abs(place[1] - y) > 1 for x, y in (way[0], way[-1])):
            raise Refused("这条线还碰到其他边界。", "The line meets another border.", place)


def rerouted(left: Cell, right: Cell, run: Sequence[Point], way: Sequence[Point]) -> dict[str, Cell]:
    """Replace a run of the shared border in both grids by a way with the same two ends.

    Raises Refused where a grid would fall into more pieces than it has.
    """
    old, new = edges_of(run), edges_of(way)
    made = {}
    for cell, gone, come in ((left, old, new), (right, reversed_edges(old), reversed_edges(new))):
        faces = polygons_of((cell.edges - set(gone)) | set(come))
        if len(faces) > len(cell.polygons):
            raise Refused(
                f"网格 {cell.code} 会分成几块。",
                f"Grid {cell.code} would fall into pieces.",
                way[len(way) // 2],
            )
        made[cell.code] = cell.drawn(faces)
    return made

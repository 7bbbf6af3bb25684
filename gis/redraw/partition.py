"""A town's grids as the editor holds them: an immutable value that each edit turns cheaply into another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.errors import BadInput
from gis.geometry.projection import to_metric
from gis.model import GridKind
from gis.redraw.adjacency import tiles
from gis.redraw.boxes import Box, Boxes
from gis.redraw.cell import Cell, Spot, area_mm2, shape
from gis.redraw.patch import Patch, Stale
from gis.redraw.refused import Refused
from gis.redraw.rings import Edge, Point, canonical_polygons
from gis.redraw.rules import Rules

__all__ = ["Cell", "Partition", "Shaped", "area_mm2", "partition_of", "shape"]

FARTHEST_M = 1e9


@dataclass(frozen=True, slots=True)
class Shaped:
    """One grid as it is read: its attributes and its shape in metres of the town's metric CRS."""

    code: str
    name: str
    parent: str
    squad: str | None
    kind: GridKind
    shape: shapely.Polygon | shapely.MultiPolygon


@dataclass(frozen=True)
class Partition:
    """The grids of one town by code; only the basic ones tile it, dedicated ones lie over them.

    `limits` is the outline that the grids have to fill, where one is known (metres); `rules` are the town's.
    """

    epsg: int
    cells: Mapping[str, Cell]
    limits: shapely.Polygon | shapely.MultiPolygon | None = None
    rules: Rules = field(default_factory=Rules)

    @cached_property
    def boxes(self) -> Boxes:
        """Where the basic cells lie."""
        return Boxes.of(self.basic())

    @cached_property
    def outline(self) -> shapely.MultiPolygon:
        """The union of the basic cells, in metres; every vertex of theirs on it is kept."""
        shapes = [cell.metric for cell in self.basic()]
        # the quick way is silently wrong where borders do not match
        matched = bool(shapely.is_valid(shapes).all()) and shapely.coverage_is_valid(shapes)
        joined = shapely.coverage_union_all(shapes) if matched else shapely.union_all(shapes)
        return shapely.MultiPolygon(shapely.get_parts(joined).tolist())

    @cached_property
    def rim(self) -> shapely.MultiPolygon:
        """The outline without its holes, in metres: what a town has to fill but for the gaps it allows."""
        parts: list[shapely.Polygon] = [shapely.Polygon(part.exterior) for part in self.outline.geoms]
        return shapely.MultiPolygon(shapely.get_parts(shapely.union_all(parts)).tolist())

    @cached_property
    def whole(self) -> bool:
        """Whether the basic cells are valid and provably tile `limits`; False proves nothing."""
        cells = list(self.basic())
        if self.limits is None or not cells or not shapely.is_valid([cell.metric for cell in cells]).all():
            return False
        return tiles(cells, self.limits)

    @property
    def twice_area_mm2(self) -> int:
        """Twice the area of all basic cells in mm², exact."""
        return sum(cell.twice_area_mm2 for cell in self.basic())

    def basic(self) -> Iterable[Cell]:
        """Return the cells that tile the town."""
        return (cell for cell in self.cells.values() if cell.kind == "basic")

    def near(self, box: Box, margin: int = 0) -> list[Cell]:
        """Return the basic cells whose boxes touch a box (mm) widened by a margin, by code."""
        return [self.cells[code] for code in self.boxes.near(box, margin)]

    def holders(self, point: Point) -> list[Cell]:
        """Return the basic cells that have this vertex, by code."""
        return [cell for cell in self.near((*point, *point)) if point in cell.spots]

    def owners(self, point: Point) -> list[tuple[str, Spot]]:
        """Return every place in which the vertex stands: code, polygon, ring and position."""
        return [(cell.code, spot) for cell in self.holders(point) for spot in cell.spots[point]]

    def across(self, edge: Edge) -> list[Cell]:
        """Return the basic cells on the other side of a cell's edge; none on the outline."""
        back = (edge[1], edge[0])
        return [cell for cell in self.holders(edge[0]) if back in cell.edges]

    def drawn(self, points: Sequence[tuple[float, float]]) -> list[Point]:
        """Return WGS-84 degrees (longitude, latitude) as lattice points; raises Refused out of the CRS."""
        degrees = np.array(points, dtype=np.float64).reshape(-1, 2)
        metres = np.column_stack(to_metric(degrees[:, 0], degrees[:, 1], self.epsg))
        if not (np.abs(metres) < FARTHEST_M).all():
            raise Refused("这个位置离本镇太远。", "This place is too far from the town.")
        return [(x, y) for x, y in np.rint(metres * 1000).astype(np.int64).tolist()]

    def replaced(self, patch: Patch) -> "Partition":
        """Return the partition with a patch applied; raises Stale where it was made on other grids."""
        known = self.cells
        stale = [code for code in patch.touched if known.get(code) != patch.before.get(code)]
        if stale:
            raise Stale(tuple(stale))
        gone = patch.before.keys() - patch.after.keys()
        cells = {code: cell for code, cell in known.items() if code not in gone} if gone else dict(known)
        cells.update(patch.after)
        if patch.after.keys() - known.keys():
            cells = dict(sorted(cells.items()))
        new = Partition(self.epsg, MappingProxyType(cells), self.limits, self.rules)
        if "boxes" in self.__dict__:
            basic = {code: cell for code, cell in patch.after.items() if cell.kind == "basic"}
            left = [code for code in patch.before if code in self.boxes.rows and code not in basic]
            new.__dict__["boxes"] = self.boxes.changed(left, basic)
        return new


def partition_of(
    cells: Iterable[Shaped],
    epsg: int,
    *,
    limits: shapely.Polygon | shapely.MultiPolygon | None = None,
    rules: Rules | None = None,
) -> Partition:
    """Read grids with shapes as the store keeps them: lattice metres, long edges divided already.

    Raises BadInput where two have one code.
    """
    made = sorted((_cell(one) for one in cells), key=lambda cell: cell.code)
    twice = sorted({a.code for a, b in pairwise(made) if a.code == b.code})
    if twice:
        raise BadInput(f"These codes are used more than once: {', '.join(twice[:5])}.")
    held = MappingProxyType({cell.code: cell for cell in made})
    return Partition(epsg, held, limits, rules or Rules())


def _cell(one: Shaped) -> Cell:
    parts: list[shapely.Polygon] = shapely.get_parts(one.shape).tolist()
    rings = [[_lattice(ring) for ring in (part.exterior, *part.interiors)] for part in parts]
    return Cell(one.code, one.name, one.parent, one.squad, one.kind, canonical_polygons(rings))


def _lattice(ring: shapely.LinearRing) -> NDArray[np.int64]:
    return np.rint(shapely.get_coordinates(ring) * 1000).astype(np.int64)

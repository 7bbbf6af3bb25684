"""One grid as the editor holds it: lattice rings in whole millimetres, and what is derived from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely

from gis.model import GridKind
from gis.redraw.rings import Edge, Point, Polygon, canonical_polygons, points_of, twice_area


class Spot(NamedTuple):
    """Where in a cell a vertex stands: polygon, ring and position in it."""

    polygon: int
    ring: int
    position: int


@dataclass(frozen=True, eq=False)
class Cell:
    """One grid: code, name, parent (village) code, squad, kind and polygons.

    Cells are equal when all of it is, to the millimetre; the polygons are in their canonical form.
    """

    code: str
    name: str
    parent: str
    squad: str | None
    kind: GridKind
    polygons: tuple[Polygon, ...]

    @cached_property
    def _identity(self) -> tuple[object, ...]:
        rings = tuple(tuple(ring.tobytes() for ring in polygon) for polygon in self.polygons)
        return self.code, self.name, self.parent, self.squad, self.kind, rings

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Cell) and self._identity == other._identity)

    def __hash__(self) -> int:
        return hash(self._identity)

    @cached_property
    def spots(self) -> Mapping[Point, tuple[Spot, ...]]:
        """Every vertex and where it stands; more than once where rings touch."""
        found: dict[Point, tuple[Spot, ...]] = {}
        for p, polygon in enumerate(self.polygons):
            for r, ring in enumerate(polygon):
                for n, point in enumerate(points_of(ring)):
                    found[point] = (*found.get(point, ()), Spot(p, r, n))
        return found

    @cached_property
    def edges(self) -> frozenset[Edge]:
        """Every edge in the direction that has the cell on its left."""
        return frozenset(
            edge
            for polygon in self.polygons
            for ring in polygon
            for points in [points_of(ring)]
            for edge in zip(points, [*points[1:], points[0]], strict=True)
        )

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """The least and the greatest easting and northing: west, south, east, north, in mm."""
        points = np.concatenate([polygon[0] for polygon in self.polygons])
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return int(west), int(south), int(east), int(north)

    @cached_property
    def metric(self) -> shapely.MultiPolygon:
        """The shape in metres, every coordinate the double nearest to n / 1000."""
        return shapely.MultiPolygon(
            [(polygon[0] / 1000, [hole / 1000 for hole in polygon[1:]]) for polygon in self.polygons]
        )

    @cached_property
    def twice_area_mm2(self) -> int:
        """Twice the area in mm², which is whole."""
        return sum(twice_area(ring) for polygon in self.polygons for ring in polygon)

    def drawn(self, polygons: Iterable[Iterable[Iterable[Iterable[int]]]]) -> "Cell":
        """Return the same grid with other polygons (rings of mm points, exterior first)."""
        shapes = canonical_polygons([list(polygon) for polygon in polygons])
        return Cell(self.code, self.name, self.parent, self.squad, self.kind, shapes)


def shape(cell: Cell) -> shapely.MultiPolygon:
    """Return the cell's shape in metres on the lattice."""
    return cell.metric


def area_mm2(cell: Cell) -> int:
    """Return the cell's area in whole mm², exact but for a half, which is dropped."""
    return cell.twice_area_mm2 // 2


def same_ground(one: Cell, other: Cell) -> bool:
    """Tell whether two grids have the same shape to the millimetre."""
    if one.polygons is other.polygons:
        return True
    rings, others = ([ring for polygon in cell.polygons for ring in polygon] for cell in (one, other))
    return len(rings) == len(others) and all(map(np.array_equal, rings, others))

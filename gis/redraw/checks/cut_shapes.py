"""Finds shapes on the ground, such as buildings and blocks, of which several grids hold a part."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gis.redraw.partition import Partition
from gis.redraw.rings import Point


@dataclass(frozen=True, slots=True)
class CutShape:
    """A shape's number, the grids that hold enough of it, and the second largest of their parts."""

    number: int
    codes: tuple[str, ...]
    lesser_m2: float


def cut_shapes(
    partition: Partition, shapes: Sequence[shapely.Polygon | shapely.MultiPolygon], least_m2: float
) -> Iterable[CutShape]:
    """Yield the shapes (metres) of which at least two basic grids hold so much."""
    if not shapes:
        return
    ground = np.array(shapes, dtype=object)
    cells = sorted(partition.basic(), key=lambda cell: cell.code)
    grids = np.array([cell.metric for cell in cells], dtype=object)
    of, number = shapely.STRtree(ground).query(shapely.boundary(grids), predicate="intersects")
    areas = shapely.area(shapely.intersection(grids[of], ground[number]))
    held: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for row, one, area in zip(of.tolist(), number.tolist(), areas.tolist(), strict=True):
        if area >= least_m2:
            held[one].append((cells[row].code, area))
    for one, owners in sorted(held.items()):
        if len(owners) > 1:
            parts = sorted(area for _, area in owners)
            yield CutShape(one, tuple(code for code, _ in owners), parts[-2])


def by_grids(cuts: Iterable[CutShape]) -> list[tuple[tuple[str, ...], list[CutShape]]]:
    """Return the cuts by the grids that share them, the deepest of each first."""
    groups: dict[tuple[str, ...], list[CutShape]] = defaultdict(list)
    for cut in cuts:
        groups[cut.codes].append(cut)
    return [(codes, sorted(of, key=lambda cut: -cut.lesser_m2)) for codes, of in sorted(groups.items())]


def place_in(shape: shapely.Polygon | shapely.MultiPolygon) -> Point:
    """Return a lattice point inside a shape (mm)."""
    point = shape.representative_point()
    return round(point.x * 1000), round(point.y * 1000)

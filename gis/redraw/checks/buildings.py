"""Borders that cut a building."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.partition import Partition

LEAST_M2 = 1.0
"""What of a building lies beyond a border may be drawn a little wrong; from here on it is cut."""


@dataclass(frozen=True, slots=True)
class _Cut:
    codes: tuple[str, ...]
    building: int
    lesser_m2: float


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield the sets of grids whose border cuts buildings: how many, and where it cuts deepest."""
    if not reference.buildings:
        return
    by_grids: dict[tuple[str, ...], list[_Cut]] = defaultdict(list)
    for cut in _cuts(partition, np.array(reference.buildings, dtype=object)):
        by_grids[cut.codes].append(cut)
    for codes, cuts in sorted(by_grids.items()):
        deepest = max(cuts, key=lambda one: one.lesser_m2)
        point = reference.buildings[deepest.building].representative_point()
        said = (
            f"{'、'.join(codes)} 的边界切过 {len(cuts)} 座建筑",
            f"The border of {', '.join(codes)} cuts {len(cuts)} buildings",
        )
        place = (round(point.x * 1000), round(point.y * 1000))
        yield Finding("building", "warning", codes, place, said, deepest.lesser_m2)


def _cuts(partition: Partition, buildings: np.ndarray) -> Iterable[_Cut]:
    """Yield the buildings of which at least two grids hold a part."""
    cells = sorted(partition.basic(), key=lambda cell: cell.code)
    shapes = np.array([cell.metric for cell in cells], dtype=object)
    borders = shapely.boundary(shapes)
    of, building = shapely.STRtree(buildings).query(borders, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[of], buildings[building]))
    held: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for row, number, area in zip(of.tolist(), building.tolist(), shared.tolist(), strict=True):
        if area >= LEAST_M2:
            held[number].append((cells[row].code, area))
    for number, owners in held.items():
        if len(owners) > 1:
            areas = sorted(area for _, area in owners)
            yield _Cut(tuple(code for code, _ in owners), number, areas[-2])

"""Roads within the outline that no grid answers for."""

from collections.abc import Iterable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.partition import Partition

LEAST_M = 1.0


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield each road of which more than a metre lies within the town and in no grid."""
    if not reference.roads or partition.whole:
        return
    free = _free(partition)
    if free.is_empty:
        return
    lines = np.array([line for _, line in reference.roads], dtype=object)
    for row in sorted(shapely.STRtree(lines).query(free, predicate="intersects").tolist()):
        without = lines[row].intersection(free)
        if without.length > LEAST_M:
            name = reference.roads[row][0]
            said = (
                f"道路{name or '（无名）'}有 {without.length:,.0f} 米不属于任何网格",
                f"{without.length:,.0f} m of the road {name or '(no name)'} belong to no grid",
            )
            point = without.interpolate(0.5, normalized=True) if without.geom_type == "LineString" else None
            point = point or without.representative_point()
            place = (round(point.x * 1000), round(point.y * 1000))
            yield Finding("road", "warning", (), place, said)


def _free(partition: Partition) -> BaseGeometry:
    """Return what lies within the outline and in no grid; without an outline, the holes between the grids."""
    shapes = [cell.metric for cell in partition.basic()]
    valid = np.array([shape if shape.is_valid else shape.buffer(0) for shape in shapes], dtype=object)
    matched = shapely.coverage_is_valid(valid)
    union = shapely.coverage_union_all(valid) if matched else shapely.union_all(valid)
    if partition.limits is not None:
        return partition.limits.difference(union)
    parts: list[shapely.Polygon] = shapely.get_parts(union).tolist()
    filled = shapely.union_all([shapely.Polygon(part.exterior) for part in parts])
    return filled.difference(union)

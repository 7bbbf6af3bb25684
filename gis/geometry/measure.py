"""Measures lengths and areas in a town's metric CRS, and areas of lattice polygons exactly."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis.errors import BadInput
from gis.geometry.projection import to_metric_shape


def area_m2(geom: BaseGeometry, epsg: int) -> float:
    """Give the area in square metres of a WGS-84 geometry, as it lies in metric CRS `epsg`."""
    return float(to_metric_shape(geom, epsg).area)


def length_m(geom: BaseGeometry, epsg: int) -> float:
    """Give the length of a WGS-84 line, or a polygon's perimeter, in metres of metric CRS `epsg`."""
    return float(to_metric_shape(geom, epsg).length)


def area_mm2(polygon: Polygon | MultiPolygon) -> int:
    """Give the area of a polygon on the 1 mm lattice (metric CRS) in whole square millimetres.

    Exact but for the half that a single polygon may have, which is rounded down; sum `twice_area_mm2` instead
    where areas must add up. Raises BadInput for coordinates off the lattice.
    """
    return twice_area_mm2(polygon) // 2


def twice_area_mm2(polygon: Polygon | MultiPolygon) -> int:
    """Give twice the area in square millimetres, exactly: a partition's values add up to its union's."""
    parts = shapely.get_parts(polygon)
    return sum(_doubled(part.exterior) - sum(map(_doubled, part.interiors)) for part in parts)


def _doubled(ring: BaseGeometry) -> int:
    """Twice the area of a ring by the shoelace formula, in whole numbers only."""
    corners = _millimetres(shapely.get_coordinates(ring))
    # From the first corner on, so that products of the largest towns fit into 64 bits.
    x, y = (corners - corners[0]).T
    return abs(sum(map(int, x[:-1] * y[1:] - x[1:] * y[:-1])))


def _millimetres(metres: NDArray[np.float64]) -> NDArray[np.int64]:
    counted = np.round(metres * 1000.0)
    if (counted / 1000.0 != metres).any():
        raise BadInput("The shape has a vertex that is not on the 1 mm lattice.")
    return counted.astype(np.int64)

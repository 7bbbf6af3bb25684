"""Carries coordinates between WGS-84 degrees and a town's metric CRS, and keeps the 1 mm lattice there."""

from functools import lru_cache
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis.errors import BadInput

WGS84 = 4326
LONGEST_EDGE_M = 200.0
EARTH_M = 6378137.0
MERCATOR_END = 85.06
CHINA = (73.0, 3.0, 136.0, 54.0)

AnyGeometry = TypeVar("AnyGeometry", bound=BaseGeometry)
AnyPolygon = TypeVar("AnyPolygon", Polygon, MultiPolygon)
Floats = NDArray[np.float64]


def to_metric(lon: ArrayLike, lat: ArrayLike, epsg: int) -> tuple[Floats, Floats]:
    """Project WGS-84 degrees to easting and northing in metres of CRS `epsg`.

    Any one shape (0-d for single numbers); what cannot be projected becomes infinite.
    Raises BadInput when `epsg` is not a projected CRS in metres.
    """
    return _carry(lon, lat, WGS84, epsg)


def to_degrees(easting: ArrayLike, northing: ArrayLike, epsg: int) -> tuple[Floats, Floats]:
    """Undo `to_metric`: metres of CRS `epsg` to WGS-84 longitude and latitude in degrees."""
    return _carry(easting, northing, epsg, WGS84)


def to_metric_shape(geom: AnyGeometry, epsg: int) -> AnyGeometry:
    """Project a geometry vertex by vertex from WGS-84 degrees to metres of CRS `epsg`."""
    return shapely.transform(geom, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], epsg)))


def to_wgs84_shape(geom: AnyGeometry, epsg: int) -> AnyGeometry:
    """Undo `to_metric_shape`, vertex by vertex: equal vertices stay equal."""
    return shapely.transform(geom, lambda p: np.column_stack(to_degrees(p[:, 0], p[:, 1], epsg)))


def to_mercator_shapes(geoms: NDArray[np.object_]) -> NDArray[np.object_]:
    """Project geometries from WGS-84 degrees to web mercator (EPSG:3857), for drawing only."""

    def project(degrees: Floats) -> Floats:
        lat = np.radians(np.clip(degrees[:, 1], -MERCATOR_END, MERCATOR_END))
        return EARTH_M * np.column_stack((np.radians(degrees[:, 0]), np.arcsinh(np.tan(lat))))

    return np.asarray(shapely.transform(geoms, project), dtype=object)


def propose_metric_crs(lon: float, lat: float) -> int:
    """Name the EPSG code of a metric CRS for a town at this place (WGS-84 degrees).

    Within China's bounding rectangle the CGCS2000 3-degree zone without prefix (EPSG:4549 round 120° E), else
    the UTM zone on WGS-84, without the exceptions of Norway. Raises BadInput where UTM ends (84° N, 80° S).
    """
    west, south, east, north = CHINA
    if west <= lon <= east and south <= lat <= north:
        return cgcs2000_zone(min(max(round(lon / 3) * 3, 75), 135))
    if not (-180 <= lon <= 180 and -80 <= lat <= 84):
        raise BadInput("No metric CRS can be proposed for this place; it lies outside UTM.")
    zone = min(int((lon + 180) // 6) + 1, 60)
    return (32600 if lat >= 0 else 32700) + zone


def cgcs2000_zone(central_meridian: int) -> int:
    """Give the EPSG code of the CGCS2000 3-degree zone of 75° E … 135° E, eastings without zone prefix."""
    return 4534 + (central_meridian - 75) // 3


def lattice(metres: ArrayLike) -> Floats:
    """Round metres to the 1 mm lattice: the doubles nearest to n / 1000, n integer, bit-equal to SQL's."""
    return np.round(np.asarray(metres, dtype=np.float64) * 1000.0) / 1000.0


def densify(polygon: AnyPolygon, longest_m: float = LONGEST_EDGE_M) -> AnyPolygon:
    """Put lattice vertices on every edge longer than `longest_m` (metric CRS).

    The vertices depend on the edge's two ends, never on its direction: rings that share it stay matched.
    """
    if isinstance(polygon, MultiPolygon):
        return MultiPolygon([densify(part, longest_m) for part in polygon.geoms])
    rings = [
        _densify_ring(shapely.get_coordinates(ring), longest_m)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return Polygon(rings[0], rings[1:])


def _densify_ring(ring: Floats, longest_m: float) -> Floats:
    start, end = ring[:-1], ring[1:]
    pieces = np.maximum(np.ceil(np.hypot(*(end - start).T) / longest_m), 1).astype(np.int64)
    if (pieces == 1).all():
        return ring
    flip = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(flip[:, None], end, start), np.where(flip[:, None], start, end)
    edge = np.repeat(np.arange(len(pieces)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    from_low = np.where(flip[edge], pieces[edge] - step, step)
    share = (from_low / pieces[edge])[:, None]
    points = np.where(step[:, None] == 0, start[edge], lattice(low[edge] + (high - low)[edge] * share))
    return np.concatenate([points, ring[-1:]])


def _carry(x: ArrayLike, y: ArrayLike, source: int, target: int) -> tuple[Floats, Floats]:
    a, b = _transformer(source, target).transform(
        np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    )
    return np.asarray(a), np.asarray(b)


@lru_cache(maxsize=32)
def _transformer(source: int, target: int) -> Transformer:
    metric_crs(target if source == WGS84 else source)
    return Transformer.from_crs(source, target, always_xy=True)


@lru_cache(maxsize=32)
def metric_crs(epsg: int) -> CRS:
    """Give the CRS of an EPSG code; raises BadInput unless it is projected and in metres."""
    try:
        crs = CRS.from_epsg(epsg)
    except CRSError as error:
        raise BadInput(f"EPSG:{epsg} is not a known coordinate reference system.") from error
    if not crs.is_projected or crs.axis_info[0].unit_name != "metre":
        raise BadInput(f"EPSG:{epsg} is not a projected coordinate reference system in metres.")
    return crs

"""Reads metric coordinates as people write them: in either order, with or without a zone prefix."""

from collections.abc import Iterator
from dataclasses import dataclass

from gis.errors import BadInput
from gis.geometry.projection import cgcs2000_zone, metric_crs, to_degrees

THREE_DEGREE_ZONES = range(25, 46)
SIX_DEGREE_ZONES = range(13, 24)
MARGIN_DEG = 1.0


@dataclass(frozen=True, slots=True)
class MetricPoint:
    """A place and how the two numbers were understood; `zone` is None when the easting had no prefix."""

    lon: float
    lat: float
    easting_m: float
    northing_m: float
    epsg: int
    northing_first: bool
    zone: int | None

    @property
    def taken_as(self) -> tuple[str, str]:
        """Say in Chinese and in English what the numbers were taken for."""
        zh = f"东坐标 {self.easting_m:.3f} 米，北坐标 {self.northing_m:.3f} 米（EPSG:{self.epsg}）"
        en = f"easting {self.easting_m:.3f} m, northing {self.northing_m:.3f} m (EPSG:{self.epsg})"
        if self.zone is not None:
            zh, en = f"{zh}，带号 {self.zone}", f"{en}, zone prefix {self.zone}"
        return zh, en


def metric_to_wgs84(first: float, second: float, epsg: int) -> MetricPoint:
    """Turn two metric coordinates into WGS-84 degrees, whichever of them is the easting.

    A CGCS2000 easting may carry its zone (40,500,000 for zone 40); the zone then names the central meridian.
    Readings must lie in the CRS's area of use, within one degree; easting first wins if both would do.
    Raises BadInput when neither order gives such a place.
    """
    metric_crs(epsg)
    for reading in _readings(first, second, epsg):
        if _in_area_of_use(reading):
            return reading
    raise BadInput(f"The two numbers are no easting and northing of EPSG:{epsg}, in either order.")


def _readings(first: float, second: float, epsg: int) -> Iterator[MetricPoint]:
    for easting, northing, northing_first in ((first, second, False), (second, first, True)):
        zone, crs, plain = _without_prefix(easting, epsg)
        lon, lat = to_degrees(plain, northing, crs)
        yield MetricPoint(float(lon), float(lat), plain, northing, crs, northing_first, zone)


def _without_prefix(easting: float, epsg: int) -> tuple[int | None, int, float]:
    """Split 40,512,345 into zone 40, the CRS of its meridian and 512,345; other eastings stay as they are."""
    zone = int(easting // 1e6) if 1e6 <= easting < 1e8 else 0
    if not cgcs2000_zone(75) <= epsg <= cgcs2000_zone(135):
        return None, epsg, easting
    if zone in THREE_DEGREE_ZONES:
        return zone, cgcs2000_zone(zone * 3), easting - zone * 1e6
    if zone in SIX_DEGREE_ZONES:
        return zone, 4502 + zone - 13, easting - zone * 1e6
    return None, epsg, easting


def _in_area_of_use(point: MetricPoint) -> bool:
    area = metric_crs(point.epsg).area_of_use
    if area is None:
        return -180 <= point.lon <= 180 and -90 <= point.lat <= 90
    west, south, east, north = area.bounds
    lon_fits = west - MARGIN_DEG <= point.lon <= east + MARGIN_DEG
    return bool(lon_fits and south - MARGIN_DEG <= point.lat <= north + MARGIN_DEG)

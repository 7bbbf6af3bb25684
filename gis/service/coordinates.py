"""Read coordinates as people type them, and say what they were taken for."""

import re
from dataclasses import dataclass

from gis.errors import BadInput
from gis.geometry import datum as datums
from gis.geometry.metric_search import metric_to_wgs84
from gis.model import Datum

# words and the datum they mean; they are taken out before the numbers are read
_DATUMS: dict[Datum, tuple[str, re.Pattern[str]]] = {
    "gcj02": ("GCJ-02", re.compile(r"(gcj[-_ ]?(02)?|火星|高德|腾讯)(坐标系?)?", re.IGNORECASE)),
    "bd09": ("BD-09", re.compile(r"(bd[-_ ]?(09)?|百度)(坐标系?)?", re.IGNORECASE)),
    "cgcs2000": ("CGCS2000", re.compile(r"(cgcs[-_ ]?(2000)?)(坐标系?)?", re.IGNORECASE)),
    "wgs84": ("WGS-84", re.compile(r"(wgs[-_ ]?(84)?)(坐标系?)?", re.IGNORECASE)),
}
_SIDES = {
    "E": re.compile(r"东经?|经度|longitude|lng|lon", re.IGNORECASE),
    "W": re.compile(r"西经?", re.IGNORECASE),
    "N": re.compile(r"北纬?|纬度|latitude|lat", re.IGNORECASE),
    "S": re.compile(r"南纬?", re.IGNORECASE),
}
_ANGLE = r"""(?P<sign>[-+]?)(?P<deg>\d{1,12}(\.\d+)?)
    (\s*[°度](\s*(?P<min>\d{1,2}(\.\d+)?)\s*['′’分])?(\s*(?P<sec>\d{1,2}(\.\d+)?)\s*(["″”秒]|''|′′))?)?"""
# X and Y say nothing: on Chinese maps X is the northing, elsewhere the easting
_PREFIXED = re.compile(rf"(?P<side>[EWNSXY])\s*[:=]?\s*{_ANGLE}", re.VERBOSE | re.IGNORECASE)
_SUFFIXED = re.compile(rf"{_ANGLE}(\s*(?P<side>[EWNSXY]))?", re.VERBOSE | re.IGNORECASE)
_SEPARATORS = " ,，、;；/&()[]\t\n"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A place in WGS-84 degrees and what the text was taken for, in both languages."""

    lon: float
    lat: float
    zh: str
    en: str


def read_coordinates(text: str, metric_crs: int) -> Interpretation | None:
    """Return the place that a text names, or None when it is anything else than a pair of coordinates.

    Degrees, decimal or with minutes and seconds, in either order: 东经, N, lat and the like name the axis,
    else the larger of the two (or the negative one) is the longitude. Metres of the town's CRS in either
    order, with or without a zone prefix. A word such as GCJ or 百度 names the datum, else WGS-84 is meant.
    """
    datum: Datum = "wgs84"
    for known, (_, words) in _DATUMS.items():
        text, found = words.subn(" ", text)
        datum = known if found else datum
    for side, words in _SIDES.items():
        text = words.sub(side, text)
    parts = _two_angles(text)
    if parts is None:
        return None
    first, second = (_value(part) for part in parts)
    if max(abs(first), abs(second)) > 180:
        return _metres((first, second), metric_crs)
    return _degrees(first, second, _axes(parts), datum)


def _two_angles(text: str) -> tuple[re.Match[str], re.Match[str]] | None:
    for pattern in (_PREFIXED, _SUFFIXED):
        found = list(pattern.finditer(text))
        rest = pattern.sub("", text)
        if len(found) == 2 and not rest.strip(_SEPARATORS) and _within_the_hour(found) and _apart(*found):
            return found[0], found[1]
    return None


def _apart(first: re.Match[str], second: re.Match[str]) -> bool:
    """Tell whether something stands between two numbers: a separator, a sign of minutes, or a letter."""
    return bool(first.end() < second.start() or first["min"] or first["side"])


def _within_the_hour(found: list[re.Match[str]]) -> bool:
    return all(float(part[unit] or 0) < 60 for part in found for unit in ("min", "sec"))


def _value(part: re.Match[str]) -> float:
    size = float(part["deg"]) + float(part["min"] or 0) / 60 + float(part["sec"] or 0) / 3600
    return -size if part["sign"] == "-" or (part["side"] or "").upper() in ("W", "S") else size


def _axes(parts: tuple[re.Match[str], re.Match[str]]) -> str:
    """Return which axis each part names: x, y or ? for unknown."""
    axes = {"E": "x", "W": "x", "N": "y", "S": "y"}
    return "".join(axes.get((part["side"] or "").upper(), "?") for part in parts)


def _degrees(first: float, second: float, axes: str, datum: Datum) -> Interpretation | None:
    if axes in ("xx", "yy"):
        return None
    longitude_first = abs(second) <= 90 and (abs(first) > abs(second) or first < 0)
    if axes != "??":
        longitude_first = axes in ("xy", "x?", "?y")
    lon, lat = (first, second) if longitude_first else (second, first)
    if abs(lat) > 90:
        return None
    x, y = datums.to_wgs84(lon, lat, datum)
    name = _DATUMS[datum][0]
    return Interpretation(
        float(x),
        float(y),
        f"{name} 经度 {lon:.6f}，纬度 {lat:.6f}",
        f"{name} longitude {lon:.6f}, latitude {lat:.6f}",
    )


def _metres(pair: tuple[float, float], metric_crs: int) -> Interpretation | None:
    try:
        point = metric_to_wgs84(*pair, metric_crs)
    except BadInput:
        return None
    zh, en = point.taken_as
    return Interpretation(point.lon, point.lat, zh, en)

"""Read coordinates as people type them, and say what they were taken for."""

import re
from dataclasses import dataclass

import numpy as np

from gis.errors import BadInput
from gis.geometry import datum as datums
from gis.geometry.metric_search import metric_to_wgs84
from gis.model import Datum

_SEPARATORS = re.compile(r"[,，、;；/\s]+")
_DMS = re.compile(
    r"""(?P<deg>\d{1,3}(?:\.\d+)?)\s*[°度d]\s*
        (?:(?P<min>\d{1,2}(?:\.\d+)?)\s*['′’分m]\s*)?
        (?:(?P<sec>\d{1,2}(?:\.\d+)?)\s*(?:["″”]|''|′′|秒|s)\s*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_LETTERS = re.compile(r"[东西南北经纬EWNSenwsXYxy:=：]+")
_DATUM_WORDS: dict[str, Datum] = {
    "gcj": "gcj02",
    "火星": "gcj02",
    "高德": "gcj02",
    "腾讯": "gcj02",
    "bd": "bd09",
    "百度": "bd09",
}


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A place in WGS-84 degrees and what the text was taken for, in both languages."""

    lon: float
    lat: float
    zh: str
    en: str


def read_coordinates(text: str, metric_crs: int) -> Interpretation | None:
    """Return the place that a text names, or None when it holds no pair of coordinates.

    Degrees in either order (the one above 90, or the larger in China, is the longitude), decimal or with
    minutes and seconds; metres of the town's CRS in either order, with or without a zone prefix; a word
    such as GCJ or 百度 names the datum, else WGS-84 is meant.
    """
    lowered = text.lower()
    named: list[Datum] = [datum for word, datum in _DATUM_WORDS.items() if word in lowered]
    pair = _pair(_strip_datum(text))
    if pair is None:
        return None
    if max(map(abs, pair)) > 180:
        return _metres(pair, metric_crs)
    return _degrees(pair, named[0] if named else "wgs84")


def _strip_datum(text: str) -> str:
    return re.sub(
        r"(?i)(gcj[-_ ]?0?2?|bd[-_ ]?0?9?|wgs[-_ ]?(84)?|cgcs[-_ ]?(2000)?|火星|高德|腾讯|百度)(坐标系?)?",
        " ",
        text,
    )


def _pair(text: str) -> tuple[float, float] | None:
    sexagesimal = list(_DMS.finditer(text))
    if len(sexagesimal) == 2:
        first, second = (_angle(match) for match in sexagesimal)
        return first, second
    parts = [part for part in _SEPARATORS.split(_LETTERS.sub(" ", text)) if part]
    if len(parts) != 2:
        return None
    try:
        first, second = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    return (first, second) if np.isfinite([first, second]).all() else None


def _angle(match: re.Match[str]) -> float:
    minutes, seconds = float(match["min"] or 0), float(match["sec"] or 0)
    return float(match["deg"]) + minutes / 60 + seconds / 3600


def _degrees(pair: tuple[float, float], datum: Datum) -> Interpretation | None:
    lon, lat = pair if abs(pair[1]) <= 90 and (abs(pair[0]) > abs(pair[1]) or pair[0] < 0) else pair[::-1]
    if abs(lat) > 90:
        return None
    x, y = datums.to_wgs84(lon, lat, datum)
    name = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09", "cgcs2000": "CGCS2000"}[datum]
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

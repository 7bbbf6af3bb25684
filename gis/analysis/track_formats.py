"""Writes one person's track in the formats that others read: GeoJSON, GPX 1.1, MF-JSON, CSV."""

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import numpy as np
import orjson

from gis.analysis.track import Track
from gis.analysis.track_fixes import LEFT_OUT, Fixes, Ints
from gis.model import FixFlag

DECIMALS = 7
GPX = "http://www.topografix.com/GPX/1/1"
GARMIN = "http://www.garmin.com/xmlschemas/TrackPointExtension/v2"
CRS84 = "urn:ogc:def:crs:OGC:1.3:CRS84"
METRES_A_SECOND = "MTS"
"""The UN/CEFACT code of the unit."""


class Format(NamedTuple):
    """How a track is asked for by a suffix: its media type, and what writes it for a person's name."""

    media_type: str
    write: Callable[[str, Track], bytes]


def geojson(person: str, track: Track) -> bytes:
    """Write a FeatureCollection with no line over a gap.

    The segments are one MultiLineString with the time (ms) of every vertex, the figures and the gaps; fixes
    that stand alone are a MultiPoint; stops are points with begin and end.
    """
    segments = list(_segments(track))
    lines = [part for part in segments if len(part) > 1]
    alone = [part for part in segments if len(part) == 1]
    way = _feature(
        ("MultiLineString", [_positions(part) for part in lines]),
        kind="track",
        at_ms=[part.at_ms.tolist() for part in lines],
        gaps=[asdict(gap) for gap in track.gaps()],
        figures=asdict(track.figures()) | {"leaves_out": _names(LEFT_OUT)},
    )
    lone = _feature(
        ("MultiPoint", [_positions(part)[0] for part in alone]),
        kind="alone",
        at_ms=[int(part.at_ms[0]) for part in alone],
    )
    features = [way | {"id": person}, lone, *_stops(track)]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def gpx(person: str, track: Track) -> bytes:
    """Write GPX 1.1 with one `trkseg` a segment; speed (m/s) stands in Garmin's extension."""
    out = io.StringIO()
    out.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="wangge" xmlns="{GPX}"'
        f' xmlns:gpxtpx="{GARMIN}">\n<trk><name>{_text(person)}</name>\n'
    )
    for part in _segments(track):
        out.write("<trkseg>\n")
        speeds = part.speed_mps.tolist()
        for (lon, lat), time, speed in zip(_positions(part), _times(part.at_ms), speeds, strict=True):
            out.write(f'<trkpt lat="{lat:.{DECIMALS}f}" lon="{lon:.{DECIMALS}f}"><time>{time}</time>')
            if not math.isnan(speed):
                out.write(
                    "<extensions><gpxtpx:TrackPointExtension>"
                    f"<gpxtpx:speed>{speed:.2f}</gpxtpx:speed></gpxtpx:TrackPointExtension></extensions>"
                )
            out.write("</trkpt>\n")
        out.write("</trkseg>\n")
    out.write("</trk>\n</gpx>\n")
    return out.getvalue().encode()


def mfjson(person: str, track: Track) -> bytes:
    """Write MF-JSON Prism (OGC 19-045r3): one feature a segment, its times strictly increasing."""
    features = []
    for number, part in enumerate(_segments(track), start=1):
        times = _times(part.at_ms)
        moving = "Linear" if len(part) > 1 else "Discrete"
        point = {
            "type": "MovingPoint",
            "datetimes": times,
            "coordinates": _positions(part),
            "interpolation": moving,
        }
        features.append(
            {
                "type": "Feature",
                "id": f"{person}/{number}",
                "temporalGeometry": point,
                "temporalProperties": _speeds(part),
                "time": [times[0], times[-1]],
                "properties": {"person": person, "segment": number},
            }
        )
    frame = {
        "crs": {"type": "Name", "properties": {"name": CRS84}},
        "trs": {"type": "Name", "properties": {"name": "urn:ogc:data:time:iso8601"}},
    }
    return orjson.dumps({"type": "FeatureCollection", **frame, "features": features})


def table(person: str, track: Track) -> bytes:
    """Write every fix with its flags as CSV (UTF-8 with a byte order mark); segments count from 1."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(("person", "time", "lon", "lat", "accuracy_m", "speed_mps", "segment", "flags"))
    # an apostrophe keeps spreadsheets from taking a name for a formula
    named = f"'{person}" if person.startswith(("=", "+", "-", "@")) else person
    fixes = track.fixes
    for (lon, lat), time, accuracy, speed, segment, flags in zip(
        _positions(fixes),
        _times(fixes.at_ms),
        fixes.accuracy_m.tolist(),
        fixes.speed_mps.tolist(),
        track.segment.tolist(),
        fixes.flags.tolist(),
        strict=True,
    ):
        number = segment + 1 if segment >= 0 else ""
        rows.writerow(
            (named, time, lon, lat, _known(accuracy), _known(speed), number, " ".join(_names(flags)))
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


FORMATS: Mapping[str, Format] = {
    "geojson": Format("application/geo+json", geojson),
    "gpx": Format("application/gpx+xml", gpx),
    "mfjson": Format("application/geo+json", mfjson),
    "csv": Format("text/csv; charset=utf-8", table),
}


def _segments(track: Track) -> Iterator[Fixes]:
    """Yield the fixes of each segment that count."""
    kept = track.fixes.without(LEFT_OUT)
    fixes, segment = track.fixes.take(kept), track.segment[kept]
    for places in np.split(np.arange(len(fixes)), np.flatnonzero(np.diff(segment)) + 1):
        if len(places):
            yield fixes.take(places)


def _positions(fixes: Fixes) -> list[list[float]]:
    places: list[list[float]] = np.stack([fixes.lon, fixes.lat], axis=1).round(DECIMALS).tolist()
    return places


def _times(at_ms: Ints) -> list[str]:
    """Return RFC 3339 times in UTC to the millisecond."""
    written: list[str] = np.datetime_as_string(at_ms.astype("datetime64[ms]"), timezone="UTC").tolist()
    return written


def _speeds(fixes: Fixes) -> list[dict[str, Any]]:
    told = fixes.take(~np.isnan(fixes.speed_mps))
    if not len(told):
        return []
    values = told.speed_mps.astype(float).round(2).tolist()
    speed = {"type": "Measure", "form": METRES_A_SECOND, "values": values, "interpolation": "Linear"}
    return [{"datetimes": _times(told.at_ms), "speed": speed}]


def _stops(track: Track) -> Iterator[dict[str, Any]]:
    stops = track.stops
    places = np.stack([stops.lon, stops.lat], axis=1).round(DECIMALS).tolist()
    for place, begin, end in zip(places, stops.begin_ms.tolist(), stops.end_ms.tolist(), strict=True):
        yield _feature(("Point", place), kind="stop", begin_ms=begin, end_ms=end)


def _feature(shape: tuple[str, list[Any]], **properties: object) -> dict[str, Any]:
    kind, coordinates = shape
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _names(flags: int) -> list[str]:
    return [str(flag.name).lower() for flag in FixFlag if flags & flag]


def _known(value: float) -> float | str:
    return "" if math.isnan(value) else round(value, 2)


def _text(name: str) -> str:
    """Escape a name for XML, without the characters that XML cannot hold."""
    return escape("".join(letter for letter in name if letter.isprintable()))

"""A walk with a gap, a stop and a jump in every format, read back by other readers."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest
import shapely

from gis.analysis.track import Track, track
from gis.analysis.track_fixes import TrackParameters
from gis.analysis.track_formats import FORMATS, GARMIN, GPX, geojson, gpx, mfjson, table
from gis.protocols.base import Message
from gis.protocols.gpx import protocol as gpx_reader
from tests.analysis.walks import BEGIN_MS, line, walk
from tests.small_town import EPSG

PERSON = "=001 <张&三>\0"
STILL = [(60 + 10.0 * place, 600.0, 0.0) for place in range(25)]


@pytest.fixture(scope="module")
def walked() -> Track:
    """Two segments, the first with a stop, a jump and a repeat; then one fix alone."""
    fixes = walk(
        *line(0, 50, (0, 0), (500, 0)),
        *STILL,
        (310, 9000, 0),
        (320, 700, 0),
        (320, 700, 0),
        *line(1000, 1020, (700, 0), (900, 0)),
        (2000, 900, 0),
    )
    fixes.speed_mps[0] = 1.25
    return track(fixes, EPSG, TrackParameters())


def test_geojson_has_a_line_a_segment_and_none_over_the_gap(walked: Track) -> None:
    told = json.loads(geojson(PERSON, walked))
    way, alone, stop = told["features"]
    lines = shapely.geometry.shape(way["geometry"])
    assert way["id"] == PERSON
    assert [len(part.coords) for part in lines.geoms] == [8, 3]
    assert [len(times) for times in way["properties"]["at_ms"]] == [8, 3]
    assert way["properties"]["figures"]["flagged"]["jump"] == 1
    assert "drift" in way["properties"]["figures"]["leaves_out"]
    assert [gap["begin_ms"] - BEGIN_MS for gap in way["properties"]["gaps"]] == [320_000, 1_020_000]
    assert alone["properties"]["at_ms"] == [BEGIN_MS + 2_000_000]
    assert stop["geometry"]["type"] == "Point"
    assert stop["properties"]["end_ms"] - stop["properties"]["begin_ms"] >= 240_000


def test_gpx_is_in_the_order_of_the_schema_and_our_own_reader_reads_it(walked: Track) -> None:
    written = gpx(PERSON, walked)
    root = ET.fromstring(written)
    names = {"gpx": GPX, "tpx": GARMIN}
    assert root.tag == f"{{{GPX}}}gpx"
    assert (root.get("version"), root.get("creator")) == ("1.1", "wangge")
    (way,) = root
    assert [child.tag for child in way] == [f"{{{GPX}}}name"] + [f"{{{GPX}}}trkseg"] * 3
    assert way[0].text == "=001 <张&三>"
    assert [len(part) for part in way[1:]] == [8, 3, 1]
    for point in root.iterfind(".//gpx:trkpt", names):
        children = [child.tag for child in point]
        assert children == [f"{{{GPX}}}time", f"{{{GPX}}}extensions"][: len(children)]
    assert [speed.text for speed in root.iterfind(".//tpx:speed", names)] == ["1.25"]
    back = gpx_reader.decode(Message(written))
    assert back.refused == ()
    assert [report.at_ms for report in back.reports][:2] == [BEGIN_MS, BEGIN_MS + 10_000]
    assert back.reports[0].speed == 1.25


def test_mfjson_times_increase_strictly(walked: Track) -> None:
    told = json.loads(mfjson(PERSON, walked))
    points = [feature["temporalGeometry"] for feature in told["features"]]
    assert [point["interpolation"] for point in points] == ["Linear", "Linear", "Discrete"]
    for feature, point in zip(told["features"], points, strict=True):
        times = point["datetimes"]
        assert len(times) == len(point["coordinates"])
        assert sorted(set(times)) == times
        assert all(time.endswith("Z") and len(time) == 24 for time in times)
        assert feature["time"] == [times[0], times[-1]]
    assert told["features"][0]["temporalProperties"][0]["speed"]["values"] == [1.25]
    assert told["features"][1]["temporalProperties"] == []


def test_the_table_holds_every_fix_with_its_flags(walked: Track) -> None:
    text = table(PERSON, walked).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(walked.fixes)
    assert {row["person"] for row in rows} == {"'" + PERSON}
    assert [row["segment"] for row in rows if row["flags"] == "jump"] == [""]
    assert [row["flags"] for row in rows if row["time"].endswith("02:12:00.000Z")] == ["", "repeat"]
    assert rows[0]["time"] == "2025-11-24T02:06:40.000Z"
    assert (rows[0]["accuracy_m"], rows[0]["speed_mps"], rows[1]["speed_mps"]) == ("5.0", "1.25", "")
    assert sum("drift" in row["flags"] for row in rows) == walked.figures().flagged["drift"]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_day_without_fixes_is_written_too(suffix: str) -> None:
    nothing = track(walk(), EPSG, TrackParameters())
    assert FORMATS[suffix].write("001", nothing)

"""What a file of grids may not hold: each fault is told in a sentence, and nothing is guessed."""

import json
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import MultiPolygon, Polygon, box

from gis.errors import BadInput
from gis.exchange.placing import Declared
from gis.geometry import datum as datums
from gis.model import Datum, Level, Town
from gis.service.drafting import make_draft, on_lattice
from gis.service.importing.grids import Incoming, Reading, read_grids
from tests.small_town import CODES, EAST, EPSG, NORTH, TOWN, square

RING = [[120.0, 31.6], [120.01, 31.6], [120.01, 31.61], [120.0, 31.6]]


def written(folder: Path, coordinates: object, kind: str = "Polygon", code: object = CODES[0]) -> Path:
    shape = {"type": kind, "coordinates": coordinates}
    feature = {"type": "Feature", "properties": {"code": code}, "geometry": shape}
    path = folder / "grids.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def stored(folder: Path, shapes: list[object], codes: list[str] | None = None) -> Path:
    path = folder / "grids.gpkg"
    gpd.GeoDataFrame({"code": codes or CODES[: len(shapes)]}, geometry=shapes, crs=EPSG).to_file(path)
    return path


def read(folder: Path, shapes: list[object], codes: list[str] | None = None, **how: object) -> Incoming:
    return read_grids(stored(folder, shapes, codes), Reading(**how), TOWN)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("coordinates", "words"),
    [
        ([RING[:2]], "Row 1 has no shape that can be read"),
        ([RING[:3]], "Row 1 has no shape that can be read"),
        (None, "Row 1 has no shape"),
        ([], "Row 1 has no shape that can be read: The shape is empty"),
        ([[[float("nan"), 31.6], *RING[1:3], [float("nan"), 31.6]]], "Row 1 has no shape that can be read"),
        ([[[float("inf"), 31.6], *RING[1:3], [float("inf"), 31.6]]], "not finite"),
        ([[[lat, lon] for lon, lat in RING]], "swapped"),
        (
            [[[500_000, 3_500_000], [501_000, 3_500_000], [501_000, 3_501_000], [500_000, 3_500_000]]],
            "between",
        ),
    ],
    ids=["two points", "not closed", "null", "empty", "nan", "inf", "swapped", "metres"],
)
def test_coordinates_that_are_no_place(tmp_path: Path, coordinates: object, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_grids(written(tmp_path, coordinates), Reading(), TOWN)


@pytest.mark.parametrize("datum", ["gcj02", "bd09", "cgcs2000", "wgs84"])
def test_swapped_degrees_are_told_in_every_datum(tmp_path: Path, datum: Datum) -> None:
    path = written(tmp_path, [[[lat, lon] for lon, lat in RING]])
    with pytest.raises(BadInput, match="swapped"):
        read_grids(path, Reading(declared=Declared(datum=datum)), TOWN)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_shifted_degrees_come_back_to_their_place(tmp_path: Path, datum: Datum) -> None:
    lon, lat = np.array(RING).T
    path = written(tmp_path, [np.column_stack(datums.from_wgs84(lon, lat, datum)).tolist()])
    shifted = read_grids(path, Reading(declared=Declared(datum=datum)), TOWN).cells[0].shape
    true = read_grids(written(tmp_path, [RING]), Reading(), TOWN).cells[0].shape
    assert shifted.hausdorff_distance(true) < 0.01


def test_a_crs_and_a_datum_contradict_each_other(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--crs or --datum, not both"):
        read_grids(written(tmp_path, [RING]), Reading(declared=Declared("EPSG:4326", "gcj02")), TOWN)


@pytest.mark.parametrize("crs", ["EPSG:999999", "x", "\x00", "4549 " * 100])
def test_an_unknown_crs_is_refused(tmp_path: Path, crs: str) -> None:
    with pytest.raises(BadInput, match="Unknown CRS"):
        read_grids(written(tmp_path, [RING]), Reading(declared=Declared(crs)), TOWN)


@pytest.mark.parametrize("kind", ["LineString", "MultiPoint"])
def test_only_polygons_are_grids(tmp_path: Path, kind: str) -> None:
    with pytest.raises(BadInput, match=r"Row 1 is no polygon \(1 such rows\)"):
        read_grids(written(tmp_path, RING, kind), Reading(), TOWN)


@pytest.mark.parametrize(
    "code", ["123", CODES[0] + "0", "999999999001001", None, "", 3.5, [1], "x" * 500], ids=repr
)
def test_a_code_of_the_wrong_length_or_prefix_is_named(tmp_path: Path, code: object) -> None:
    incoming = read_grids(written(tmp_path, [RING], code=code), Reading(), TOWN)
    (told,) = incoming.refusals
    assert re.match(
        r"Row 1: the code .* does not have 15 characters beginning with 320281999|.*decimals", told
    )
    assert (incoming.cells, len(told) < 120) == ((), True)


def test_a_code_that_became_a_number_is_still_a_code(tmp_path: Path) -> None:
    incoming = read_grids(written(tmp_path, [RING], code=int(CODES[0])), Reading(), TOWN)
    assert [cell.code for cell in incoming.cells] == [CODES[0]]


def test_a_code_twice_is_refused_with_the_rows_named_and_merged_when_asked(tmp_path: Path) -> None:
    shapes, codes = [square(0), square(1), square(2)], [CODES[0], CODES[1], CODES[0]]
    refused = read(tmp_path, shapes, codes)
    assert refused.refusals == (f"Code {CODES[0]} stands in rows 1, 3 (--merge-duplicates joins them).",)
    merged = read(tmp_path, shapes, codes, merge_duplicates=True)
    assert (merged.refusals, merged.merged) == ((), 1)
    first, second = merged.cells
    assert (first.code, second.code) == (CODES[0], CODES[1])
    assert isinstance(first.shape, MultiPolygon)
    assert (first.shape.area, second.shape.area) == (2e6, 1e6)


def test_duplicates_that_touch_become_one_polygon(tmp_path: Path) -> None:
    merged = read(tmp_path, [square(0), square(1)], [CODES[0]] * 2, merge_duplicates=True)
    assert merged.cells[0].shape.equals(box(EAST, NORTH, EAST + 2000, NORTH + 1000))
    assert merged.findings == ()


def test_gap_and_overlap_are_told_with_their_areas(tmp_path: Path) -> None:
    hole = box(EAST + 400, NORTH + 400, EAST + 410, NORTH + 420)
    incoming = read(tmp_path, [square(0).difference(hole), box(EAST + 990, NORTH, EAST + 2000, NORTH + 1000)])
    assert [(finding.kind, finding.area_m2) for finding in incoming.findings] == [
        ("overlap", 10_000.0),
        ("gap", 200.0),
    ]
    assert incoming.findings[0].codes == CODES[:2]
    assert "200.0 m² belong to no grid" in incoming.findings[1].sentence[1]
    assert incoming.refusals == ()


BOWTIE = Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
SPIKE = Polygon([(EAST, NORTH), (EAST + 9, NORTH), (EAST, NORTH), (EAST, NORTH)])
TINY = box(EAST, NORTH, EAST + 1e-4, NORTH + 1e-4)


@pytest.mark.parametrize("shape", [BOWTIE, SPIKE, TINY], ids=["bow tie", "no area", "below the lattice"])
def test_invalid_shapes_are_refused_and_never_mended(tmp_path: Path, shape: Polygon) -> None:
    incoming = read(tmp_path, [shape])
    assert len(incoming.refusals) == 1
    assert CODES[0] in incoming.refusals[0]
    assert "not a valid polygon" in incoming.refusals[0]


def test_an_invalid_duplicate_is_refused_even_when_merging(tmp_path: Path) -> None:
    incoming = read(tmp_path, [BOWTIE, square(0)], [CODES[0]] * 2, merge_duplicates=True)
    assert "not a valid polygon" in incoming.refusals[-1]
    assert incoming.merged == 0


def test_coordinates_are_put_on_the_lattice_and_stay_matched(tmp_path: Path) -> None:
    ragged = EAST + 1000.0004999
    left, right = box(EAST, NORTH, ragged, NORTH + 10), box(ragged, NORTH, EAST + 2000, NORTH + 10)
    incoming = read(tmp_path, [left, right])
    assert incoming.findings == ()
    assert [on_lattice(cell.shape).area for cell in incoming.cells] == [10_000, 10_000]


def test_a_home_with_other_levels_in_another_crs(tmp_path: Path) -> None:
    levels = (
        Level("city", "市", "City", 0),
        Level("district", "分局", "District", 2),
        Level("sector", "区", "Sector", 3),
        Level("beat", "段", "Beat", 4),
    )
    town = Town("Lakeside", "Lakeside", "", 26916, "America/Chicago", levels)
    codes = ["0111", "0112", "0121", "3100"]
    shapes = [box(448_000 + 100 * n, 4_640_000, 448_100 + 100 * n, 4_640_100) for n in range(4)]
    frame = gpd.GeoDataFrame({"BEAT": codes}, geometry=shapes, crs=26916)
    path = tmp_path / "beats.geojson"
    frame.to_crs(4326).to_file(path)
    with pytest.raises(BadInput, match="Which column holds the code"):
        read_grids(path, Reading(), town)
    incoming = read_grids(path, Reading({"code": "BEAT"}), town)
    draft = make_draft(incoming.cells, town, {}, "test", "Beats")
    found = [(member.level, member.code, member.parent, round(member.area_m2)) for member in draft.members]
    assert found == [
        (1, "01", None, 30_000),
        (1, "31", None, 10_000),
        (2, "011", "01", 20_000),
        (2, "012", "01", 10_000),
        (2, "310", "31", 10_000),
        (3, "0111", "011", 10_000),
        (3, "0112", "011", 10_000),
        (3, "0121", "012", 10_000),
        (3, "3100", "310", 10_000),
    ]

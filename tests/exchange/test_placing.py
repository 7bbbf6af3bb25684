"""Where rows lie: which axis is which, in which system, and what is said when neither can be known."""

from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import CRS

from gis.errors import BadInput
from gis.exchange.placing import Declared, place_rows
from gis.exchange.reference import settle
from gis.exchange.sheet import Sheet
from gis.geometry.projection import to_metric

NONE = dict.fromkeys(("wkt", "lon", "lat", "x", "y"))
LON, LAT = 120.33, 31.77
EAST, NORTH = (float(value) for value in to_metric(LON, LAT, 4549))


def pairs(first: list[Any], second: list[Any], heads: tuple[str, str] = ("x", "y"), **declared: Any) -> Any:
    sheet = Sheet({heads[0]: first, heads[1]: second}, list(range(2, len(first) + 2)))
    return place_rows(sheet, {**NONE, heads[0]: heads[0], heads[1]: heads[1]}, Declared(**declared))


def near(shape: Any) -> bool:
    return bool(abs(shape.x - LON) < 1e-8 and abs(shape.y - LAT) < 1e-8)


@pytest.mark.parametrize("axes", [None, "xy"])
def test_east_first(axes: Any) -> None:
    assert near(pairs([EAST], [NORTH], crs="EPSG:4549", axes=axes).shapes[0])


def test_x_is_north_in_china_and_the_report_says_so() -> None:
    placed = pairs([NORTH], [EAST], crs="EPSG:4549")
    assert near(placed.shapes[0])
    assert placed.remarks[0][1].startswith("X is north")


def test_a_zone_in_front_names_the_right_crs() -> None:
    with pytest.raises(BadInput, match="eastings begin with zone 40: give --crs EPSG:4528"):
        pairs([EAST + 40e6], [NORTH], crs="EPSG:4549")
    assert near(pairs([EAST + 40e6], [NORTH], crs="EPSG:4528").shapes[0])
    with pytest.raises(BadInput, match="no zone in front: give --crs EPSG:4549"):
        pairs([EAST], [NORTH], crs="EPSG:4528")


def test_degrees_as_people_write_them() -> None:
    placed = pairs(
        ["120°19′48″", "１２０．３３", "120度19分48秒"],
        ["31°46′12″", "31.77", "31度46分12秒"],
        ("lon", "lat"),
        datum="wgs84",
    )
    assert [near(shape) for shape in placed.shapes] == [True, True, True]


def test_rows_without_a_place_keep_their_reason() -> None:
    placed = pairs([LON, None, "x", 0, float("nan")], [LAT, None, LAT, 0, LAT], ("lon", "lat"), datum="wgs84")
    assert placed.reasons == (
        None,
        "The place is missing.",
        "The place is no pair of numbers.",
        "The place is 0, 0.",
        "The place is no pair of numbers.",
    )
    assert [shape is None for shape in placed.shapes] == [False, True, True, True, True]


def test_one_swapped_row_is_told_and_a_swapped_file_refused() -> None:
    placed = pairs([LON, LON, LAT], [LAT, LAT, LON], ("lon", "lat"), datum="wgs84")
    assert placed.reasons[2] == "The longitude and latitude look swapped."
    with pytest.raises(BadInput, match="swapped"):
        pairs([LAT, LAT], [LON, LON], ("lon", "lat"), datum="wgs84")


def test_feet_taken_for_degrees() -> None:
    with pytest.raises(BadInput, match="metres or feet: give their --crs"):
        pairs([775_000.0], [2_956_000.0], ("lon", "lat"), datum="wgs84")


@pytest.mark.parametrize(
    ("crs", "name"),
    [
        ("EPSG:4610", "Xian 1980"),
        ("EPSG:2384", "Xian 1980"),
        ("EPSG:4214", "Beijing 1954"),
        ("EPSG:2437", "Beijing 1954"),
    ],
)
def test_old_systems_are_refused_with_the_reason(crs: str, name: str) -> None:
    with pytest.raises(BadInput, match=f"in {name}, from which no public parameters"):
        settle(Sheet({}, []), crs, None)


def test_nothing_declared_is_never_guessed() -> None:
    with pytest.raises(BadInput, match="names no CRS and none is guessed"):
        pairs([LON], [LAT], ("lon", "lat"))


def test_a_file_that_declares_serves_without_options() -> None:
    sheet = Sheet({}, [1], np.array([shapely.Point(EAST, NORTH)], dtype=object), CRS.from_epsg(4549))
    assert near(place_rows(sheet, NONE, Declared()).shapes[0])


def test_no_column_of_places_at_all() -> None:
    with pytest.raises(BadInput, match="No column says where the rows lie"):
        place_rows(Sheet({"a": [1]}, [2]), NONE, Declared("EPSG:4326"))

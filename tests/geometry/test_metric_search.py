"""Metric coordinates as people type them."""

import math

import pytest

from gis.errors import BadInput
from gis.geometry.metric_search import metric_to_wgs84
from gis.geometry.projection import to_metric

EASTING, NORTHING = map(float, to_metric(120.3, 31.8, 4549))


@pytest.mark.parametrize(
    ("first", "second", "northing_first", "zone", "epsg"),
    [
        (EASTING, NORTHING, False, None, 4549),
        (NORTHING, EASTING, True, None, 4549),
        (40e6 + EASTING, NORTHING, False, 40, 4549),
        (NORTHING, 40e6 + EASTING, True, 40, 4549),
    ],
)
def test_all_ways_of_writing_mean_one_place(
    first: float, second: float, northing_first: bool, zone: int | None, epsg: int
) -> None:
    found = metric_to_wgs84(first, second, 4549)
    assert (found.lon, found.lat) == pytest.approx((120.3, 31.8), abs=1e-9)
    assert (found.northing_first, found.zone, found.epsg) == (northing_first, zone, epsg)


def test_prefix_of_another_zone_names_its_own_meridian() -> None:
    assert metric_to_wgs84(39_500_000, NORTHING, 4549).lon == pytest.approx(117)
    assert metric_to_wgs84(21_500_000, NORTHING, 4549).lon == pytest.approx(123)


def test_utm_is_read_in_either_order() -> None:
    chicago = metric_to_wgs84(4_637_000, 448_000, 26916)
    assert (chicago.lon, chicago.lat) == pytest.approx((-87.6267, 41.8832), abs=1e-3)
    assert chicago.northing_first


def test_answer_says_what_it_took_the_numbers_for() -> None:
    chinese, english = metric_to_wgs84(40_528_409.362, 3_519_714.615, 4549).taken_as
    assert chinese == "东坐标 528409.362 米，北坐标 3519714.615 米（EPSG:4549），带号 40"
    assert english == "easting 528409.362 m, northing 3519714.615 m (EPSG:4549), zone prefix 40"


@pytest.mark.parametrize("pair", [(1.0, 2.0), (math.nan, NORTHING), (math.inf, 1e308), (120.3, 31.8)])
def test_other_numbers_are_refused(pair: tuple[float, float]) -> None:
    with pytest.raises(BadInput, match="EPSG:4549"):
        metric_to_wgs84(*pair, 4549)

"""Datum shifts: an independent scalar implementation is the oracle; the inverse is held by properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.errors import BadInput
from gis.geometry.datum import from_wgs84, to_wgs84
from gis.model import Datum

METRES_PER_DEGREE = 111_320.0
SHIFTING: list[Datum] = ["gcj02", "bd09"]
lons = st.floats(73.5, 135.1)
lats = st.floats(3.0, 53.6)


def metres(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    east = (lon_a - lon_b) * math.cos(math.radians(lat_a)) * METRES_PER_DEGREE
    return math.hypot(east, (lat_a - lat_b) * METRES_PER_DEGREE)


def scalar_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 written out term by term with plain floats, as most published sources have it."""
    x, y, pi = lon - 105, lat - 35, math.pi
    d_lat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    d_lat += (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    d_lat += (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
    d_lat += (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3
    d_lon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    d_lon += (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    d_lon += (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
    d_lon += (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3
    phi = lat / 180 * pi
    magic = 1 - 0.00669342162296594323 * math.sin(phi) ** 2
    d_lat = d_lat * 180 / (6378245.0 * (1 - 0.00669342162296594323) / (magic * math.sqrt(magic)) * pi)
    d_lon = d_lon * 180 / (6378245.0 / math.sqrt(magic) * math.cos(phi) * pi)
    return lon + d_lon, lat + d_lat


def scalar_bd09(lon: float, lat: float) -> tuple[float, float]:
    x, y = scalar_gcj02(lon, lat)
    z = math.sqrt(x * x + y * y) + 0.00002 * math.sin(y * math.pi * 3000 / 180)
    theta = math.atan2(y, x) + 0.000003 * math.cos(x * math.pi * 3000 / 180)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


@settings(max_examples=200, deadline=None)
@given(lon=lons, lat=lats)
def test_forward_shift_equals_the_scalar_formula(lon: float, lat: float) -> None:
    assert from_wgs84(lon, lat, "gcj02") == pytest.approx(scalar_gcj02(lon, lat), abs=1e-11)
    assert from_wgs84(lon, lat, "bd09") == pytest.approx(scalar_bd09(lon, lat), abs=1e-11)


@pytest.mark.parametrize("datum", SHIFTING)
@settings(max_examples=200, deadline=None)
@given(lon=lons, lat=lats)
def test_round_trips_stay_within_a_millimetre(datum: Datum, lon: float, lat: float) -> None:
    there_and_back = to_wgs84(*from_wgs84(lon, lat, datum), datum)
    back_and_there = from_wgs84(*to_wgs84(lon, lat, datum), datum)
    assert metres(lon, lat, *map(float, there_and_back)) < 1e-3
    assert metres(lon, lat, *map(float, back_and_there)) < 1e-3


@settings(max_examples=200, deadline=None)
@given(lon=st.floats(100.0, 123.0), lat=st.floats(20.0, 42.0))
def test_shift_has_its_known_size(lon: float, lat: float) -> None:
    assert 100 < metres(lon, lat, *map(float, from_wgs84(lon, lat, "gcj02"))) < 800
    assert 400 < metres(lon, lat, *map(float, from_wgs84(lon, lat, "bd09"))) < 2000


@pytest.mark.parametrize("datum", SHIFTING)
@settings(max_examples=200, deadline=None)
@given(lon=lons, lat=lats, step=st.floats(-1e-4, 1e-4))
def test_neighbours_stay_neighbours(datum: Datum, lon: float, lat: float, step: float) -> None:
    moved = from_wgs84([lon, lon + step], [lat, lat + step], datum)
    # The root of |x| bends the shift sharply at 105° E, hence the constant part.
    assert np.ptp(moved[0]) <= 1.04 * abs(step) + 1e-7
    assert np.ptp(moved[1]) <= 1.04 * abs(step) + 1e-7


def test_people_square_in_beijing_moves_by_half_a_kilometre() -> None:
    shifted = from_wgs84(116.391305, 39.9059631, "gcj02")
    assert shifted == pytest.approx((116.397546, 39.907366), abs=2e-5)


@pytest.mark.parametrize("datum", SHIFTING)
@pytest.mark.parametrize("place", [(-87.6, 41.9), (2.35, 48.86), (72.0, 30.0), (138.0, 36.0), (120.0, 0.5)])
def test_places_outside_the_rectangle_are_not_shifted(datum: Datum, place: tuple[float, float]) -> None:
    assert tuple(map(float, from_wgs84(*place, datum))) == place
    assert tuple(map(float, to_wgs84(*place, datum))) == place


def test_cgcs2000_and_wgs84_are_taken_as_one() -> None:
    assert tuple(map(float, to_wgs84(120.3, 31.8, "cgcs2000"))) == (120.3, 31.8)
    assert tuple(map(float, from_wgs84(120.3, 31.8, "wgs84"))) == (120.3, 31.8)


def test_arrays_keep_their_shape_and_are_not_changed() -> None:
    lon, lat = np.array([[120.3, np.nan], [np.inf, 116.4]]), np.array([[31.8, 31.8], [31.8, np.nan]])
    before = lon.copy()
    x, y = to_wgs84(lon, lat, "gcj02")
    assert x.shape == y.shape == (2, 2)
    np.testing.assert_array_equal(lon, before)
    assert np.isnan(x[0, 1])
    assert np.isposinf(x[1, 0])
    assert x[1, 1] == 116.4
    assert x[0, 0] != 120.3


def test_unknown_datum_is_refused() -> None:
    with pytest.raises(BadInput, match="not known"):
        to_wgs84(120.3, 31.8, "beijing54")  # type: ignore[arg-type]

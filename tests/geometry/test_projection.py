"""Projection, the 1 mm lattice and the vertices on long edges."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import MultiPolygon, Polygon, box, get_coordinates

from gis.errors import BadInput
from gis.geometry.projection import (
    densify,
    lattice,
    propose_metric_crs,
    to_degrees,
    to_metric,
    to_metric_shape,
    to_wgs84_shape,
)


def test_central_meridian_has_easting_half_a_million() -> None:
    easting, northing = to_metric(120.0, 0.0, 4549)
    assert (float(easting), float(northing)) == pytest.approx((500_000, 0), abs=1e-6)


def test_projected_distance_agrees_with_the_geodesic() -> None:
    x, y = to_metric([120.0, 120.01], [31.8, 31.81], 4549)
    geodesic = Geod(ellps="GRS80").inv(120.0, 31.8, 120.01, 31.81)[2]
    assert math.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(geodesic, rel=1e-6)


@settings(max_examples=100, deadline=None)
@given(lon=st.floats(118.5, 121.5), lat=st.floats(18, 53))
def test_degrees_come_back(lon: float, lat: float) -> None:
    assert to_degrees(*to_metric(lon, lat, 4549), 4549) == pytest.approx((lon, lat), abs=1e-10)


def test_shapes_go_there_and_back() -> None:
    square = box(120.3, 31.8, 120.31, 31.81)
    metric = to_metric_shape(square, 4549)
    assert metric.area == pytest.approx(947 * 1109, rel=0.01)
    assert to_wgs84_shape(metric, 4549).equals_exact(square, 1e-10)


@pytest.mark.parametrize("epsg", [4326, 2249, 999999])
def test_only_projected_systems_in_metres_are_taken(epsg: int) -> None:
    with pytest.raises(BadInput, match=f"EPSG:{epsg}"):
        to_metric(120.3, 31.8, epsg)


@pytest.mark.parametrize(
    ("lon", "lat", "epsg"),
    [
        (120.3, 31.8, 4549),
        (118.6, 31.8, 4549),
        (118.4, 31.8, 4548),
        (73.5, 39.0, 4534),
        (135.05, 48.0, 4554),
        (-87.6, 41.9, 32616),
        (151.2, -33.9, 32756),
        (180.0, 10.0, 32660),
    ],
)
def test_proposed_system_fits_the_place(lon: float, lat: float, epsg: int) -> None:
    assert propose_metric_crs(lon, lat) == epsg


def test_no_metric_system_is_proposed_at_the_pole() -> None:
    with pytest.raises(BadInput, match="outside UTM"):
        propose_metric_crs(0.0, 89.0)


@given(n=st.integers(-(10**10), 10**10), off=st.floats(-4e-4, 4e-4))
def test_lattice_gives_the_double_nearest_to_n_thousandths(n: int, off: float) -> None:
    assert lattice(n / 1000 + off) == n / 1000


def test_long_edges_get_the_same_vertices_from_both_sides() -> None:
    corner, far = (0.0, 0.0), (613.377, 457.113)
    left = densify(Polygon([corner, far, (0.0, 500.0)]))
    right = densify(Polygon([corner, (500.0, 0.0), far]))
    shared = set(map(tuple, get_coordinates(left))) & set(map(tuple, get_coordinates(right)))
    assert len(shared) == 5
    assert {corner, far} < shared


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2_000_000), st.integers(0, 2_000_000)), min_size=3, max_size=6, unique=True
    )
)
def test_densified_ring_has_short_edges_and_keeps_its_vertices(corners: list[tuple[int, int]]) -> None:
    ring = np.array(corners) / 1000
    dense = get_coordinates(densify(Polygon(ring)))
    assert np.hypot(*np.diff(dense, axis=0).T).max() <= 200.002
    assert set(map(tuple, ring)) <= set(map(tuple, dense))
    np.testing.assert_array_equal(lattice(dense), dense)


def test_holes_and_parts_are_densified_and_short_edges_left_alone() -> None:
    ring = Polygon(box(0, 0, 300, 300).exterior, [box(50, 50, 100, 100).exterior])
    dense = densify(MultiPolygon([ring, box(500, 0, 600, 100)]))
    assert [len(get_coordinates(part)) for part in dense.geoms] == [9 + 5, 5]
    assert dense.equals(MultiPolygon([ring, box(500, 0, 600, 100)]))

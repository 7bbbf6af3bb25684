"""Areas and lengths, and the exact area on the lattice against whole fractions."""

from fractions import Fraction

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiPolygon, Polygon, box

from gis.errors import BadInput
from gis.geometry.measure import area_m2, area_mm2, length_m, twice_area_mm2
from gis.geometry.projection import lattice
from tests.geometry.worlds import as_shape, noisy_partition

corner = st.tuples(st.integers(400_000_000, 600_000_000), st.integers(3_500_000_000, 3_600_000_000))


def test_length_and_area_agree_with_the_geodesic() -> None:
    geod = Geod(ellps="GRS80")
    line, square = LineString([(120.0, 31.8), (120.01, 31.8)]), box(120.0, 31.8, 120.01, 31.81)
    assert length_m(line, 4549) == pytest.approx(geod.geometry_length(line), rel=1e-6)
    assert area_m2(square, 4549) == pytest.approx(abs(geod.geometry_area_perimeter(square)[0]), rel=1e-5)


def test_square_metre_with_a_hole_and_an_island() -> None:
    ring = Polygon(box(0, 0, 1, 1).exterior, [box(0.25, 0.25, 0.75, 0.75).exterior])
    assert area_mm2(box(500_000, 3_500_000, 500_001, 3_500_001)) == 1_000_000
    assert area_mm2(MultiPolygon([ring, box(2, 0, 2.001, 0.001)])) == 750_001


def test_half_a_square_millimetre_shows_in_twice_the_area_only() -> None:
    triangle = Polygon([(0, 0), (0.001, 0), (0, 0.001)])
    assert (area_mm2(triangle), twice_area_mm2(triangle)) == (0, 1)


@given(st.lists(corner, min_size=3, max_size=3, unique=True))
def test_triangle_equals_the_sum_in_fractions(corners: list[tuple[int, int]]) -> None:
    (ax, ay), (bx, by), (cx, cy) = corners
    twice = abs(Fraction(bx - ax) * (cy - ay) - Fraction(cx - ax) * (by - ay))
    assume(twice > 0)
    assert twice_area_mm2(Polygon(np.array(corners) / 1000)) == twice


def test_areas_of_a_partition_add_up_exactly() -> None:
    tiles = [
        as_shape(shapely.transform(face, lambda p: lattice(p * 1e5)))
        for face in noisy_partition(np.random.default_rng(8), 30, halvings=3)
    ]
    union = as_shape(shapely.coverage_union_all(tiles))
    assert sum(map(twice_area_mm2, tiles)) == twice_area_mm2(union)


def test_vertices_off_the_lattice_are_refused() -> None:
    with pytest.raises(BadInput, match="lattice"):
        area_mm2(box(0, 0, 1.0005, 1))

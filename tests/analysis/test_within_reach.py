"""Which grids a silence reaches: an ellipse between two known places, and its oracle, the sum of two ways."""

import math

import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.analysis.coverage import CoverageParameters, Silence
from gis.analysis.within_reach import could_reach, ellipse

PLACES = st.tuples(st.floats(-500, 500), st.floats(-500, 500))


@given(PLACES, PLACES, st.floats(1, 3000), PLACES)
def test_a_place_is_within_reach_if_the_way_over_it_is_short_enough(
    one: tuple[float, float], other: tuple[float, float], way: float, place: tuple[float, float]
) -> None:
    over = math.dist(one, place) + math.dist(place, other)
    inside = shapely.contains(ellipse(one, other, way), shapely.Point(place))
    if over < way * 0.998 - 1e-6:
        assert inside
    if over > way + 1e-6:
        assert not inside


def test_a_grid_is_reached_by_who_walks_fast_enough() -> None:
    silent = Silence(0, 600_000, (0.0, 0.0), (0.0, 0.0))
    grid = shapely.box(400, 0, 1400, 1000)
    # ten minutes there and back: 300 m at a metre a second, and the swath beyond
    assert not could_reach(silent, grid, CoverageParameters(speed_mps=1.0))
    assert could_reach(silent, grid, CoverageParameters(speed_mps=1.0, swath_m=150))
    assert could_reach(silent, grid, CoverageParameters(speed_mps=2.0))

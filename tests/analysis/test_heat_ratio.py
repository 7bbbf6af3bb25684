"""Densities held against each other: small numbers, and weights that are points many times over."""

import numpy as np
import pytest

from gis.analysis.heat import HeatParameters, density, peak
from gis.analysis.heat_ratio import change, least_hours, per_hour


def test_a_change_is_half_where_there_is_none_and_its_end_at_the_top() -> None:
    now, before = np.array([2.0, 4.0, 0.0, 1.0]), np.array([2.0, 0.0, 4.0, 0.0])
    assert change(now, before, 4.0).tolist() == [0.5, 1.0, 0.0, 0.625]


def test_a_rate_is_a_share_of_ten_times_the_mean_and_nothing_without_patrols() -> None:
    events, hours = np.array([10.0, 10.0, 3.0, 400.0]), np.array([10.0, 1.0, 0.0, 10.0])
    assert per_hour(events, hours, least_hours(100.0), 1.0).tolist() == [0.1, 0.0, 0.0, 1.0]
    assert per_hour(events, hours, least_hours(10.0), 1.0).tolist() == [0.1, 1.0, 0.0, 1.0]
    assert per_hour(events, hours, 0.0, 0.0).tolist() == [0.0] * 4


def test_a_weight_of_three_is_three_points() -> None:
    lon, lat = np.array([120.3435, 120.3440]), np.array([31.7538, 31.7540])
    tile, parameters = (14, 13668, 6666), HeatParameters(300.0)
    once = density(lon, lat, tile, parameters, np.array([3.0, 1.0]))
    thrice = density(lon[[0, 0, 0, 1]], lat[[0, 0, 0, 1]], tile, parameters)
    assert once.max() > 0
    # the scale is that of the points' mean latitude, which weights do not move
    assert once == pytest.approx(thrice, rel=1e-4, abs=1e-6)
    heaviest = peak(lon, lat, 14, parameters, np.array([3.0, 1.0]))
    assert heaviest == pytest.approx(peak(lon[[0, 0, 0, 1]], lat[[0, 0, 0, 1]], 14, parameters), rel=1e-4)

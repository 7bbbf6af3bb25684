"""Persistent hot spots and trends: small worlds, chance alone, oracles of other hands."""

import numpy as np
import pymannkendall
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from gis.analysis.persistent import (
    PersistentParameters,
    Squares,
    discovered,
    persistent,
    smoothed,
    squares,
)
from gis.analysis.trend import TrendParameters, mann_kendall, trends
from gis.errors import BadInput

QUICK = PersistentParameters(draws=999)


def field(events: dict[tuple[int, int], float], side: int = 20) -> Squares:
    """Return squares of a hundred residents each with one event, but for some."""
    corner = np.array([(x, y) for x in range(side) for y in range(side)], np.int64)
    counts = np.array([events.get((x, y), 1.0) for x, y in corner.tolist()])
    return Squares(corner, counts, np.full(len(corner), 100.0))


def test_a_block_of_busy_squares_is_hot_and_nothing_else() -> None:
    busy = {(x, y): 12.0 for x in (8, 9, 10) for y in (8, 9, 10)}
    world = field(busy)
    tested = persistent(world, np.random.default_rng(0), PersistentParameters())
    hot = {tuple(one) for one in world.corner[tested.hot].tolist()}
    assert set(busy) <= hot
    assert all(7 <= x <= 11 and 7 <= y <= 11 for x, y in hot)
    assert tested.p[world.corner.tolist().index([9, 9])] == 0.0001


def test_many_people_with_many_events_are_no_hot_spot() -> None:
    busy = {(x, y): 12.0 for x in (8, 9, 10) for y in (8, 9, 10)}
    world = field(busy)
    exposure = np.where(world.events > 1, 1200.0, 100.0)
    tested = persistent(Squares(world.corner, world.events, exposure), np.random.default_rng(0), QUICK)
    assert not tested.hot.any()


def test_chance_alone_makes_hardly_any_square_hot() -> None:
    towns = 0
    for seed in range(10):
        draw = np.random.default_rng(seed)
        world = field({})
        events = draw.poisson(3.0, len(world.events)).astype(float)
        found = persistent(Squares(world.corner, events, world.exposure), draw, QUICK)
        towns += bool(found.hot.any())
    assert towns <= 1


def test_gi_star_is_what_its_formula_says_square_by_square() -> None:
    draw = np.random.default_rng(2)
    world = field({}, side=5)
    events = draw.poisson(4.0, 25).astype(float)
    tested = persistent(Squares(world.corner, events, world.exposure), draw, QUICK)
    rate, corners = smoothed(events, world.exposure).tolist(), world.corner.tolist()
    mean = sum(rate) / 25
    spread = (sum(one * one for one in rate) / 25 - mean * mean) ** 0.5
    for place, (x, y) in enumerate(corners):
        near = [n for n, (u, v) in enumerate(corners) if abs(u - x) <= 1 and abs(v - y) <= 1]
        w = len(near)
        below = spread * ((25 * w - w * w) / 24) ** 0.5
        assert tested.z[place] == pytest.approx((sum(rate[n] for n in near) - mean * w) / below)


def test_events_where_nobody_lives_are_left_out_and_rates_are_drawn_to_the_mean() -> None:
    found = squares(np.array([[10.0, 10], [260, 10], [9000, 10]]), np.array([[20.0, 20], [270, 5]]),
                    np.array([4.0, 400.0]), PersistentParameters(least=0))  # fmt: skip
    assert found.corner.tolist() == [[0, 0], [1, 0]]
    assert found.events.tolist() == [1, 1]
    usual = squares(np.array([[10.0, 10]]), np.array([[20.0, 20], [270, 5]]), np.array([4.0, 400]), QUICK)
    assert usual.corner.tolist() == [[1, 0]]
    rates = smoothed(np.array([2.0, 20, 40]), np.array([2.0, 1000, 1000]))
    assert rates[0] < 1.0
    assert rates[2] > rates[1]


@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=60))
def test_false_discoveries_are_bounded_as_scipy_bounds_them(p: list[float]) -> None:
    chances = np.array(p)
    adjusted = false_discovery_control(chances)
    clear = np.abs(adjusted - 0.05) > 1e-9
    assert (discovered(chances, 0.05) == (adjusted <= 0.05))[clear].all()


@given(st.lists(st.integers(0, 9), min_size=3, max_size=30))
def test_mann_kendall_is_that_of_another_hand(series: list[int]) -> None:
    if len(set(series)) == 1:
        assert mann_kendall(series) == (0.0, 1.0)
        return
    known = pymannkendall.original_test(series)
    assert mann_kendall(series) == pytest.approx((known.z, known.p))


@pytest.mark.parametrize(
    ("events", "hot", "named"),
    [
        ([5] * 11 + [30], [0] * 11 + [1], "new"),
        (list(range(4, 28, 2)), [0] * 6 + [1] * 6, "intensifying"),
        ([20, 21] * 6, [1] * 12, "persistent"),
        ([5, 20] * 6, [0, 1] * 6, "sporadic"),
        (list(range(30, 6, -2)), [1] * 12, "fading"),
        ([9, 8] * 6, [1] * 6 + [0] * 6, "fading"),
        ([8, 9] * 6, [1] * 6 + [0] * 6, "sporadic"),
        ([5] * 12, [0] * 12, None),
    ],
)
def test_each_trend_has_its_name(events: list[int], hot: list[int], named: str | None) -> None:
    found = trends(np.array([events]), np.array([hot], bool), TrendParameters())
    assert found == [named]


def test_what_is_out_of_bounds_is_refused() -> None:
    for wrong in ({"cell_m": 1}, {"draws": 1}, {"false": 1}, {"least": 2}):
        with pytest.raises(BadInput):
            PersistentParameters(**wrong)
    with pytest.raises(BadInput):
        TrendParameters(always=0.1)
    none = Squares(np.zeros((0, 2), np.int64), np.zeros(0), np.zeros(0))
    assert persistent(none, np.random.default_rng(0), QUICK).hot.tolist() == []

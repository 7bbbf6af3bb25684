"""Visits to grids: the small town's four squares, and a plain walk in small steps as oracle."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gis.analysis.track import track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.analysis.track_visits import Visits, visits
from gis.geometry.projection import to_metric
from tests.analysis.walks import BEGIN_MS, line, walk
from tests.small_town import EAST, EPSG, NORTH

DEFAULT = TrackParameters()


def square_of(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
    """Name the column of kilometre squares that holds each place; on a border the lower one."""
    x, y = to_metric(lon, lat, EPSG)
    column = np.ceil((x - EAST) / 1000).astype(np.int64) - 1
    return np.where((column >= 0) & (column < 4) & (np.abs(y - NORTH - 500) <= 500), column, -1)


def visited(fixes: Fixes, parameters: TrackParameters = DEFAULT) -> Visits:
    return visits(track(fixes, EPSG, parameters).path, square_of)


def seconds(values: NDArray[np.int64]) -> list[float]:
    return ((values - BEGIN_MS) / 1000).tolist()


def test_a_walk_over_two_borders() -> None:
    found = visited(walk(*line(0, 1200, (900, 500), (2100, 500))))
    assert found.grid.tolist() == [0, 1, 2]
    assert seconds(found.enter_ms) == pytest.approx([0, 100, 1100], abs=0.01)
    assert seconds(found.leave_ms) == pytest.approx([100, 1100, 1200], abs=0.01)
    assert found.metres.tolist() == pytest.approx([100, 1000, 100], abs=0.05)
    assert found.entered.tolist() == [False, True, True]
    assert found.left.tolist() == [True, True, False]


def test_a_border_between_two_fixes_is_crossed_in_proportion() -> None:
    found = visited(walk((0, 960, 500), (100, 1040, 500), (200, 1060, 500)))
    assert seconds(found.leave_ms) == pytest.approx([50, 200], abs=0.01)


def test_a_gap_belongs_to_no_grid() -> None:
    found = visited(walk((0, 100, 500), (10, 110, 500), (800, 150, 500), (810, 160, 500)))
    assert found.grid.tolist() == [0, 0]
    assert (seconds(found.enter_ms), seconds(found.leave_ms)) == ([0, 800], [10, 810])
    assert not found.entered.any()
    assert not found.left.any()


def test_a_corner_that_no_fix_stands_in_is_seen() -> None:
    found = visited(walk((0, 980, -100), (100, 1180, 100)))
    assert found.grid.tolist() == [1]
    assert seconds(found.enter_ms) == pytest.approx([50], abs=0.01)
    out_and_in = visited(walk((0, 500, 20), (100, 700, -180), (200, 900, 20)))
    assert out_and_in.grid.tolist() == [0, 0]
    assert seconds(out_and_in.leave_ms)[0] == pytest.approx(10, abs=0.01)


def test_drift_over_a_border_is_one_visit_and_a_stop_ends_when_the_person_goes() -> None:
    chance = np.random.default_rng(3)
    still = [(10.0 * place, 996 + chance.normal(0, 3), 500.0) for place in range(60)]
    found = visited(walk(*still, *line(600, 660, (1000, 500), (1060, 500))))
    assert found.grid.tolist() in ([0, 1], [1])
    if found.grid.tolist() == [0, 1]:
        assert seconds(found.leave_ms)[0] > 590


def test_one_fix_is_a_visit_of_no_time_and_outside_is_none() -> None:
    lone = visited(walk((0, 100, 500)))
    assert (lone.grid.tolist(), lone.leave_ms.tolist(), lone.metres.tolist()) == ([0], [BEGIN_MS], [0])
    assert len(visited(walk((0, 100, 2000), (10, 110, 2000)))) == 0
    assert len(visited(walk())) == 0


# never on a border: along one, straight in degrees is not straight in metres
POINTS = st.lists(
    st.tuples(st.integers(-30, 430), st.integers(-30, 130)).map(
        lambda ten: (10 * ten[0] + 5, 10 * ten[1] + 5)
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=100)
@given(POINTS)
def test_visits_are_as_a_walk_in_small_steps_tells(points: list[tuple[int, int]]) -> None:
    fixes = walk(*((60.0 * place, float(x), float(y)) for place, (x, y) in enumerate(points)))
    wide = TrackParameters(gap_m=10_000, fastest_mps=1000, stop_s=1e6)
    found = visited(fixes, wide)
    inside = dict.fromkeys(range(4), 0.0)
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        for step in range(600):
            share = (step + 0.5) / 600
            x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
            if 0 < x <= 4000 and 0 <= y <= 1000:
                inside[int(-(-x // 1000)) - 1] += 0.1
    spent = dict.fromkeys(range(4), 0.0)
    for grid, enter, leave in zip(
        found.grid.tolist(), found.enter_ms.tolist(), found.leave_ms.tolist(), strict=True
    ):
        spent[grid] += (leave - enter) / 1000
    assert spent == pytest.approx(inside, abs=1.0)
    assert (found.metres >= 0).all()
    assert (found.leave_ms[:-1] <= found.enter_ms[1:]).all()

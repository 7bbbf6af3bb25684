"""The order of a round against every order there is, and ways along roads against single steps."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from gis.analysis.road_ways import DETOUR, Roads, ways_between
from gis.analysis.round_order import best_order, good_order, length

EIGHT = list(permutations(range(8)))
PLACES = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=8, max_size=8)


def ways(places: list[tuple[int, int]]) -> np.ndarray:
    at = np.array(places, float)
    return np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))


def shortest(metres: np.ndarray) -> float:
    orders = np.array(EIGHT)
    return float(metres[orders[:, :-1], orders[:, 1:]].sum(axis=1).min())


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_of_eight_grids_the_order_is_the_best_of_all(places: list[tuple[int, int]]) -> None:
    metres = ways(places)
    order = best_order(metres)
    assert sorted(order) == list(range(8))
    assert length(metres, order) == pytest.approx(shortest(metres))


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_without_trying_all_it_is_within_a_tenth(places: list[tuple[int, int]]) -> None:
    metres = ways(places)
    assert length(metres, good_order(metres)) <= 1.1 * shortest(metres) + 1e-6


def test_forty_places_on_a_ring_are_visited_round_it() -> None:
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    shuffled = np.random.default_rng(3).permutation(40)
    places = np.column_stack((np.cos(turn), np.sin(turn)))[shuffled] * 1000
    metres = ways(places.tolist())
    side = 2000 * np.sin(np.pi / 40)
    assert length(metres, best_order(metres)) == pytest.approx(39 * side)


def test_none_and_one() -> None:
    assert best_order(np.zeros((0, 0))) == []
    assert best_order(np.zeros((1, 1))) == [0]


CROSS = Roads.of(
    [
        LineString([(0, 0), (100, 0), (200, 0)]),
        LineString([(100, 0), (100, 100)]),
        LineString([(100, 100), (200, 100.004)]),
        LineString([(200, 100), (200, 300)]),
        LineString([(1000, 0), (1100, 0)]),
    ]
)


def test_ways_follow_the_roads() -> None:
    places = [(0, 0), (200, 0), (200, 300), (1000, 0)]
    stops = [CROSS.nearest(*place) for place in places]
    assert [CROSS.vertices[stop].tolist() for stop in stops if stop is not None] == [
        list(one) for one in places
    ]
    found = ways_between(CROSS, [stop or 0 for stop in stops])
    assert found.metres[0, 1] == pytest.approx(200)
    assert found.metres[0, 2] == pytest.approx(500, abs=0.01)
    line = found.line(0, 2)
    assert line[[0, -1]].tolist() == [[0, 0], [200, 300]]
    assert sum(np.hypot(*(b - a)) for a, b in pairwise(line)) == pytest.approx(found.metres[0, 2], abs=0.01)
    # nothing joins the last one: straight, and somewhat longer
    assert found.straight[0].tolist() == [False, False, False, True]
    assert found.metres[0, 3] == pytest.approx(1000 * DETOUR)
    assert len(found.line(0, 3)) == 2
    assert (found.metres == found.metres.T).all()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 1)), min_size=1, max_size=30),
    st.data(),
)
def test_ways_are_those_of_walking_step_by_step(
    steps: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    lines = [LineString([(x, y), (x + 1 - up, y + up)]) for x, y, up in steps]
    roads = Roads.of([LineString(np.array(line.coords) * 50) for line in lines])
    count = len(roads.vertices)
    stops = data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=4))
    found = ways_between(roads, stops)
    beside: dict[int, set[int]] = {}
    for a, b in zip(roads.begin.tolist(), roads.end.tolist(), strict=True):
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    for n, start in enumerate(stops):
        reached, edge, far = {start: 0}, {start}, 0
        while edge:
            far += 1
            edge = {other for one in edge for other in beside[one]} - reached.keys()
            reached |= dict.fromkeys(edge, far)
        for m, end in enumerate(stops):
            assert found.straight[n, m] == (end not in reached)
            if end in reached:
                assert found.metres[n, m] == pytest.approx(50 * reached[end])

"""Crossings of the small town's squares: what proves one, when it was, and Shapely as oracle."""

import itertools

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.analysis.area import REACH_M, Area
from gis.analysis.crossing import Hysteresis, Span, spans
from gis.analysis.track import track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.errors import BadInput
from gis.geometry.projection import to_wgs84_shape
from tests.analysis.walks import BEGIN_MS, line, walk
from tests.small_town import EAST, EPSG, NORTH, square

PLAIN = Hysteresis()
SECOND = Area(to_wgs84_shape(square(1), EPSG), EPSG)  # type: ignore[arg-type,type-var]


def judged(fixes: Fixes, parameters: Hysteresis = PLAIN) -> list[Span]:
    return spans(track(fixes, EPSG, TrackParameters()), SECOND, parameters)


def told(found: list[Span]) -> list[tuple[str, float, float, bool]]:
    """Say each span as side, seconds of begin and end, and whether somebody crossed."""
    return [
        (
            "in" if span.inside else "out",
            *(round((ms - BEGIN_MS) / 1000, 1) for ms in (span.begin_ms, span.end_ms)),
            span.crossed,
        )
        for span in found
    ]


def test_a_walk_through_the_square_is_two_crossings_where_it_meets_the_border() -> None:
    found = judged(walk(*line(0, 1200, (900, 500), (2100, 500))))
    assert told(found) == [("out", 0, 100, False), ("in", 100, 1100, True), ("out", 1100, 1200, True)]
    assert [span.seen for span in found] == [False, True, True]
    place = to_wgs84_shape(shapely.Point(EAST + 1000, NORTH + 500), EPSG)
    assert (found[1].lon, found[1].lat) == pytest.approx((place.x, place.y), abs=1e-6)


def test_a_fix_nearer_to_the_border_than_its_accuracy_proves_nothing() -> None:
    there_and_back = [*line(0, 100, (900, 500), (1040, 500)), *line(110, 200, (1030, 500), (900, 500))]
    assert len(judged(walk(*there_and_back, accuracy_m=5))) == 3
    assert told(judged(walk(*there_and_back, accuracy_m=45))) == [("out", 0, 200, False)]


def test_a_few_metres_beyond_the_border_count_when_they_last() -> None:
    there = line(0, 100, (900, 500), (1020, 500))
    short, long = (
        [
            *there,
            *line(110, 100 + more, (1020, 500), (1020, 510)),
            *line(110 + more, 210 + more, (1000, 500), (900, 500)),
        ]
        for more in (40, 90)
    )
    assert told(judged(walk(*short))) == [("out", 0, 250, False)]
    assert [each[0] for each in told(judged(walk(*long)))] == ["out", "in", "out"]


def test_a_crossing_in_a_gap_counts_for_the_first_fix_after_it() -> None:
    found = judged(walk(*line(0, 100, (800, 500), (900, 500)), *line(1000, 1100, (1300, 500), (1400, 500))))
    assert told(found) == [("out", 0, 100, False), ("in", 1000, 1100, True)]
    assert not found[1].seen


def test_nothing_is_said_of_a_gap() -> None:
    found = judged(walk(*line(0, 100, (1300, 500), (1400, 500)), *line(1000, 1100, (1300, 500), (1400, 500))))
    assert told(found) == [("in", 0, 100, False), ("in", 1000, 1100, False)]


def test_who_begins_inside_has_not_come_in() -> None:
    assert told(judged(walk(*line(0, 100, (1400, 500), (1500, 500))))) == [("in", 0, 100, False)]


def test_nothing_and_a_single_fix() -> None:
    assert judged(walk()) == []
    assert told(judged(walk((0, 1500, 500)))) == [("in", 0, 0, False)]
    assert judged(walk((0, 1003, 500))) == []


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf")])
def test_a_threshold_is_a_positive_number(value: float) -> None:
    with pytest.raises(BadInput):
        Hysteresis(beyond_s=value)
    with pytest.raises(BadInput):
        Hysteresis(beyond_m=value)


def test_depths_are_those_of_shapely() -> None:
    rng = np.random.default_rng(20261130)
    x, y = EAST + rng.uniform(-500, 4500, 4000), NORTH + rng.uniform(-500, 1500, 4000)
    points = shapely.points(x, y)
    away = shapely.distance(points, SECOND.shape.boundary)
    signed = np.where(shapely.contains(SECOND.shape, points), away, -away)
    assert np.allclose(SECOND.depths(x, y), np.clip(signed, -REACH_M, REACH_M))


def test_of_several_cuts_of_one_way_the_last_one_counts() -> None:
    prongs = shapely.Polygon([(0, 0), (40, 0), (40, 10), (20, 10), (20, 2), (10, 2), (10, 10), (0, 10)])
    placed = shapely.affinity.translate(prongs, EAST, NORTH)
    area = Area(to_wgs84_shape(placed, EPSG), EPSG)
    share = area.last_cut((EAST - 5, NORTH + 5), (EAST + 30, NORTH + 5))
    assert share == pytest.approx(25 / 35, abs=1e-4)


places = st.tuples(st.integers(700, 2300), st.integers(0, 1000))


@settings(deadline=None, max_examples=200)
@given(st.lists(places, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_whatever_the_order_of_arrival_crossings_are_those_of_the_way_itself(
    corners: list[tuple[int, int]], shuffle: object
) -> None:
    """Precise fixes all along a way: each side the way keeps for long is a span, and no other is."""
    way = []
    for number, (start, end) in enumerate(itertools.pairwise(corners)):
        way += line(1000 * number, 1000 * number + 990, start, end)
    fixes = walk(*way, accuracy_m=0.5)
    order = list(range(len(fixes)))
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    found = judged(fixes)
    assert judged(fixes.take(np.array(order))) == found
    for earlier, later in itertools.pairwise(found):
        assert earlier.inside != later.inside
        assert earlier.end_ms == later.begin_ms
        assert later.crossed
        # the moment lies on the way where Shapely cuts it
        share = (later.begin_ms - BEGIN_MS) / 1000
        seconds, x, y = np.array(way).T
        at = shapely.Point(EAST + np.interp(share, seconds, x), NORTH + np.interp(share, seconds, y))
        assert at.distance(SECOND.shape.boundary) < 0.2
    for span in found:
        inner = [p for p in way if span.begin_ms <= BEGIN_MS + p[0] * 1000 <= span.end_ms]
        depth = SECOND.depths(
            *(EAST + np.array([p[1] for p in inner]), NORTH + np.array([p[2] for p in inner]))
        )
        # no other side is kept as far as the hysteresis within a span
        assert not ((depth > 0) != span.inside)[np.abs(depth) >= 31].any()

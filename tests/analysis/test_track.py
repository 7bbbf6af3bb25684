"""Tracks of walks that fit in the head, and one property: nothing is deleted, nothing crosses a gap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.analysis.track import Gap, Track, track
from gis.analysis.track_fixes import LEFT_OUT, UNSUPPORTED, Fixes, TrackParameters
from gis.analysis.track_flags import outside
from gis.errors import BadInput
from gis.model import FixFlag
from tests.analysis.walks import BEGIN_MS, line, walk
from tests.small_town import EPSG

DEFAULT = TrackParameters()


def made(fixes: Fixes, parameters: TrackParameters = DEFAULT) -> Track:
    return track(fixes, EPSG, parameters)


def test_a_straight_walk() -> None:
    walked = made(walk(*line(0, 600, (0, 0), (600, 0))))
    figures = walked.figures()
    assert figures.metres == pytest.approx(600, abs=0.001)
    assert (figures.seconds, figures.segments, figures.stops, figures.gaps) == (600, 1, 0, 0)
    assert (figures.fixes, figures.used, figures.leaves_out) == (61, 61, LEFT_OUT)


def test_no_line_over_a_gap() -> None:
    later = made(walk((0, 0, 0), (60, 60, 0), (661, 120, 0), (700, 160, 0)))
    assert later.segment.tolist() == [0, 0, 1, 1]
    assert later.figures().metres == pytest.approx(100, abs=0.001)
    assert later.figures().seconds == 60 + 39
    (gap,) = later.gaps()
    assert gap == Gap(BEGIN_MS + 60_000, BEGIN_MS + 661_000, pytest.approx(60, abs=0.001))
    farther = made(walk((0, 0, 0), (60, 0, 501), (70, 0, 510)))
    assert farther.segment.tolist() == [0, 1, 1]
    on_the_limit = made(walk((0, 0, 0), (600, 0, 499.9)))
    assert on_the_limit.segment.tolist() == [0, 0]


def test_one_fix_that_nobody_could_reach_is_flagged_and_left_out() -> None:
    jumped = made(walk((0, 0, 0), (10, 10, 0), (20, 5000, 0), (30, 30, 0), (40, 40, 0)))
    assert jumped.fixes.flags.tolist() == [0, 0, FixFlag.JUMP, 0, 0]
    assert jumped.segment.tolist() == [0, 0, -1, 0, 0]
    assert jumped.figures().metres == pytest.approx(40, abs=0.001)
    assert jumped.figures().flagged["jump"] == 1


def test_three_that_agree_are_believed_against_a_wrong_first_one() -> None:
    begun = made(walk((0, 5000, 0), (10, 10, 0), (20, 20, 0), (30, 30, 0)))
    assert begun.fixes.flags.tolist() == [FixFlag.JUMP, 0, 0, 0]
    carried = made(walk(*line(0, 40, (0, 0), (40, 0)), *line(50, 90, (9000, 0), (9040, 0))))
    assert (carried.fixes.flags == 0).all()
    assert carried.segment.tolist() == [0] * 5 + [1] * 5


def test_repeats_and_two_places_at_one_instant() -> None:
    told = made(walk((0, 0, 0), (10, 10, 0), (10, 10, 0), (10, 12, 0), (20, 20, 0)))
    assert told.fixes.flags.tolist() == [0, 0, FixFlag.REPEAT, FixFlag.SAME_TIME, 0]
    assert told.figures().metres == pytest.approx(20, abs=0.001)


def test_what_proves_nothing_neither_jumps_nor_fills_a_gap() -> None:
    flags = {1: FixFlag.PING, 2: FixFlag.MOCK, 3: FixFlag.OFF_DUTY}
    accuracies = [5, 5, 5, 5, 500, 5]
    fixes = walk(
        (0, 0, 0),
        (200, 9, 0),
        (300, 9, 0),
        (400, 9, 0),
        (500, 9, 0),
        (700, 20, 0),
        flags=flags,
        accuracy_m=accuracies,
    )
    read = made(fixes)
    assert read.fixes.flags.tolist() == [
        0,
        FixFlag.PING,
        FixFlag.MOCK,
        FixFlag.OFF_DUTY,
        FixFlag.POOR_ACCURACY,
        0,
    ]
    assert read.segment.tolist() == [0, -1, -1, -1, -1, 1]
    assert read.figures().metres == 0


def test_drift_at_a_stop_adds_no_metre_and_keeps_its_minutes() -> None:
    chance = np.random.default_rng(1)
    noise = chance.normal(0, 4, (60, 2))
    still = [(100 + 10 * place, 100 + x, y) for place, (x, y) in enumerate(noise)]
    stopped = made(walk(*line(0, 90, (0, 0), (90, 0)), *still, *line(700, 800, (110, 0), (210, 0))))
    figures = stopped.figures()
    assert figures.stops == 1
    assert figures.metres == pytest.approx(210, abs=15)
    assert figures.stopped_seconds == pytest.approx(600, abs=60)
    assert figures.seconds == 800
    assert figures.flagged["drift"] == figures.fixes - figures.used
    assert stopped.segment.tolist() == [0] * figures.fixes


def test_one_wild_fix_does_not_end_a_stop() -> None:
    still = [(10.0 * place, 0.0, 60.0 if place == 15 else 0.0) for place in range(31)]
    stops = made(walk(*still)).stops
    assert (stops.begin_ms.tolist(), stops.end_ms.tolist()) == ([BEGIN_MS], [BEGIN_MS + 300_000])
    short = made(walk(*still[:18]))
    assert len(short.stops) == 0


def test_a_poor_fix_reaches_farther() -> None:
    still = [(10.0 * place, 0.0, 50.0 * (place // 5 % 2)) for place in range(31)]
    assert len(made(walk(*still)).stops) == 0
    assert len(made(walk(*still, accuracy_m=60.0)).stops) == 1


def test_null_island_and_an_empty_day() -> None:
    fixes = walk((0, 0, 0), (10, 10, 0))
    fixes.lon[1] = fixes.lat[1] = 0.001
    assert made(fixes).fixes.flags.tolist() == [0, FixFlag.NULL_ISLAND]
    nothing = made(walk())
    assert (nothing.figures().metres, nothing.figures().segments, nothing.gaps()) == (0, 0, [])


def test_duty_is_spans_that_may_overlap() -> None:
    begins, ends = np.array([100, 150, 400]), np.array([200, 300, 500])
    moments = np.array([99, 100, 299, 300, 399, 400, 499, 500])
    assert outside(moments, begins, ends).tolist() == [True, False, False, True, True, False, False, True]


@pytest.mark.parametrize("wrong", [0.0, -1.0, float("nan"), float("inf")])
def test_a_threshold_that_is_none(wrong: float) -> None:
    with pytest.raises(BadInput, match="positive"):
        TrackParameters(gap_s=wrong)


POINTS = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(-2000, 2000), st.integers(-2000, 2000)), max_size=40
)


@settings(max_examples=100)
@given(POINTS)
def test_nothing_is_deleted_and_nothing_crosses_a_gap(points: list[tuple[int, int, int]]) -> None:
    ordered = made(walk(*sorted(points)))
    assert len(ordered.fixes) == len(points)
    assert ((ordered.segment < 0) == ~ordered.fixes.without(UNSUPPORTED)).all()
    path = ordered.path
    edges = path.edges()
    seconds = (path.at_ms[edges + 1] - path.at_ms[edges]) / 1000
    assert (np.diff(path.at_ms) >= 0).all()
    assert (path.lengths_m() <= 500 + 60).all()
    assert (path.lengths_m() <= 80 * seconds + 60).all()


@settings(max_examples=50)
@given(
    POINTS.filter(lambda points: len({second for second, _, _ in points}) == len(points)), st.integers(0, 99)
)
def test_the_order_of_coming_does_not_matter(points: list[tuple[int, int, int]], seed: int) -> None:
    mixed = np.random.default_rng(seed).permutation(len(points))
    here, there = made(walk(*sorted(points))), made(walk(*[points[place] for place in mixed]))
    assert (here.fixes.flags == there.fixes.flags).all()
    assert here.figures() == there.figures()

"""Not moving: what proves a move, what does not, and when somebody would be asked."""

import math
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.analysis.stillness import Still, StillParameters, asks, moved_since, stretches
from gis.analysis.track import track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.errors import BadInput
from gis.geometry.projection import to_metric
from tests.analysis.walks import BEGIN_MS, line, walk
from tests.small_town import EPSG

PLAIN = StillParameters()
DAY = [(BEGIN_MS, BEGIN_MS + 86_400_000)]


def still(fixes: Fixes) -> list[Still]:
    return stretches(track(fixes, EPSG, TrackParameters()), EPSG, PLAIN)


def seconds(found: list[Still]) -> list[tuple[float, float]]:
    return [((one.begin_ms - BEGIN_MS) / 1000, (one.end_ms - BEGIN_MS) / 1000) for one in found]


def test_who_stands_makes_one_stretch_and_who_walks_many_short_ones() -> None:
    stood, walked = line(0, 1200, (500, 500), (500.1, 500)), line(1210, 1810, (499, 500), (1099, 500))
    found = seconds(still(walk(*stood, *walked)))
    # 5 m + 5 m of accuracy and 30 m: more than 40 m away proves a move, at a metre a second
    assert found[0] == (0, 1250)
    assert max(end - begin for begin, end in found[1:]) <= 50


def test_noise_within_the_circles_is_no_move_and_a_jump_that_is_flagged_neither() -> None:
    noisy = [(10.0 * k, 500 + 25 * (k % 2), 500.0) for k in range(120)]
    assert seconds(still(walk(*noisy, accuracy_m=20))) == [(0, 1190)]
    leap = [
        *line(0, 600, (500, 500), (501, 500)),
        (605, 90_000, 500),
        *line(610, 1200, (501, 500), (500, 500)),
    ]
    assert seconds(still(walk(*leap))) == [(0, 1200)]


def test_a_gap_ends_a_stretch_and_proves_no_move() -> None:
    before, after = line(0, 600, (500, 500), (500, 501)), line(1300, 1900, (501, 500), (500, 500))
    found = still(walk(*before, *after))
    assert seconds(found) == [(0, 600), (1300, 1900)]
    assert not moved_since(found, BEGIN_MS + 500_000, PLAIN)
    elsewhere = still(walk(*before, *line(1300, 1900, (900, 500), (901, 500))))
    assert moved_since(elsewhere, BEGIN_MS + 500_000, PLAIN)
    assert not moved_since(elsewhere, BEGIN_MS + 1_500_000, PLAIN)
    assert not moved_since([], BEGIN_MS, PLAIN)


def test_one_is_asked_again_after_as_long_again() -> None:
    found = still(walk(*line(0, 3600, (500, 500), (501, 500))))
    assert [(ring.at_ms - BEGIN_MS) / 60_000 for ring in asks(found, DAY, 25)] == [25, 50]
    late = [
        (BEGIN_MS + 30 * 60_000, BEGIN_MS + 50 * 60_000),
        (BEGIN_MS + 50 * 60_000, BEGIN_MS + 56 * 60_000),
    ]
    assert [(ring.at_ms - BEGIN_MS) / 60_000 for ring in asks(found, late, 25)] == [55]
    assert asks(found, DAY, 61) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 900), st.integers(-60, 60), st.integers(0, 60)), min_size=1, max_size=40
    )
)
def test_stretches_hold_every_fix_once_in_order_and_are_what_they_say(
    steps: list[tuple[int, int, int]],
) -> None:
    at, east = np.cumsum([step[0] for step in steps]), 2000 + np.cumsum([step[1] for step in steps])
    made = track(
        walk(
            *zip(at.tolist(), east.tolist(), [500.0] * len(at), strict=True),
            accuracy_m=[step[2] for step in steps],
        ),
        EPSG,
        TrackParameters(),
    )
    found = stretches(made, EPSG, PLAIN)
    sound = made.fixes.take(np.flatnonzero(made.segment >= 0))
    moments = sound.at_ms.tolist()
    assert [one.begin_ms for one in found] == sorted({one.begin_ms for one in found})
    inside = [[at_ms for at_ms in moments if one.begin_ms <= at_ms <= one.end_ms] for one in found]
    assert list(chain.from_iterable(inside)) == moments
    x, y = to_metric(sound.lon, sound.lat, EPSG)
    for one, own in zip(found, inside, strict=True):
        for at_ms in own:
            place = moments.index(at_ms)
            away = math.hypot(x[place] - one.x, y[place] - one.y)
            assert away <= PLAIN.radius_m + one.reach_m + sound.accuracy_m[place] + 1e-6


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_a_threshold_is_a_positive_number(value: float) -> None:
    with pytest.raises(BadInput):
        StillParameters(radius_m=value)

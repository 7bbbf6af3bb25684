"""Suspicions: each kind found in a small world, honest walks left alone, and all among simulated ones."""

import argparse
from dataclasses import replace

import numpy as np
import pytest

from gis.analysis.suspicion import Suspicion, suspicions
from gis.analysis.suspicion_parameters import SuspicionParameters
from gis.analysis.track_fixes import Fixes
from gis.errors import BadInput
from gis.model import FixFlag
from tests.analysis.walks import BEGIN_MS, line, walk
from tests.small_town import EPSG
from tests.soak import suspicions as soak

HOUR_MS = 3_600_000
Point = tuple[float, float, float]


def noisy(points: list[Point], metres: float = 2.0, seed: int = 1, **more: object) -> Fixes:
    """Shake a walk as a receiver does."""
    rng = np.random.default_rng(seed)
    shaken = [(s, x + rng.normal(0, metres), y + rng.normal(0, metres)) for s, x, y in points]
    return walk(*shaken, **more)  # type: ignore[arg-type]


def found(**people: Fixes) -> list[Suspicion]:
    """Doubt people who are called a, b, …; they are numbered from 1 on."""
    return suspicions(dict(enumerate(people.values(), start=1)), EPSG, SuspicionParameters())


def later(fixes: Fixes, ms: int) -> Fixes:
    return replace(fixes, at_ms=fixes.at_ms + ms)


WAY = line(0, 3600, (0, 0), (4000, 600))


def test_an_honest_walk_is_not_doubted() -> None:
    assert found(a=noisy(WAY)) == []
    assert found(a=walk()) == []


def test_a_stretch_that_the_device_calls_made_up_is_one_finding() -> None:
    (seen,) = found(a=noisy(WAY, flags=dict.fromkeys(range(20, 30), FixFlag.MOCK)))
    assert seen == Suspicion(1, "mock", BEGIN_MS + 200_000, BEGIN_MS + 290_000, 10.0)


def test_a_drawn_route_is_too_smooth() -> None:
    (seen,) = found(a=walk(*WAY))
    assert (seen.kind, seen.begin_ms, seen.end_ms) == ("smooth", BEGIN_MS, BEGIN_MS + HOUR_MS)
    assert seen.measure < 0.01
    # standing without noise is what phones do that save power
    assert found(a=walk(*line(0, 3600, (0, 0), (0, 0)))) == []
    assert found(a=walk(*line(0, 200, (0, 0), (250, 0)))) == []


def test_home_and_back_in_an_instant() -> None:
    home = [(s, x + 3000 * (1000 <= s < 1600), y) for s, x, y in WAY]
    (seen,) = found(a=noisy(home))
    assert (seen.kind, seen.begin_ms, seen.end_ms) == ("leap", BEGIN_MS + 1_000_000, BEGIN_MS + 1_590_000)
    assert seen.measure == pytest.approx(3011, abs=15)


def test_a_leap_without_return_and_a_fix_that_remembers_an_old_place() -> None:
    (seen,) = found(a=noisy([(s, x + 3000 * (s >= 1000), y) for s, x, y in WAY]))
    assert (seen.kind, seen.begin_ms, seen.end_ms) == ("leap", BEGIN_MS + 990_000, BEGIN_MS + 1_000_000)
    assert found(a=noisy([(s, x + 3000 * (s in (1000, 2000)), y) for s, x, y in WAY])) == []
    assert found(a=noisy([(s, x + 3000 * (s == 0), y) for s, x, y in WAY])) == []


def test_a_track_played_back_is_named_for_who_came_later() -> None:
    honest = noisy(WAY)
    (seen,) = found(a=later(honest, 2 * HOUR_MS), b=honest)
    assert (seen.person, seen.kind, seen.other, seen.measure) == (1, "copied", 2, 360.0)
    assert seen.begin_ms == BEGIN_MS + 2 * HOUR_MS


def test_one_may_repeat_himself_and_two_send_the_same_at_once() -> None:
    honest = noisy(WAY)
    names = Fixes.__dataclass_fields__
    again = later(honest, 24 * HOUR_MS)
    both = Fixes(*(np.concatenate([getattr(each, name) for each in (honest, again)]) for name in names))
    (seen,) = found(a=both)
    assert (seen.person, seen.other, seen.begin_ms) == (1, 1, BEGIN_MS + 24 * HOUR_MS)
    twice = found(a=honest, b=honest)
    assert [(each.person, each.other) for each in twice if each.kind == "copied"] == [(1, 2), (2, 1)]


def test_two_phones_in_one_bag_never_part() -> None:
    (seen,) = found(a=noisy(WAY), b=noisy([(s + 3, x, y) for s, x, y in WAY], seed=2))
    assert (seen.person, seen.kind, seen.other) == (1, "together", 2)
    assert 2 < seen.measure < 15


def test_mates_who_part_now_and_then_are_not_one() -> None:
    aside = [(s, x, y + 30 * (s % 1200 > 1000)) for s, x, y in WAY]
    assert found(a=noisy(WAY), b=noisy(aside, seed=2)) == []
    # and twenty minutes side by side are nothing
    brief = line(0, 1200, (0, 0), (1500, 200))
    assert found(a=noisy(brief), b=noisy(brief, seed=2)) == []


def test_a_long_stretch_without_parting_counts_though_the_rest_is_apart() -> None:
    long = line(0, 4 * 3600, (0, 0), (16_000, 2400))
    parted = [(s, x, y + (300 if s > 2.5 * 3600 else 0)) for s, x, y in long]
    (seen,) = found(a=noisy(long), b=noisy(parted, seed=2))
    assert (seen.kind, seen.begin_ms <= BEGIN_MS + 20_000) == ("together", True)
    assert abs(seen.end_ms - BEGIN_MS - 2.5 * HOUR_MS) <= 20_000


def test_poor_fixes_prove_no_company() -> None:
    assert found(a=noisy(WAY, accuracy_m=60), b=noisy(WAY, seed=2, accuracy_m=60)) == []


def test_a_threshold_is_a_positive_number() -> None:
    with pytest.raises(BadInput):
        SuspicionParameters(near_m=0)


def test_one_simulated_day_of_the_whole_town(capsys: pytest.CaptureFixture[str]) -> None:
    assert soak.run(argparse.Namespace(days=1)) == 0, capsys.readouterr().out

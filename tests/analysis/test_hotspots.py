"""Emerging hot spots: a small world, chance alone, a slow oracle, and those of the made-up town's key."""

import math
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely

from fixtures.addresses import Addresses
from fixtures.events import build_events
from fixtures.hot_spots import HOT_SPOTS
from fixtures.land import build_land
from fixtures.town import build_town
from gis.analysis.hotspots import Floats, HotspotParameters, Ints, hotspots
from gis.errors import BadInput
from tests.fixtures.conftest import NOW

SMALL = HotspotParameters(spans=(7, 30), ends=(0, 14), radii_m=(100.0,), draws=99)


def scattered(seed: int, count: int = 2000) -> tuple[Floats, Floats, Ints]:
    """Return events anywhere in 2 km by 2 km on any of 365 days."""
    draw = np.random.default_rng(seed)
    return draw.uniform(0, 2000, count), draw.uniform(0, 2000, count), draw.integers(1, 366, count)


def test_thirty_events_of_a_week_at_one_corner_are_a_hot_spot() -> None:
    x, y, ago = scattered(1)
    x, y = np.append(x, np.full(30, 1025.0)), np.append(y, np.full(30, 1025.0))
    ago = np.append(ago, np.arange(30) % 7 + 1)
    (found,) = hotspots(x, y, ago, np.random.default_rng(0), SMALL)
    assert math.hypot(found.x - 1025, found.y - 1025) <= 100
    assert (found.first, found.last, found.days, found.p) == (7, 1, 7, 0.01)
    assert found.observed >= 30
    assert found.expected < 5


@pytest.mark.parametrize("seed", range(8))
def test_days_that_mean_nothing_make_no_hot_spot(seed: int) -> None:
    parameters = HotspotParameters(draws=99, most_p=0.02)
    once = hotspots(*scattered(seed), np.random.default_rng(0), parameters)
    assert once == []


def test_many_events_of_all_year_are_where_people_live_and_no_hot_spot() -> None:
    x, y, ago = scattered(3)
    draw = np.random.default_rng(9)
    x, y = np.append(x, np.full(900, 1025.0)), np.append(y, np.full(900, 1025.0))
    ago = np.append(ago, draw.integers(1, 366, 900))
    assert hotspots(x, y, ago, np.random.default_rng(0), SMALL) == []


def test_figures_are_those_of_counting_one_by_one() -> None:
    x, y, ago = scattered(1)
    x, y = np.append(x, np.full(30, 1025.0)), np.append(y, np.full(30, 1025.0))
    ago = np.append(ago, np.arange(30) % 7 + 1)
    (found,) = hotspots(x, y, ago, np.random.default_rng(0), SMALL)
    here = late_here = late = 0
    for one_x, one_y, one_ago in zip(x.tolist(), y.tolist(), ago.tolist(), strict=True):
        middle = (one_x // 50 + 0.5) * 50, (one_y // 50 + 0.5) * 50
        inside = math.dist(middle, (found.x, found.y)) <= found.radius_m
        here += inside
        late += found.last <= one_ago <= found.first
        late_here += inside and found.last <= one_ago <= found.first
    assert found.observed == late_here
    assert found.expected == pytest.approx(here * late / len(x))
    o, e, n = late_here, found.expected, len(x)
    assert found.score == pytest.approx(o * math.log(o / e) + (n - o) * math.log((n - o) / (n - e)))


def test_a_time_that_is_over_is_told_with_its_last_day() -> None:
    x, y, ago = scattered(1)
    x, y = np.append(x, np.full(40, 1025.0)), np.append(y, np.full(40, 1025.0))
    ago = np.append(ago, np.arange(40) % 16 + 15)
    (found,) = hotspots(x, y, ago, np.random.default_rng(0), SMALL)
    assert (found.first, found.last, found.days) == (30, 15, 16)
    assert found.observed >= 40


def test_the_kernel_finds_the_strongest_that_a_search_of_everything_finds() -> None:
    x, y, ago = scattered(5, 300)
    x, y, ago = np.append(x, np.full(25, 1025.0)), np.append(y, np.full(25, 1025.0)), np.append(ago, [9] * 25)
    parameters = HotspotParameters(radii_m=(100.0, 200.0, 400.0), draws=19, most_p=1)
    strongest = hotspots(x, y, ago, np.random.default_rng(0), parameters)[0]
    middles = np.column_stack((x // 50 * 50 + 25, y // 50 * 50 + 25))
    away = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))
    scores = [0.0]
    for radius in parameters.radii_m:
        for first, end in parameters.windows():
            late = (ago <= first) & (ago > end)
            inside = away <= radius
            o, e, n = (inside & late).sum(axis=1), inside.sum(axis=1) * late.mean(), len(x)
            good = (o > e) & (o >= 5)
            o, e = o[good], e[good]
            scores += (o * np.log(o / e) + (n - o) * np.log((n - o) / (n - e))).tolist()
    assert strongest.score == pytest.approx(max(scores))


def test_nothing_comes_of_nothing_and_of_what_is_long_ago() -> None:
    none = np.empty(0)
    assert hotspots(none, none, np.empty(0, np.int64), np.random.default_rng(0), SMALL) == []
    x, y, ago = scattered(1)
    assert hotspots(x, y, ago + 90, np.random.default_rng(0), SMALL) == []
    for wrong in (
        {"spans": ()},
        {"spans": (91,)},
        {"spans": (6,)},
        {"ends": (84,)},
        {"spans": (7,), "ends": (7,)},
        {"radii_m": (5.0,)},
        {"cell_m": 0},
        {"draws": 1},
    ):
        with pytest.raises(BadInput):
            HotspotParameters(**wrong)


def test_the_planted_hot_spots_are_found_and_no_other() -> None:
    town, land, today = build_town(NOW), build_land(), date(2026, 11, 24)
    places = shapely.get_coordinates(town.events.geometry.to_numpy())
    days = town.events["reported_at"].dt.tz_convert(town.town.time_zone).dt.date
    ago = np.array([(today - day).days for day in days], np.int64)
    found = hotspots(places[:, 0], places[:, 1], ago, np.random.default_rng(1), HotspotParameters(draws=199))
    key = [
        shapely.get_coordinates(land.places.geometry[land.places["name"] == spot.place].to_numpy())[0]
        for spot in HOT_SPOTS
    ]
    named = [
        [math.dist(middle, (one.x, one.y)) < spot.radius_m for one in found]
        for middle, spot in zip(key, HOT_SPOTS, strict=True)
    ]
    assert all(any(row) for row in named)
    assert len(found) == len(HOT_SPOTS)


def test_a_made_up_town_without_planted_ones_has_none() -> None:
    land, today = build_land(), date(2026, 11, 24)
    events = build_events(
        land, Addresses.of(land), today, ZoneInfo("Asia/Shanghai"), np.random.default_rng(7), ()
    )
    places = shapely.get_coordinates(events.geometry.to_numpy())
    days = events["reported_at"].dt.tz_convert("Asia/Shanghai").dt.date
    ago = np.array([(today - day).days for day in days], np.int64)
    parameters = HotspotParameters(draws=199)
    assert hotspots(places[:, 0], places[:, 1], ago, np.random.default_rng(1), parameters) == []

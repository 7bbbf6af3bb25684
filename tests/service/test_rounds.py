"""The next round in the small town, whose one road runs through all four grids."""

from datetime import date, timedelta

import pytest

from gis.errors import BadInput
from gis.geometry.projection import to_metric
from gis.model import EVERYTHING, Scope
from gis.service.atlas import Atlas
from gis.service.coverage.frequency import Frequencies
from gis.service.coverage.reading import Coverage
from gis.service.coverage.requirements import Requirements, Wanted
from gis.service.coverage.rounds import Rounds
from gis.store.database import Database
from gis.store.record import Act
from tests.service.test_coverage import NINE, WALK_S, clock, on_duty, walk, walked
from tests.small_town import CODES, EAST, EPSG, NORTH, B

BY = Act("test", "")
TODAY = date(2026, 11, 2)


@pytest.fixture
async def rounds(fresh_database: Database) -> Rounds:
    """Ask of every grid for a visit in a week that began on Thursday, and of the last one by today."""
    atlas = Atlas(fresh_database, clock)
    await atlas.refresh()
    asks = Requirements(fresh_database, atlas)
    for code, visits, begin in zip(CODES, (7, 7, 7, 3), (4, 4, 3, 2), strict=True):
        first = TODAY - timedelta(days=begin)
        await asks.set(EVERYTHING, Wanted(code, None, visits, 7, first, None), BY)
    return Rounds(fresh_database, atlas, Frequencies(fresh_database, atlas, Coverage(fresh_database, atlas)))


async def test_a_round_follows_the_road_from_grid_to_grid(rounds: Rounds) -> None:
    found = await rounds.suggest(EVERYTHING, None, 12)
    codes = [stop.code for stop in found.stops]
    assert codes in (list(CODES), list(CODES[::-1]))
    assert found.left_out == 0
    # grid by grid a kilometre along the road, whose bends lie 50 m apart
    assert [round(stop.metres, -2) for stop in found.stops] == [0, 1000, 1000, 1000]
    assert found.metres == pytest.approx(3000, abs=101)
    told = {stop.code: (stop.why, stop.late_days) for stop in found.stops}
    assert told == {CODES[0]: ("late", 4), CODES[1]: ("late", 4), CODES[2]: ("late", 3), CODES[3]: ("due", 0)}
    for stop in found.stops:
        x, y = to_metric(stop.lon, stop.lat, EPSG)
        assert int((x - EAST) // 1000) == CODES.index(stop.code)
        assert y - NORTH == pytest.approx(100, abs=0.1)
        assert not stop.straight
        assert stop.line[-1] == (stop.lon, stop.lat)
    lines = [stop.line for stop in found.stops]
    assert [line[0] for line in lines[1:]] == [line[-1] for line in lines[:-1]]


async def test_who_is_late_longest_comes_first_when_not_all_can_be_visited(rounds: Rounds) -> None:
    found = await rounds.suggest(EVERYTHING, None, 2)
    assert {stop.code for stop in found.stops} == set(CODES[:2])
    assert found.left_out == 2
    assert {stop.code for stop in (await rounds.suggest(EVERYTHING, "2", 12)).stops} == set(CODES[2:])
    scoped = await rounds.suggest(Scope(codes=frozenset({B})), None, 12)
    assert {stop.code for stop in scoped.stops} == set(CODES[2:])
    for wrong in (0, 41):
        with pytest.raises(BadInput):
            await rounds.suggest(EVERYTHING, None, wrong)


async def test_what_was_visited_yesterday_waits_no_more(fresh_database: Database, rounds: Rounds) -> None:
    asks = Requirements(fresh_database, rounds._atlas)
    for code in CODES[1:]:
        await asks.set(EVERYTHING, Wanted(code, None, 0, 7, TODAY - timedelta(days=9), None), BY)
    await asks.set(EVERYTHING, Wanted(CODES[0], None, 1, 7, date(2026, 10, 28), None), BY)
    await walked(fresh_database, Coverage(fresh_database, rounds._atlas), walk())
    await on_duty(fresh_database, "001", NINE, WALK_S)
    assert (await rounds.suggest(EVERYTHING, None, 12)).stops == ()

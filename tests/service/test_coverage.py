"""Coverage of the small town: one walk through the first grid, and who was on duty when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import text

from gis.analysis.coverage import CoverageParameters
from gis.analysis.track_fixes import Fixes
from gis.errors import BadInput
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING, FixFlag, Scope
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked
from gis.service.coverage.reading import Coverage
from gis.service.coverage.rows import Row
from gis.service.devices import DeviceKeeper
from gis.service.sealing import Sealer
from gis.store.coverage import days_past_keep, doubts_of
from gis.store.database import Database
from gis.store.record import Act
from gis.store.retaining import note_finished
from gis.store.tracks import day_of
from tests.small_town import CODES, EAST, EPSG, NOON, NORTH, A, B

DAY = date(2026, 10, 30)
NINE = datetime(2026, 10, 30, 1, 0, tzinfo=UTC)
WALK_S = 800
PARAMETERS = CoverageParameters(enough=0.03, roam_m=0)


def clock() -> datetime:
    return NOON.astimezone(UTC)


def walk(from_m: float = 100.0, begin: datetime = NINE, seconds: int = WALK_S) -> Fixes:
    """Return a walk of a metre a second to the east, a fix every ten seconds, 30 cm to either side."""
    at = np.arange(0, seconds + 1, 10)
    lon, lat = to_degrees(EAST + from_m + at, NORTH + 500.0 + np.where(at % 20, 0.3, -0.3), EPSG)
    n = len(at)
    ms = (int(begin.timestamp()) + at).astype(np.int64) * 1000
    return Fixes(ms, lon, lat, np.full(n, 5, np.float32), np.ones(n, np.float32), np.zeros(n, np.int32))


@pytest.fixture
async def coverage(fresh_database: Database) -> Coverage:
    atlas = Atlas(fresh_database, clock)
    await atlas.refresh()
    return Coverage(fresh_database, atlas)


async def walked(database: Database, coverage: Coverage, fixes: Fixes, later_s: int = 0) -> None:
    sealer = Sealer(database, coverage._atlas, lambda: clock() + timedelta(seconds=later_s))
    await sealer.write(day_of(DAY, "Asia/Shanghai"), {1: fixes})


async def on_duty(database: Database, number: str, begin: datetime, seconds: int) -> None:
    keeper = DeviceKeeper(database, clock)
    await keeper.put_on_duty((number,), (begin, begin + timedelta(seconds=seconds)), Act("test", ""))


async def rows(coverage: Coverage, scope: Scope = EVERYTHING, **more: object) -> dict[str, Row]:
    asked = Asked(DAY, DAY, **more)  # type: ignore[arg-type]
    return {row.code: row for row in await coverage.rows(scope, asked, PARAMETERS)}


async def test_a_walk_covers_its_swath_and_every_other_grid_has_a_cause(
    fresh_database: Database, coverage: Coverage
) -> None:
    await walked(fresh_database, coverage, walk())
    await on_duty(fresh_database, "001", NINE, WALK_S)
    found = await rows(coverage)
    first = found[CODES[0]]
    # a square kilometre less 50 m of river across it
    assert first.area_m2 == 950_000
    exact = (800 * 50 + np.pi * 25**2) / 950_000
    assert abs(first.covered - exact) <= first.off
    assert 0.001 < first.off < 0.01
    assert (first.unknown, first.state, first.cause) == (0.0, "covered", None)
    assert first.effort == pytest.approx(first.covered)
    assert (first.visits, round(first.minutes, 1), round(first.metres, -1)) == (1, 13.3, 800)
    assert first.last_visit == NINE + timedelta(seconds=WALK_S)
    causes = {code: (row.state, row.cause) for code, row in found.items() if code != CODES[0]}
    assert causes == {
        CODES[1]: ("not_covered", "post_vacant"),
        CODES[2]: ("not_covered", "not_rostered"),
        CODES[3]: ("not_covered", "post_vacant"),
    }
    villages = await rows(coverage, by="village")
    assert villages[A].covered == pytest.approx(first.covered / 2)
    assert {code: row.visits for code, row in villages.items()} == {A: 1, B: 0}
    assert set(await rows(coverage, Scope(codes=frozenset({B})))) == set(CODES[2:])
    assert (await rows(coverage, squad="1"))[CODES[0]].visits == 1
    assert (await rows(coverage, squad="2"))[CODES[0]].visits == 0


async def test_roads_and_things_are_passed_or_not_with_the_same_causes(
    fresh_database: Database, coverage: Coverage
) -> None:
    # the road runs at 100 m, the enterprise stands at 500 m, the lamp in the next grid
    await walked(fresh_database, coverage, walk())
    await on_duty(fresh_database, "001", NINE, WALK_S)
    found = await rows(coverage)
    first, second, third, fourth = (found[code] for code in CODES)
    assert first.roads is not None
    assert first.enterprises is not None
    assert (first.roads.total, first.roads.covered) == (pytest.approx(1000), 0.0)
    assert (first.roads.state, first.roads.cause) == ("not_covered", "on_duty_elsewhere")
    passed = first.enterprises
    assert (passed.total, passed.covered, passed.state, passed.cause) == (1, 1, "covered", None)
    assert first.components is None
    assert second.components is not None
    assert (second.components.state, second.components.cause) == ("not_covered", "post_vacant")
    assert third.enterprises is not None
    assert (third.enterprises.covered, third.enterprises.cause) == (0, "not_rostered")
    assert fourth.roads is not None
    assert fourth.roads.not_covered == 1
    (village, _) = (await rows(coverage, by="village")).values()
    assert village.roads is not None
    assert village.roads.total == pytest.approx(2000)
    assert [row.days_since for row in found.values()] == [0, None, None, None]


async def test_a_road_that_was_walked_is_covered_and_one_in_a_silence_unknown(
    fresh_database: Database, coverage: Coverage
) -> None:
    fixes = walk(seconds=500)
    lon, lat = to_degrees(EAST + 100.0 + np.arange(0, 501, 10), np.full(51, NORTH + 100.3), EPSG)
    await walked(fresh_database, coverage, replace(fixes, lon=lon, lat=lat + (fixes.lat - fixes.lat.mean())))
    await on_duty(fresh_database, "001", NINE, 500)
    asked = replace(PARAMETERS, speed_mps=1.0)
    first = (await coverage.rows(EVERYTHING, Asked(DAY, DAY), asked))[0]
    assert first.roads is not None
    assert abs(first.roads.covered - 0.55) <= max(first.roads.off, 0.01)
    assert (first.roads.unknown, first.roads.state) == (0, "covered")
    # and then silent for ten minutes more, in which he could walk on along it
    await on_duty(fresh_database, "001", NINE + timedelta(seconds=500), 600)
    first = (await coverage.rows(EVERYTHING, Asked(DAY, DAY), asked))[0]
    assert first.roads is not None
    assert first.roads.covered + first.roads.unknown == pytest.approx(1, abs=0.01)


async def test_a_silence_makes_ground_unknown_as_far_as_one_could_go(
    fresh_database: Database, coverage: Coverage
) -> None:
    await walked(fresh_database, coverage, walk(seconds=100))
    # silent for the hour after the walk, and then nothing more: all that he is posted to
    await on_duty(fresh_database, "001", NINE, 3700)
    found = await rows(coverage)
    assert (found[CODES[0]].state, found[CODES[0]].cause) == ("unknown", "no_signal")
    assert found[CODES[0]].covered + found[CODES[0]].unknown == pytest.approx(1)
    assert found[CODES[1]].unknown == 0


async def test_an_inaccurate_and_a_doubtful_way_prove_nothing_and_say_why(
    fresh_database: Database, coverage: Coverage
) -> None:
    whole = walk()
    middle = (np.arange(len(whole)) > 20) & (np.arange(len(whole)) < 60)
    await on_duty(fresh_database, "001", NINE, WALK_S)
    vague = replace(whole, accuracy_m=np.where(middle, np.float32(80), whole.accuracy_m))
    mocked = replace(whole, flags=np.where(middle, np.int32(FixFlag.MOCK), whole.flags))
    for later, (fixes, cause) in enumerate(((vague, "poor_accuracy"), (mocked, "doubtful"))):
        await walked(fresh_database, coverage, fixes, later_s=later)
        row = (await rows(coverage))[CODES[0]]
        assert (row.state, row.cause) == ("unknown", cause)
        # half of the way is known; the other half may have been anywhere within 400 s of it
        assert row.covered == pytest.approx((20_000 + 2 * np.pi * 25**2) / 950_000, rel=0.01)
        assert row.unknown > 0.3


async def test_whose_way_is_found_to_be_copied_later_is_counted_again(
    fresh_database: Database, coverage: Coverage
) -> None:
    whole = walk()
    await walked(fresh_database, coverage, whole)
    await on_duty(fresh_database, "001", NINE, WALK_S)
    assert (await rows(coverage))[CODES[0]].state == "covered"
    sealer = Sealer(fresh_database, coverage._atlas, lambda: clock() + timedelta(seconds=5))
    copy = replace(whole, at_ms=whole.at_ms - 3_600_000)
    await sealer.write(day_of(DAY, "Asia/Shanghai"), {2: copy})
    async with fresh_database.begin() as connection:
        before = await doubts_of(connection, DAY)
    await rows(coverage)
    async with fresh_database.begin() as connection:
        after = await doubts_of(connection, DAY)
    assert before == {1: []}
    assert any(after.values())


async def test_between_two_known_places_the_unknown_is_an_ellipse(
    fresh_database: Database, coverage: Coverage
) -> None:
    one, other = walk(seconds=100), walk(300.0, NINE + timedelta(seconds=800), 100)
    names = Fixes.__dataclass_fields__
    whole = Fixes(*(np.concatenate([getattr(one, name), getattr(other, name)]) for name in names))
    await walked(fresh_database, coverage, whole)
    await on_duty(fresh_database, "001", NINE, 900)
    asked = Asked(DAY, DAY)
    slow = await coverage.rows(EVERYTHING, asked, CoverageParameters(enough=0.5, speed_mps=0.2))
    # 700 s at 0.2 m/s and twice the swath are 190 m, and the places lie 100 m apart
    exact = np.pi * 95 * np.sqrt(95**2 - 50**2) / 950_000
    assert 0 < slow[0].unknown < exact
    fast = await coverage.rows(EVERYTHING, asked, CoverageParameters(enough=0.5, speed_mps=3))
    assert fast[0].unknown > 0.5


async def test_ways_past_their_keep_accuse_nobody(fresh_database: Database, coverage: Coverage) -> None:
    await walked(fresh_database, coverage, walk(seconds=100))
    await on_duty(fresh_database, "001", NINE, 100)
    first = (await rows(coverage))[CODES[0]]
    assert (first.state, first.cause) == ("not_covered", "too_little")
    async with fresh_database.begin() as connection:
        blank = "places = NULL, places_crc = NULL, places_length = NULL"
        blank += ", quality = NULL, quality_crc = NULL, quality_length = NULL"
        await connection.execute(text(f"UPDATE track_day SET {blank}"))
        await connection.execute(text("DELETE FROM coverage_day"))
    found = await rows(coverage)
    assert {(row.state, row.cause) for row in found.values()} == {("unknown", "expired")}


async def test_days_whose_figures_are_gone_accuse_nobody(
    fresh_database: Database, coverage: Coverage
) -> None:
    assert {row.state for row in (await rows(coverage)).values()} == {"not_covered"}
    async with fresh_database.begin() as connection:
        await note_finished(connection, NOON.date(), DAY + timedelta(days=1))
        assert await days_past_keep(connection, (DAY - timedelta(days=1), DAY + timedelta(days=1))) == {
            DAY - timedelta(days=1),
            DAY,
        }
        assert await days_past_keep(connection, (DAY + timedelta(days=1), DAY + timedelta(days=2))) == set()
    found = await rows(coverage)
    assert {(row.state, row.cause) for row in found.values()} == {("unknown", "expired")}


async def test_a_day_sealed_again_is_counted_again(fresh_database: Database, coverage: Coverage) -> None:
    await walked(fresh_database, coverage, walk(seconds=100))
    before = (await rows(coverage))[CODES[0]].covered
    await walked(fresh_database, coverage, walk(seconds=800), later_s=1)
    assert (await rows(coverage))[CODES[0]].covered > 3 * before


async def test_bad_periods_and_thresholds_are_refused(coverage: Coverage) -> None:
    for first, last in (
        (DAY, DAY - timedelta(days=1)),
        (date(2016, 1, 1), DAY),
        (NOON.date(), NOON.date()),
    ):
        with pytest.raises(BadInput):
            await coverage.rows(EVERYTHING, Asked(first, last), PARAMETERS)
    for wrong in (
        {"roam_m": -1},
        {"roam_m": 20_000},
        {"swath_m": 0},
        {"swath_m": 10_000},
        {"enough": 0},
        {"speed_mps": -1},
        {"stay_s": -1},
        {"enterprise_m": 0},
        {"component_m": 201},
    ):
        with pytest.raises(BadInput):
            CoverageParameters(**wrong)
    with pytest.raises(BadInput, match="10, 25, 50"):
        await coverage.rows(EVERYTHING, Asked(DAY, DAY), CoverageParameters(swath_m=30))
    with pytest.raises(BadInput, match="10, 25, 50"):
        await coverage.rows(EVERYTHING, Asked(DAY, DAY), CoverageParameters(enterprise_m=30))
    assert all(row.state == "not_covered" for row in (await rows(coverage)).values())

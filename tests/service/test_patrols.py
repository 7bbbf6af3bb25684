"""Patrols by place: one walk through two grids, before and after their border moves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from gis.analysis.patrolled import pack, patrolled, together, unpack
from gis.analysis.track import track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.errors import BadInput
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING
from gis.redraw.base import edit_of
from gis.service.atlas import Atlas
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.impact import Weights, impact_of, lineage_of
from gis.service.redrawing.patrols import Patrols, add_patrols_up
from gis.service.redrawing.weighing import Weighing
from gis.service.rights import Caller
from gis.service.sealing import Sealer
from gis.store.database import Database
from gis.store.tracks import day_of
from tests.small_town import CODES, EAST, EPSG, NOON, NORTH

DAY = date(2026, 10, 30)
NINE = datetime(2026, 10, 30, 1, 0, tzinfo=UTC)
PLANNER = Caller("planner", "", ("planner",), EVERYTHING)
PATROLS = ("patrol_m", "visits")


def clock() -> datetime:
    return NOON.astimezone(UTC)


def walk(from_m: float = 800.0, seconds: int = 400, north_m: float = 400.0) -> Fixes:
    """Return a walk of a metre a second to the east, over the border at 1,000 m."""
    at = np.arange(0, seconds + 1, 10)
    lon, lat = to_degrees(EAST + from_m + at, np.full(len(at), NORTH + north_m), EPSG)
    n = len(at)
    ms = (int(NINE.timestamp()) + at).astype(np.int64) * 1000
    return Fixes(ms, lon, lat, np.full(n, 5, np.float32), np.ones(n, np.float32), np.zeros(n, np.int32))


@pytest.fixture
async def atlas(fresh_database: Database) -> Atlas:
    atlas = Atlas(fresh_database, clock)
    await atlas.refresh()
    return atlas


async def seal(
    database: Database, atlas: Atlas, day: date, people: dict[int, Fixes], later_s: int = 0
) -> None:
    sealer = Sealer(database, atlas, lambda: clock() + timedelta(seconds=later_s))
    await sealer.write(day_of(day, "Asia/Shanghai"), people)


def test_metres_lie_in_squares_and_days_add_up() -> None:
    path = track(walk(north_m=405.0), EPSG, TrackParameters()).path
    one = together([patrolled(path, [(0, 1)], lambda lon, lat: np.zeros(len(lon), np.int64))])
    assert one.metres.sum() == pytest.approx(400, abs=0.5)
    assert len(one.key) in (40, 41), "400 m are forty squares of 10 m"
    twice = together([one, one])
    assert twice.key.tolist() == one.key.tolist()
    assert twice.metres == pytest.approx(2 * one.metres)
    assert len(twice.visit_lon) == 2
    read = unpack(pack(twice))
    assert read.key.tolist() == twice.key.tolist()
    assert read.metres == pytest.approx(twice.metres, rel=1e-6)
    assert read.lon == pytest.approx(twice.lon, abs=1e-6)
    empty = together([])
    assert len(unpack(pack(empty)).key) == len(empty.visit_lon) == 0
    with pytest.raises(BadInput):
        unpack(b"nothing")


async def test_what_was_patrolled_changes_hands_with_the_ground(
    fresh_database: Database, atlas: Atlas
) -> None:
    await seal(fresh_database, atlas, DAY, {1: walk(), 2: walk(1050.0, 300)})
    weighing = Weighing(atlas)
    drafts = Drafts(fresh_database, atlas, weighing)
    draft = await drafts.open("x", PLANNER, "")
    # the border moves 120 m to the east where both walked
    to = [float(value) for value in to_degrees(EAST + 1120, NORTH + 400.0, EPSG)]
    at = [int(EAST * 1000) + 1_000_000, int(NORTH * 1000) + 400_000]
    done = await drafts.edit(draft.id, 0, edit_of({"kind": "move", "at": at, "to": to}), PLANNER)
    weights = Weights(weighing, Patrols(atlas))
    assert await add_patrols_up(fresh_database, atlas) == 1
    async with fresh_database.begin() as connection:
        impact = await impact_of(connection, weights, draft, done.board)
        lineage = await lineage_of(connection, weights, draft.id, done.board)
    rows = {(row.change.by, row.change.code): row.change for row in impact.rows}
    first, second = rows["grid", CODES[0]], rows["grid", CODES[1]]
    # 200 m and 120 m more of the first walk, 70 m of the second
    assert first.before[-2:].tolist() == pytest.approx([200, 1], abs=2)
    assert first.after[-2:].tolist() == pytest.approx([390, 2], abs=6)
    assert (first.before + second.before).tolist() == (first.after + second.after).tolist()
    assert impact.patrol_days == 1
    assert impact.moved[-2:].tolist() == pytest.approx([190, 1], abs=6)
    assert {code for by, code in rows if by == "person"} == {"1", "2"}, "both hold posts in the first grid"
    (given,) = [one for one in lineage if one.old != one.new]
    assert (given.old, given.new) == (CODES[1], CODES[0])
    assert given.counts[-2:].tolist() == impact.moved[-2:].tolist()


async def test_a_day_is_added_up_once_and_again_after_another_sealing(
    fresh_database: Database, atlas: Atlas
) -> None:
    long_ago = atlas.today() - timedelta(days=31)
    early = replace(walk(), at_ms=walk().at_ms - (DAY - long_ago).days * 86_400_000)
    await seal(fresh_database, atlas, DAY, {1: walk()})
    await seal(fresh_database, atlas, long_ago, {1: early})
    patrols = Patrols(atlas)

    async def added() -> tuple[int, int]:
        added = await add_patrols_up(fresh_database, atlas)
        async with fresh_database.begin() as connection:
            facts, days = await patrols.facts(connection)
        assert days == 1
        return added, round(int(facts.weight.sum()) / 10)

    # 400 m and a visit to each of two grids; what is older than thirty days is left out
    assert await added() == (1, 40)
    assert (await added())[0] == 0
    await seal(fresh_database, atlas, DAY, {1: walk(seconds=100)}, later_s=60)
    assert await added() == (1, 10)

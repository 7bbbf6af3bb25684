"""Publication: one first edition, then others from a day on; the past keeps its borders."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from gis.errors import BadInput, Conflict, NotFound
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING, Scope
from gis.service.atlas import POLL_S, Atlas
from gis.service.counting import count_events
from gis.service.drafting import save_draft
from gis.service.lookup import Lookup, When
from gis.service.publishing import publish_draft
from gis.service.rights import Caller
from gis.service.search import search
from gis.store.database import Database
from gis.store.drafting import Publication
from tests.service.test_drafting import drafted
from tests.small_town import CODES, DAY, EAST, EPSG, NORTH, TOWN

# the database guards the past by its own clock, so these days are counted from the real one
TODAY = datetime.now(UTC).date() + timedelta(days=1)
NEXT_MONTH = TODAY + timedelta(days=30)
VIEWER = Caller("viewer", "viewer", ("viewer",), EVERYTHING)


class Counting(Atlas):
    """An atlas that counts how often it asked for publications."""

    asked = 0

    async def refresh(self) -> None:
        await super().refresh()
        self.asked += 1

    async def asks(self, times: int) -> None:
        """Wait until it has asked so many times from now."""
        enough = self.asked + times
        async with asyncio.timeout(60):
            while self.asked < enough:  # noqa: ASYNC110 - the atlas tells nobody
                await asyncio.sleep(0.01)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 4, tzinfo=UTC)


def second(valid_from: date = NEXT_MONTH, **other: object) -> Publication:
    given: dict[str, object] = {"document": "政发〔2026〕1号", "approver": "approver"}
    return Publication(valid_from, TODAY, **{**given, **other})  # type: ignore[arg-type]


@pytest.fixture
async def moved(fresh_database: Database) -> int:
    """Return a draft in which the border between the first two grids moved ten metres east."""
    return await save_draft(fresh_database, drafted(10))


@pytest.fixture
async def atlas(fresh_database: Database) -> Atlas:
    made = Atlas(fresh_database, Clock())
    await made.refresh()
    return made


async def grid_at(atlas: Atlas, database: Database, x_m: float, on: date | None = None) -> tuple[str, int]:
    lon, lat = to_degrees(EAST + x_m, NORTH + 500, EPSG)
    found = await Lookup(database, atlas).one((float(lon), float(lat)), "wgs84", When(on), VIEWER)
    return found.responsible.grid.code, found.edition.number


async def test_the_first_edition_needs_first_and_may_begin_in_the_past(empty_database: Database) -> None:
    draft = await save_draft(empty_database, drafted())
    with pytest.raises(Conflict, match="publish it with --first"):
        await publish_draft(empty_database, draft, second())
    assert await publish_draft(empty_database, draft, Publication(DAY, TODAY, first=True)) == 1
    with pytest.raises(NotFound, match="no such draft"):
        await publish_draft(empty_database, draft, Publication(NEXT_MONTH, TODAY, first=True))
    again = await save_draft(empty_database, drafted(10))
    with pytest.raises(Conflict, match="There is an edition already"):
        await publish_draft(empty_database, again, Publication(NEXT_MONTH, TODAY, first=True))


@pytest.mark.parametrize(
    ("publication", "error", "words"),
    [
        (second(TODAY - timedelta(days=1)), BadInput, "begin in the past"),
        (second(DAY), Conflict, "publish from a later day"),
        (second(document=""), BadInput, "document number and an approver"),
        (second(approver=""), BadInput, "document number and an approver"),
        (second(approver="planner"), Conflict, "another person than the author"),
    ],
)
async def test_what_no_later_edition_may_do(
    fresh_database: Database, moved: int, atlas: Atlas, publication: Publication, error: type, words: str
) -> None:
    with pytest.raises(error, match=words):
        await publish_draft(fresh_database, moved, publication)
    await atlas.refresh()
    assert atlas.edition_on(NEXT_MONTH).number == 1


async def test_no_draft_of_this_number(fresh_database: Database) -> None:
    with pytest.raises(NotFound, match="no such draft"):
        await publish_draft(fresh_database, 99, second())


async def test_the_past_keeps_its_borders(fresh_database: Database, moved: int) -> None:
    clock = Clock()
    atlas = Atlas(fresh_database, clock)
    assert await publish_draft(fresh_database, moved, second()) == 2
    await atlas.refresh()
    eve = NEXT_MONTH - timedelta(days=1)
    for day, answer in ((None, (CODES[1], 1)), (eve, (CODES[1], 1)), (NEXT_MONTH, (CODES[0], 2))):
        assert await grid_at(atlas, fresh_database, 1005, day) == answer
    assert await grid_at(atlas, fresh_database, 500, NEXT_MONTH) == (CODES[0], 2)
    clock.day = NEXT_MONTH
    assert await grid_at(atlas, fresh_database, 1005) == (CODES[0], 2)
    assert await grid_at(atlas, fresh_database, 1005, DAY) == (CODES[1], 1)


async def test_a_third_edition_must_begin_after_the_second(fresh_database: Database, moved: int) -> None:
    await publish_draft(fresh_database, moved, second())
    third = await save_draft(fresh_database, drafted(20))
    with pytest.raises(Conflict, match=f"begins on {NEXT_MONTH}"):
        await publish_draft(fresh_database, third, second(NEXT_MONTH))
    assert await publish_draft(fresh_database, third, second(NEXT_MONTH + timedelta(days=1))) == 3


async def test_two_publications_at_once_make_one_edition(fresh_database: Database, moved: int) -> None:
    attempts = [publish_draft(fresh_database, moved, second()) for _ in range(4)]
    ended = await asyncio.gather(*attempts, return_exceptions=True)
    assert sorted(map(str, ended)) == ["2"] + ["There is no such draft."] * 3


async def test_two_drafts_published_at_once_follow_each_other(fresh_database: Database) -> None:
    drafts = [await save_draft(fresh_database, drafted(metres)) for metres in (10, 20, 30, 40)]
    attempts = [publish_draft(fresh_database, draft, second()) for draft in drafts]
    ended = await asyncio.gather(*attempts, return_exceptions=True)
    assert sorted(type(end).__name__ for end in ended) == ["Conflict", "Conflict", "Conflict", "int"]


@pytest.fixture
async def follower(fresh_database: Database) -> AsyncIterator[Counting]:
    """Return an atlas that follows publications as a running worker does."""
    atlas = Counting(fresh_database, Clock())
    task = asyncio.create_task(atlas.follow())
    await atlas.asks(1)
    yield atlas
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_running_worker_follows_a_publication(
    fresh_database: Database, moved: int, follower: Counting
) -> None:
    assert POLL_S <= 0.5
    assert await grid_at(follower, fresh_database, 1005) == (CODES[1], 1)
    await publish_draft(fresh_database, moved, second(TODAY))
    await follower.asks(2)  # one may have been under way; the next must see it
    assert await grid_at(follower, fresh_database, 1005) == (CODES[0], 2)


async def test_names_to_search_by_follow_the_day(fresh_database: Database, moved: int) -> None:
    clock = Clock()
    atlas = Atlas(fresh_database, clock)
    await publish_draft(fresh_database, moved, second())
    await atlas.refresh()
    titles = {}
    for day in (TODAY, NEXT_MONTH):
        clock.day = day
        for scope in (EVERYTHING, Scope(codes=frozenset({CODES[0]}))):
            caller = Caller("viewer", "viewer", ("viewer",), scope)
            found = await search(fresh_database, TOWN, atlas.lookout(scope), caller, (CODES[0], 10))
            titles[day, scope.everything] = [hit.title for hit in found.hits]
    assert titles == {
        (TODAY, True): ["甲村第1网格"],
        (TODAY, False): ["甲村第1网格"],
        (NEXT_MONTH, True): [CODES[0]],
        (NEXT_MONTH, False): [CODES[0]],
    }


async def test_a_correction_takes_the_days_and_the_past_belief_stays(
    fresh_database: Database, moved: int, atlas: Atlas
) -> None:
    correction = await save_draft(fresh_database, drafted(20))
    assert await publish_draft(fresh_database, moved, second()) == 2
    await atlas.refresh()
    wrong = atlas.edition_on(NEXT_MONTH)
    with pytest.raises(NotFound, match="no edition 7"):
        await publish_draft(fresh_database, correction, second(), corrects=7)
    assert await publish_draft(fresh_database, correction, second(), corrects=2) == 3
    await atlas.refresh()
    assert await grid_at(atlas, fresh_database, 1015, NEXT_MONTH) == (CODES[0], 3)
    for known, number in ((wrong.published_at, 2), (datetime.now(UTC), 3)):
        assert atlas.edition_on(NEXT_MONTH, known).number == number
        assert atlas.edition_on(DAY, known).number == 1
    with pytest.raises(NotFound, match="known then"):
        atlas.edition_on(DAY, datetime(2020, 1, 1, tzinfo=UTC))
    assert [one.number for one in atlas.published] == [1, 2, 3]
    assert [one.number for one in atlas.editions] == [1, 3]


async def test_each_point_is_answered_by_the_edition_of_its_day(
    fresh_database: Database, moved: int, atlas: Atlas
) -> None:
    await publish_draft(fresh_database, moved, second())
    await atlas.refresh()
    lon, lat = to_degrees([EAST + 1005] * 4, [NORTH + 500] * 4, EPSG)
    days = np.array([date(2020, 1, 1), DAY, NEXT_MONTH, date(2099, 1, 1)], dtype="datetime64[D]")
    found = await Lookup(fresh_database, atlas).dated(lon, lat, days, VIEWER)
    assert found.codes.tolist() == [None, CODES[1], CODES[0], CODES[0]]
    assert found.editions.tolist() == [0, 1, 2, 2]


async def test_events_keep_the_grids_of_their_day_and_are_asked_by_todays_too(
    fresh_database: Database,
) -> None:
    clock = Clock()
    atlas = Atlas(fresh_database, clock)
    # the border of the first two grids moves west past the event at 600 m
    draft = await save_draft(fresh_database, drafted(-450))
    await publish_draft(fresh_database, draft, second())
    await atlas.refresh()
    clock.day = NEXT_MONTH
    span = (date(2026, 11, 2), date(2026, 11, 2))
    for grids, expected in (("day", [(CODES[0], 2)]), ("today", [(CODES[0], 1), (CODES[1], 1)])):
        found = await count_events(fresh_database, atlas, EVERYTHING, span, "grid", grids)  # type: ignore[arg-type]
        assert found == expected

"""The page's own tracking: what it sends is stored like what an app sends, by the same gate; it is noon."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from gis.service.reception.own_door import OwnDoor, beside
from tests.api.own_world import World, world
from tests.service.reception.conftest import NOON_MS
from tests.small_town import NOON

assert world  # the fixture of this name
PLACE = {"lon": 120.006, "lat": 31.626}
FIX = {"at_ms": NOON_MS - 1000, **PLACE, "accuracy_m": 8, "speed_mps": 1.5, "heading_deg": 90}


@asynccontextmanager
async def door(world: World) -> AsyncIterator[None]:
    """Let reception listen to the pages while the block runs."""
    feed = world.services.settings.live_socket
    assert feed is not None
    listening = asyncio.create_task(OwnDoor(world.reception.desk, lambda: NOON).serve(beside(feed)))
    await asyncio.sleep(0.1)
    yield
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening


async def sent(world: World, *fixes: dict[str, Any]) -> int:
    return (await world.page.post("/api/me/fixes", json={"fixes": fixes})).status_code


async def test_what_the_page_sends_is_stored_once_and_the_gate_judges_it(world: World) -> None:
    await world.open()
    async with door(world):
        assert await sent(world, FIX) == 204
        assert await world.reception.rows("SELECT reason, refused FROM gate_count") == [("no_notice", 1)]
        async with world.services.database.begin() as connection:
            await connection.exec_driver_sql("DELETE FROM gate_count")
        await world.confirm()
        # confirmed at noon: a second later counts, a second before does not
        later = {**FIX, "at_ms": NOON_MS + 1000}
        assert await sent(world, FIX, later) == 204
        assert await sent(world, later) == 204
    rows = await world.reception.rows("SELECT person_id, extract(epoch FROM fixed_at) * 1000 FROM fix")
    assert [(who, int(moment)) for who, moment in rows] == [(1, NOON_MS + 1000)]
    assert await world.reception.rows("SELECT reason, refused FROM gate_count") == [("no_notice", 1)]


async def test_reception_that_is_away_is_told_so_that_the_page_keeps_it(world: World) -> None:
    await world.open()
    answer = await world.page.post("/api/me/fixes", json={"fixes": [FIX]})
    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)


@pytest.mark.parametrize(
    "fixes",
    [
        [],
        [{**FIX, "lon": 181}],
        [{**FIX, "lat": None}],
        [{**FIX, "device": "another"}],
        [{**FIX, "at_ms": 10**18}],
        [FIX] * 501,
    ],
    ids=["none", "off the globe", "no place", "another's", "no time", "too many"],
)
async def test_what_cannot_be_is_refused_as_a_whole(world: World, fixes: list[dict[str, Any]]) -> None:
    await world.open()
    async with door(world):
        assert await sent(world, *fixes) == 422
    assert await world.reception.rows("SELECT * FROM gate_count") == []


async def test_a_shut_page_sends_nothing(world: World) -> None:
    async with door(world):
        assert await sent(world, FIX) == 401

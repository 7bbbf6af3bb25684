"""The doors of one's own page under attack: from another site's page, without a page, and all at once."""

import asyncio
from typing import Any

import httpx2
import pytest

from gis.service.own_page import MOST_OPEN_REQUESTS
from tests.api.own_world import World, client, world
from tests.api.test_own_answers import ANSWER, ASKED, number_of
from tests.api.test_own_fixes import FIX, door, sent
from tests.service.reception.conftest import NOON_MS

assert world  # the fixture of this name
CHANGING: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", "/api/me/fixes", {"fixes": [FIX]}),
    ("DELETE", "/api/me/notice", None),
    ("POST", "/api/me/requests", ASKED),
    ("POST", "/api/me/boundary-messages/1", {"state": "seen"}),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGING)
async def test_no_other_page_and_no_account_passes(
    world: World, method: str, path: str, body: dict[str, Any] | None
) -> None:
    await world.open()
    await world.confirm()
    for origin in ("https://elsewhere.example", "null", "http://town:81", "http://town.example"):
        refused = await world.page.request(method, path, json=body, headers={"origin": origin})
        assert refused.status_code == 403, origin
    assert (await world.commander.request(method, path, json=body)).status_code == 401
    async with client(world.services) as nobody:
        nobody.cookies.set("wangge_me", "x" * 43)
        assert (await nobody.request(method, path, json=body)).status_code == 401
    assert (await world.page.get("/api/me")).json()["notice"]["confirmed"] != []


async def test_a_flood_of_requests_stops_at_the_bound(world: World) -> None:
    await world.open()
    flood = [world.page.post("/api/me/requests", json=ASKED) for _ in range(MOST_OPEN_REQUESTS + 10)]
    states = [answer.status_code for answer in await asyncio.gather(*flood)]
    assert (states.count(201), states.count(429)) == (MOST_OPEN_REQUESTS, 10)


async def test_words_that_steer_a_terminal_are_refused(world: World) -> None:
    await world.open()
    given = {**ASKED, "words": "\x1b]0;owned\x07"}
    assert (await world.page.post("/api/me/requests", json=given)).status_code == 422


async def test_of_two_answers_at_once_one_counts(world: World) -> None:
    number = await number_of(world)
    both = [world.commander.post(f"/api/requests/{number}", json=ANSWER) for _ in range(2)]
    answers: list[httpx2.Response] = await asyncio.gather(*both)
    assert sorted(answer.status_code for answer in answers) == [204, 404]
    assert len(await world.reception.rows("SELECT 1 FROM audit WHERE action = 'request.answer'")) == 1


async def test_fixes_off_duty_leave_no_place(world: World) -> None:
    await world.open()
    await world.confirm()
    async with door(world):
        for hours in (-5, 5, 24 * 365):
            assert await sent(world, {**FIX, "at_ms": NOON_MS + hours * 3_600_000}) == 204
    for table in ("fix", "raw_batch"):
        assert await world.reception.rows(f"SELECT 1 FROM {table}") == []
    assert await world.reception.rows("SELECT 1 FROM quarantine WHERE message <> ''") == []


async def test_a_confirmation_after_a_withdrawal_counts(world: World) -> None:
    await world.open()
    await world.confirm()
    assert (await world.page.delete("/api/me/notice")).status_code == 204
    assert (await world.page.delete("/api/me/notice")).status_code == 409
    await world.confirm()
    assert (await world.page.get("/api/me")).json()["notice"]["confirmed"] != []

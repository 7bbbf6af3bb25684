"""What wraps every request: its number, strict headers, and bounds on bodies before anybody signs in."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from api.wrapping import LARGE_BODIES, MEBIBYTE

Client = httpx2.AsyncClient


async def _stream(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65536 + 1):
        yield b" " * 65536


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_one_mebibyte_is_refused(anonymous: Client, announced: bool) -> None:
    body = b" " * (MEBIBYTE + 1) if announced else _stream(MEBIBYTE)
    answer = await anonymous.post("/api/session", content=body)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "A body has at most 1 MiB."
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_the_door_for_batches_lets_larger_ones_in(commander: Client) -> None:
    assert LARGE_BODIES["/api/lookup"] > 40 * MEBIBYTE
    spaces = b" " * (2 * MEBIBYTE) + b'{"points": []}'
    answer = await commander.post("/api/lookup", content=spaces)
    assert (answer.status_code, answer.json()["rows"]) == (200, [])


async def test_every_answer_carries_strict_headers(anonymous: Client) -> None:
    answer = await anonymous.get("/api/session")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"


async def test_what_is_shown_to_one_person_lies_in_no_cache(commander: Client, anonymous: Client) -> None:
    for address in ("/api/people", "/api/session", "/layers/events/items.geojson"):
        assert (await commander.get(address)).headers["cache-control"] == "no-store"
        assert (await anonymous.get(address)).headers["cache-control"] == "no-store"
    tile = await commander.get("/layers/grids/tiles/0/0/0.mvt")
    assert tile.headers["cache-control"] == "private, max-age=60"

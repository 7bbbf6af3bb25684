"""The device port over a real socket: single fixes are answered after their commit and in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import pytest
import uvicorn

from api.devices.doors import LARGEST, Doors
from api.devices.port import DevicePort
from gis.errors import Unavailable
from gis.service.reception.claims import Claims
from gis.service.reception.desk import Done
from tests.service.reception.conftest import NOON_MS, Reception, reception
from tests.small_town import NOON

assert reception  # the fixture of this name

Speak = Callable[..., Any]
FIX = b"id=secret&timestamp=%d&lat=31.626&lon=120.006&accuracy=12"


def post(body: bytes, path: bytes = b"/", more: bytes = b"") -> bytes:
    head = b"POST %b HTTP/1.1\r\nhost: town\r\ncontent-length: %d\r\n%b\r\n" % (path, len(body), more)
    return head + body


def fix(second: int) -> bytes:
    return FIX % (NOON_MS // 1000 + second)


@pytest.fixture
async def speak(reception: Reception, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Speak]:
    """Return a function that sends bytes over one connection and returns all that comes back."""
    monkeypatch.setattr(DevicePort, "arrival_s", 0.5)
    doors = Doors(reception.desk, Claims(reception.database, lambda: NOON), lambda: NOON)
    config = uvicorn.Config(
        doors,
        port=0,
        lifespan="off",
        log_level="critical",
        http=partial(DevicePort, doors=doors, desk=reception.desk),  # type: ignore[arg-type]
        timeout_graceful_shutdown=1,
        timeout_keep_alive=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]

    async def exchange(*pieces: bytes, pause: float = 0.05) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(pause)
        async with asyncio.timeout(20):
            told = await reader.read()
        writer.close()
        return told

    yield exchange
    server.should_exit = True
    await serving


def codes(told: bytes) -> list[int]:
    return [int(part[:3]) for part in told.split(b"HTTP/1.1 ")[1:]]


async def test_fixes_of_one_connection_are_each_answered(reception: Reception, speak: Speak) -> None:
    told = await speak(*(post(fix(second)) for second in range(3)), pause=0.3)
    assert codes(told) == [200, 200, 200]
    assert b"content-length: 0" in told
    assert len(await reception.rows("SELECT * FROM fix")) == 3


async def test_every_dialect_still_has_its_door(reception: Reception, speak: Speak) -> None:
    whole = b'{"location":{"timestamp":"2026-03-09T04:00:00Z","coords":{"latitude":31.6,"longitude":120}}}'
    told = await speak(
        post(fix(0), b"/devices/osmand/secret"),
        post(b"{}", b"/pub"),
        post(whole, b"/?id=secret", b"content-type: application/json\r\n"),
        post(b"", b"/nowhere"),
        pause=0.3,
    )
    assert codes(told) == [200, 200, 200, 404]


async def test_a_request_in_pieces_is_one(reception: Reception, speak: Speak) -> None:
    request = post(fix(0))
    assert codes(await speak(request[:30], request[30:90], request[90:])) == [200]
    assert len(await reception.rows("SELECT * FROM fix")) == 1


async def test_what_comes_before_the_answer_must_come_again(reception: Reception, speak: Speak) -> None:
    told = await speak(post(fix(0)) + post(fix(1)) + post(b"{}", b"/pub"))
    assert codes(told) == [200]
    assert b"connection: close" in told
    assert len(await reception.rows("SELECT * FROM fix")) == 1


async def test_behind_another_door_the_order_is_kept(reception: Reception, speak: Speak) -> None:
    told = await speak(post(b"{}", b"/pub") + post(fix(0)))
    assert codes(told) == [200, 200]
    assert len(await reception.rows("SELECT * FROM fix")) == 1


async def test_what_is_too_large_or_never_ends_is_closed(speak: Speak) -> None:
    assert codes(await speak(post(b"a" * (LARGEST + 1)))) == [413]
    assert codes(await speak(post(fix(0))[:-1])) == []


async def test_an_old_client_is_answered_and_let_go(reception: Reception, speak: Speak) -> None:
    request = post(fix(0)).replace(b"HTTP/1.1", b"HTTP/1.0")
    told = await speak(request)
    assert (codes(told), b"connection: close" in told) == ([200], True)


async def test_nobody_is_known_and_too_much_waits(
    reception: Reception, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert codes(await speak(post(fix(0).replace(b"secret", b"guess")))) == [200]

    def full(message: object, done: Done) -> None:
        raise Unavailable("Too much waits.")

    monkeypatch.setattr(reception.desk, "put", full)
    told = await speak(post(fix(0)))
    assert codes(told) == [503]
    assert b"retry-after: 2" in told
    assert b"Too much waits." in told
    assert await reception.rows("SELECT * FROM fix") == []


async def test_who_hangs_up_has_his_fix_stored(reception: Reception, speak: Speak) -> None:
    await asyncio.gather(*(speak(post(fix(second)), pause=0) for second in range(5)))
    assert len(await reception.rows("SELECT * FROM fix")) == 5

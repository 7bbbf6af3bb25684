"""Requests that a door answers at once keep their order among those that the application answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import pytest
import uvicorn

from api.hot_protocol import HotProtocol

Speak = Callable[[bytes, int], Any]


class Doors:
    """Doors that echo what is posted to /hot, except `cold`."""

    def door(self, method: bytes, url: bytes, headers: list[tuple[bytes, bytes]]) -> Any:
        """Return the door of /hot."""
        if url != b"/hot":
            return None
        return lambda body: None if body == b"cold" else (200, [(b"content-length", b"%d" % len(body))], body)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer with what came, in capitals."""
    body = b""
    while (message := await receive())["type"] == "http.request":
        body += message["body"]
        if not message["more_body"]:
            break
    await asyncio.sleep(0.01)
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body.upper()})


@pytest.fixture
async def speak(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Speak]:
    monkeypatch.setattr(HotProtocol, "arrival_s", 0.3)
    config = uvicorn.Config(
        application,
        port=0,
        lifespan="off",
        log_level="critical",
        http=partial(HotProtocol, doors=Doors()),  # type: ignore[arg-type]
        timeout_graceful_shutdown=1,
        timeout_keep_alive=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]

    async def exchange(sent: bytes, answers: int) -> list[bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        try:
            async with asyncio.timeout(10):
                return [await _answer(reader) for _ in range(answers)]
        finally:
            writer.close()

    yield exchange
    server.should_exit = True
    await serving


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b" 200 " not in head.splitlines()[0]:
        return head
    length = head.partition(b"content-length: ")[2].split(b"\r\n")[0]
    return await reader.readexactly(int(length))


def post(path: str, body: bytes, *more: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: town", f"Content-Length: {len(body)}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def test_what_a_door_declines_reaches_the_application_whole(speak: Speak) -> None:
    sent = post("/hot", b"one") + post("/hot", b"cold") + post("/hot", b"two") + post("/cool", b"three")
    assert await speak(sent + post("/hot", b"four"), 5) == [b"one", b"COLD", b"TWO", b"THREE", b"FOUR"]


async def test_a_large_body_in_many_pieces_is_held(speak: Speak) -> None:
    body = bytes(range(97, 123)) * 20_000
    assert await speak(post("/hot", body), 1) == [body]


async def test_a_connection_that_ends_with_its_request_is_the_applications(speak: Speak) -> None:
    assert await speak(post("/hot", b"last", "Connection: close"), 1) == [b"LAST"]


async def test_a_held_request_that_stops_coming_ends_its_connection(speak: Speak) -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        await speak(post("/hot", b"half")[:-1], 1)


async def test_an_idle_connection_is_closed_after_an_answer(speak: Speak) -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        await speak(post("/hot", b"one"), 2)

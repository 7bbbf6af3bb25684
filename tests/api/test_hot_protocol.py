"""Requests that a door answers at once keep their order among those that the application answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import pytest
import uvicorn

from api.hot_protocol import HotProtocol

Speak = Callable[[bytes | list[bytes], int], Any]


class Doors:
    """Doors that echo what is posted to /hot, except `cold`; requests without a body are known afterwards."""

    def __init__(self) -> None:
        self.known: set[bytes | None] = set()

    def repeated(self, request: bytes) -> Any:
        """Answer what is known to come again."""
        return (200, [(b"content-length", b"5")], b"again") if request in self.known else None

    def door(self, method: bytes, url: bytes, headers: list[tuple[bytes, bytes]], whole: bytes | None) -> Any:
        """Return the door of /hot, and know its request from now on."""
        self.known |= {whole} - {None}
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

    async def exchange(sent: bytes | list[bytes], answers: int) -> list[bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in [sent] if isinstance(sent, bytes) else sent:
            writer.write(piece)
            await asyncio.sleep(0.05 if isinstance(sent, list) else 0)
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


async def test_only_a_request_that_comes_alone_is_known_when_it_returns(speak: Speak) -> None:
    asked = b"GET /hot HTTP/1.1\r\nHost: town\r\n\r\n"
    assert await speak(asked + asked, 2) == [b"", b""]
    assert await speak(post("/hot", b"one") + asked, 2) == [b"one", b""]
    assert await speak(asked, 1) == [b""]
    # a connection's first request is always read, to learn its version
    assert await speak(asked, 1) == [b""]


async def test_a_known_request_is_answered_between_others(speak: Speak) -> None:
    asked = b"GET /hot HTTP/1.1\r\nHost: town\r\n\r\n"
    sent = [asked, asked, post("/cool", b"cool"), asked, asked[:9], asked[9:]]
    assert await speak(sent, 5) == [b"", b"again", b"COOL", b"again", b""]

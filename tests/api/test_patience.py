"""Requests that do not arrive whole in time end their connection; those that do are answered."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn

from api.patience import Impatient

HEAD = b"POST / HTTP/1.1\r\nHost: town\r\nContent-Length: 2\r\n"


async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Read the whole body, then answer 204."""
    while (message := await receive()).get("more_body"):
        pass
    if message["type"] == "http.request":
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(Impatient, "arrival_s", 0.2)
    config = uvicorn.Config(
        answer, port=0, lifespan="off", log_level="critical", http=Impatient, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


@pytest.mark.parametrize("sent", [b"", b"POST / HT", HEAD, HEAD + b"\r\n", HEAD + b"\r\n1"])
async def test_a_request_that_stops_coming_ends_its_connection(port: int, sent: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    async with asyncio.timeout(30):
        assert await reader.read() == b""
    writer.close()


async def test_a_whole_request_is_answered_and_another_one_after_it(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(HEAD + b"\r\n12")
        assert await reader.readline() == b"HTTP/1.1 204 No Content\r\n"
        await reader.readuntil(b"\r\n\r\n")
    writer.close()

"""The door of people's own pages: workers hand over what a page sent, and hear when it is durable."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import orjson

from gis.errors import Unavailable
from gis.protocols import fixes
from gis.protocols.base import Decoded, Message
from gis.service.reception.arrivals import Arrived, Many
from gis.service.reception.desk import Desk

LONGEST_LINE = 1 << 20
STORED, AWAY = b"stored\n", b"away\n"
PATIENCE_S = 10


class OwnDoor:
    """Reception's end: one line in, the device's number and its fixes; one line back, after the commit."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._clock = clock

    async def serve(self, path: Path) -> None:
        """Listen for ever; whoever may enter the socket's folder may hand over."""
        server = await asyncio.start_unix_server(self._greet, path, limit=LONGEST_LINE)
        async with server:
            await server.serve_forever()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            given = orjson.loads(await reader.readline())
            await self._take(given["device"], orjson.dumps(given["fixes"]))
            writer.write(STORED)
            await writer.drain()
        except Unavailable:
            writer.write(AWAY)
        except (OSError, ValueError, KeyError):  # the worker has gone, or there is no such line
            pass
        finally:
            writer.close()

    async def _take(self, name: str, body: bytes) -> None:
        received_ms = int(self._clock().timestamp() * 1000)
        device = self._desk.roll.named(name)
        if device is None:
            raise Unavailable("The roll does not know this phone yet.")
        columns = fixes.protocol.columns(
            Message(body, content_type="application/json", received_ms=received_ms)
        )
        many = Many(columns, tuple(device for _ in columns.names))
        decoded = Decoded(refused=columns.refused)
        await self._desk.receive(Arrived(device, "fixes", decoded, body, received_ms, many))


def beside(feed: Path) -> Path:
    """Return the socket of this door, which lies beside that of the live feed."""
    return feed.with_name(f"{feed.name}.own")


async def hand_over(feed: Path | None, device: str, given: list[dict[str, object]]) -> None:
    """Return once reception has stored, or judged, the fixes of a device.

    Raises Unavailable when that is not known, and then they may be sent again.
    """
    try:
        if feed is None:
            raise FileNotFoundError
        async with asyncio.timeout(PATIENCE_S):
            answer = await _told(beside(feed), orjson.dumps({"device": device, "fixes": given}))
    except (OSError, TimeoutError):
        answer = AWAY
    if answer != STORED:
        raise Unavailable("Reception does not answer; try again in a moment.")


async def _told(path: Path, line: bytes) -> bytes:
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        writer.write(line + b"\n")
        return await reader.readline()
    finally:
        writer.close()

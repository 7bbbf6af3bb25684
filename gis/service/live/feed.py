"""The feed between reception and the workers: lines of JSON over a Unix socket."""

import asyncio
from pathlib import Path
from typing import Any

import orjson

from gis.service.reception.whereabouts import Position, Whereabouts

MOST_UNSENT = 16 << 20
LONGEST_LINE = 64 << 20


class Feed:
    """Reception's end: tells every connected worker each change, and a new one all that it has not seen."""

    def __init__(self, whereabouts: Whereabouts) -> None:
        self._whereabouts = whereabouts
        self._writers: set[asyncio.StreamWriter] = set()
        self._told_alert = 0

    async def serve(self, path: Path) -> None:
        """Listen for ever; whoever may enter the socket's folder may listen."""
        server = await asyncio.start_unix_server(self._greet, path)
        async with server:
            await server.serve_forever()

    def announce(self, positions: list[Position]) -> None:
        """Tell all workers; one that does not read is cut off and will ask again."""
        if not positions and self._whereabouts.alert == self._told_alert:
            return
        self._told_alert = self._whereabouts.alert
        line = self._line(positions)
        for writer in list(self._writers):
            if writer.transport.get_write_buffer_size() > MOST_UNSENT:
                writer.transport.abort()
            else:
                writer.write(line)

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            known = orjson.loads(await reader.readline() or b"{}")
            same = known.get("epoch") == self._whereabouts.epoch
            writer.write(self._line(self._whereabouts.since(known["number"] if same else 0)))
            self._writers.add(writer)
            await reader.read()
        except (OSError, orjson.JSONDecodeError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    def _line(self, positions: list[Position]) -> bytes:
        rows = [tuple(position) for position in positions]
        now = self._whereabouts
        told = {"epoch": now.epoch, "number": now.number, "alert": now.alert, "positions": rows}
        return orjson.dumps(told) + b"\n"


async def listen(path: Path, epoch: int, number: int) -> "Told":
    """Connect to reception and say what is known already; OSError while it is not there."""
    reader, writer = await asyncio.open_unix_connection(path, limit=LONGEST_LINE)
    writer.write(orjson.dumps({"epoch": epoch, "number": number}) + b"\n")
    return Told(reader, writer)


class Told:
    """A worker's end of the feed."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def next(self) -> tuple[int, int, int, list[Position]]:
        """Return the next epoch, number, changes of alerts and positions; ConnectionError at its end."""
        line = await self._reader.readline()
        if not line.endswith(b"\n"):
            raise ConnectionResetError
        told: dict[str, Any] = orjson.loads(line)
        positions = [Position(*row) for row in told["positions"]]
        return told["epoch"], told["number"], told["alert"], positions

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

"""A hundred thousand damaged messages at all device doors of a served town: no 5xx, and no process lost."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from gis.protocols import jt808
from gis.protocols.base import Message
from gis.protocols.jt808_frame import Frame, build
from gis.service.devices import DeviceKeeper
from gis.store.database import Database
from gis.store.record import Act
from tests.protocols.mangled import mangled
from tests.soak.kill_fixes import TOLD, Town, acknowledged, served, stored

SEED = 20261130
WARM_UP = 2000
LINES, VEHICLES = 8, 16
"""Connections at once, of phones and of terminals: each answer waits for a commit that many share."""
FRAMES = 20
"""Frames of one terminal's connection."""
PHONE = "13800000007"
LONGEST_FRAMES = 64 * 1024
"""Ten million bytes of one frame again and again are two hundred thousand frames, a commit each."""
MOST_MIB = 50
PATIENCE_S = 60
LOST = ("api.receiver", "api.worker", "postmaster")
GARBLED = 0.05
"""Share of the queries that go out as they are, which is no HTTP."""


@dataclass
class Answers:
    """What the doors answered: status by door, 0 where the line was shut; and what was sent to terminals."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    frames: int = 0

    @property
    def failures(self) -> int:
        """How many answers say that the service failed."""
        return sum(count for (_, status), count in self.statuses.items() if status >= 500)


@dataclass(frozen=True, slots=True)
class Storm:
    """A storm and what stood after it: answers, processes lost, MiB grown, and whether a fix was taken."""

    answers: Answers
    lost: tuple[str, ...]
    grown_mib: float
    alive: bool


def run(_: argparse.Namespace) -> int:
    """Print what the doors answered and return the number of failures."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="wangge-doors-") as folder:
        storm = asyncio.run(rage(Path(folder), 100_000))
    answers = storm.answers
    for door in sorted({door for door, _ in answers.statuses}):
        told = {status: count for (name, status), count in answers.statuses.items() if name == door}
        shown = ", ".join(f"{told[status]:,} {status or 'shut'}" for status in sorted(told))
        sys.stdout.write(f"{door:<10} {shown}\n")
    sys.stdout.write(
        f"jt808      {answers.frames:,} frames\nseed {SEED}, {time.monotonic() - began:.0f} s: "
        f"{answers.failures} answers of 5xx, lost processes: {', '.join(storm.lost) or 'none'}, "
        f"reception {storm.grown_mib:+.0f} MiB after, a sound fix is {'' if storm.alive else 'not '}taken\n"
    )
    return answers.failures + len(storm.lost) + int(storm.grown_mib > MOST_MIB) + int(not storm.alive)


async def rage(folder: Path, count: int) -> Storm:
    """Send so many damaged messages to a town of its own, and look at it before and after."""
    async with served(folder) as town:
        code, port = await _terminal(town)
        warm = Answers()
        await _send(town, (code, port), mangled(min(WARM_UP, count), random.Random(0)), warm)
        before, kept = {name: town.victim(name) for name in LOST}, _rss_mib(town)
        answers = Answers()
        await _send(town, (code, port), mangled(count, random.Random(SEED)), answers)
        lost = tuple(name for name in LOST if town.victim(name) != before[name])
        grown = _rss_mib(town) - kept
        alive = await _takes_a_fix(town)
        answers.statuses.update(warm.statuses)
        return Storm(answers, lost, grown, alive)


async def _send(
    town: Town, terminal: tuple[str, int], messages: Iterator[tuple[str, Message]], answers: Answers
) -> None:
    queue: asyncio.Queue[tuple[str, Message] | None] = asyncio.Queue(maxsize=4 * LINES)
    frames: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=4 * FRAMES)
    tokens = list(town.tokens.values())
    lines = [
        asyncio.create_task(_line(town.port, tokens[k % len(tokens)], queue, answers)) for k in range(LINES)
    ]
    vehicles = [asyncio.create_task(_vehicle(terminal, frames, answers)) for _ in range(VEHICLES)]
    for name, message in messages:
        if name == "jt808":
            await frames.put(message.body[:LONGEST_FRAMES])
        else:
            await queue.put((name, message))
    for _ in lines:
        await queue.put(None)
    for _ in vehicles:
        await frames.put(None)
    await asyncio.gather(*lines, *vehicles)


async def _line(
    port: int, token: str, queue: asyncio.Queue[tuple[str, Message] | None], answers: Answers
) -> None:
    """Post messages over one connection; what the service shuts is opened again."""
    dice = random.Random(SEED)
    waiting = await queue.get()
    while waiting is not None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with closing(writer):
            open_ = True
            while open_ and waiting is not None:
                name, message = waiting
                status, open_ = await _asked(reader, writer, _request(name, message, token, dice))
                answers.statuses[name, status] += 1
                waiting = await queue.get()


def _request(name: str, message: Message, token: str, dice: random.Random) -> bytes:
    """Return a message as HTTP, signed in as a known device."""
    door = {"traccar": "osmand", "track_csv": "csv"}.get(name, name)
    path = f"/devices/{door}" + (f"/{token}" if door in ("osmand", "owntracks") else "")
    query = message.query
    if query and dice.random() > GARBLED:
        # what could not stand in an address is written as one writes it there
        query = quote(query.encode("latin-1"), safe="&=%+,.:;/?@!$'()*-_~")
    head = (
        f"POST {path}{'?' if query else ''}{query} HTTP/1.1\r\n"
        f"Host: town\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: {message.content_type or 'text/plain'}\r\nContent-Length: {len(message.body)}\r\n\r\n"
    )
    return head.encode("latin-1") + message.body


async def _asked(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, bool]:
    """Return the status of the answer (0: the line was shut without one) and whether the line stays open."""
    try:
        writer.write(request)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        await asyncio.wait_for(reader.readexactly(length), PATIENCE_S)
    except (OSError, asyncio.IncompleteReadError):
        return 0, False
    return int(head.split(b" ", 2)[1]), b"connection: close" not in lines


async def _vehicle(terminal: tuple[str, int], frames: asyncio.Queue[bytes | None], answers: Answers) -> None:
    """Sign a terminal on and send damaged frames, anew after every twenty: too many shut the line."""
    code, port = terminal
    waiting = await frames.get()
    while waiting is not None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with closing(writer), suppress(OSError, TimeoutError):
            writer.write(build(Frame(jt808.AUTHENTICATE, PHONE, 1, code.encode())))
            await asyncio.wait_for(reader.read(1024), PATIENCE_S)
            sent = 0
            while waiting is not None and sent < FRAMES:
                writer.write(waiting)
                sent, waiting = sent + 1, None
                answers.frames += 1
                await writer.drain()
                waiting = await frames.get()
            writer.write_eof()
            while await asyncio.wait_for(reader.read(1 << 16), PATIENCE_S):
                pass


async def _terminal(town: Town) -> tuple[str, int]:
    """Register a terminal and return its code and the port of terminals."""
    stdout = town.process.stdout
    assert stdout is not None
    line = await asyncio.to_thread(stdout.readline)
    database = Database(town.cluster.url())
    keeper = DeviceKeeper(database, lambda: datetime.now(UTC) - timedelta(hours=13))
    added = await keeper.add("001", "jt808", Act("fuzz", ""), TOLD, name=PHONE)
    await database.close()
    await asyncio.sleep(2)  # reception follows within a second
    return added.token, int(line.rpartition(":")[2].strip().strip("/"))


async def _takes_a_fix(town: Town) -> bool:
    """Tell whether a sound fix is acknowledged and stored."""
    name, token = next(iter(town.tokens.items()))
    at_ms = int(time.time()) * 1000 - 77_000
    if not await acknowledged(town, token, at_ms):
        return False
    return (name, at_ms) in await stored(town.cluster)


def _rss_mib(town: Town) -> float:
    """Return what reception holds in memory now."""
    pid = town.victim("api.receiver")
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024

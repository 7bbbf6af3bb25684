"""Reception killed with -9, process after process, while phones report: nothing acknowledged may be lost."""

import argparse
import asyncio
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
from sqlalchemy import text

from gis.service.devices import DeviceKeeper, Setting
from gis.service.founding import found
from gis.store.cluster import Cluster, cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate
from gis.store.record import Act
from tests.small_town import NOON, small_town

PHONES = 8
TOGETHER = 200
STEP_MS = 20
PAUSE_S = 0.2
SEED = 20261125
TOLD = Setting(notice=False)
VICTIMS = ("api.receiver", "postmaster", "api.worker", "walwriter")
DURABLE, CARELESS = "on", "off"


@dataclass
class Tally:
    """What the phones were told, and how long each kill kept them waiting."""

    acknowledged: set[tuple[str, int]] = field(default_factory=set)
    last_ack: float = 0.0
    recoveries: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Town:
    """A served small town whose phones can be killed under."""

    process: subprocess.Popen[str]
    cluster: Cluster
    port: int
    tokens: dict[str, str]

    def victim(self, name: str) -> int | None:
        """Return the pid of one of the service's processes, None while it is not there."""
        if name == "postmaster":
            with suppress(OSError, ValueError):
                return int((self.cluster.data / "postmaster.pid").read_text().splitlines()[0])
            return None
        parent = self.victim("postmaster") if name == "walwriter" else self.process.pid
        pids = [pid for pid in _children(parent) if _is(pid, name)] if parent else []
        # the one that receives is the older of the two, until it is killed
        return min(pids, key=_age_of, default=None)


@asynccontextmanager
async def served(folder: Path, commit: str = DURABLE, phones: int = PHONES) -> AsyncIterator[Town]:
    """Found the small town with phones on duty and serve it until the end of the block."""
    cluster = cluster_of(folder)
    cluster.discard()
    cluster.make()
    with (cluster.data / "postgresql.auto.conf").open("a") as configuration:
        configuration.write(f"synchronous_commit = {commit}\n")
        configuration.write("wal_writer_delay = 2s\n" if commit == CARELESS else "")
    cluster.start()
    tokens = await _people(Database(cluster.url()), phones)
    cluster.stop()
    process = await asyncio.to_thread(_serve, folder)
    port = await _device_port(process)
    try:
        yield Town(process, cluster, port, tokens)
    finally:
        process.send_signal(signal.SIGINT)
        await asyncio.to_thread(process.communicate, None, 60)
        cluster.discard()


async def torment(town: Town, kills: int, fixes: int, between_s: Callable[[], float]) -> Tally:
    """Let the phones report until so many are acknowledged and so many processes are killed."""
    tally = Tally()
    stop = asyncio.Event()
    phones = [asyncio.create_task(_phone(town, name, tally, stop)) for name in town.tokens]
    await _until(lambda: bool(tally.acknowledged))
    for victim in itertools.islice(itertools.cycle(VICTIMS), kills):
        await asyncio.sleep(between_s())
        pid = town.victim(victim)
        if pid is None:
            continue
        killed = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.1)
        await _until(lambda since=time.monotonic(): tally.last_ack > since)  # type: ignore[misc]
        tally.recoveries.append(tally.last_ack - killed)
    await _until(lambda: len(tally.acknowledged) >= fixes, 3600)
    stop.set()
    await asyncio.gather(*phones)
    return tally


async def stored(cluster: Cluster) -> list[tuple[str, int]]:
    """Return device and moment (ms) of every stored fix, doubled ones twice."""
    database = Database(cluster.url(), statement_seconds=600)
    async with database.begin() as connection:
        rows = await connection.execute(
            text(
                "SELECT name, (extract(epoch FROM fixed_at) * 1000)::bigint FROM fix"
                " JOIN device d ON d.id = device_id"
            )
        )
        found_rows = [(str(row[0]), int(row[1])) for row in rows]
    await database.close()
    return found_rows


def run(asked: argparse.Namespace) -> int:
    """Kill so many times, and then once more with a careless database that has to lose something."""
    return asyncio.run(_run(asked.kills, asked.fixes))


async def _run(kills: int, fixes: int) -> int:
    dice = random.Random(SEED)
    tally, rows = await _tormented(DURABLE, kills, fixes, lambda: dice.uniform(0.2, 1.0))
    lost, doubled = len(tally.acknowledged - set(rows)), len(rows) - len(set(rows))
    slowest = max(tally.recoveries)
    took = ", ".join(f"{_name(k)} {max(tally.recoveries[k::4]):.2f}" for k in range(4))
    print(  # noqa: T201
        f"{len(tally.recoveries)} kills, {len(tally.acknowledged):,} fixes acknowledged, "
        f"{len(rows):,} stored: {lost} lost, {doubled} doubled; recovery at most {slowest:.2f} s ({took})"
    )
    control, rows = await _tormented(CARELESS, 8, 0, lambda: dice.uniform(0.2, 1.0))
    careless = len(control.acknowledged - set(rows))
    print(f"control without synchronous_commit: {careless} of {len(control.acknowledged):,} lost")  # noqa: T201
    return lost + doubled + (slowest > 3) + (careless == 0)


def _name(victim: int) -> str:
    return VICTIMS[victim].rpartition(".")[2]


async def _tormented(
    commit: str, kills: int, fixes: int, between_s: Callable[[], float]
) -> tuple[Tally, list[tuple[str, int]]]:
    with tempfile.TemporaryDirectory(prefix="wangge-kill-") as folder:
        async with served(Path(folder), commit) as town:
            tally = await torment(town, kills, fixes, between_s)
            await asyncio.sleep(0.5)
            return tally, await stored(town.cluster)


async def _people(database: Database, phones: int) -> dict[str, str]:
    """Found the town; give its people phones and half a day of duty around now."""
    now = datetime.now(UTC)
    await migrate(database)
    await found(database, small_town(), NOON.date(), lambda _: None)
    keeper = DeviceKeeper(database, lambda: now - timedelta(hours=13))
    async with database.begin() as connection:
        numbers = list((await connection.execute(text("SELECT number FROM person ORDER BY id"))).scalars())
    by = Act("kill", "")
    added = [await keeper.add(numbers[k % len(numbers)], "fixes", by, TOLD) for k in range(phones)]
    half = timedelta(hours=12)
    await keeper.put_on_duty(numbers, (now - half, now + half), Act("kill", ""))
    await database.close()
    return {device.name: device.token for device in added}


def _serve(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "api", "serve", "--port", "18900"],
        env={**os.environ, "WANGGE_HOME": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


async def _device_port(process: subprocess.Popen[str]) -> int:
    """Wait for the announcement, whose second line is the address of the devices."""
    assert process.stdout is not None
    for _ in range(2):
        line = await asyncio.to_thread(process.stdout.readline)
    return int(line.rpartition(":")[2].strip().strip("/"))


async def _phone(town: Town, name: str, tally: Tally, stop: asyncio.Event) -> None:
    """Send ever later fixes, each body until it is acknowledged."""
    begin = int(time.time() - 11 * 3600) * 1000
    moments = range(begin, begin + TOGETHER * STEP_MS, STEP_MS)
    body = _fixes(moments)
    while not stop.is_set():
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection("127.0.0.1", town.port)
            with closing(writer):
                while await _told(reader, writer, town.tokens[name], orjson.dumps(body)):
                    tally.acknowledged |= {(name, each) for each in moments}
                    tally.last_ack = time.monotonic()
                    if stop.is_set():
                        return
                    moments = range(moments.stop, moments.stop + TOGETHER * STEP_MS, STEP_MS)
                    body = _fixes(moments)
                    await asyncio.sleep(PAUSE_S)
        await asyncio.sleep(0.02)


async def acknowledged(town: Town, token: str, at_ms: int) -> bool:
    """Send one fix of a phone and tell whether it was acknowledged."""
    reader, writer = await asyncio.open_connection("127.0.0.1", town.port)
    with closing(writer):
        return await _told(reader, writer, token, orjson.dumps(_fixes(range(at_ms, at_ms + 1))))


def _fixes(moments: range) -> list[dict[str, float]]:
    return [{"at_ms": each, "lon": 120.006, "lat": 31.626} for each in moments]


async def _told(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str, body: bytes) -> bool:
    """Post a body and tell whether it was acknowledged."""
    head = (
        f"POST /devices/fixes HTTP/1.1\r\nHost: town\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    length = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length"))
    await reader.readexactly(int(length.split(b":")[1]))
    return answer.split(b" ", 2)[1] == b"200"


async def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.005)


def _is(pid: int, name: str) -> bool:
    with suppress(OSError):
        return name in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return False


def _age_of(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    return 1 << 62


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []

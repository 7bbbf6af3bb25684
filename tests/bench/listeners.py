"""Two hundred listeners of the live stream: how late a change reaches them, and what that costs."""

import argparse
import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from gis.service.founding import found
from gis.service.live.feed import Feed
from gis.service.reception.whereabouts import Position, Whereabouts
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate
from tests.bench.plain_live import PEOPLE
from tests.bench.serving import free_port, started
from tests.small_town import NOON, small_town

LISTENERS = 200
SECONDS = 30
WARM_S = 5
MOST_P99_MS, MOST_CORE, LEAST_RATIO = 250.0, 0.2, 20.0
# the moment of the first row, which is when it was announced
AT = re.compile(rb'"rows": ?\[\[\d+, ?\d+, ?(\d+)')


def run(_: argparse.Namespace) -> int:
    """Print lag and cost beside those of a plain service; return how many goals were missed."""
    with tempfile.TemporaryDirectory(prefix="wangge-listen-") as folder:
        ours = asyncio.run(_ours(Path(folder)))
    plain = asyncio.run(_plain())
    p50, p99 = (ours.lags[int(len(ours.lags) * share)] for share in (0.5, 0.99))
    times = plain.added / ours.added
    sys.stdout.write(
        f"{LISTENERS} listeners, {PEOPLE} people at 1 Hz, {SECONDS} s, {len(ours.lags):,} changes received: "
        f"lag p50 {p50:.0f} ms, p99 {p99:.0f} ms (at most {MOST_P99_MS:.0f})\n"
        f"ours: {ours.many:.4f} of a core (at most {MOST_CORE}), {ours.one:.4f} with one listener; "
        f"FastAPI, JSON encoded for each listener: {plain.many:.4f} and {plain.one:.4f}\n"
        f"what {LISTENERS - 1} more listeners cost: {ours.added:.4f} and {plain.added:.4f} of a core, "
        f"{times:.1f} times (at least {LEAST_RATIO:.0f})\n"
    )
    return (p99 > MOST_P99_MS) + (ours.many > MOST_CORE) + (times < LEAST_RATIO)


@dataclass(frozen=True)
class Heard:
    """How late each change was (ms), sorted, and the server's share of a core with one listener and many."""

    lags: list[float]
    one: float
    many: float

    @property
    def added(self) -> float:
        """The share of a core that all listeners but one take."""
        return self.many - self.one


def _moved(at_ms: int) -> list[Position]:
    return [
        Position(n, n, at_ms, at_ms, 120.3 + n * 1e-5 + at_ms % 997 * 1e-6, 31.7, -1, 5.0, 1.2, 90.0, 0)
        for n in range(1, PEOPLE + 1)
    ]


async def _ours(folder: Path) -> Heard:
    async with _worker(folder) as (process, port, token, feed, whereabouts):
        mover = asyncio.create_task(_move(feed, whereabouts))
        heard = await _one_and_many(process.pid, port, token)
        mover.cancel()
        return heard


async def _plain() -> Heard:
    port = free_port()
    command = (sys.executable, "-m", "uvicorn", "tests.bench.plain_live:app", "--port", str(port))
    with started((*command, "--log-level", "warning"), {}, f"http://127.0.0.1:{port}/api/health") as process:
        return await _one_and_many(process.pid, port, "")


async def _one_and_many(pid: int, port: int, token: str) -> Heard:
    _, one = await _listen(1, pid, port, token)
    lags, many = await _listen(LISTENERS, pid, port, token)
    return Heard(sorted(lags), one, many)


async def _listen(count: int, pid: int, port: int, token: str) -> tuple[list[float], float]:
    lags: list[float] = []
    listeners = [asyncio.create_task(_hear(port, token, lags)) for _ in range(count)]
    await asyncio.sleep(WARM_S)
    lags.clear()
    before = _spent(pid)
    await asyncio.sleep(SECONDS)
    core = (_spent(pid) - before) / SECONDS
    for task in listeners:
        task.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    return lags, core


async def _move(feed: Feed, whereabouts: Whereabouts) -> None:
    while True:
        feed.announce(whereabouts.take(_moved(int(time.time() * 1000))))
        await asyncio.sleep(1)


async def _hear(port: int, token: str, lags: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(f"GET /api/live HTTP/1.1\r\nHost: town\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    try:
        while line := await reader.readline():
            at = AT.search(line[:200])
            if at:
                lags.append(time.time() * 1000 - int(at[1]))
    finally:
        writer.close()


def _spent(pid: int) -> float:
    """Return the processor seconds that all threads of a process have taken."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


@asynccontextmanager
async def _worker(
    folder: Path,
) -> AsyncIterator[tuple[subprocess.Popen[bytes], int, str, Feed, Whereabouts]]:
    """Serve the small town from one worker whose feed is ours."""
    cluster = cluster_of(folder)
    cluster.make()
    cluster.start()
    database = Database(cluster.url())
    await migrate(database)
    await found(database, small_town(), NOON.date(), lambda _: None)
    await database.close()
    environment = {**os.environ, "WANGGE_HOME": str(folder)}
    command = (sys.executable, "-m", "api", "account", "token", "--role", "commander")
    told = await asyncio.to_thread(subprocess.check_output, command, env=environment, text=True)
    token = re.search(r"wg_\S+", told)
    assert token
    whereabouts = Whereabouts(1)
    feed = Feed(whereabouts)
    serving = asyncio.create_task(feed.serve(folder / "live"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        environment |= {"WANGGE_WORKER_URL": cluster.url(), "WANGGE_LIVE_SOCKET": str(folder / "live")}
        process = _start(environment, listener)
        port = listener.getsockname()[1]
        try:
            await asyncio.to_thread(_wait, f"http://127.0.0.1:{port}/api/health")
            yield process, port, token[0], feed, whereabouts
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait, 10)
            serving.cancel()
            cluster.discard()


def _start(environment: dict[str, str], listener: socket.socket) -> subprocess.Popen[bytes]:
    handed = listener.fileno()
    return subprocess.Popen(
        (sys.executable, "-m", "api.worker"),
        env={**environment, "WANGGE_WORKER_SOCKET": str(handed)},
        pass_fds=[handed],
    )


def _wait(address: str) -> None:
    for _ in range(100):
        with suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.2)
    raise TimeoutError("the worker does not answer")

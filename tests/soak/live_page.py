"""The live page through a whole shift in quick motion: its memory, restarts of the service, and a sleep."""

import argparse
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import orjson
from playwright.async_api import CDPSession, Page, async_playwright

from api.services import make_services
from api.simulator import Plan, Walkers, patrols_of, prepare_shift, run_shift
from fixtures.town import build_town
from gis.model import EVERYTHING
from gis.service.accounts import By, new_token
from gis.service.founding import found
from gis.settings import Settings
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate

PEOPLE = 454
EVERY_S = 30
"""As OwnTracks reports on duty."""
# of the shift, in shares of it
RESTARTS = (0.2, 0.4, 0.6)
SLEEP_AT = 0.75
# longer than the page waits for a word before it takes the stream for dead
SLEEP_S = 50
FIRST_S = 600
"""The memory after so long is what the end is held against."""
MOST_GROWTH = 1.1
LOOK_EVERY_S = 10
CATCH_UP_S = 3
# as a second tab of the same browser asks the first one for what it knows
ASK_PAGE = """
    name => new Promise((done, fail) => {
        const channel = new BroadcastChannel(name);
        const timer = setTimeout(() => fail(new Error("the page does not answer")), 10000);
        channel.onmessage = ({ data }) => {
            if (data.kind !== "event" || data.event.event !== "snapshot") return;
            clearTimeout(timer);
            channel.close();
            done(JSON.parse(data.event.data).rows.map(row => [row[0], row[2]]));
        };
        channel.postMessage({ kind: "newcomer" });
    })
"""
Newest = dict[int, int]
"""When each device was last where it is (ms)."""


@dataclass
class Seen:
    """What was measured on the way: memory in MB, looks, and how many devices the page was behind with."""

    first_mb: float = 0.0
    last_mb: float = 0.0
    most_mb: float = 0.0
    looks: int = 0
    behind: list[int] = field(default_factory=list)
    back_s: list[float] = field(default_factory=list)


@dataclass
class Served:
    """A served made-up town, which can be stopped and begun anew on the same ports."""

    folder: Path
    token: str
    process: subprocess.Popen[str] | None = None
    address: str = ""
    devices: str = ""

    async def begin(self) -> None:
        """Serve, and wait until it answers."""
        self.process = _serve(self.folder)
        assert self.process.stdout is not None
        lines = [await asyncio.to_thread(self.process.stdout.readline) for _ in range(2)]
        self.address, self.devices = (line.strip().rpartition(" ")[2] for line in lines)

    async def end(self) -> None:
        """Stop as Ctrl-C does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            await asyncio.to_thread(self.process.communicate, None, 60)
            self.process = None

    async def newest(self) -> Newest:
        """Return what the service tells a newcomer."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=20) as client,
            client.stream("GET", f"{self.address}api/live") as answer,
        ):
            async for line in answer.aiter_lines():
                if line.startswith("data: "):
                    return {row[0]: row[2] for row in orjson.loads(line[6:])["rows"]}
        raise RuntimeError("the stream ended without a word")


def _serve(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "api", "serve", "--port", "18960"],
        env={**os.environ, "WANGGE_HOME": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def run(asked: argparse.Namespace) -> int:
    """Watch a shift of so many hours at a speed and return how many goals were missed."""
    return asyncio.run(_run(asked.hours, asked.speed))


async def _run(hours: float, speed: float) -> int:
    with tempfile.TemporaryDirectory(prefix="wangge-live-") as folder:
        cluster = cluster_of(Path(folder))
        cluster.discard()
        cluster.make()
        cluster.start()
        try:
            served, walkers, begin = await _prepare(cluster.url(), Path(folder), hours)
            cluster.stop()
            await served.begin()
            try:
                sent, took_s, seen = await _watch(served, walkers, begin, (hours, speed))
            finally:
                await served.end()
        finally:
            cluster.discard()
    return _tell(sent, took_s, seen)


def _tell(sent: int, took_s: float, seen: Seen) -> int:
    growth = seen.last_mb / seen.first_mb
    late = sum(1 for each in seen.behind if each)
    back = ", ".join(f"{each:.1f}" for each in seen.back_s)
    sys.stdout.write(
        f"{PEOPLE} people, {sent:,} fixes in {took_s:.0f} s; memory of the page {seen.first_mb:.1f} MB after"
        f" ten minutes, {seen.last_mb:.1f} MB at the end (× {growth:.3f}, at most {MOST_GROWTH}),"
        f" {seen.most_mb:.1f} MB at most\n"
        f"{seen.looks} looks: behind by more than {CATCH_UP_S} s in {late},"
        f" with {max(seen.behind, default=0)} people at most\n"
        f"after three restarts and a sleep the page was back by itself after {back} s\n"
    )
    return int(growth > MOST_GROWTH) + late + (len(seen.back_s) != len(RESTARTS) + 1)


async def _prepare(url: str, folder: Path, hours: float) -> tuple[Served, Walkers, datetime]:
    database = Database(url, statement_seconds=600)
    now = datetime.now(UTC).replace(microsecond=0)
    await migrate(database)
    await found(database, await asyncio.to_thread(build_town, now), now.date(), lambda _: None)
    services = make_services(Settings(home=folder), url)
    secret = await services.accounts.issue_token(
        new_token("soak", ("commander",), EVERYTHING, now, 1), By("soak")
    )
    await services.database.close()
    patrols, _ = await patrols_of(database)
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=hours)
    walkers = await prepare_shift(database, patrols, begin, Plan(PEOPLE, hours, EVERY_S))
    await database.close()
    return Served(folder, secret), walkers, begin


async def _watch(
    served: Served, walkers: Walkers, begin: datetime, how: tuple[float, float]
) -> tuple[int, float, Seen]:
    hours, speed = how
    lasts_s, seen = hours * 3600 / speed, Seen()
    async with _page(served) as (page, tools):
        started = time.monotonic()
        shift = asyncio.create_task(run_shift(walkers, begin, served.devices, speed))
        plan = sorted([*((share, True) for share in RESTARTS), (SLEEP_AT, False)])
        await _look_until(served, page, tools, seen, started + FIRST_S / speed)
        seen.first_mb = await _memory_mb(tools)
        for share, restart in plan:
            await _look_until(served, page, tools, seen, started + share * lasts_s)
            await (_restart(served) if restart else _sleep(page, tools))
            seen.back_s.append(await _back(served, page))
        await _look_until(served, page, tools, seen, started + lasts_s)
        sent = await shift
        took_s = time.monotonic() - started
        await asyncio.sleep(2 * CATCH_UP_S)
        seen.behind.append(await _behind(served, page, exactly=True))
        seen.looks += 1
        seen.last_mb = await _memory_mb(tools)
        seen.most_mb = max(seen.most_mb, seen.last_mb)
    return sent, took_s, seen


@contextlib.asynccontextmanager
async def _page(served: Served) -> AsyncIterator[tuple[Page, CDPSession]]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        context = await browser.new_context(
            viewport={"width": 1400, "height": 900},
            extra_http_headers={"Authorization": f"Bearer {served.token}"},
        )
        page = await context.new_page()
        await page.goto(f"{served.address}#view=120.3435,31.7538,13&tab=people")
        await page.locator("#panel").wait_for()
        tools = await context.new_cdp_session(page)
        yield page, tools
        await browser.close()


async def _look_until(served: Served, page: Page, tools: CDPSession, seen: Seen, end: float) -> None:
    """Hold the page against the service every few seconds until a moment."""
    while (left := end - time.monotonic()) > 0:
        await asyncio.sleep(min(left, LOOK_EVERY_S))
        if end - time.monotonic() > 2 * CATCH_UP_S:
            seen.looks += 1
            seen.behind.append(await _behind(served, page))
            seen.most_mb = max(seen.most_mb, await _memory_mb(tools))


async def _behind(served: Served, page: Page, *, exactly: bool = False) -> int:
    """Count the devices of which the page does not know what the service knew some seconds before."""
    known = await served.newest()
    await asyncio.sleep(CATCH_UP_S)
    shown = await _shown(page)
    if exactly:
        return len(known.items() ^ shown.items())
    return sum(shown.get(device, 0) < at_ms for device, at_ms in known.items())


async def _shown(page: Page) -> Newest:
    account = await page.evaluate("async () => (await (await fetch('/api/session')).json()).account.name")
    return dict(await page.evaluate(ASK_PAGE, f"wangge.live.{account}"))


async def _memory_mb(tools: CDPSession) -> float:
    """Return what the page holds after its garbage is gone: objects and buffers."""
    await tools.send("HeapProfiler.collectGarbage")
    usage = await tools.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6


async def _restart(served: Served) -> None:
    await served.end()
    await served.begin()


async def _sleep(page: Page, tools: CDPSession) -> None:
    """Let the computer sleep: the page stands still and hears nothing."""
    await page.context.set_offline(True)
    await tools.send("Page.setWebLifecycleState", {"state": "frozen"})
    await asyncio.sleep(SLEEP_S)
    await tools.send("Page.setWebLifecycleState", {"state": "active"})
    await page.context.set_offline(False)


async def _back(served: Served, page: Page) -> float:
    """Return after how many seconds the page knows again what the service knew just now; nobody clicks."""
    since = time.monotonic()
    known = await served.newest()
    while time.monotonic() - since < 60:
        with contextlib.suppress(Exception):
            shown = await _shown(page)
            if all(shown.get(device, 0) >= at_ms for device, at_ms in known.items()):
                return time.monotonic() - since
        await asyncio.sleep(0.2)
    raise TimeoutError("the page did not come back")

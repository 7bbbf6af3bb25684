"""The made-up town served by a real worker, and a real Chromium that may load nothing from elsewhere."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.async_api import Browser, BrowserContext, Page, Request, Route, async_playwright, expect

from api.cli.demo import ACCOUNTS, PASSWORD
from api.clock import now_utc
from api.services import make_services
from fixtures.town import build_town
from gis.service.accounts import By, new_account
from gis.service.devices import DeviceKeeper, NewDevice, Setting
from gis.service.founding import found
from gis.service.reception.desk import FOLLOW_S
from gis.settings import Settings
from gis.store.cluster import Cluster
from gis.store.database import Database
from gis.store.migrate import migrate
from gis.store.record import Act
from tests.conftest import create_database

# a busy machine draws slowly, and how fast is not asked here
expect.set_options(timeout=30_000)

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    language: str = "zh"
    theme: str = "light"
    width: int = 1440
    height: int = 900
    agent: str | None = None

    def __str__(self) -> str:
        """Return the look as part of a test's or a picture's name."""
        return f"{self.language}-{self.theme}" + ("" if self.width == 1440 else f"-{self.width}")


LOOKS = [Look(language, theme) for language in ("zh", "en") for theme in ("light", "dark")]
NARROW = [Look("zh", "light", 375, 740), Look("en", "dark", 375, 740)]


BY = Act("test", "")
TOLD = Setting(notice=False)
NUMBERS = ("XK0001", "XK0002")


@pytest.fixture(scope="session")
def town_database(cluster: Cluster) -> str:
    """Found the made-up town with its accounts in a database of its own."""

    async def make() -> None:
        await create_database(cluster, "made_up_town")
        database = Database(cluster.url("made_up_town"), statement_seconds=300)
        try:
            await migrate(database)
            tables = build_town(now_utc())
            await found(database, tables, now_utc().date(), lambda _: None)
            services = make_services(Settings(home=ROOT), cluster.url("made_up_town"))
            for name, (title, roles, scope) in ACCOUNTS.items():
                account = new_account(name, title, roles, scope)
                await services.accounts.add(account, PASSWORD.format(name), By("test"))
            await services.database.close()
        finally:
            await database.close()

    asyncio.run(make())
    return cluster.url("made_up_town")


@dataclass(frozen=True)
class Served:
    """Where a town answers people, and where devices."""

    people: str
    devices: str


@pytest.fixture(scope="session")
def served(town_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the town with one worker and reception."""
    with serving(town_database, tmp_path_factory.mktemp("worker")) as addresses:
        yield addresses


@pytest.fixture(scope="session")
def town(served: Served) -> str:
    """Return the town's address for people."""
    return served.people


@pytest.fixture(scope="session")
async def phones(town_database: str) -> tuple[NewDevice, NewDevice]:
    """Register a Traccar Client for two people and put them on duty."""
    database = Database(town_database)
    keeper = DeviceKeeper(database, now_utc)
    since = now_utc() - timedelta(hours=1)
    one, other = [await keeper.add(number, "traccar", BY, TOLD, since=since) for number in NUMBERS]
    await keeper.put_on_duty(NUMBERS, (since, since + timedelta(hours=9)), BY)
    await database.close()
    await asyncio.sleep(2 * FOLLOW_S)  # a reception that runs already knows them by then
    return one, other


@contextmanager
def serving(database: str, home: Path) -> Iterator[Served]:
    """Serve a database from a worker and a receiver."""
    # a socket's path is short: that of a test is not
    with (
        _listener() as people,
        _listener() as devices,
        _listener() as terminals,
        tempfile.TemporaryDirectory() as folder,
    ):
        handed = [each.fileno() for each in (people, devices, terminals)]
        environment = {
            **os.environ,
            "WANGGE_HOME": str(home),
            "WANGGE_WORKER_URL": database,
            "WANGGE_WORKER_SOCKET": str(handed[0]),
            "WANGGE_DEVICE_SOCKET": str(handed[1]),
            "WANGGE_JT808_SOCKET": str(handed[2]),
            "WANGGE_LIVE_SOCKET": f"{folder}/live",
        }
        processes = [
            subprocess.Popen([sys.executable, "-m", module], env=environment, pass_fds=handed)
            for module in ("api.receiver", "api.worker")
        ]
        served = Served(*(f"http://127.0.0.1:{each.getsockname()[1]}" for each in (people, devices)))
        _wait_until_ready(served.people)
        yield served
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(10)


@contextmanager
def _listener() -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        listener.set_inheritable(True)
        yield listener


def _wait_until_ready(address: str) -> None:
    for _ in range(200):
        try:
            if httpx2.get(f"{address}/api/health", timeout=2).status_code == 200:
                return
        except httpx2.HTTPError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the worker does not answer")


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Start Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        yield browser
        await browser.close()


@dataclass
class Visit:
    """One signed-in page; what went wrong in it is collected."""

    page: Page
    address: str
    faults: list[str]
    pending: set[Request] = field(default_factory=set)

    async def open(self, path: str = "/") -> Page:
        """Open a path and wait until the map's first tiles are drawn."""
        await self.page.goto(self.address + path)
        await self.settle()
        return self.page

    async def settle(self) -> None:
        """Wait until nothing is asked for half a second; the live stream never ends and does not count."""
        quiet = 0
        while quiet < 5:
            await self.page.wait_for_timeout(100)
            quiet = 0 if self.pending else quiet + 1


OpenPage = Callable[..., Awaitable[Visit]]


@pytest.fixture
async def visit(town: str, chromium: Browser) -> AsyncIterator[OpenPage]:
    """Return a function that opens a signed-in page; outside requests and errors fail the test."""
    opened: list[tuple[BrowserContext, Visit]] = []

    async def open_page(look: Look = Look(), account: str | None = "commander") -> Visit:
        context, made = await look_at(chromium, town, look)
        if account:
            given = {"name": account, "password": PASSWORD.format(account)}
            answer = await context.request.post(f"{town}/api/session", data=given)
            assert answer.status == 200
        opened.append((context, made))
        return made

    yield open_page
    for context, made in opened:
        await context.close()
        assert made.faults == []


async def look_at(chromium: Browser, address: str, look: Look) -> tuple[BrowserContext, Visit]:
    """Open a page of its own with this look, which may load nothing from elsewhere."""
    context = await chromium.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.theme == "dark" else "light",
        locale="zh-CN" if look.language == "zh" else "en-GB",
        timezone_id="America/New_York",
        reduced_motion="reduce",
        user_agent=look.agent,
    )
    made = Visit(await context.new_page(), address, [])
    await _watch(context, made)
    await made.page.add_init_script(
        # a sandboxed map page has no storage and needs none
        f"try {{ localStorage.setItem('wangge.theme', '{look.theme}');"
        f"localStorage.setItem('wangge.language', '{look.language}') }} catch {{}}"
    )
    return context, made


async def _watch(context: BrowserContext, visit: Visit) -> None:
    async def gate(route: Route) -> None:
        host = urlsplit(route.request.url).netloc
        if host != urlsplit(visit.address).netloc:
            visit.faults.append(f"asked {host}")
            await route.abort()
        else:
            await route.continue_()

    await context.route(re.compile(r"^https?://"), gate)
    visit.page.on("request", lambda request: _begin(visit, request))
    for end in ("requestfinished", "requestfailed"):
        visit.page.on(end, lambda request: _end(visit, request))
    visit.page.on("pageerror", lambda error: visit.faults.append(str(error)))
    visit.page.on("console", lambda message: _note(visit, message.type, message.text))


def _begin(visit: Visit, request: Request) -> None:
    if urlsplit(request.url).path != "/api/live":
        visit.pending.add(request)


def _end(visit: Visit, request: Request) -> None:
    visit.pending.discard(request)


def _note(visit: Visit, kind: str, text: str) -> None:
    # a status that the page shows to its reader is no fault of the page
    if kind == "error" and "the server responded with a status of" not in text:
        visit.faults.append(text)


async def axe(page: Page) -> list[str]:
    """Return what axe finds wrong on the page by WCAG 2.2 AA."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = await page.evaluate("tags => axe.run({runOnly: tags})", tags)
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found["violations"]]

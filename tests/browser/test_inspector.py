"""The inspector's page: from the month to a grid, its day, the proof sheet, the playback and the workbook."""

import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pytest
import shapely
from openpyxl import load_workbook
from playwright.async_api import Page, expect

from api.clock import now_utc
from gis.analysis.track_fixes import Fixes
from gis.geometry.projection import to_degrees, to_metric
from gis.model import FixFlag
from gis.service.atlas import Atlas, Boundaries
from gis.service.devices import DeviceKeeper
from gis.service.sealing import Sealer
from gis.store.beats import keys_by_number
from gis.store.boundaries import Member
from gis.store.database import Database
from gis.store.tracks import day_of
from tests.browser.conftest import BY, LOOKS, NARROW, NUMBERS, Look, OpenPage, axe

WALK_S = 1800


@dataclass(frozen=True)
class Walked:
    """The grid that was walked in, and from when to when."""

    grid: str
    name: str
    day: str
    begin: datetime


@pytest.fixture(scope="module")
async def walked(town_database: str) -> AsyncIterator[Walked]:
    """Let somebody walk up and down yesterday inside one grid, on duty meanwhile; two fixes are made up."""
    database = Database(town_database)
    atlas = Atlas(database, now_utc)
    await atlas.refresh()
    boundaries = await atlas.on()
    day = day_of(atlas.today() - timedelta(days=1), atlas.town.time_zone)
    begin = day.begin + timedelta(hours=9)
    grid, place = inside(boundaries)
    at = np.arange(0, WALK_S + 1, 10)
    x, y = to_metric(*place, atlas.town.metric_crs)
    # ten metres to the east and back, again and again
    lon, lat = to_degrees(x + np.abs(at % 20 - 10.0), np.full(len(at), y), atlas.town.metric_crs)
    flags = np.zeros(len(at), np.int32)
    flags[[5, 6]] = FixFlag.MOCK
    ms = (int(begin.timestamp()) + at).astype(np.int64) * 1000
    n = len(at)
    fixes = Fixes(ms, lon, lat, np.full(n, 5, np.float32), np.ones(n, np.float32), flags)
    async with database.begin() as connection:
        keys = await keys_by_number(connection)
    await Sealer(database, atlas, now_utc).write(day, {keys[NUMBERS[0]]: fixes})
    until = begin + timedelta(seconds=WALK_S)
    await DeviceKeeper(database, now_utc).put_on_duty(NUMBERS[:1], (begin, until), BY)
    yield Walked(grid.code, grid.name, day.day.isoformat(), begin)
    await database.close()


def inside(boundaries: Boundaries) -> tuple[Member, tuple[float, float]]:
    """Return a grid and a place inside it."""
    member = next(one for one in boundaries.base if one.kind == "basic")
    point = shapely.point_on_surface(shapely.from_wkb(member.shape))
    return member, (point.x, point.y)


async def opened(visit: OpenPage, walked: Walked, look: Look = Look()) -> Page:
    """Open the page at the day that was walked."""
    made = await visit(look, account="inspector")
    return await made.open(f"/inspector#period={walked.day},{walked.day}")


async def test_from_the_month_to_the_playback_and_the_workbook(visit: OpenPage, walked: Walked) -> None:
    made = await visit(account="inspector")
    page = await made.open("/inspector")
    table = page.get_by_role("region", name="覆盖明细")
    await expect(table.locator("tbody tr")).to_have_count(179)
    await expect(page.get_by_role("heading", name="中队排名")).to_be_visible()
    await table.get_by_role("button", name="次数").click()
    await expect(table.get_by_role("columnheader", name="次数")).to_have_attribute("aria-sort", "descending")
    await table.get_by_role("button", name=walked.name, exact=True).first.click()
    await page.get_by_role("button", name=re.compile(f"^{walked.day} ")).click()
    await page.get_by_label("用途").select_option("finding")
    await page.get_by_role("button", name="查阅证明单").click()
    panel = page.get_by_role("complementary")
    await expect(panel.get_by_text("30.0 分钟")).to_be_visible()
    await expect(panel.get_by_text("模拟位置 2")).to_be_visible()
    link = panel.get_by_role("link", name=re.compile("^回放"))
    async with page.context.expect_page() as coming:
        await link.click()
    live = await coming.value
    await expect(live.get_by_label("从", exact=True)).to_have_value("09:00")
    await expect(live.get_by_label("到", exact=True)).to_have_value("09:30")
    await live.close()
    async with page.expect_download() as falling:
        await page.get_by_role("link", name="导出 Excel").click()
    content = (await (await falling.value).path()).read_bytes()
    book = load_workbook(io.BytesIO(content))
    rows = list(book["覆盖"].iter_rows(values_only=True))
    assert len(rows) == 180
    assert {row[0]: row[9] for row in rows}[walked.grid] == 1
    assert dict(book["参数"].iter_rows(values_only=True))["by"] == "grid"


async def test_the_address_brings_the_page_back_and_back_works(visit: OpenPage, walked: Walked) -> None:
    page = await opened(visit, walked)
    await page.get_by_role("button", name="村", exact=True).click()
    await expect(page).to_have_url(re.compile("by=village"))
    await page.reload()
    await expect(page.get_by_role("button", name="村", exact=True)).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("button", name="中队", exact=True).click()
    await expect(page.get_by_role("region", name="覆盖明细").locator("tbody tr")).to_have_count(3)
    await page.go_back()
    await expect(page.get_by_role("button", name="村", exact=True)).to_have_attribute("aria-pressed", "true")


async def test_states_have_a_sign_and_a_pattern_each(visit: OpenPage, walked: Walked) -> None:
    page = await opened(visit, walked)
    await expect(page.locator(".cover-spot").first).to_have_text(re.compile("[●◐■]"))
    fill = await page.locator("path.cover-area.not_covered").first.evaluate(
        "one => getComputedStyle(one).fill"
    )
    assert "cover-hatch" in fill


async def test_by_keys_alone_a_grid_is_opened(visit: OpenPage, walked: Walked) -> None:
    page = await opened(visit, walked)
    row = page.get_by_role("region", name="覆盖明细").locator("tbody button").first
    await row.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="逐日情况")).to_be_visible()


async def test_who_may_not_is_not_led_there(visit: OpenPage) -> None:
    page = await (await visit(account="planner")).open()
    await expect(page.get_by_role("link", name="督查")).to_have_count(0)
    page = await (await visit(account="inspector")).open()
    await expect(page.get_by_role("link", name="督查")).to_have_count(1)
    page = await (await visit(account="viewer")).open("/inspector")
    await expect(page.get_by_text("当前账号没有查看权限")).to_be_visible()


async def test_a_failure_says_what_happened_and_tries_again(visit: OpenPage, walked: Walked) -> None:
    page = await opened(visit, walked)
    await page.route("**/api/coverage?*", lambda route: route.fulfill(status=500, body="{}"))
    await page.get_by_role("button", name="村", exact=True).click()
    region = page.get_by_role("region", name="覆盖明细")
    await expect(region.get_by_role("alert")).to_be_visible()
    await page.unroute("**/api/coverage?*")
    await region.get_by_role("button", name="再试一次").click()
    await expect(region.locator("tbody tr").first).to_be_visible()


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing(look: Look, visit: OpenPage, walked: Walked) -> None:
    page = await opened(visit, walked, look)
    await expect(page.locator(".insp-table tbody tr").first).to_be_visible()
    assert await axe(page) == []
    await page.locator(".insp-table tbody button").first.click()
    await page.locator(".insp-cell").first.click()
    await expect(page.locator(".insp-proof .insp-form")).to_be_visible()
    assert await axe(page) == []
    wide = await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide

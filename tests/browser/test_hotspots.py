"""Hot spots on the live page: the list, the flight there, the words, heat hour by hour, in every look."""

import re

import pytest
from playwright.async_api import Page, expect

from api.clock import now_utc
from fixtures.hot_spots import HOT_SPOTS
from gis.service.atlas import Atlas
from gis.service.hotspots import HotspotNights
from gis.store.database import Database
from tests.browser.conftest import LOOKS, NARROW, ROOT, Look, OpenPage, axe

VIEW = "/#view=120.3435,31.7538,13&tab=hotspots"


@pytest.fixture(scope="module", autouse=True)
async def night(town_database: str) -> None:
    """Scan the town as the keeper does by night, with fewer deals."""
    database = Database(town_database, statement_seconds=300)
    atlas = Atlas(database, now_utc)
    await atlas.refresh()
    await HotspotNights(database, atlas).scan_nightly(draws=199)
    await database.close()


async def opened(visit: OpenPage, look: Look = Look()) -> Page:
    """Open the list and choose the strongest hot spot."""
    made = await visit(look)
    page = await made.open(VIEW)
    await page.locator(".panel .rows .row").first.click()
    await expect(page.locator(".hot-words")).to_be_visible()
    await made.settle()
    return page


async def test_a_click_flies_there_and_says_what_is_known_and_what_to_do(visit: OpenPage) -> None:
    page = await opened(visit)
    await expect(page.locator(".panel .rows .row")).to_have_count(len(HOT_SPOTS))
    words = page.locator(".hot-words")
    for part in ("起事件", "按往常约", "偶然", "建议"):
        await expect(words).to_contain_text(part)
    await expect(page).to_have_url(re.compile(r"layers=[^&]*hotspots"))
    await expect(page).to_have_url(re.compile(r"view=[\d.]+,[\d.]+,16"))


async def test_squares_by_residents_and_trends_are_lists_of_their_own(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open(VIEW)
    await page.get_by_role("button", name="长期", exact=True).click()
    await expect(page.locator(".panel .count")).to_contain_text("250 米方格")
    await page.locator(".panel .rows .row").first.click()
    await expect(page).to_have_url(re.compile(r"view=[\d.]+,[\d.]+,16"))
    await expect(page.locator("path.selection-line").first).to_be_visible()
    await page.get_by_label("按什么平均").select_option("patrol")
    await expect(page.locator(".panel .empty, .panel .count").first).to_be_visible()
    await page.get_by_role("button", name="趋势", exact=True).click()
    await expect(page.locator(".panel .hot-trend").first).to_have_text(
        re.compile("新出现|加剧|持续|时有|消退")
    )
    await made.settle()
    assert await axe(page) == []


async def test_heat_is_played_hour_by_hour_and_stops(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/#view=120.3435,31.7538,13&layers=heat")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.keyboard.press("l")
    await page.get_by_role("button", name="按小时播放").click()
    await expect(page.get_by_text("02 时")).to_be_visible()
    await page.get_by_role("button", name="停止播放").click()
    await made.settle()
    played = {found for url in asked for found in re.findall(r"heat/tiles.*[?&]hours=(\d+)", url)}
    assert {"0", "1"} <= played
    await expect(page).not_to_have_url(re.compile("heat.hours"))


async def test_another_period_and_patrol_hours_are_layers_beside_it(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/#view=120.3435,31.7538,13&layers=heat_change,heat_patrol")
    await page.keyboard.press("l")
    for name in ("热力对比", "事件热力（每巡查小时）"):
        await expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_checked()
    await made.settle()
    assert await axe(page) == []


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing_in_any_look(look: Look, visit: OpenPage) -> None:
    page = await opened(visit, look)
    assert await axe(page) == []
    beyond = "[...document.querySelectorAll('.panel *')].filter((one) => one.getBoundingClientRect().right"
    assert await page.evaluate(f"{beyond} > innerWidth + 1).map((one) => one.className)") == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if look == Look():
        await page.screenshot(path=ROOT / "docs" / "pictures" / "hotspots-zh-light.png")

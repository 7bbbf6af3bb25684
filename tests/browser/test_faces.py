"""The faces of every panel of the live page: loading, empty, error and data, in words and as a picture."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import Look, OpenPage, Visit, axe

MIDDLE = "/#view=120.3435,31.7538,14"
OUTSIDE = {"title": "Not found", "status": 404, "detail": "This place is outside the town."}
FAULT = (500, {"title": "Internal Server Error", "status": 500, "request_id": "made-up-request"})
Answer = tuple[int, object]
Step = Callable[[Page], Awaitable[None]]


async def _nothing(_: Page) -> None:
    return


async def _search(page: Page) -> None:
    await page.locator("#search").fill("320281104206")


async def _all_staff(page: Page) -> None:
    await page.get_by_role("button", name="全部人员", exact=True).click()


async def _heat_filters(page: Page) -> None:
    await page.get_by_role("button", name="图层", exact=True).click()
    await page.get_by_role("button", name="筛选: 事件热力").click()


@dataclass(frozen=True)
class Panel:
    """A panel, what it asks for, and the words of its empty and its data face."""

    name: str
    region: str
    asks: str
    empty: Answer
    why: str
    data: str | re.Pattern[str]
    shows: str = ""
    reach: Step = _nothing

    def __str__(self) -> str:
        """Return the name for the test's own name."""
        return self.name


PANELS = [
    Panel("figures", ".figures", "/api/summary", (200, {"figures": []}), "还没有网格和人员", "部件"),
    Panel(
        "look-up",
        "#panel",
        "/api/lookup",
        (404, OUTSIDE),
        "这里不在",
        "网格长",
        "&at=120.3435,31.7538&tab=here",
    ),
    Panel(
        "people",
        "#panel",
        "/api/people",
        (200, {"total": 0, "people": []}),
        "还没有人员",
        "共 454 人",
        "&tab=people",
        _all_staff,
    ),
    Panel(
        "events",
        "#panel",
        "/layers/events/items.geojson",
        (200, {"type": "FeatureCollection", "features": [], "numberMatched": 0}),
        "地图范围内没有事件",
        re.compile(r"地图范围内 [\d,]+ 件"),
        "&tab=events",
    ),
    Panel(
        "search",
        ".search-list",
        "/api/search",
        (200, {"interpretation": None, "results": []}),
        "没有找到“320281104206”",
        "320281104206001",
        reach=_search,
    ),
    Panel(
        "heat-filters",
        ".parameters",
        "/api/categories",
        (200, {"categories": [], "departments": []}),
        "还没有事件类别和部门",
        "查找类别",
        "&layers=heat",
        _heat_filters,
    ),
]
OFFERED = Look()
NIGHT = Look("zh", "dark", 375, 740)


async def _answer(page: Page, path: str, answer: Answer, held: asyncio.Event | None = None) -> None:
    """Answer the questions of one path with this, as soon as they are no longer held."""

    async def give(route: Route) -> None:
        if held:
            await held.wait()
        kind = "application/json" if answer[0] == 200 else "application/problem+json"
        await route.fulfill(status=answer[0], content_type=kind, body=json.dumps(answer[1]))

    await page.route(lambda url: url.split("?")[0].endswith(path), give)


async def _open(made: Visit, panel: Panel) -> Locator:
    await made.page.goto(made.address + MIDDLE + panel.shows)
    await expect(made.page.locator("#map")).to_be_visible()
    await panel.reach(made.page)
    return made.page.locator(panel.region)


async def _picture(page: Page, folder: Path, name: str) -> None:
    assert await axe(page) == []
    await page.screenshot(path=folder / f"{name}.png")


def _words(region: Locator, words: str | re.Pattern[str]) -> Locator:
    """Find words that are read or stand as a hint in a box."""
    return region.get_by_text(words).or_(region.get_by_placeholder(words)).first


@pytest.mark.parametrize("look", [OFFERED, NIGHT], ids=str)
@pytest.mark.parametrize("panel", PANELS, ids=str)
async def test_a_panel_loads_fails_and_tries_again(
    panel: Panel, look: Look, visit: OpenPage, tmp_path: Path
) -> None:
    made = await visit(look)
    page, held = made.page, asyncio.Event()
    await _answer(page, panel.asks, FAULT, held)
    region = await _open(made, panel)
    await expect(region.get_by_role("status", name="正在加载").first).to_be_visible()
    await _picture(page, tmp_path, "loading")
    held.set()
    failed = region.get_by_role("alert").first
    await expect(failed).to_contain_text("没有加载成功")
    await expect(failed).to_contain_text("请求编号 made-up-request")
    await _picture(page, tmp_path, "error")
    await page.unroute_all()
    await failed.get_by_role("button", name="再试一次").click()
    await expect(_words(region, panel.data)).to_be_visible()
    await made.settle()
    await _picture(page, tmp_path, "data")


@pytest.mark.parametrize("panel", PANELS, ids=str)
async def test_a_panel_says_why_it_is_empty(panel: Panel, visit: OpenPage, tmp_path: Path) -> None:
    made = await visit(Look("zh", "light", 375, 740))
    await _answer(made.page, panel.asks, panel.empty)
    region = await _open(made, panel)
    await expect(_words(region, panel.why)).to_be_visible()
    await _picture(made.page, tmp_path, "empty")


async def test_the_list_of_layers_has_four_faces(visit: OpenPage, tmp_path: Path) -> None:
    made = await visit()
    page, address = made.page, made.address + MIDDLE
    held = asyncio.Event()
    await _answer(page, "/layers", FAULT, held)
    await page.goto(address)
    await expect(page.get_by_role("status", name="正在加载")).to_be_visible()
    await _picture(page, tmp_path, "loading")
    held.set()
    await expect(page.get_by_role("alert")).to_contain_text("没有加载成功")
    await _picture(page, tmp_path, "error")
    await page.unroute_all()
    await page.get_by_role("button", name="再试一次").click()
    await page.get_by_role("button", name="图层", exact=True).click()
    await expect(page.locator(".layers .legend").get_by_text("村界")).to_be_visible()
    await _picture(page, tmp_path, "data")
    await _answer(page, "/layers", (200, {"layers": []}))
    await page.reload()
    await page.get_by_role("button", name="图层", exact=True).click()
    await expect(page.locator(".layers")).to_contain_text("没有可用的图层")
    await _picture(page, tmp_path, "empty")


async def test_nothing_selected_says_what_to_do(visit: OpenPage, tmp_path: Path) -> None:
    made = await visit()
    page = await made.open(MIDDLE + "&tab=here")
    await expect(page.locator("#panel")).to_contain_text("在地图上点一下")
    await _picture(page, tmp_path, "start")


async def test_the_sign_in_has_four_faces(visit: OpenPage, tmp_path: Path) -> None:
    made = await visit(account=None)
    page = await made.open("/signin")
    submit = page.locator("button[type=submit]")
    await expect(submit).to_have_text("登录")
    await submit.click()
    await expect(page.get_by_role("alert")).to_have_text("请填写账号和密码。")
    await _picture(page, tmp_path, "empty")
    await page.locator("#signin-name").fill("commander")
    await page.locator("#signin-password").fill("wrong")
    await submit.click()
    await expect(page.get_by_role("alert")).to_have_text("账号或密码不对，请核对后再试。")
    await _picture(page, tmp_path, "error")
    held = asyncio.Event()
    await _answer(page, "/api/session", (503, {"title": "Service Unavailable", "status": 503}), held)
    await page.locator("#signin-password").fill("wangge-demo-commander")
    await submit.click()
    await expect(submit).to_have_text("正在登录")
    await expect(submit).to_be_disabled()
    await _picture(page, tmp_path, "loading")
    held.set()
    await expect(page.get_by_role("alert")).to_have_text("服务暂时连不上，请稍后再试。")

"""The live page as its users use it: by mouse, by keyboard alone, in every look, and on a phone's width."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import LOOKS, NARROW, Look, OpenPage, axe

ROOT = Path(__file__).parent.parent.parent
CENTRE = "#view=120.3435,31.7538,14"
GRID = re.compile(r"^\d{15}$")
EVERYTHING = "water,buildings,roads,squads,heat,grids,villages"


async def looked_up(page: Page, path: str = CENTRE) -> str:
    """Look up the middle of the map by keyboard and return the grid's code."""
    await page.locator("#map").focus()
    await page.keyboard.press("Enter")
    code = page.locator(".here .code")
    await expect(code).to_have_text(GRID)
    return await code.inner_text()


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing_and_the_picture_is_kept(look: Look, visit: OpenPage) -> None:
    made = await visit(look)
    page = await made.open(f"/#view=120.3435,31.7538,13&layers={EVERYTHING}&at=120.3435,31.7538&tab=here")
    await expect(page.locator(".here .code")).to_have_text(GRID)
    await made.settle()
    assert await axe(page) == []
    await page.screenshot(path=ROOT / "docs" / "pictures" / f"live-{look}.png")


@pytest.mark.parametrize("look", LOOKS, ids=str)
async def test_axe_finds_nothing_in_any_panel(look: Look, visit: OpenPage) -> None:
    made = await visit(look)
    for tab in ("people", "events", "here"):
        page = await made.open(f"/#view=120.3435,31.7538,14&tab={tab}")
        await page.keyboard.press("l")
        await made.settle()
        assert await axe(page) == [], tab
        await page.reload()
    await page.keyboard.press("?")
    assert await axe(page) == []


async def test_a_click_answers_whose_place_it_is(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/" + CENTRE)
    await page.locator("#map").click(position={"x": 500, "y": 400})
    await expect(page.locator(".here .code")).to_have_text(GRID)
    text = await page.locator(".here").inner_text()
    assert "村" in text
    assert "中队" in text
    for post in ("网格长", "网格员", "督查员", "信息员", "联络员", "巡查员"):
        assert post in text


async def test_outside_the_town_is_said_kindly(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/#view=120.6,31.9,14&at=120.6,31.9&tab=here")
    await expect(page.get_by_text(re.compile("这里不在.*范围内")).first).to_be_visible()


async def test_job_1_sign_in_by_keyboard(visit: OpenPage) -> None:
    made = await visit(account=None)
    page = await made.open("/signin")
    assert await axe(page) == []
    for _ in range(12):
        if await page.evaluate("document.activeElement.id") == "signin-name":
            break
        await page.keyboard.press("Tab")
    await page.keyboard.type("commander")
    await page.keyboard.press("Tab")
    await page.keyboard.type("wangge-demo-commander")
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(r"/(#.*)?$"))
    await expect(page.locator("#map")).to_be_visible()


async def test_job_2_find_a_grid_by_its_code(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/" + CENTRE)
    await page.keyboard.press("/")
    await page.keyboard.type("320281104206001")
    await expect(page.get_by_role("option").first).to_contain_text("320281104206001")
    await page.keyboard.press("Enter")
    await expect(page.locator(".here .code")).to_have_text("320281104206001")


async def test_job_3_who_is_in_charge_at_the_middle_of_the_map(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/" + CENTRE)
    first = await looked_up(page)
    await page.locator("#map").focus()
    for _ in range(6):
        await page.keyboard.press("ArrowRight")
        await page.wait_for_timeout(400)  # the map takes the next key when it stands still
    await page.keyboard.press("Enter")
    await expect(page.locator(".here .code")).not_to_have_text(first)


async def test_job_4_filter_the_heat_by_hours(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/" + CENTRE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.keyboard.press("l")
    heat = page.get_by_role("checkbox", name="事件热力", exact=True)
    await heat.focus()
    await page.keyboard.press("Space")
    await expect(heat).to_be_checked()
    await made.settle()
    assert any("/layers/heat/tiles/" in url for url in asked)


async def test_job_5_change_language_and_theme(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/" + CENTRE)
    language = page.get_by_role("button", name="切换到 English")
    await language.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
    await expect(page.get_by_role("tab", name="People")).to_be_visible()


async def test_chinese_coordinates_and_initials_are_understood(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/" + CENTRE)
    box = page.locator("#search")
    for typed in ("120°20′36″、31°45′14″", "３１．７５３８，１２０．３４３５", "GCJ-02 120.348, 31.751"):
        await box.fill(typed)
        await expect(page.get_by_role("option").first).to_contain_text("120.3")
    await box.fill("htc")
    await expect(page.get_by_role("option", name=re.compile("璜塘村")).first).to_be_visible()


async def test_the_address_brings_the_same_view_back(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open("/" + CENTRE)
    code = await looked_up(page)
    await page.wait_for_timeout(400)
    address = page.url
    assert "at=" in address
    again = await visit()
    other = await again.open(address.removeprefix(made.address))
    await expect(other.locator(".here .code")).to_have_text(code)


async def test_without_a_session_the_page_asks_to_sign_in(visit: OpenPage) -> None:
    made = await visit(account=None)
    page = await made.open("/" + CENTRE)
    await page.wait_for_url(re.compile(r"/signin\?next="))


async def test_every_folium_page_opens_without_the_network(visit: OpenPage, tmp_path: Path) -> None:
    made = await visit()
    for name in ("grids", "events", "heat", "roads"):
        page = await made.open(f"/layers/{name}/map.html")
        await expect(page.locator(".leaflet-container")).to_be_visible()
        saved = tmp_path / f"{name}.html"
        saved.write_text(await page.content(), encoding="utf-8")
        outside = re.sub(r"<script>.*?</script>", "", saved.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"(src|href)=.https?://", outside)


async def test_nobody_is_shown_a_tab_that_he_may_not_read(visit: OpenPage) -> None:
    page = await (await visit(account="admin")).open("/")
    tabs = page.get_by_role("tab")
    await expect(tabs).to_have_count(1)
    await expect(tabs).to_have_text("此处")
    await expect(page.get_by_role("alert")).to_have_count(0)

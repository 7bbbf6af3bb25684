"""Grids are split, merged, measured, and given land, villages, squads and names, by mouse and by keys."""

import math
import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.draft_desk import MIDDLE, Desk, Place, across, longest_border, middle_grid, sit_down


async def test_a_grid_is_split_and_merged_by_mouse(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    code = middle_grid(desk)
    shape = desk.shape(code)
    before = {grid["code"] for grid in desk.whole["grids"]}
    await desk.look_at((shape.centroid.x, shape.centroid.y), 15)
    await desk.page.get_by_role("button", name="切分").click()
    await desk.draw(across(shape))
    await expect(desk.page.locator("dl.live-facts")).to_contain_text(re.compile(r"\d m"))
    await desk.page.get_by_role("button", name="完成").click()
    await desk.done()
    (new,) = {grid["code"] for grid in desk.whole["grids"]} - before
    halves = [desk.shape(half) for half in (code, new)]
    assert math.isclose(sum(half.area for half in halves), shape.area, rel_tol=1e-6)
    await desk.page.get_by_role("button", name="合并").click()
    for half in halves:
        inside = half.representative_point()
        await desk.click((inside.x, inside.y))
    await expect(desk.page.locator(".tool-hand")).to_contain_text("已选 2 个网格")
    await desk.page.locator(".tool-hand").get_by_role("button", name="合并").click()
    await desk.done()
    assert {grid["code"] for grid in desk.whole["grids"]} == before


async def test_a_grid_is_split_and_merged_by_keys_alone(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    code, page = middle_grid(desk), desk.page
    before = {grid["code"] for grid in desk.whole["grids"]}
    start, end = across(desk.shape(code))
    await desk.look_at(start, 16)
    await desk.tool("s")
    await page.keyboard.press("Space")
    while (await desk.point(end))[0] > (await desk.point(start))[0] and await _right_of_middle(desk, end):
        await page.keyboard.press("ArrowRight")
        await page.wait_for_timeout(50)
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await desk.done()
    (new,) = {grid["code"] for grid in desk.whole["grids"]} - before
    await page.keyboard.press("m")
    for one in (code, new):
        await page.get_by_role("searchbox").fill(one)
        await page.locator(".rows button").first.focus()
        await page.keyboard.press("Enter")
    await page.locator("#map").focus()
    await page.keyboard.press("Enter")
    await desk.done()
    assert {grid["code"] for grid in desk.whole["grids"]} == before


async def _right_of_middle(desk: Desk, place: Place) -> bool:
    box = await desk.page.locator("#map").bounding_box()
    assert box
    return (await desk.point(place))[0] > box["x"] + box["width"] / 2


async def test_land_is_transferred_to_a_neighbour(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    border = longest_border(desk)
    middle = border.places[len(border.places) // 2]
    await desk.look_at(middle, 17)
    await desk.tool("t")
    await desk.page.get_by_label("划出网格").select_option(border.left)
    await desk.page.get_by_label("划入网格").select_option(border.right)
    ring = [(middle[0] + 3e-4 * x, middle[1] + 3e-4 * y) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    before = desk.shape(border.left).area
    await desk.draw(ring)
    await expect(desk.page.locator("dl.live-facts")).to_contain_text("亩")
    await desk.page.get_by_role("button", name="完成").click()
    await desk.done()
    assert desk.shape(border.left).area < before


async def test_grids_get_another_village_squad_and_name(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    page = desk.page
    border = next(
        one
        for grid in desk.whole["grids"]
        for one in desk.borders(grid["code"])
        if desk.grid(one.left)["squad"] != desk.grid(one.right)["squad"]
    )
    inside = desk.shape(border.left).representative_point()
    await desk.look_at((inside.x, inside.y), 15)
    await desk.tool("a")
    await desk.click((inside.x, inside.y))
    await page.get_by_label("中队").select_option(desk.grid(border.right)["squad"])
    await page.locator(".tool-hand").get_by_role("button", name="改属").click()
    await desk.done()
    assert desk.grid(border.left)["squad"] == desk.grid(border.right)["squad"]
    await desk.tool("n")
    await desk.click((inside.x, inside.y))
    await page.get_by_label(re.compile("的名称")).fill("霞客东网格")
    await page.keyboard.press("Enter")
    await desk.done()
    assert desk.grid(border.left)["name"] == "霞客东网格"
    await page.get_by_role("tab", name="历史").click()
    await expect(page.locator("ol.rows li")).to_have_count(2)


async def test_lengths_and_areas_are_measured(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    lon, lat = MIDDLE
    await desk.look_at(MIDDLE, 17)
    await desk.tool("d")
    # 200 m east, 100 m north
    east = 200 / (111_320 * math.cos(math.radians(lat)))
    await desk.draw([(lon, lat), (lon + east, lat), (lon + east, lat + 100 / 110_870)])
    facts = desk.page.locator("dl.live-facts")
    found = re.search(r"(\d+) m² · (\d+\.\d) 亩", await facts.inner_text())
    assert found
    assert int(found[1]) == pytest.approx(10_000, rel=0.05)
    assert float(found[2]) == pytest.approx(15, rel=0.05)
    await desk.page.keyboard.press("Enter")
    await desk.page.mouse.move(600, 300)
    assert found[0] in await facts.inner_text()


async def test_a_refused_edit_says_why_and_leaves_the_draft_as_it_was(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    inside = desk.shape(middle_grid(desk)).representative_point()
    await desk.look_at((inside.x, inside.y), 18)
    await desk.tool("s")
    await desk.draw([(inside.x, inside.y), (inside.x + 1e-4, inside.y)])
    await desk.page.keyboard.press("Enter")
    assert "没有修改" in await desk.refused()

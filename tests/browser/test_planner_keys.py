"""The tools that draw and choose, by keys alone: the map moves under its middle, where Space sets a point."""

import math
from collections.abc import Sequence

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenPage, axe
from tests.browser.draft_desk import (
    Desk,
    Place,
    longest_border,
    middle_grid,
    on_a_road,
    sit_down,
    vertices_of,
)

STEP_PX, FINE_PX = 80, 4
# the map ignores keys while it glides
GLIDE_MS = 350


async def walk_to(desk: Desk, place: Place) -> None:
    """Move the map by arrow keys until a place lies under its middle, within a fine step."""
    box = await desk.page.locator("#map").bounding_box()
    assert box
    x, y = await desk.point(place)
    east, south = x - box["x"] - box["width"] / 2, y - box["y"] - box["height"] / 2
    for away, forward, back in ((east, "ArrowRight", "ArrowLeft"), (south, "ArrowDown", "ArrowUp")):
        key = forward if away > 0 else back
        steps, rest = divmod(abs(away), STEP_PX)
        for _ in range(int(steps)):
            await desk.page.keyboard.press(key)
            await desk.page.wait_for_timeout(GLIDE_MS)
        for _ in range(round(rest / FINE_PX)):
            await desk.page.keyboard.press(f"Alt+{key}")


async def draw_by_keys(desk: Desk, line: Sequence[Place]) -> None:
    """Set point after point under the middle of the map."""
    for place in line:
        await walk_to(desk, place)
        await desk.page.keyboard.press("Space")


async def test_a_border_is_reshaped_and_a_block_transferred_by_keys(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    border = longest_border(desk)
    middle = len(border.places) // 2
    start, here, end = border.places[middle - 1 : middle + 2]
    await desk.look_at(here, 17)
    await desk.tool("r")
    bulge = (here[0] + 1e-4, here[1] + 1e-4)
    await draw_by_keys(desk, [start, bulge, end])
    await desk.page.keyboard.press("Enter")
    await desk.done()
    assert border.vertices[middle] not in vertices_of(desk, border.left)
    await desk.page.keyboard.press("t")
    for label, code in (("划出网格", border.left), ("划入网格", border.right)):
        choice = desk.page.get_by_label(label)
        await choice.focus()
        await choice.select_option(code)
    before = desk.shape(border.left).area
    await desk.page.locator("#map").focus()
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    await draw_by_keys(desk, [(here[0] + 3e-4 * x, here[1] + 3e-4 * y) for x, y in corners])
    await desk.page.keyboard.press("Enter")
    await desk.done()
    assert desk.shape(border.left).area < before


async def test_a_border_follows_its_road_by_keys(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    page, border = desk.page, longest_border(desk)
    middle = await on_a_road(desk, border)
    start, road, end = border.places[middle - 1 : middle + 2]
    line = [start, (road[0] + 2e-4, road[1] + 2e-4), end]
    edit = {"kind": "reshape", "codes": [border.left, border.right], "line": line}
    body = {"revision": desk.revision, "edit": edit}
    edits = f"{desk.address}/api/drafts/{desk.key}/edits"
    answer = await page.request.post(edits, data=body)
    assert answer.status == 200, await answer.text()
    await page.reload()
    await expect(page.locator(".tools")).to_be_visible()
    await desk.read()
    away = desk.shape(border.left)
    await desk.tool("g")
    await page.get_by_role("searchbox").fill(border.left)
    await page.locator(".rows button").first.focus()
    await page.keyboard.press("Enter")
    await page.locator(".borders button:enabled", has_text=border.right[-6:]).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#map")).to_be_focused()
    await walk_to(desk, road)
    await page.keyboard.press("Space")
    await expect(page.locator(".tool-hand")).to_contain_text("边界已选。 道路或河流已选。")
    await page.get_by_label("最大距离（米）").fill("60")
    await page.locator("#map").focus()
    await page.keyboard.press("Enter")
    await desk.done()
    assert desk.shape(border.left).symmetric_difference(away).area > 1e-9


async def test_grids_get_another_squad_and_name_by_keys(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    page, code = desk.page, middle_grid(desk)
    squad = next(one["code"] for one in desk.whole["squads"] if one["code"] != desk.grid(code)["squad"])
    inside = desk.shape(code).representative_point()
    await desk.look_at((inside.x, inside.y), 17)
    await desk.tool("a")
    await page.keyboard.press("Space")
    await expect(page.locator(".tool-hand")).to_contain_text("已选 1 个网格")
    await page.get_by_label("中队").focus()
    await page.get_by_label("中队").select_option(squad)
    await page.locator(".tool-hand").get_by_role("button", name="改属").focus()
    await page.keyboard.press("Enter")
    await desk.done()
    assert desk.grid(code)["squad"] == squad
    await desk.tool("n")
    await page.get_by_label("的名称").focus()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("霞客网格")
    await page.keyboard.press("Enter")
    await desk.done()
    assert desk.grid(code)["name"] == "霞客网格"


async def test_a_length_is_measured_by_keys(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    await desk.tool("d")
    await desk.page.keyboard.press("Space")
    for _ in range(3):
        await desk.page.keyboard.press("ArrowRight")
        await desk.page.wait_for_timeout(GLIDE_MS)
    await desk.page.keyboard.press("Space")
    metres_per_px = 40_075_016.7 * math.cos(math.radians(31.7538)) / 256 / 2**16
    words = await desk.page.locator("dl.live-facts dd").first.inner_text()
    assert float(words.removesuffix(" m")) == pytest.approx(3 * STEP_PX * metres_per_px, abs=2)
    await desk.page.keyboard.press("Escape")
    await expect(desk.page.locator("dl.live-facts")).to_have_count(0)


async def test_the_edition_in_force_is_compared_side_by_side(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    page = desk.page
    await desk.tool("c")
    beside = page.get_by_role("button", name="左右卷帘")
    await beside.focus()
    await page.keyboard.press("Enter")
    draft, force = page.locator(".leaflet-borders-pane"), page.locator(".leaflet-force-pane")
    before = await draft.evaluate("pane => pane.style.clip"), await force.evaluate("pane => pane.style.clip")
    assert all(clip.startswith("rect(") for clip in before)
    await page.get_by_role("slider").focus()
    await page.keyboard.press("ArrowLeft")
    after = await draft.evaluate("pane => pane.style.clip"), await force.evaluate("pane => pane.style.clip")
    assert before[0] != after[0]
    assert before[1] != after[1]
    assert await axe(page) == []
    await page.get_by_role("button", name="叠在下面").click()
    assert await draft.evaluate("pane => pane.style.clip") == ""

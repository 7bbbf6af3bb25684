"""Even divisions are proposed, compared on a chart and on the map, one is taken, and taken back."""

import re

from playwright.async_api import expect

from tests.browser.conftest import ROOT, OpenPage, axe
from tests.browser.draft_desk import middle_grid, sit_down


async def test_a_proposal_for_one_village_is_looked_at_and_taken(visit: OpenPage) -> None:
    desk = await sit_down(visit, view="120.3435,31.7538,14")
    page = desk.page
    village = desk.grid(middle_grid(desk))["parent"]
    before = {grid["code"]: grid["load"] for grid in desk.whole["grids"] if grid["parent"] == village}
    await page.get_by_role("tab", name="方案").click()
    await page.get_by_label("划分什么").select_option(village)
    await page.get_by_role("button", name="提出方案").click()
    chart = page.get_by_role("img", name=re.compile("不均匀程度"))
    await expect(chart.locator("circle")).to_have_count(5)
    await page.get_by_role("button", name="D", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("tr.shown th")).to_have_text("D")
    assert await axe(page) == []
    await page.screenshot(path=ROOT / "docs" / "pictures" / "proposals-zh-light.png")
    await page.get_by_role("button", name="采用方案 D").click()
    await expect(chart).to_have_count(0)
    await desk.read()
    after = {grid["code"]: grid["load"] for grid in desk.whole["grids"] if grid["parent"] == village}
    assert len(after) == len(before)
    assert max(after.values()) < max(before.values())
    await page.locator("#map").focus()
    await page.keyboard.press("Control+z")
    await desk.done()
    back = {grid["code"]: grid["load"] for grid in desk.whole["grids"] if grid["parent"] == village}
    assert back == before


async def test_the_file_that_is_signed_is_fetched_from_the_menu(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    await desk.page.get_by_role("button", name="下一步").click()
    async with desk.page.expect_download() as begun:
        await desk.page.get_by_role("link", name="审批文件（Word）").click()
    download = await begun.value
    assert download.suggested_filename.endswith(".docx")

"""A phone in full: asked for with a purpose, by keyboard, and only by those who may."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Look, OpenPage, axe

PLACE = "/#view=120.3435,31.7538,14&at=120.3435,31.7538&tab=here"
MASKED = re.compile(r"\d{3}\*{4}\d{4}$")
WHOLE = re.compile(r"\d{11}$")


async def test_a_commander_reads_a_number_by_keyboard(visit: OpenPage) -> None:
    page = await (await visit(Look("zh", "light", 375, 740))).open(PLACE)
    first = page.locator(".contact").first
    await expect(first).to_have_text(MASKED)
    await first.get_by_role("button", name="查看完整号码").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("group", name="为何查看")).to_be_visible()
    await expect(page.get_by_role("button", name="事件处置")).to_be_focused()
    assert await axe(page) == []
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(first).to_have_text(WHOLE)
    await expect(page.locator(".unmasking")).to_contain_text("本次查看已记录：演练")
    assert await axe(page) == []
    await page.get_by_role("tab", name="人员").click()
    await page.get_by_role("tab", name="此处").click()
    await expect(first).to_have_text(MASKED)


async def test_a_number_is_read_for_an_event_that_exists(visit: OpenPage) -> None:
    page = await (await visit(Look("zh", "light", 375, 740))).open(PLACE)
    first = page.locator(".contact").first
    await first.get_by_role("button", name="查看完整号码").click()
    await page.get_by_role("button", name="事件处置").click()
    show = page.locator(".binding").get_by_role("button", name="查看")
    await expect(show).to_be_disabled()
    await page.get_by_label("所办事件").select_option(index=1)
    assert await axe(page) == []
    await show.click()
    await expect(first).to_have_text(WHOLE)
    await expect(page.locator(".unmasking")).to_contain_text("本次查看已记录：事件处置")


async def test_a_planner_gets_no_button(visit: OpenPage) -> None:
    page = await (await visit(account="planner")).open(PLACE)
    await expect(page.locator(".contact").first).to_have_text(MASKED)
    await expect(page.get_by_role("button", name="查看完整号码")).to_have_count(0)

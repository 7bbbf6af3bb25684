"""The roster page: shifts are made and put into cells; leave, overtime and swaps are entered."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import LOOKS, NARROW, Look, OpenPage, axe


@pytest.fixture
async def page(visit: OpenPage) -> Page:
    """Open the month after this one, in which no day is over, with the usual shifts made."""
    page = await (await visit(Look(width=1800))).open("/roster")
    await page.get_by_role("button", name="班次", exact=True).click()
    usual = page.get_by_role("button", name="建立常用班次")
    if await usual.count():
        await usual.click()
    await expect(page.get_by_role("toolbar").get_by_role("button", name="夜 夜班")).to_be_visible()
    shown = page.locator(".roster-bar strong")
    before = await shown.text_content() or ""
    await page.get_by_role("button", name="下个月").click()
    await expect(shown).not_to_have_text(before)
    await page.get_by_role("button", name="当日").click()
    await page.get_by_label("姓名或工号").fill("XK000")
    await expect(page.get_by_role("grid").locator("tbody tr")).to_have_count(9)
    return page


def cell(page: Page, row: int, day: int) -> Locator:
    return page.get_by_role("grid").locator("tbody tr").nth(row).locator("td").nth(day - 1)


async def test_shifts_are_put_in_by_pointer_and_keys(page: Page) -> None:
    await cell(page, 0, 3).hover()
    await page.mouse.down()
    await cell(page, 1, 5).hover()
    await page.mouse.up()
    await page.get_by_role("toolbar").get_by_role("button", name="夜 夜班").click()
    for row in (0, 1):
        for day in (3, 4, 5):
            await expect(cell(page, row, day)).to_have_text("夜")
    await expect(cell(page, 2, 3)).to_have_text("")
    await cell(page, 0, 3).click()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Shift+ArrowRight")
    await page.keyboard.press("2")
    await expect(cell(page, 0, 4)).to_have_text("早")
    await expect(cell(page, 0, 5)).to_have_text("早")
    await page.keyboard.press("Delete")
    await expect(cell(page, 0, 4)).to_have_text("")
    await expect(cell(page, 0, 3)).to_have_text("夜")


async def test_leave_overtime_and_a_swap_are_entered_and_told(page: Page) -> None:
    for row, day, key in ((2, 10, "2"), (3, 11, "4")):
        await cell(page, row, day).click()
        await page.keyboard.press(key)
        await expect(cell(page, row, day)).not_to_have_text("")
    await cell(page, 2, 10).click()
    await page.get_by_label("与谁（工号）").fill("XK0004")
    day = await page.get_by_label("对方日期").input_value()
    await page.get_by_label("对方日期").fill(f"{day[:8]}11")
    await page.get_by_role("button", name="对调").click()
    await expect(cell(page, 3, 10)).to_have_text("早 调")
    await expect(cell(page, 2, 11)).to_have_text("夜 调")
    await cell(page, 2, 10).click()
    await page.get_by_role("button", name="登记加班").click()
    await expect(cell(page, 2, 10)).to_have_text("加")
    await page.get_by_role("button", name="取消加班").click()
    await expect(cell(page, 2, 10)).to_have_text("")
    await cell(page, 3, 10).click()
    await page.get_by_role("button", name="登记请假").click()
    await expect(cell(page, 3, 10)).to_have_text("早 假 调")
    await page.get_by_role("button", name="登记加班").click()
    await expect(page.get_by_role("alert")).to_contain_text("away at that time")
    await page.get_by_role("button", name="销假").click()
    await expect(cell(page, 3, 10)).to_have_text("早 调")


async def test_a_pattern_rotates_through_the_month(page: Page) -> None:
    await cell(page, 6, 1).click()
    await cell(page, 7, 1).click(modifiers=["Shift"])
    await page.get_by_role("button", name="规律").click()
    for shift in ("早", "夜", "休"):
        await page.get_by_role("button", name=f"+ {shift}").click()
    await page.get_by_label("逐人错开（天）").fill("1")
    await expect(page.get_by_text("早 → 夜 → 休")).to_be_visible()
    await page.get_by_role("button", name="按规律排班").click()
    for row, signs in ((6, ("早", "夜", "", "早")), (7, ("夜", "", "早", "夜"))):
        for day, sign in enumerate(signs, 1):
            await expect(cell(page, row, day)).to_have_text(sign)


async def test_a_day_that_is_over_stays(page: Page) -> None:
    shown = page.locator(".roster-bar strong")
    for _ in range(2):
        before = await shown.text_content() or ""
        await page.get_by_role("button", name="上个月").click()
        await expect(shown).not_to_have_text(before)
    await cell(page, 0, 1).click()
    await page.keyboard.press("2")
    await expect(page.get_by_role("alert")).to_contain_text("不能再改")


async def test_whoever_keeps_no_roster_is_not_led_there(visit: OpenPage) -> None:
    page = await (await visit(account="planner")).open()
    await expect(page.get_by_role("link", name="排班")).to_have_count(0)
    page = await (await visit(account="dispatcher")).open()
    await expect(page.get_by_role("link", name="排班")).to_have_count(1)


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing(look: Look, visit: OpenPage) -> None:
    page = await (await visit(look)).open("/roster")
    # rows are alike, and axe looks at each of their cells
    await page.get_by_label(re.compile("^(姓名或工号|Name or number)$")).fill("XK000")
    await expect(page.get_by_role("grid").locator("tbody tr")).to_have_count(9)
    assert await axe(page) == []
    await page.get_by_role("button", name=re.compile("^(班次|Shifts)$")).click()
    assert await axe(page) == []

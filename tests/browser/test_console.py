"""The console is handed over between two accounts, and the last day's log prints on one page."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import LOOKS, NARROW, Look, OpenPage, axe


async def test_one_account_hands_over_and_another_signs_that_it_took(visit: OpenPage) -> None:
    giver, taker = await visit(), await visit(account="dispatcher")
    page = await giver.open("/console")
    await page.get_by_label("交接事项").fill("东街积水，请盯住")
    await page.get_by_role("button", name=re.compile("^签字交班|^按现状重新签字")).click()
    await expect(page.get_by_text("已签字，等待接班")).to_be_visible()
    other = await taker.open("/console")
    await expect(other.get_by_role("form", name="接班")).to_contain_text("东街积水，请盯住")
    await other.get_by_label("回复（可选）").fill("收到")
    await other.get_by_role("button", name="签字接班").click()
    before = other.get_by_role("region", name="交接记录")
    await expect(before.locator("summary").first).to_have_text(re.compile("commander .* → dispatcher"))
    await expect(before).to_contain_text("回复：收到")
    log = other.get_by_role("region", name="最近 24 小时操作")
    await other.reload()
    await expect(log).to_contain_text("dispatcher 接班签字")


async def test_it_prints_on_one_page_without_the_forms(visit: OpenPage) -> None:
    page = await (await visit()).open("/console")
    await expect(page.get_by_role("region", name="最近 24 小时操作").locator("li").first).to_be_visible()
    printed = await page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    await page.emulate_media(media="print")
    await expect(page.get_by_role("form")).to_have_count(0)
    await expect(page.get_by_role("region", name="最近 24 小时操作")).to_be_visible()


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing(look: Look, visit: OpenPage) -> None:
    page = await (await visit(look)).open("/console")
    await expect(page.locator(".console-lines")).to_be_visible()
    assert await axe(page) == []

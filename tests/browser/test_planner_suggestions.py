"""A hot spot of the made-up town lies on a border: one click opens a draft in which a grid takes the part."""

import re

from playwright.async_api import expect

from tests.browser.conftest import OpenPage, axe


async def test_a_suggestion_opens_a_draft(visit: OpenPage) -> None:
    made = await visit(account="planner")
    page = await made.open("/planner")
    take = page.get_by_role("button", name="按此新建草案").first
    await expect(take).to_be_visible()
    assert await axe(page) == []
    await take.click()
    await expect(page.locator(".plan-title")).to_have_text(re.compile("^热点：.*部分划给"))
    await page.get_by_role("tab", name="变更").click()
    await expect(page.get_by_role("button", name=re.compile(" → "))).to_have_count(1)
    await expect(page).to_have_url(re.compile(r"view=[\d.]+,[\d.]+,1[6-9]"))


async def test_whoever_may_not_draw_reads_it_only(visit: OpenPage) -> None:
    made = await visit(account="commander")
    page = await made.open("/planner")
    await expect(page.get_by_role("heading", name="热点建议")).to_be_visible()
    await expect(page.get_by_text(re.compile("接收")).first).to_be_visible()
    await expect(page.get_by_role("button", name="按此新建草案")).to_have_count(0)

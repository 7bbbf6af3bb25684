"""The inspector's page on required visits: entered there, listed as late and missed, led to by a round."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import LOOKS, NARROW, ROOT, Look, OpenPage, axe
from tests.browser.test_inspector import Walked, opened, walked

__all__ = ["walked"]


async def required(page: Page, name: str, day: str) -> None:
    """Ask of the first grid of a name for a visit every day, from three days before on."""
    await (
        page.get_by_role("region", name="覆盖明细").get_by_role("button", name=name, exact=True).first.click()
    )
    panel = page.get_by_role("complementary")
    await panel.get_by_text("规定频次").click()
    await panel.get_by_label("到访天数").fill("1")
    await panel.get_by_label("每几天").fill("1")
    await panel.get_by_label("自哪天起").fill((date.fromisoformat(day) - timedelta(days=3)).isoformat())
    await panel.get_by_role("button", name="保存").click()
    await expect(panel.get_by_text("每 1 天至少 1 天到访")).to_be_visible()


async def test_what_is_required_is_entered_and_what_was_missed_is_listed(
    visit: OpenPage, walked: Walked
) -> None:
    before = (date.fromisoformat(walked.day) - timedelta(days=1)).isoformat()
    page = await (await visit(account="inspector")).open(f"/inspector#period={before},{walked.day}")
    other = page.get_by_role("region", name="覆盖明细").locator("tbody button").last
    name = (await other.text_content()) or ""
    await required(page, walked.name, walked.day)
    panel = page.get_by_role("complementary")
    await expect(panel.locator("li", has_text="达标")).to_have_count(1)
    await expect(panel.locator("li", has_text="漏巡")).to_have_count(1)
    await required(page, name, walked.day)
    await expect(panel.locator("li", has_text="达标")).to_have_count(0)
    await expect(panel.locator("li", has_text="漏巡")).to_have_count(1)
    await panel.get_by_role("button", name="关闭").click()
    await expect(panel.get_by_role("heading", name="漏巡 2 个")).to_be_visible()
    await panel.get_by_role("button", name=name, exact=True).click()
    await expect(panel.get_by_role("heading", name="逐日情况")).to_be_visible()
    # five of seven days, which began three days ago: the second visit was due two days ago
    await panel.get_by_text("规定频次").click()
    await panel.get_by_label("到访天数").fill("5")
    await panel.get_by_label("自哪天起").fill(
        (date.fromisoformat(walked.day) - timedelta(days=3)).isoformat()
    )
    await panel.get_by_role("button", name="保存").click()
    await expect(panel.get_by_text("每 7 天至少 5 天到访")).to_be_visible()
    await panel.get_by_role("button", name="关闭").click()
    await expect(panel.get_by_role("heading", name="逾期未到 1 个")).to_be_visible()
    await expect(panel.get_by_role("heading", name="漏巡 1 个")).to_be_visible()
    await panel.get_by_role("button", name="排一条路线").click()
    await expect(panel.get_by_text(re.compile("^1 站"))).to_be_visible()
    await expect(page.locator(".round-stop")).to_have_text("1")
    await page.screenshot(path=ROOT / "docs" / "pictures" / "inspector-zh-light.png")
    await panel.get_by_role("button", name="收起路线").click()
    await expect(page.locator(".round-stop")).to_have_count(0)


async def test_a_proof_becomes_a_finding_that_another_confirms(visit: OpenPage, walked: Walked) -> None:
    page = await opened(visit, walked)
    table = page.get_by_role("region", name="覆盖明细")
    await table.get_by_role("button", name=walked.name, exact=True).first.click()
    await page.get_by_role("button", name=re.compile(f"^{walked.day} ")).click()
    panel = page.get_by_role("complementary")
    await panel.get_by_label("用途").select_option("finding")
    await panel.get_by_role("button", name="查阅证明单").click()
    await panel.get_by_role("button", name="作出认定").click()
    await expect(panel.get_by_text(re.compile("认定书 RD.* 已作出"))).to_be_visible()
    await panel.get_by_role("button", name="关闭").click()
    await expect(panel.get_by_text("inspector 作出，待另一人确认")).to_be_visible()
    await expect(panel.get_by_role("button", name="确认", exact=True)).to_have_count(0)
    await panel.get_by_role("button", name="核对后到数据").click()
    await expect(panel.get_by_text("此后没有新的定位。")).to_be_visible()
    other = await (await visit(account="commander")).open(f"/inspector#period={walked.day},{walked.day}")
    second = other.get_by_role("complementary")
    await second.get_by_role("button", name="确认", exact=True).click()
    await expect(second.get_by_text("inspector 作出，commander 确认")).to_be_visible()


async def test_a_number_of_visits_that_cannot_be_is_refused_in_words(visit: OpenPage, walked: Walked) -> None:
    page = await opened(visit, walked)
    panel = page.get_by_role("complementary")
    await panel.get_by_text("规定频次").click()
    await panel.get_by_label("到访天数").fill("9")
    await panel.get_by_role("button", name="保存").click()
    await expect(panel.get_by_role("alert")).to_contain_text("at most one visit a day")


async def test_the_page_that_is_taken_out_opens_without_a_network(
    visit: OpenPage, walked: Walked, tmp_path: Path
) -> None:
    page = await opened(visit, walked)
    async with page.expect_download() as falling:
        await page.get_by_role("link", name="离线网页").click()
    saved = tmp_path / "coverage.html"
    await (await falling.value).save_as(saved)
    alone = await page.context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.on("pageerror", lambda error: wrong.append(str(error)))
    await alone.goto(saved.as_uri())
    await expect(alone.get_by_role("heading", level=1)).to_contain_text("巡查覆盖报告")
    await expect(alone.locator(".leaflet-container canvas")).to_have_count(1)
    assert await alone.locator(".told tbody tr").count() >= 179
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert wrong == []
    await alone.close()


async def test_people_are_read_for_a_purpose_and_listed_by_name(visit: OpenPage, walked: Walked) -> None:
    page = await opened(visit, walked)
    panel = page.get_by_role("complementary")
    await expect(panel.get_by_role("heading", name="按人查看")).to_be_visible()
    await panel.get_by_label("用途").select_option("drill")
    await panel.get_by_role("button", name="查看", exact=True).click()
    await expect(panel.locator("li", has_text="在岗 0.5 小时")).to_have_count(1)
    await expect(panel.get_by_label("排序")).to_have_count(0)


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing(look: Look, visit: OpenPage, walked: Walked) -> None:
    page = await opened(visit, walked, look)
    panel = page.get_by_role("complementary")
    await panel.locator("summary").first.click()
    await expect(panel.locator("input[type=number]").first).to_be_visible()
    assert await axe(page) == []
    wide = await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide

"""What the checks find is stepped through and mended, and every panel of the planner has its four faces."""

import asyncio
import json
import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import OpenPage, axe
from tests.browser.draft_desk import Desk, middle_grid, sit_down


async def put_into_another_squad(desk: Desk, code: str) -> None:
    """Give a grid that lies amid its squad to another squad, which an island of one grid must not have."""
    squad = next(one["code"] for one in desk.whole["squads"] if one["code"] != desk.grid(code)["squad"])
    edit = {"kind": "reassign", "codes": [code], "village": None, "squad": squad}
    answer = await desk.page.request.post(
        f"{desk.address}/api/drafts/{desk.key}/edits", data={"revision": desk.revision, "edit": edit}
    )
    assert answer.status == 200, await answer.text()
    await desk.page.reload()
    await desk.read()


async def test_a_finding_is_stepped_to_and_mended_by_one_of_its_fixes(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    page, code = desk.page, middle_grid(desk)
    squad = desk.grid(code)["squad"]
    await put_into_another_squad(desk, code)
    await page.get_by_role("button", name="下一步").click()
    await page.get_by_role("button", name="提交审核").click()
    await expect(page.locator(".said")).to_have_class(re.compile("refused"))
    error = page.locator(".finding-error").first
    await expect(error).to_contain_text("错误")
    await page.get_by_role("button", name="下一条").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator('.rows [aria-pressed="true"] .finding-error')).to_be_visible()
    assert await axe(page) == []
    await page.locator(".fixes button").first.click()
    await desk.done()
    await expect(page.locator(".finding-error")).to_have_count(0)
    assert desk.grid(code)["squad"] == squad


@dataclass(frozen=True)
class Panel:
    """A panel of the page, what it asks for, and the words of its empty face."""

    tab: str | None
    asks: str
    nothing: object
    why: str


PANELS = [
    Panel(None, "/api/drafts", {"rows": []}, "还没有草案"),
    Panel("checks", "/checks", {"findings": []}, "没有发现问题"),
    Panel("impact", "/impact", {"rows": [], "moved": {}, "people": 0}, "还没有谁的工作量发生变化"),
    Panel("changes", "/changes", {"rows": []}, "与现行版本相同"),
    Panel("history", "/history", {"rows": []}, "还没有修改"),
]


async def answered(page: Page, panel: Panel, status: int, body: object, wait_s: float = 0) -> None:
    """Answer in the service's place from now on, after a while."""

    async def answer(route: Route) -> None:
        if route.request.method != "GET":
            await route.fallback()
            return
        await asyncio.sleep(wait_s)
        await route.fulfill(status=status, body=json.dumps(body), content_type="application/json")

    await page.unroute_all()
    await page.route(re.compile(re.escape(panel.asks) + "$"), answer)


async def show(desk: Desk, panel: Panel) -> None:
    """Open the panel anew."""
    address = "/planner" if panel.tab is None else f"/planner#draft={desk.key}&tab={panel.tab}"
    await desk.page.goto("about:blank")
    await desk.page.goto(desk.address + address)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.asks.rpartition("/")[2])
async def test_every_panel_has_four_faces(panel: Panel, visit: OpenPage) -> None:
    desk = await sit_down(visit)
    # the list of drafts is the first of three that ask for themselves
    content = desk.page.locator("#panel section").first if panel.tab is None else desk.page.locator("#panel")
    await answered(desk.page, panel, 200, panel.nothing)
    await show(desk, panel)
    await expect(content).to_contain_text(panel.why)
    await answered(desk.page, panel, 200, panel.nothing, wait_s=1.5)
    await show(desk, panel)
    await expect(content.get_by_label("正在加载")).to_be_visible()
    await expect(content).to_contain_text(panel.why)
    await answered(desk.page, panel, 500, {"detail": "made-up fault", "request_id": "made-up-request"})
    await show(desk, panel)
    await expect(content.get_by_role("alert")).to_contain_text("made-up-request")
    assert await axe(desk.page) == []
    await desk.page.unroute_all()
    await content.get_by_role("button", name="再试一次").click()
    await expect(content.get_by_role("alert")).to_have_count(0)

"""Posts of grids that end, allowed gaps, and an edition that is looked at again, on the planner's page."""

import json
import re

from playwright.async_api import Route, expect

from tests.browser.conftest import Look, OpenPage, axe
from tests.browser.draft_desk import Desk, longest_border, sit_down


async def made(desk: Desk, edit: object) -> None:
    body = {"revision": desk.revision, "edit": edit}
    answer = await desk.page.request.post(f"{desk.address}/api/drafts/{desk.key}/edits", data=body)
    assert answer.status == 200, await answer.text()
    await desk.read()


async def test_where_posts_go_is_told_and_chosen_by_keys_on_a_phones_screen(visit: OpenPage) -> None:
    desk = await sit_down(visit, Look(width=375, height=720))
    border = longest_border(desk)
    await made(desk, {"kind": "merge", "codes": [border.left, border.right], "keep": border.right})
    await desk.page.goto("about:blank")
    await desk.page.goto(f"{desk.address}/planner#draft={desk.key}&tab=impact")
    first = desk.page.locator(".plan-choice select").first
    await expect(first).to_have_value(border.right)
    await expect(desk.page.get_by_text("系统建议").first).to_be_visible()
    assert await axe(desk.page) == []
    await first.focus()
    other = next(code for code in (grid["code"] for grid in desk.whole["grids"]) if code != border.right)
    await first.select_option(other)
    await expect(desk.page.get_by_text(re.compile("由 .* 指定"))).to_be_visible()
    rows = await (await desk.page.request.get(f"{desk.address}/api/drafts/{desk.key}/posts")).json()
    assert rows["rows"][0]["to"] == other
    await first.select_option("ends")
    await expect(first).to_have_value("ends")


GAP = {
    "kind": "gap",
    "severity": "error",
    "codes": [],
    "place": [120.3435, 31.7538],
    "area_m2": 40_000,
    "width_m": 200,
    "sentence": ["一处空隙", "A gap"],
    "fixes": [],
}


async def test_a_gap_is_allowed_where_it_is_found_and_forbidden_in_the_list(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    page = desk.page
    allowed: list[dict[str, object]] = []

    async def checks(route: Route) -> None:
        await route.fulfill(body=json.dumps({"findings": [] if allowed else [GAP]}))

    async def gaps(route: Route) -> None:
        if route.request.method == "DELETE":
            allowed.clear()
            await route.fulfill(status=204)
        elif route.request.method == "POST":
            given = json.loads(route.request.post_data or "")
            allowed.append({"number": 1, "by": "planner", "place": given["at"], "area_m2": 40_000, **given})
            await route.fulfill(body=json.dumps(allowed[0]))
        else:
            await route.fulfill(body=json.dumps({"rows": allowed}))

    await page.route(re.compile("/checks$"), checks)
    await page.route(re.compile("/gaps$|/allowed-gaps"), gaps)
    await page.goto("about:blank")
    await page.goto(f"{desk.address}/planner#draft={desk.key}&tab=checks")
    await page.get_by_role("button", name="一处空隙").click()
    await page.get_by_label("这里是什么").fill("湖泊")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="已允许的空隙")).to_be_visible()
    assert allowed[0]["what"] == "湖泊"
    assert await axe(page) == []
    await page.get_by_role("button", name="取消允许").click()
    await expect(page.get_by_role("button", name="一处空隙")).to_be_visible()

"""The planner's page: drafts opened, drawn by two, reviewed, published, read, and looked at."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import LOOKS, NARROW, ROOT, Look, OpenPage, axe
from tests.browser.draft_desk import bring_scan, longest_border, middle_grid, sit_down, take_border

CUT = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"


async def test_a_draft_is_opened_and_found_again(visit: OpenPage) -> None:
    made = await visit(account="planner")
    page = await made.open("/planner")
    await page.get_by_label("草案名称").fill("沿霞客大道调整")
    await page.keyboard.press("Enter")
    await expect(page.locator(".plan-title")).to_have_text("沿霞客大道调整")
    await expect(page.locator(".count")).to_have_text("179 个网格")
    await page.go_back()
    await page.get_by_role("button", name=re.compile("沿霞客大道调整.*planner")).click()
    await expect(page.get_by_role("button", name="切分")).to_be_visible()


async def test_edits_of_two_planners_are_merged_or_refused(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    border = longest_border(desk)
    index = len(border.places) // 2
    await take_border(desk, border, index)
    far = next(grid["code"] for grid in desk.whole["grids"] if grid["kind"] == "basic")
    edits = f"{desk.address}/api/drafts/{desk.key}/edits"
    other = {"revision": desk.revision, "edit": {"kind": "rename", "code": far, "name": "另一人"}}
    assert (await desk.page.request.post(edits, data=other)).status == 200
    x, y = await desk.point(border.places[index])
    await desk.drag((x, y), (x + 15, y))
    await desk.done()
    await desk.page.get_by_role("searchbox").fill(far)
    await expect(desk.page.locator(".rows button")).to_contain_text("另一人")


async def test_an_edit_that_others_came_before_is_refused_and_theirs_is_shown(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    border = longest_border(desk)
    index = len(border.places) // 2
    await take_border(desk, border, index)
    edits = f"{desk.address}/api/drafts/{desk.key}/edits"
    other = {"revision": desk.revision, "edit": {"kind": "delete", "at": border.vertices[index]}}
    assert (await desk.page.request.post(edits, data=other)).status == 200
    await desk.read()
    x, y = await desk.point(border.places[index])
    await desk.drag((x, y), (x + 15, y))
    await desk.refused()
    await desk.tool("v")
    await desk.page.get_by_role("searchbox").fill(border.left)
    await expect(desk.page.locator(".count")).to_have_text("1 个网格")


async def test_a_draft_goes_through_review_to_publication(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    code = middle_grid(desk)
    edits = f"{desk.address}/api/drafts/{desk.key}/edits"
    renamed = {"revision": desk.revision, "edit": {"kind": "rename", "code": code, "name": "霞客中网格"}}
    assert (await desk.page.request.post(edits, data=renamed)).status == 200
    await desk.page.reload()
    await desk.page.get_by_role("button", name="下一步").click()
    assert await axe(desk.page) == []
    await desk.page.get_by_role("button", name="提交审核").click()
    await expect(desk.page.locator(".plan-top .badge").first).to_have_text("审核中")
    await expect(desk.page.get_by_role("button", name="切分")).to_be_disabled()
    await bring_scan(desk)
    approver = await visit(account="approver")
    page = await approver.open(f"/planner#draft={desk.key}")
    await page.get_by_role("button", name="下一步").click()
    await page.get_by_role("button", name="发布", exact=True).click()
    day = page.get_by_label("施行日期")
    await expect(day).to_have_value(re.compile(r"^\d{4}-\d\d-01$"))
    assert await axe(page) == []
    await page.get_by_label("批准文号").fill("徐政发〔2026〕12 号")
    async with page.expect_response(re.compile("/publish$")) as published:
        await page.keyboard.press("Enter")
    number = (await (await published.value).json())["number"]
    await expect(page.get_by_role("heading", name="草案")).to_be_visible()
    # the other tests begin from the edition of before
    recalled = await page.request.post(f"{approver.address}/api/editions/{number}/recall")
    assert recalled.status == 204


async def test_a_reader_may_look_but_not_draw(visit: OpenPage) -> None:
    desk = await sit_down(visit)
    made = await visit(account="commander")
    page = await made.open(f"/planner#draft={desk.key}")
    await expect(page.locator(".tool-hint")).to_have_text("这份草案现在只能查看。")
    await expect(page.get_by_role("button", name="合并")).to_be_disabled()
    await expect(page.get_by_role("button", name="下一步")).to_have_count(0)
    viewer = await visit(account="viewer")
    page = await viewer.open("/")
    await expect(page.get_by_role("link", name="规划")).to_have_count(0)


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing_nothing_is_cut_and_the_picture_is_kept(look: Look, visit: OpenPage) -> None:
    desk = await sit_down(visit, look)
    page, border = desk.page, longest_border(desk)
    code = middle_grid(desk)
    inside = desk.shape(code).representative_point()
    await desk.look_at((inside.x, inside.y), 15)
    await desk.click((inside.x, inside.y))
    await take_border(desk, border, len(border.places) // 2)
    await page.keyboard.press("-")
    await page.keyboard.press("-")
    for _ in range(len(border.places) // 2 + 1):
        await page.keyboard.press("]")
    for _ in range(12):
        await page.keyboard.press("ArrowRight")
    await expect(page.locator("table.live-facts")).to_be_visible()
    await page.locator("#panel").evaluate("one => { one.scrollTop = 0 }")
    await page.wait_for_timeout(500)
    assert await axe(page) == []
    await page.screenshot(path=ROOT / "docs" / "pictures" / f"planner-{look}.png")
    await page.locator("#map").focus()
    await page.keyboard.press("Enter")
    await desk.done()
    for tab in ("grids", "checks", "impact", "changes", "proposals", "history"):
        await page.locator(f"#tab-{tab}").click()
        await page.wait_for_timeout(400)
        assert await axe(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert await page.locator(".tool span, .tabs button").evaluate_all(CUT) == []
    await page.keyboard.press("?")
    assert await axe(page) == []

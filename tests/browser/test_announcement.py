"""A draft on show: put there by its approver, read and answered to, signed, published and recalled."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import LOOKS, NARROW, Look, OpenPage, axe
from tests.browser.draft_desk import Desk, middle_grid, sit_down

CUT = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"


async def reviewed(visit: OpenPage) -> tuple[Desk, str]:
    """Return a draft under review in which a grid has another name."""
    desk = await sit_down(visit)
    code = middle_grid(desk)
    edits = f"{desk.address}/api/drafts/{desk.key}/edits"
    renamed = {"revision": desk.revision, "edit": {"kind": "rename", "code": code, "name": "霞客中网格"}}
    assert (await desk.page.request.post(edits, data=renamed)).status == 200
    review = await desk.page.request.post(f"{desk.address}/api/drafts/{desk.key}/review")
    assert review.status == 204
    return desk, code


async def on_show(visit: OpenPage) -> tuple[Desk, str, Page, str]:
    """Return a draft on show, the grid that changes, its approver's page with the dialog, and the link."""
    desk, code = await reviewed(visit)
    approver = await visit(account="approver")
    page = await approver.open(f"/planner#draft={desk.key}")
    await page.get_by_role("button", name="下一步").click()
    await page.get_by_role("button", name="征求意见", exact=True).click()
    assert await axe(page) == []
    await page.get_by_role("dialog").get_by_role("button", name="征求意见").click()
    link = page.get_by_role("link", name="打开公开页面")
    await expect(link).to_be_visible()
    address = await link.get_attribute("href")
    assert address
    return desk, code, page, address


async def test_everybody_reads_and_answers_and_the_planner_answers_back(visit: OpenPage) -> None:
    desk, code, approver, address = await on_show(visit)
    assert await axe(approver) == []
    public = await visit(account=None)
    page = await public.open(address)
    await expect(page.get_by_role("heading", name="调整璜塘")).to_be_visible()
    await expect(page.locator(".announcement-grids li")).to_have_count(1)
    await page.locator(f".public-map [data-code='{code}']").click()
    await expect(page.get_by_label("涉及网格")).to_have_value(code)
    await page.get_by_label(re.compile("意见（")).fill("我家门牌怎么办？")
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_role("status")).to_have_text("已收到，谢谢。")
    await desk.page.reload()
    await desk.page.get_by_role("button", name="下一步").click()
    await desk.page.get_by_role("button", name="公示与签字件").click()
    dialog = desk.page.get_by_role("dialog")
    await expect(dialog.get_by_text("我家门牌怎么办？")).to_be_visible()
    await dialog.get_by_label("答复").fill("门牌不变。")
    await dialog.get_by_role("button", name="保存答复").click()
    await expect(dialog.get_by_text(re.compile("答复：门牌不变。"))).to_be_visible()


async def test_signed_published_and_recalled(visit: OpenPage) -> None:
    desk, _, approver, _ = await on_show(visit)
    await desk.page.reload()
    await desk.page.get_by_role("button", name="下一步").click()
    await desk.page.get_by_role("button", name="公示与签字件").click()
    dialog = desk.page.get_by_role("dialog")
    await expect(dialog.get_by_text(re.compile("请先上传已签字"))).to_be_visible()
    printed = (await dialog.locator(".plan-digest").inner_text()).split("：")[1]
    signed = {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 signed"}
    await dialog.get_by_label(re.compile("^扫描件")).set_input_files(signed)  # type: ignore[arg-type]
    await dialog.get_by_label("签字件页脚的校验码").fill("0" * 64)
    await dialog.get_by_role("button", name="上传").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("has changed since")
    await dialog.get_by_label("签字件页脚的校验码").fill(printed)
    await dialog.get_by_role("button", name="上传").click()
    await expect(dialog.get_by_role("link", name="下载")).to_be_visible()
    assert await axe(desk.page) == []
    await approver.reload()
    await approver.get_by_role("button", name="下一步").click()
    await approver.get_by_role("button", name="发布", exact=True).click()
    await expect(approver.get_by_label("施行方式").locator("option")).not_to_have_count(1)
    await approver.get_by_label("批准文号").fill("徐政发〔2026〕13 号")
    await approver.keyboard.press("Enter")
    await approver.get_by_role("button", name="召回").click()
    await approver.get_by_role("button", name="确定召回？").click()
    await expect(approver.get_by_role("button", name=re.compile("召回"))).to_have_count(0)
    assert await axe(approver) == []


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing_and_nothing_is_cut(look: Look, visit: OpenPage) -> None:
    _, _, _, address = await on_show(visit)
    made = await visit(look, account=None)
    page = await made.open(address)
    await expect(page.locator(".public-map")).to_be_visible()
    assert await axe(page) == []
    assert await page.locator(".announcement p, .announcement button").evaluate_all(CUT) == []
    await made.open("/announcement#unknown")
    await expect(page.locator(".part")).to_contain_text(re.compile("没有公示|nothing on show"))

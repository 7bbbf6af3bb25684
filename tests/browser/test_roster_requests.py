"""What people ask for on their own pages is answered on the roster, and read on the page of who asked."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from gis.service.devices import NewDevice
from tests.browser.conftest import LOOKS, NARROW, Look, OpenPage, axe
from tests.browser.test_me import OwnPage, open_own, phone

assert all((phone, open_own))  # the fixtures of these names
WORDS = "周一下午我在村委会开会，不在网格里"


async def asked(page: Page, words: str) -> None:
    """Send a request from an own page."""
    await page.locator("#me-words").fill(words)
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_text(words)).to_be_visible()


async def listed(visit: OpenPage, look: Look = Look(), account: str = "commander") -> Page:
    """Open the list of requests."""
    page = await (await visit(look, account)).open("/roster")
    await page.get_by_role("button", name=re.compile("^(诉求|Requests)$")).click()
    await expect(page.get_by_role("heading", name=re.compile("^(诉求|Requests)$"))).to_be_visible()
    return page


def request_of(page: Page, phone: NewDevice, words: str) -> Locator:
    """Return the line of a person's request."""
    return page.locator(".roster-request").filter(has_text=words).filter(has_text=phone.person)


@pytest.mark.parametrize(("button", "state"), [("采纳", "已采纳"), ("不采纳", "未采纳")])
async def test_an_answer_stands_on_the_page_of_who_asked(
    button: str, state: str, phone: NewDevice, open_own: OwnPage, visit: OpenPage
) -> None:
    own = await open_own()
    await asked(own, WORDS)
    page = await listed(visit, account="dispatcher")
    line = request_of(page, phone, WORDS)
    await expect(line).to_contain_text("更正 · 等待答复")
    decide = line.get_by_text(button, exact=True)
    await expect(decide).to_be_disabled()
    await line.get_by_role("textbox").fill("已在排班中更正")
    await decide.click()
    await expect(line).to_contain_text(state)
    await expect(line).to_contain_text("答复：已在排班中更正")
    await expect(line).to_contain_text("由 dispatcher 答复")
    await expect(line.get_by_role("textbox")).to_have_count(0)
    await own.reload()
    await expect(own.get_by_text("答复：已在排班中更正")).to_be_visible()


async def test_what_another_answered_meanwhile_is_told(
    phone: NewDevice, open_own: OwnPage, visit: OpenPage
) -> None:
    await asked(await open_own(), WORDS)
    page, other = await listed(visit), await listed(visit, account="dispatcher")
    for one, words in ((other, "已核实"), (page, "不属实")):
        line = request_of(one, phone, WORDS)
        await line.get_by_role("textbox").fill(words)
        await line.get_by_text("采纳", exact=True).click()
        if one is other:
            await expect(line).to_contain_text("答复：已核实")
    await expect(page.get_by_role("alert")).to_contain_text("No open request")
    await expect(request_of(page, phone, WORDS).get_by_role("textbox")).to_have_value("不属实")


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing(look: Look, open_own: OwnPage, phone: NewDevice, visit: OpenPage) -> None:
    await asked(await open_own(), WORDS)
    page = await listed(visit, look)
    # rows are alike, and axe looks at each of their cells
    await page.get_by_label(re.compile("^(姓名或工号|Name or number)$")).fill("XK000")
    await expect(page.get_by_role("grid").locator("tbody tr")).to_have_count(9)
    await expect(request_of(page, phone, WORDS).get_by_role("textbox")).to_be_visible()
    assert await axe(page) == []

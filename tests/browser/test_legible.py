"""What can be read: no figure's name is cut, and the map names its streets, rivers and villages."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Look, OpenPage

WRITTEN = """
    window.written = [];
    const fill = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        window.written.push(text);
        fill.call(this, text, ...rest);
    };
"""
SAYS = "name => window.written.join('').includes(name)"
# which of the lanes finds room depends on whose tile came first
LANE = "弄"
CUT = """
    all => all.filter(one => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight)
        .map(one => one.textContent)
"""


@pytest.mark.parametrize("width", [1280, 1440, 375])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_figure_is_cut(language: str, width: int, visit: OpenPage) -> None:
    page = await (await visit(Look(language, width=width))).open()
    await expect(page.locator(".figure")).to_have_count(5)
    assert await page.locator(".figures, .figure, .figure-name").evaluate_all(CUT) == []
    edge = await page.locator(".panel").bounding_box()
    last = await page.locator(".figure-name").last.bounding_box()
    assert edge
    assert last
    assert last["x"] + last["width"] <= edge["x"] + edge["width"] - 4, "no room between words and edge"


async def test_a_stranger_reads_the_main_street_the_river_and_the_village(visit: OpenPage) -> None:
    made = await visit()
    await made.page.add_init_script(WRITTEN)
    page = await made.open("/#view=120.3435,31.7538,13&layers=water,roads,villages")
    for name in ("霞客大道", "青旸河", "徐霞客村"):
        await page.wait_for_function(SAYS, arg=name)
    assert not await page.evaluate(SAYS, LANE), "a lane is not named before it is seen"
    # a page of its own: the first one writes its view into the address, and may do so just then
    nearer = await visit()
    await nearer.page.add_init_script(WRITTEN)
    page = await nearer.open("/#view=120.3435,31.7538,15&layers=water,roads,villages")
    await page.wait_for_function(SAYS, arg=LANE)

"""Several people under one click: a list asks who is meant."""

from playwright.async_api import expect

from gis.service.devices import NewDevice
from tests.browser.conftest import OpenPage, axe
from tests.browser.test_people import HERE, NEXT_PICTURE, A, Report, middle, report

assert report  # the fixture of this name


async def test_a_list_asks_who_is_meant(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    one, other = phones
    await report(one, *A)
    await report(other, A[0] + 0.00002, A[1])
    page = await (await visit()).open(HERE)
    await expect(page.locator("#panel .rows .row")).to_have_count(2)
    await page.evaluate(NEXT_PICTURE)
    x, y = await middle(page)
    await page.locator("#map").click(position={"x": x, "y": y})
    choice = page.get_by_role("list", name="此处 2 人")
    await expect(choice.get_by_role("button")).to_have_count(2)
    assert await axe(page) == []
    await page.keyboard.press("Escape")
    await expect(choice).to_have_count(0)
    await page.locator("#map").click(position={"x": x, "y": y})
    await choice.get_by_role("button", name=other.person).click()
    await expect(page.get_by_role("region", name=other.person)).to_be_visible()
    await expect(choice).to_have_count(0)

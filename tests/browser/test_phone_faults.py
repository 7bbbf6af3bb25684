"""Phones with which something is wrong stand above the list of those on duty, with what to do."""

from playwright.async_api import expect

from gis.service.devices import NewDevice
from tests.browser.conftest import OpenPage, axe
from tests.browser.test_people import HERE, A, Report, report

assert report  # the fixture of this name


async def test_a_phone_that_makes_places_up_is_told_with_what_to_do(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    for step in range(3):
        await report(phones[0], A[0] + step * 1e-5, A[1], "&mock=true")
    page = await (await visit()).open(HERE)
    summary = page.get_by_text("手机问题")
    await summary.click()
    told = page.locator(".phone-faults .row").filter(has_text=phones[0].person)
    await expect(told).to_contain_text("手机标明位置是模拟的")
    await expect(told).to_contain_text("请他关闭模拟位置")
    assert await axe(page) == []
    await told.click()
    await expect(page.get_by_role("region", name=phones[0].person)).to_be_visible()

"""The own page records by itself in a real browser, outlasts being offline, and stops; and withdrawing."""

import asyncio
import re

from playwright.async_api import Geolocation, Page, expect
from sqlalchemy import text

from gis.service.devices import NewDevice
from gis.service.reception.desk import FOLLOW_S
from gis.store.database import Database
from tests.browser.conftest import OpenPage, axe
from tests.browser.test_me import PHONE, OwnPage, confirm, open_own, phone

assert all((phone, open_own))  # the fixtures of these names
# kept, and shown to nobody: other tests count who is on the map
NOWHERE: Geolocation = {"longitude": 0.001, "latitude": 0.001, "accuracy": 8}
STORED = "SELECT count(*) FROM fix JOIN device ON device.id = device_id WHERE name = :name"


async def begin(page: Page) -> None:
    """Confirm, begin duty, and let the page record."""
    await confirm(page)
    await page.get_by_role("button", name="上岗").click()
    await expect(page.get_by_role("heading", name="正在记录位置")).to_be_visible()
    await asyncio.sleep(3 * FOLLOW_S)  # reception knows the duty by then
    await page.context.grant_permissions(["geolocation"])
    await page.context.set_geolocation(NOWHERE)
    await page.get_by_role("heading", name="本页记录：已关闭").click()
    await page.get_by_role("button", name="打开本页记录").click()


async def stored(url: str, name: str) -> int:
    database = Database(url)
    async with database.begin() as connection:
        count = await connection.scalar(text(STORED), {"name": name})
    await database.close()
    return int(count or 0)


async def test_what_was_kept_offline_goes_out_afterwards(
    phone: NewDevice, visit: OpenPage, town_database: str
) -> None:
    made = await visit(PHONE, account=None)
    page = await made.open(f"/me#{phone.page}.{phone.token}")
    await begin(page)
    await expect(page.get_by_role("heading", name="本页记录：已打开")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"上次发出 \d\d:\d\d:\d\d"))).to_be_visible()
    assert await stored(town_database, phone.name) == 1
    assert await axe(page) == []
    await page.context.set_offline(True)
    await asyncio.sleep(5.1)  # a place in five seconds at most
    await page.context.set_geolocation({"longitude": 0.002, "latitude": 0.001, "accuracy": 8})
    waiting = page.get_by_text("1 个位置等待发出")
    await expect(waiting).to_be_visible()
    assert await stored(town_database, phone.name) == 1
    await page.context.set_offline(False)
    await expect(waiting).to_be_hidden()
    assert await stored(town_database, phone.name) == 2
    # it goes on after the browser has dropped the page, and ends with duty
    await page.reload()
    await expect(page.get_by_role("heading", name="本页记录：已打开")).to_be_visible()
    await page.get_by_role("button", name="下岗").click()
    await expect(page.get_by_role("heading", name="本页记录：已关闭")).to_be_visible()
    await page.get_by_role("button", name="上岗").click()
    await expect(page.get_by_role("heading", name="正在记录位置")).to_be_visible()
    await expect(page.get_by_role("heading", name="本页记录：已关闭")).to_be_visible()
    # what the browser says of being offline is no fault
    assert all("ERR_INTERNET_DISCONNECTED" in fault for fault in made.faults)
    made.faults.clear()


async def test_a_phone_that_forbids_positioning_is_told_so(open_own: OwnPage) -> None:
    page = await open_own()
    await confirm(page)
    await page.get_by_role("button", name="上岗").click()
    await page.get_by_role("heading", name="本页记录：已关闭").click()
    await page.get_by_role("button", name="打开本页记录").click()
    await expect(page.get_by_text("手机不允许本页定位")).to_be_visible()


async def test_withdrawing_asks_once_and_stops_everything(open_own: OwnPage) -> None:
    page = await open_own()
    await begin(page)
    await page.get_by_role("heading", name="位置信息告知书").click()
    await page.get_by_role("button", name="撤回同意").click()
    await page.get_by_role("button", name="取消").click()
    await page.get_by_role("button", name="撤回同意").click()
    assert await axe(page) == []
    await page.get_by_role("button", name="确定撤回").click()
    await expect(page.get_by_text("您撤回了同意")).to_be_visible()
    await expect(page.get_by_role("heading", name="没有记录位置")).to_be_visible()
    await expect(page.get_by_role("heading", name="本页记录：已关闭")).to_be_visible()
    await expect(page.get_by_role("button", name="上岗")).to_be_disabled()
    await confirm(page)
    await expect(page.get_by_role("button", name="上岗")).to_be_enabled()

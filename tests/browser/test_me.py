"""A person's own page in a real browser, as opened by the QR code of his phone, and inside WeChat."""

import itertools
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx2
import pytest
from playwright.async_api import Page, expect

from api.clock import now_utc
from gis.service.devices import DeviceKeeper, NewDevice
from gis.store.database import Database
from tests.browser.conftest import BY, LOOKS, NARROW, Look, OpenPage, Served, axe

PHONE = Look("zh", "light", 375, 740)
WECHAT = Look(
    "zh",
    "light",
    375,
    740,
    "Mozilla/5.0 (Linux; Android 14; V2309A Build/UP1A.231005.007; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 "
    "MMWEBSDK/20240404 MMWEBID/2314 "
    "MicroMessenger/8.0.49.2600(0x28003137) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64",
)
SHOWN = re.compile("没有保存您的位置|到过网格")
# kept, and shown to nobody: other tests count who is on the map
NOWHERE = {"lat": 0.001, "lon": 0.001}
PLACE = {"lat": 31.7538, "lon": 120.3435}
_numbers = itertools.count(3)
OwnPage = Callable[..., Awaitable[Page]]


@pytest.fixture
async def phone(town_database: str) -> NewDevice:
    """Register an OwnTracks phone for somebody who has none and is not on the roster."""
    database = Database(town_database)
    made = await DeviceKeeper(database, now_utc).add(f"XK{next(_numbers):04}", "owntracks", BY)
    await database.close()
    return made


@pytest.fixture
async def open_own(phone: NewDevice, visit: OpenPage) -> OwnPage:
    """Return a function that opens the page of the phone's link."""

    async def open_page(look: Look = PHONE, link: str | None = None) -> Page:
        made = await visit(look, account=None)
        return await made.open(f"/me#{link or f'{phone.page}.{phone.token}'}")

    return open_page


async def confirm(page: Page) -> None:
    await page.get_by_role("button", name="我已阅读并确认").click()
    await expect(page.get_by_text("您现在不在岗")).to_be_visible()


async def test_the_notice_comes_first_and_duty_opens_the_gate(
    phone: NewDevice, open_own: OwnPage, served: Served
) -> None:
    page = await open_own()
    await expect(page.get_by_role("heading", name="位置信息告知书")).to_be_visible()
    await expect(page.get_by_text("您还没有确认告知书")).to_be_visible()
    await expect(page.get_by_role("button", name="上岗")).to_be_disabled()
    await confirm(page)
    await page.get_by_role("button", name="上岗").click()
    await expect(page.get_by_role("heading", name="正在记录位置")).to_be_visible()
    await expect(page.get_by_text(re.compile("记录到 .*为止"))).to_be_visible()

    # reception follows the roll within a second, and what was fixed before the confirmation is dropped
    kept = page.get_by_text("到过网格")
    async with httpx2.AsyncClient(auth=(phone.name, phone.token)) as client:
        while not await kept.is_visible():
            fix = {"_type": "location", **NOWHERE, "tst": int(now_utc().timestamp()), "acc": 5, "batt": 77}
            assert (await client.post(f"{served.devices}/pub", json=fix)).status_code == 200
            await page.reload()
            await expect(page.get_by_role("region", name="每日记录")).to_contain_text(SHOWN)
    await expect(page.get_by_role("region", name="现在是否记录")).to_contain_text("77 %")
    await expect(page.get_by_role("region", name="每日记录")).to_contain_text("自己上岗")
    await page.get_by_role("button", name="下岗").click()
    await expect(page.get_by_role("heading", name="没有记录位置")).to_be_visible()
    # the page stays open to whoever comes back within the hour without the link
    await page.goto(page.url.partition("#")[0])
    await expect(page.get_by_text(phone.person)).to_be_visible()


async def test_sos_asks_once_and_rings(phone: NewDevice, open_own: OwnPage, visit: OpenPage) -> None:
    page = await open_own()
    await page.get_by_role("button", name="SOS 求助").click()
    await page.get_by_role("button", name="取消").click()
    await page.get_by_role("button", name="SOS 求助").click()
    await page.context.grant_permissions(["geolocation"])
    await page.context.set_geolocation({"longitude": PLACE["lon"], "latitude": PLACE["lat"]})
    await page.get_by_role("button", name="发出求助").click()
    await expect(page.get_by_text(re.compile(r"\d\d:\d\d:\d\d 已通知指挥中心"))).to_be_visible()
    desk = await visit()
    answer = await desk.page.context.request.get(f"{desk.address}/api/alerts?open=true")
    (alert,) = [one for one in (await answer.json())["alerts"] if one["device"] == phone.name]
    assert (alert["lon"], alert["lat"]) == (PLACE["lon"], PLACE["lat"])
    # other tests listen to a quiet town
    seen = await desk.page.context.request.post(f"{desk.address}/api/alerts/{alert['id']}/acknowledge")
    assert seen.status == 204


async def test_a_browser_opens_the_app_and_wechat_tells_the_way_out(open_own: OwnPage) -> None:
    page = await open_own()
    link = page.get_by_role("link", name="在 OwnTracks 里打开设置")
    await expect(link).to_have_attribute("href", re.compile(r"^owntracks:///config\?inline="))
    inside = await open_own(WECHAT)
    await expect(inside.get_by_text("在浏览器打开")).to_be_visible()
    await expect(inside.get_by_role("button", name="复制全部设置")).to_be_visible()
    assert await inside.locator("a[href^='owntracks:']").count() == 0
    await inside.get_by_role("button", name="复制链接").click()
    await expect(inside.get_by_text("已复制")).to_be_visible()
    assert await axe(inside) == []


async def test_the_file_holds_the_settings(phone: NewDevice, open_own: OwnPage, tmp_path: Path) -> None:
    page = await open_own()
    async with page.expect_download() as begun:
        await page.get_by_role("link", name="保存设置文件").click()
    download = await begun.value
    assert download.suggested_filename == f"{phone.name}.otrc"
    await download.save_as(tmp_path / "phone.otrc")
    held = json.loads((tmp_path / "phone.otrc").read_text(encoding="utf-8"))
    assert (held["username"], held["password"]) == (phone.name, phone.token)


async def test_a_correction_is_asked_for_and_listed(open_own: OwnPage) -> None:
    page = await open_own()
    await page.locator("#me-words").fill("昨天下午我在村委会开会")
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_text("等待答复")).to_be_visible()
    await expect(page.locator("#me-words")).to_have_value("")


async def test_a_link_of_nobody_is_told_so(open_own: OwnPage) -> None:
    page = await open_own(link="nothing")
    await expect(page.get_by_text("这个链接打不开页面")).to_be_visible()
    assert await axe(page) == []


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing_and_nothing_is_cut_off(
    look: Look, open_own: OwnPage, tmp_path: Path
) -> None:
    page = await open_own(look)
    await expect(page.locator(".notice h2")).to_be_visible()
    await page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert await axe(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= look.width
    await page.screenshot(path=tmp_path / f"me-{look}.png", full_page=True)
    await page.locator(".notice .primary").click()
    await expect(page.locator(".notice details")).to_be_visible()
    assert await axe(page) == []
    await page.screenshot(path=tmp_path / f"me-confirmed-{look}.png", full_page=True)


async def test_every_button_is_reached_by_the_keyboard(open_own: OwnPage) -> None:
    page = await open_own()
    await expect(page.get_by_role("heading", name="位置信息告知书")).to_be_visible()
    await page.get_by_role("button", name="我已阅读并确认").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("您现在不在岗")).to_be_visible()
    await page.get_by_role("button", name="SOS 求助").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="发出求助")).to_be_focused()

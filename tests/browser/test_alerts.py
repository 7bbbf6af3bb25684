"""An SOS from the wire rings on every page until somebody acknowledges it; rules are made on the page."""

import re
import time
from collections.abc import AsyncIterator

import httpx2
import pytest
from playwright.async_api import Locator, Page, Request, expect

from gis.service.devices import NewDevice
from tests.browser.conftest import LOOKS, NARROW, Look, OpenPage, Served, axe
from tests.browser.test_people import A, Report, report

assert report  # the fixture of this name

SOUNDING = """
    window.sounding = 0;
    const {start, stop} = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function () { window.sounding += 1; start.call(this); };
    OscillatorNode.prototype.stop = function () { window.sounding -= 1; stop.call(this); };
"""
# a browser without a desktop shows nothing: what it is told to show is written down
NOTICES = """
    window.shown = [];
    window.Notification = class {
        static permission = "default";
        static async requestPermission() { return (this.permission = "granted"); }
        constructor(title) { this.title = title; window.shown.push(title); }
        close() { window.shown = window.shown.filter((one) => one !== this.title); }
    };
"""
SOS = "&alarm=sos"


@pytest.fixture(autouse=True)
async def nobody_calls(visit: OpenPage) -> AsyncIterator[None]:
    """Acknowledge what other tests left ringing, and afterwards what this one left."""
    made = await visit()
    await acknowledge_all(made.page, made.address)
    yield
    await acknowledge_all(made.page, made.address)


async def acknowledge_all(page: Page, town: str) -> None:
    """Acknowledge every open alert as the signed-in account."""
    for alert in (await (await page.request.get(f"{town}/api/alerts?open=true")).json())["alerts"]:
        await page.request.post(f"{town}/api/alerts/{alert['id']}/acknowledge")


def calls(page: Page) -> Locator:
    """Find the bar of those who call for help."""
    return page.get_by_role("region", name="紧急告警")


async def rings(page: Page, *, on: bool) -> None:
    """Wait until the siren sounds, or is silent."""
    await page.wait_for_function("on => (window.sounding > 0) === on", arg=on)


async def test_it_rings_after_a_reload_until_somebody_elsewhere_acknowledges(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    one, other = await visit(), await visit(account="dispatcher")
    for made in (one, other):
        await made.page.add_init_script(SOUNDING)
        await made.open()
    await one.page.reload()
    await report(phones[0], *A, SOS)
    for made in (one, other):
        await expect(calls(made.page)).to_contain_text(f"SOS {phones[0].person}")
        await rings(made.page, on=True)
    await one.page.reload()
    await rings(one.page, on=True)
    await one.page.wait_for_function("() => document.title.startsWith('SOS')")
    await one.page.get_by_role("button", name=f"确认收到：SOS {phones[0].person}").click()
    for made in (one, other):
        await expect(calls(made.page)).to_have_count(0)
        await rings(made.page, on=False)
    await one.page.wait_for_function("() => !document.title.startsWith('SOS')")


async def test_a_call_without_a_place_rings_too(
    phones: tuple[NewDevice, NewDevice], served: Served, visit: OpenPage
) -> None:
    page = await (await visit()).open()
    body = f"id={phones[1].token}&timestamp={int(time.time())}&alarm=sos".encode()
    form = {"content-type": "application/x-www-form-urlencoded", "user-agent": "Traccar/10"}
    async with httpx2.AsyncClient() as client:
        assert (await client.post(served.devices, content=body, headers=form)).status_code == 200
    await expect(calls(page)).to_contain_text(f"SOS {phones[1].person}没有位置")


async def test_a_call_with_a_place_leads_there(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    made = await visit()
    page = await made.open("/#view=120.36,31.77,14")
    await report(phones[0], *A, SOS)
    await calls(page).locator(".alert-what").filter(has_text=phones[0].person).click()
    await expect(page.locator(".here")).to_be_visible()
    await page.wait_for_function("() => location.hash.includes('at=120.3435000,31.7538000')")


async def test_until_the_browser_allows_sound_a_bar_says_so(visit: OpenPage) -> None:
    made = await visit()
    page = await made.open()
    await expect(page.get_by_text("声音未开启")).to_be_visible()
    await page.get_by_role("button", name="开启声音").click()
    await expect(page.get_by_text("声音未开启")).to_have_count(0)


async def test_who_may_not_watch_hears_nothing(visit: OpenPage) -> None:
    made = await visit(account="planner")
    asked: list[Request] = []
    made.page.on("request", lambda request: "/api/alerts" in request.url and asked.append(request))
    page = await made.open()
    await expect(page.get_by_text("声音未开启")).to_have_count(0)
    assert asked == []


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing_while_somebody_calls(
    look: Look, phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    await report(phones[0], *A, SOS)
    page = await (await visit(look)).open()
    await expect(page.locator(".sos")).to_contain_text(phones[0].person)
    assert await axe(page) == []


async def test_a_rule_is_tried_made_switched_off_and_deleted(visit: OpenPage) -> None:
    page = await (await visit()).open("/#view=120.3435,31.7538,16&at=120.3435000,31.7538000")
    await expect(page.locator(".here")).to_be_visible()
    await page.get_by_role("tab", name="告警").click()
    await page.get_by_role("button", name=re.compile("^为网格 .* 立规则$")).click()
    await page.get_by_label("名称").fill("测试规则")
    await page.get_by_label("情形").select_option("inside_longer")
    await page.get_by_label("分钟").fill("45")
    await page.get_by_role("button", name="试算过去 7 天").click()
    await expect(page.get_by_text(re.compile(r"过去 7 天 \d+ 人会告警 0 次"))).to_be_visible()
    await page.get_by_role("button", name="建立规则").click()
    switch = page.get_by_role("button", name=re.compile("已.用：测试规则"))
    await expect(switch).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_text(re.compile("停留过久 · .* · 45 分钟"))).to_be_visible()
    await switch.click()
    await expect(switch).to_have_attribute("aria-pressed", "false")
    assert await axe(page) == []
    await page.get_by_role("button", name="删除：测试规则").click()
    await expect(switch).to_have_count(0)


async def test_a_rule_is_about_several_grids_or_areas_and_several_squads_posts_and_people(
    visit: OpenPage,
) -> None:
    page = await (await visit()).open("/#view=120.3435,31.7538,14&tab=alerts")
    asked: list[Request] = []
    page.on("request", lambda request: request.url.endswith("/trial") and asked.append(request))
    await page.get_by_role("button", name="新规则").click()
    map_ = page.locator("#map")
    box = await map_.bounding_box()
    assert box
    x, y = box["width"] / 2, box["height"] / 2
    chips = page.locator(".rule-part").first.locator(".chips li")
    await map_.click(position={"x": x, "y": y})
    await expect(chips).to_have_count(1)
    await map_.click(position={"x": x + 150, "y": y + 100})
    await expect(chips).to_have_count(2)
    squads = page.get_by_role("group", name="中队", exact=True).get_by_role("button")
    for place in (0, 1):
        await squads.nth(place).click()
    await page.get_by_role("button", name="网格员", exact=True).click()
    names = await page.locator("#rule-people option").evaluate_all("all => all.map(one => one.value)")
    for name in dict.fromkeys(names[:4]):
        await page.get_by_placeholder("姓名", exact=True).fill(name)
    await page.get_by_role("button", name="试算过去 7 天").click()
    await expect(page.get_by_role("button", name="建立规则")).to_be_visible()
    sent = asked[-1].post_data_json
    assert (len(sent["grids"]), len(sent["squads"]), sent["posts"], sent["area"]) == (
        2,
        2,
        ["grid_member"],
        None,
    )
    assert len(sent["people"]) >= 4
    await page.get_by_role("button", name="自画区域").click()
    await expect(page.get_by_role("button", name="试算过去 7 天")).to_be_disabled()
    for off in (0, 200):
        for dx, dy in ((0, 0), (80, 0), (80, 80)):
            await map_.click(position={"x": x - 200 + off + dx, "y": y - 100 + dy})
        await page.get_by_role("button", name="闭合").click()
    await expect(page.get_by_text("已画 2 块")).to_be_visible()
    assert await axe(page) == []
    await page.get_by_role("button", name="试算过去 7 天").click()
    await expect(page.get_by_role("button", name="建立规则")).to_be_visible()
    sent = asked[-1].post_data_json
    assert (sent["grids"], len(sent["area"]["coordinates"])) == ([], 2)
    await page.get_by_role("button", name="取消").click()
    # clicks mean places again
    await map_.click(position={"x": x + 150, "y": y + 100})
    await expect(page.locator(".here")).to_be_visible()


async def test_who_may_not_make_rules_sees_the_alerts_only(visit: OpenPage) -> None:
    page = await (await visit(account="dispatcher")).open()
    await page.get_by_role("tab", name="告警").click()
    await expect(page.get_by_text("没有待处理的告警")).to_be_visible()
    await expect(page.get_by_role("region", name="告警规则")).to_have_count(0)


async def test_the_desktop_is_asked_and_shows_who_calls(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    made = await visit()
    await made.page.add_init_script(NOTICES)
    page = await made.open()
    await page.get_by_role("tab", name="告警").click()
    await page.get_by_role("button", name="开启通知").click()
    await expect(page.get_by_text("桌面通知未开启")).to_have_count(0)
    await report(phones[0], *A, SOS)
    await page.wait_for_function("who => window.shown.join() === who", arg=f"SOS {phones[0].person}")
    await acknowledge_all(page, made.address)
    await page.wait_for_function("() => window.shown.length === 0")

"""Playback: what a phone sent is read for a purpose, plays on one clock, and is found by its address."""

import re
import time
from functools import cache
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from playwright.async_api import Page, expect

from gis.service.devices import NewDevice
from tests.browser.conftest import LOOKS, NARROW, Look, OpenPage, Served, axe

# east in steps of 33 m every half minute, a gap of twenty minutes, then on
STEPS = [*range(0, 600, 30), *range(1800, 2400, 30)]
LON, LAT = 120.3435, 31.7538
HERE = f"/#view={LON},{LAT},15&layers=villages"


@cache
def begin() -> int:
    """Return when the walk begins, which is after the duty of the phones has."""
    return int(time.time()) - 3000


@pytest.fixture(scope="session")
async def walked(phones: tuple[NewDevice, NewDevice], served: Served) -> NewDevice:
    """Let one person walk for three quarters of an hour, in messages of Traccar Client 10."""
    phone = phones[1]
    form = {"content-type": "application/x-www-form-urlencoded"}
    async with httpx2.AsyncClient(headers=form) as client:
        for step in STEPS:
            body = (
                f"id={phone.token}&timestamp={begin() + step}&lat={LAT}&lon={LON + step / 86400:.6f}"
                "&accuracy=4.8&altitude=6.3&speed=2.1&bearing=90&batt=80&charge=false"
            )
            assert (await client.post(served.devices, content=body.encode())).status_code == 200
    return phone


def iso(second: int) -> str:
    """Write an instant as addresses do."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(begin() + second))


async def for_a_finding(page: Page) -> None:
    """State a finding in the first grid that is offered."""
    await page.locator("#playback-purpose").select_option("finding")
    choice = page.locator("#playback-reference")
    await expect(choice).to_be_enabled()
    await choice.select_option(index=1)


async def played(page: Page) -> None:
    """Read the tracks for a drill."""
    await page.locator("#playback-purpose").select_option("drill")
    await page.get_by_role("button", name=re.compile("调取轨迹|Read the tracks")).click()
    await expect(page.locator(".dock-bar")).to_be_visible()


async def test_a_day_plays_back_with_keys_and_is_on_record(walked: NewDevice, visit: OpenPage) -> None:
    made = await visit()
    page = await made.open(f"{HERE}&play={iso(0)},{iso(2700)}&play.at={iso(300)}&play.speed=60")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await expect(page.get_by_role("button", name="调取轨迹")).to_be_disabled()
    await played(page)
    query = next(parse_qs(urlsplit(url).query) for url in asked if "/api/playback" in url)
    assert query["purpose"] == ["drill"]
    slider = page.get_by_role("slider", name="回放时刻")
    first = int(await slider.input_value())
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Shift+ArrowRight")
    await expect(slider).to_have_value(str(first + 70_000))
    row = page.locator("#panel .rows .row").filter(has_text=walked.person)
    await expect(row).to_contain_text("有信号")
    await row.click()
    await page.locator("body").press("]")
    await page.wait_for_url(re.compile("play.speed=120"))  # the address is written when the hand rests
    await page.get_by_role("button", name="播放").click()
    await expect(row).to_contain_text("无信号")
    await page.locator("body").press("l")
    await expect(page.locator(".dock")).to_have_count(0)
    await expect(page.get_by_role("button", name="在岗人员")).to_be_visible()


async def test_an_address_brings_moment_and_person_back_but_not_the_purpose(
    walked: NewDevice, visit: OpenPage
) -> None:
    made = await visit()
    page = await made.open(f"{HERE}&play={iso(0)},{iso(2700)}&play.at={iso(1980)}")
    await played(page)
    await page.locator("#panel .rows .row").filter(has_text=walked.person).click()
    await page.wait_for_timeout(500)
    address = page.url
    assert "drill" not in address
    again = await (await visit()).open(address.removeprefix(made.address))
    await expect(again.locator("#playback-purpose")).to_have_value("")
    await played(again)
    value = await page.get_by_role("slider", name="回放时刻").input_value()
    await expect(again.get_by_role("slider", name="回放时刻")).to_have_value(value)
    await expect(again.locator("#panel .row[aria-pressed=true]")).to_contain_text(walked.person)


async def test_an_empty_span_says_so(visit: OpenPage) -> None:
    page = await (await visit()).open(f"{HERE}&play=2026-01-01T00:00:00Z,2026-01-01T09:00:00Z")
    await page.locator("#playback-purpose").select_option("finding")
    await expect(page.get_by_role("button", name="调取轨迹")).to_be_disabled()
    await for_a_finding(page)
    await page.get_by_role("button", name="调取轨迹").click()
    await expect(page.get_by_text("这段时间没有轨迹").first).to_be_visible()


async def test_who_may_not_read_tracks_gets_no_button(visit: OpenPage) -> None:
    page = await (await visit(account="dispatcher")).open(HERE)
    await expect(page.get_by_role("button", name="在岗人员")).to_be_visible()
    await expect(page.get_by_role("button", name="回放")).to_have_count(0)


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing_in_the_dock(look: Look, walked: NewDevice, visit: OpenPage) -> None:
    page = await (await visit(look)).open(f"{HERE}&play={iso(0)},{iso(2700)}&tab=people")
    await expect(page.locator(".dock-form")).to_be_visible()
    assert await axe(page) == []
    await played(page)
    assert await axe(page) == []


async def test_idle_time_is_skipped_and_the_strip_tells_duty_and_late_fixes(
    walked: NewDevice, visit: OpenPage
) -> None:
    made = await visit()
    page = await made.open(f"{HERE}&play={iso(0)},{iso(2700)}&play.at={iso(620)}&play.speed=1")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await played(page)
    await page.locator("#panel .rows .row").filter(has_text=walked.person).click()
    # everything was sent at once, long after it was fixed
    await expect(page.locator(".time-strip")).to_have_attribute("aria-label", re.compile(r"\d+ 个补传点"))
    assert sum("quality=true" in url for url in asked) == 1
    assert any("/api/duty/spans" in url for url in asked)
    slider = page.get_by_role("slider", name="回放时刻")
    await page.get_by_role("button", name="跳过静止").click()
    await page.get_by_role("button", name="播放").click()
    await page.wait_for_function(
        "at => Number(document.querySelector('.dock-slider input').value) >= at", arg=(begin() + 1800) * 1000
    )
    assert int(await slider.input_value()) < (begin() + 1900) * 1000


async def test_a_doubtful_stretch_is_listed_without_a_verdict_and_played_exactly(
    walked: NewDevice, visit: OpenPage
) -> None:
    page = await (await visit()).open(f"{HERE}&play={iso(0)},{iso(2700)}")
    person = await page.evaluate(
        """async name => (await (await fetch(`/api/people?q=${name}`)).json()).people[0].id""", walked.person
    )
    first, last = (begin() + 60) * 1000, (begin() + 360) * 1000
    row = {"person": person, "kind": "smooth", "begin": first, "end": last, "measure": 0.04, "other": None}
    await page.route("**/api/suspicions?**", lambda route: route.fulfill(json={"rows": [row]}))
    await for_a_finding(page)
    await page.get_by_role("button", name="查存疑").click()
    listed = page.get_by_role("list", name="存疑列表").get_by_role("button")
    await expect(listed).to_contain_text(f"{walked.person} · 轨迹过于平滑，离散 0 米")
    await expect(page.get_by_text("不是结论")).to_be_visible()
    assert await axe(page) == []
    await listed.click()
    slider = page.get_by_role("slider", name="回放时刻")
    await expect(slider).to_have_attribute("min", str(first))
    await expect(slider).to_have_attribute("max", str(last))
    await page.get_by_role("button", name="存疑列表").click()
    await expect(listed).to_be_visible()
    await page.get_by_role("button", name="返回").click()
    await page.unroute("**/api/suspicions?**")
    await for_a_finding(page)
    await page.get_by_role("button", name="查存疑").click()
    # whether such even steps look drawn or not, the list says it
    await expect(page.locator(".doubts")).to_be_visible()

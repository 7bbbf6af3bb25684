"""People on duty: what a phone sends over the wire is seen on the map and in the list, and moves there."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest
from playwright.async_api import Locator, Page, Route, expect

from gis.service.devices import NewDevice
from tests.browser.conftest import LOOKS, NARROW, Look, OpenPage, Served, axe

A = (120.3435, 31.7538)
EAST_DEG = 0.0035
# a degree of longitude is 95 km here, a pixel of zoom 16 about 2 metres
EAST_PX = EAST_DEG / 360 * 256 * 2**16
HERE = "/#view=120.3435,31.7538,16&layers=villages"
PAINTED = """
    window.painted = [0, 0];
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (image, x, y, ...rest) {
        if (this.canvas.classList.contains("leaflet-zoom-animated")) window.painted = [x + 16, y + 16];
        draw.call(this, image, x, y, ...rest);
    };
"""
OFF_PX = "([x, y]) => Math.hypot(window.painted[0] - x, window.painted[1] - y) < 3"
# the list changes at once, the map with its next picture: a click means what that one shows
NEXT_PICTURE = "() => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))"
Report = Callable[..., Awaitable[None]]
_REPORTED: dict[int, int] = {}


@pytest.fixture
async def report(served: Served) -> AsyncIterator[Report]:
    """Return a function that sends one fix as Traccar Client 10 puts it on the wire."""
    async with httpx2.AsyncClient(headers={"user-agent": "Traccar/10"}) as client:

        async def send(phone: NewDevice, lon: float, lat: float, more: str = "") -> None:
            now = await _next_second(phone)
            body = (
                f"id={phone.token}&timestamp={now}&lat={lat:.6f}&lon={lon:.6f}&accuracy=4.8"
                f"&altitude=6.3&speed=2.92&bearing=271.5&batt=87&charge=false{more}"
            )
            form = {"content-type": "application/x-www-form-urlencoded"}
            answer = await client.post(served.devices, content=body.encode(), headers=form)
            assert answer.status_code == 200

        yield send


async def _next_second(phone: NewDevice) -> int:
    # the protocol counts seconds: a second fix of the same one would be a repeat
    now = max(int(time.time()), _REPORTED.get(phone.id, 0) + 1)
    await asyncio.sleep(now - time.time())
    _REPORTED[phone.id] = now
    return now


def row_of(page: Page, phone: NewDevice) -> Locator:
    """Find somebody's row in the list."""
    return page.locator("#panel .rows .row").filter(has_text=phone.person)


async def middle(page: Page) -> tuple[float, float]:
    """Return the middle of the map in its own pixels."""
    box = await page.locator("#map").bounding_box()
    assert box
    return box["width"] / 2, box["height"] / 2


async def test_a_phone_reports_and_moves(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    phone = phones[0]
    await report(phone, *A)
    made = await visit()
    await made.page.add_init_script(PAINTED)
    page = await made.open(HERE)
    await row_of(page, phone).click()
    card = page.get_by_role("region", name=phone.person)
    await expect(card).to_contain_text("5.4 km/h")
    await expect(card).to_contain_text("87 %")
    await expect(card).to_contain_text("±5 m")
    x, y = await middle(page)
    await page.wait_for_function(OFF_PX, arg=[x, y])
    await report(phone, A[0] + EAST_DEG, A[1])
    await page.wait_for_function(OFF_PX, arg=[x + EAST_PX, y])
    await page.get_by_role("button", name="跟随").click()
    await page.wait_for_function(OFF_PX, arg=[x, y])
    assert "thing=duty:" in page.url


async def test_the_map_answers_a_click_and_who_is_nearest(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    one, other = phones
    await report(one, *A)
    await report(other, A[0] + EAST_DEG, A[1], "&alarm=sos")
    page = await (await visit()).open(HERE)
    await expect(page.locator("#panel .rows .row").first).to_contain_text(f"{other.person} SOS")
    x, y = await middle(page)
    await page.locator("#map").click(position={"x": x, "y": y})
    await expect(page.get_by_role("region", name=one.person)).to_be_visible()
    await page.locator("#map").click(position={"x": x + 80, "y": y}, button="right")
    nearest = page.get_by_role("region", name="最近的在岗人员").locator(".row")
    await expect(nearest.nth(0)).to_contain_text(re.compile(r"16\d m"))
    await expect(nearest).to_have_count(2)


async def test_filters_hide_people_in_the_list_and_on_the_map(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    one, other = phones
    await report(one, *A)
    await report(other, A[0] + EAST_DEG, A[1])
    made = await visit()
    page = await made.open(HERE)
    # nobody is hidden by a filter who was not there before
    await expect(row_of(page, one)).to_be_visible()
    await page.locator("#duty-find").fill(other.person)
    await expect(row_of(page, one)).to_have_count(0)
    await expect(row_of(page, other)).to_be_visible()
    await page.evaluate(NEXT_PICTURE)
    x, y = await middle(page)
    await page.locator("#map").click(position={"x": x, "y": y})
    await expect(page.locator(".here")).to_be_visible()
    again = await (await visit()).open(page.url.removeprefix(made.address).replace("tab=here", "tab=people"))
    await expect(again.locator("#duty-find")).to_have_value(other.person)


async def test_a_lost_stream_is_said_and_found_again(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    phone = phones[0]
    await report(phone, *A)
    made = await visit()
    down = True

    async def cut(route: Route) -> None:
        if down:
            await route.fulfill(status=200, content_type="text/event-stream", body=": nothing more\n\n")
        else:
            await route.fallback()

    await made.page.context.route("**/api/live", cut)
    page = await made.open(HERE)
    await expect(page.get_by_role("alert")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d 起没有新的位置"))
    down = False
    await expect(page.get_by_role("alert")).to_have_count(0)
    await expect(row_of(page, phone)).to_be_visible()


async def test_two_pages_of_a_browser_have_one_stream(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    phone = phones[0]
    await report(phone, *A)
    made = await visit()
    streams: list[str] = []
    made.page.context.on("request", lambda one: "/api/live" in one.url and streams.append(one.url))
    first = await made.open(HERE)
    await expect(row_of(first, phone)).to_be_visible()
    second = await made.page.context.new_page()
    await second.goto(made.address + HERE)
    await expect(row_of(second, phone)).to_be_visible()
    assert len(streams) == 1
    async with made.page.context.expect_event("request", lambda one: "/api/live" in one.url):
        await first.goto("about:blank")
    await report(phone, A[0] + EAST_DEG, A[1])
    await expect(row_of(second, phone)).to_contain_text(re.compile(r"^.*\b\d 秒前"))
    assert len(streams) == 2


async def test_who_may_not_watch_sees_nobody(visit: OpenPage) -> None:
    made = await visit(account="planner")
    asked: list[str] = []
    made.page.on("request", lambda request: asked.append(request.url))
    page = await made.open(HERE)
    await expect(page.locator("#people-find")).to_be_visible()
    await expect(page.get_by_role("button", name="在岗人员")).to_have_count(0)
    assert [url for url in asked if "/api/live" in url] == []


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing_with_somebody_selected(
    look: Look, phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    await report(phones[0], *A)
    page = await (await visit(look)).open(HERE + "&tab=people")
    await row_of(page, phones[0]).click()
    await expect(page.locator(".duty-card")).to_contain_text("87 %")
    assert await axe(page) == []

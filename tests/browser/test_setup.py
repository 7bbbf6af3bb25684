"""A town is founded in a real browser from nothing but the address that the console printed."""

import itertools
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import shapely
from playwright.async_api import Browser, Page, expect
from shapely import box

from gis.service.setup import open_set_up
from gis.store.cluster import Cluster
from gis.store.database import Database
from gis.store.migrate import migrate
from tests.browser.conftest import LOOKS, NARROW, Look, Visit, axe, look_at, serving
from tests.conftest import create_database

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "a long enough password"
_numbers = itertools.count(1)
OpenSetUp = Callable[..., Awaitable[Page]]


@pytest.fixture
async def first_run(cluster: Cluster, chromium: Browser, tmp_path: Path) -> AsyncIterator[OpenSetUp]:
    """Return a function that opens the first-run page of an empty home; errors on the page fail the test."""
    name = f"first_run_{next(_numbers)}"
    await create_database(cluster, name)
    database = Database(cluster.url(name))
    await migrate(database)
    code = await open_set_up(database)
    await database.close()
    visits: list[Visit] = []
    with serving(cluster.url(name), tmp_path) as served:

        async def open_page(look: Look = Look(), path: str = f"/setup#{code}") -> Page:
            _, made = await look_at(chromium, served.people, look)
            visits.append(made)
            return await made.open(path)

        yield open_page
        for made in visits:
            await made.page.context.close()
            assert made.faults == []


def outline(folder: Path, name: str = "outline.geojson") -> Path:
    """Write an outline of two areas side by side in Jiangsu."""
    shapes = [box(120.30, 31.70, 120.35, 31.75), box(120.35, 31.70, 120.40, 31.78)]
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape in shapes
    ]
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return folder / name


async def fill(page: Page, **fields: str) -> None:
    for field, value in fields.items():
        await page.locator(f"#{field.replace('_', '-')}").fill(value)


async def fill_account(page: Page) -> None:
    await fill(page, account="keeper", password=PASSWORD, again=PASSWORD)


async def test_a_town_is_founded_from_nothing(first_run: OpenSetUp, tmp_path: Path) -> None:
    page = await first_run()
    await fill(page, name="某镇", name_en="Some Town", prefix="330424105", zone="Asia/Shanghai")
    await expect(page.locator(".code-example")).to_have_text("330424105 001 001")
    await page.locator("#outline").set_input_files(outline(tmp_path))
    await expect(page.get_by_text("2 个面合为一个镇界")).to_be_visible()
    await expect(page.locator("#epsg")).to_have_value("4549")
    await page.get_by_label("第 1 个中队名称").fill("一中队")
    await fill_account(page)
    await page.get_by_role("button", name="核对").click()
    await expect(page.get_by_role("heading", name=re.compile("请核对"))).to_be_focused()
    await expect(page.locator(".facts")).to_contain_text("EPSG:4549")
    await page.get_by_role("button", name="建立本镇").click()
    await page.wait_for_url(re.compile(r"/(#.*)?$"))
    await expect(page.locator("#map")).to_be_visible()
    await expect(page.get_by_text("边界还没有生效的版本")).to_be_visible()
    # the map opens on the outline
    await page.wait_for_url(re.compile(r"view=120\.3\d*,31\.7"))
    await page.goto(re.sub(r"/(#.*)?$", "/setup", page.url))
    await page.wait_for_url(re.compile("/signin"))


async def test_a_town_abroad_is_founded_by_one_point(first_run: OpenSetUp) -> None:
    page = await first_run(Look("en"))
    await fill(page, name="Chicago", point="-87.65, 41.85")
    await expect(page.locator("#zone")).to_have_value("America/New_York")
    await fill(page, zone="America/Chicago")
    await page.get_by_role("button", name="Propose a CRS").click()
    await expect(page.locator("#epsg")).to_have_value("32616")
    await fill(page, epsg="2249")
    await expect(page.get_by_text("not a projected coordinate reference system in metres")).to_be_visible()
    await fill(page, epsg="26971")
    await expect(page.locator("#epsg-hint")).to_have_text("NAD83 / Illinois East")
    for level, digits in enumerate("234", 1):
        await page.get_by_label(f"Code length, level {level}").fill(digits)
    await fill_account(page)
    await page.get_by_role("button", name="Check").click()
    await page.get_by_role("button", name="Found the town").click()
    await page.wait_for_url(re.compile(r"/(#.*)?$"))
    await expect(page.locator("#map")).to_be_visible()
    assert "Chicago" in await page.title()


async def test_every_address_leads_there_and_the_code_may_be_typed(first_run: OpenSetUp) -> None:
    code = (await first_run()).url.partition("#")[2]
    page = await first_run(path="/signin")
    await page.wait_for_url(re.compile("/setup$"))
    await fill(page, code="wrong", point="120.34, 31.75")
    await page.get_by_role("button", name="建议坐标系").click()
    await expect(page.get_by_text(re.compile("建镇码不对"))).to_be_visible()
    await fill(page, code=code)
    await page.get_by_role("button", name="建议坐标系").click()
    await expect(page.locator("#epsg")).to_have_value("4549")


async def test_what_is_wrong_is_said_where_it_is(first_run: OpenSetUp) -> None:
    page = await first_run()
    await page.get_by_role("button", name="核对").click()
    await expect(page.locator("#name")).to_be_focused()
    await expect(page.locator("#name-fault")).to_have_text("请填写名称。")
    assert await axe(page) == []


async def test_a_file_without_a_crs_asks_and_is_read_as_declared(
    first_run: OpenSetUp, tmp_path: Path
) -> None:
    table = tmp_path / "outline.csv"
    table.write_text('wkt\n"POLYGON ((5e5 35e5, 5.1e5 35e5, 5.1e5 35.1e5, 5e5 35.1e5, 5e5 35e5))"\n')
    page = await first_run()
    await page.locator("#outline").set_input_files(table)
    await expect(page.get_by_text("names no CRS and none is guessed")).to_be_visible()
    assert await axe(page) == []
    await page.get_by_label("EPSG:4490").check()
    await page.get_by_role("button", name="按此读取").click()
    await expect(page.get_by_text("metres or feet")).to_be_visible()
    await page.get_by_label("EPSG:4549").check()
    await page.get_by_role("button", name="按此读取").click()
    await expect(page.get_by_text("100.", exact=False).first).to_be_visible()


@pytest.mark.parametrize("look", [*LOOKS, *NARROW], ids=str)
async def test_axe_finds_nothing_and_nothing_is_cut_off(
    look: Look, first_run: OpenSetUp, tmp_path: Path
) -> None:
    page = await first_run(look)
    await fill(page, name="某镇", prefix="330424105", zone="Asia/Shanghai")
    await page.locator("#outline").set_input_files(outline(tmp_path))
    await expect(page.locator(".outline-facts")).to_be_visible()
    await fill_account(page)
    assert await axe(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= look.width
    await page.screenshot(path=tmp_path / f"setup-{look}.png", full_page=True)
    await page.locator("#again").press("Enter")
    await expect(page.locator(".review")).to_be_visible()
    assert await axe(page) == []
    await page.screenshot(path=tmp_path / f"setup-review-{look}.png", full_page=True)

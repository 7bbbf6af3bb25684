"""A planner at his page: a draft of his own, and where on the screen its grids and borders lie."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from playwright.async_api import Page, expect

from tests.browser.conftest import Look, OpenPage

Place = tuple[float, float]
TILE_PX = 256
MIDDLE = (120.3435, 31.7538)
DONE = re.compile(r"said done")
REFUSED = re.compile(r"said refused")


@dataclass(frozen=True)
class Border:
    """The border of two grids, in degrees and in millimetres."""

    left: str
    right: str
    places: tuple[Place, ...]
    vertices: tuple[tuple[int, int], ...]


@dataclass
class Desk:
    """One open draft and its page."""

    page: Page
    address: str
    key: int
    whole: dict[str, Any] = field(default_factory=dict)

    async def read(self) -> None:
        """Ask the service how the draft is now."""
        answer = await self.page.request.get(f"{self.address}/api/drafts/{self.key}")
        assert answer.status == 200, await answer.text()
        self.whole = await answer.json()

    @property
    def revision(self) -> int:
        """Return the revision that was read last."""
        revision: int = self.whole["revision"]
        return revision

    def grid(self, code: str) -> dict[str, Any]:
        """Return a grid's row."""
        row: dict[str, Any] = next(grid for grid in self.whole["grids"] if grid["code"] == code)
        return row

    def shape(self, code: str) -> shapely.Polygon:
        """Return a grid in degrees, polygonized from the borders on its sides."""
        lines = [
            shapely.LineString(_places(arc))
            for arc in self.whole["arcs"]
            if code in (arc["left"], arc["right"])
        ]
        parts = shapely.get_parts(shapely.polygonize(lines))
        largest: shapely.Polygon = max(parts, key=lambda part: part.area)
        return largest

    def borders(self, code: str) -> list[Border]:
        """Return the borders of a grid with others, the longest first."""
        found = [
            Border(arc["left"], arc["right"], _places(arc), _vertices(arc))
            for arc in self.whole["arcs"]
            if code in (arc["left"], arc["right"]) and arc["left"] and arc["right"]
        ]
        return sorted(found, key=lambda border: -shapely.LineString(border.places).length)

    async def look_at(self, place: Place, zoom: int) -> None:
        """Bring a place to the middle of the map."""
        view = f"#draft={self.key}&view={place[0]:.5f},{place[1]:.5f},{zoom}"
        await self.page.evaluate("view => { window.location.hash = view }", view)
        await self.page.wait_for_timeout(400)

    async def point(self, place: Place) -> tuple[float, float]:
        """Return where a place lies on the screen."""
        await self.page.wait_for_timeout(300)  # the address follows when the map has rested
        lon, lat, zoom = (float(part) for part in self._view().split(","))
        box = await self.page.locator("#map").bounding_box()
        assert box
        middle, there = _pixel((lon, lat), zoom), _pixel(place, zoom)
        x = box["x"] + box["width"] / 2 + there[0] - middle[0]
        y = box["y"] + box["height"] / 2 + there[1] - middle[1]
        return x, y

    def _view(self) -> str:
        found = re.search(r"view=([^&]+)", self.page.url)
        assert found, self.page.url
        return found[1]

    async def click(self, place: Place) -> None:
        """Click on a place."""
        await self.page.mouse.click(*await self.point(place))

    async def draw(self, line: Sequence[Place]) -> None:
        """Click point after point."""
        for place in line:
            await self.page.mouse.move(*await self.point(place))
            await self.click(place)

    async def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag from one place of the screen to another."""
        await self.page.mouse.move(*start)
        await self.page.mouse.down()
        await self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        await self.page.mouse.move(*end)
        await self.page.mouse.up()

    async def tool(self, key: str) -> None:
        """Take a tool in hand by its key, with the focus on the map."""
        await self.page.locator("#map").focus()
        await self.page.keyboard.press(key)

    async def done(self) -> str:
        """Wait until the service has made the edit, read the draft, and return the sentence shown."""
        before = self.revision
        bar = self.page.locator(".said")
        await expect(bar).to_have_class(DONE)
        await expect(self.page.locator(".plan-saved")).to_have_text(re.compile("已保存|saved"))
        await self.read()
        assert self.revision > before
        words = await bar.inner_text()
        await bar.get_by_role("button").click()
        return words

    async def refused(self) -> str:
        """Wait until the service has refused the edit and return its sentence."""
        bar = self.page.locator(".said")
        await expect(bar).to_have_class(REFUSED)
        before = self.revision
        await self.read()
        assert self.revision == before
        return await bar.inner_text()


async def sit_down(visit: OpenPage, look: Look = Look(), view: str = "120.3435,31.7538,16") -> Desk:
    """Open a new draft on the planner's page."""
    made = await visit(look, account="planner")
    opened = await made.page.request.post(f"{made.address}/api/drafts", data={"title": "调整璜塘"})
    assert opened.status == 201, await opened.text()
    desk = Desk(made.page, made.address, (await opened.json())["id"])
    await desk.read()
    await made.open(f"/planner#draft={desk.key}&view={view}")
    await expect(made.page.locator(".tools")).to_be_visible()
    return desk


async def bring_scan(desk: Desk) -> None:
    """Bring in a scan of the draft's signed file."""
    standing = await (await desk.page.request.get(f"{desk.address}/api/drafts/{desk.key}/standing")).json()
    door = f"{desk.address}/api/scans?draft={desk.key}&digest={standing['digest']}"
    answer = await desk.page.request.post(door, data=b"%PDF-1.7 signed")
    assert answer.status == 201, await answer.text()


def middle_grid(desk: Desk) -> str:
    """Return the grid in the middle of the town."""
    here = shapely.Point(MIDDLE)
    codes = [grid["code"] for grid in desk.whole["grids"] if grid["kind"] == "basic"]
    return next(code for code in codes if desk.shape(code).covers(here))


def longest_border(desk: Desk) -> Border:
    """Return the longest border of the middle grid."""
    return desk.borders(middle_grid(desk))[0]


def across(shape: shapely.Polygon) -> tuple[Place, Place]:
    """Return a line that crosses a grid once, along its widest stretch at half its height."""
    west, south, east, north = shape.bounds
    lat = (south + north) / 2
    cut = shape.intersection(shapely.LineString([(west - 1, lat), (east + 1, lat)]))
    widest = max(shapely.get_parts(cut), key=lambda part: part.length)
    (lon, _), (other, _) = widest.coords[0], widest.coords[-1]
    return (lon - 1e-4, lat), (other + 1e-4, lat)


def between(one: Place, other: Place, share: float) -> Place:
    """Return the place at a share of the way."""
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def vertices_of(desk: Desk, code: str) -> set[tuple[int, int]]:
    """Return the vertices of a grid that it shares with others."""
    return {vertex for border in desk.borders(code) for vertex in border.vertices}


async def on_a_road(desk: Desk, border: Border) -> int:
    """Return a vertex of a border that lies on a road together with the one before and the one after."""
    west, south, east, north = shapely.LineString(border.places).bounds
    query = f"bbox={west},{south},{east},{north}&limit=200"
    answer = await desk.page.request.get(f"{desk.address}/layers/roads/items.geojson?{query}")
    features = (await answer.json())["features"]
    roads = shapely.union_all([shapely.from_geojson(json.dumps(one["geometry"])) for one in features])
    near = [roads.distance(shapely.Point(place)) < 1e-6 for place in border.places]
    # not beside a corner where more grids meet
    return next(i for i in range(3, len(near) - 3) if all(near[i - 1 : i + 2]))


async def take_border(desk: Desk, border: Border, index: int) -> None:
    """Look at a vertex of a border, and take the border in hand."""
    await desk.look_at(border.places[index], 18)
    await desk.click(between(border.places[index], border.places[index + 1], 0.3))
    await expect(desk.page.locator(".tool-hand .plan-count")).to_be_visible()


def _places(arc: Mapping[str, Any]) -> tuple[Place, ...]:
    return tuple((x / 1e7, y / 1e7) for x, y in _summed(arc["e7"]))


def _vertices(arc: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    return tuple(_summed(arc["mm"]))


def _summed(flat: Sequence[int]) -> list[tuple[int, int]]:
    points: list[tuple[int, int]] = []
    x = y = 0
    for step_x, step_y in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + step_x, y + step_y
        points.append((x, y))
    return points


def _pixel(place: Place, zoom: float) -> tuple[float, float]:
    size = TILE_PX * 2**zoom
    phi = math.radians(place[1])
    return (place[0] + 180) / 360 * size, (1 - math.asinh(math.tan(phi)) / math.pi) / 2 * size

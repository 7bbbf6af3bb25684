"""The contract that every layer keeps, and what follows from it."""

import io
import re
from collections.abc import Callable

import httpx2
import numpy as np
import pytest
from PIL import Image

from api.services import Services
from gis.geometry.projection import to_degrees
from gis.store.hotspots import Spot, write_night
from layers import all_layers
from layers.base import Layer
from layers.raster import coloured_png
from layers.style import Ramp, Text
from tests.api.conftest import *  # noqa: F403 - the application's fixtures serve here too
from tests.small_town import EAST, EPSG, NOON, NORTH

Client = httpx2.AsyncClient
NAMES = sorted(all_layers())
VECTOR = [name for name, layer in all_layers().items() if layer.kind != "raster"]


@pytest.fixture(scope="module", autouse=True)
async def night(services: Services) -> None:
    """Keep a hot spot of the last night, so that every layer has something to show."""
    lon, lat = to_degrees(EAST + 500, NORTH + 500, EPSG)
    spot = Spot(float(lon), float(lat), 150.0, 7, 1, 32, 4.5, 0.001, 40.0)
    async with services.database.begin() as connection:
        await write_night(connection, NOON.date(), (1, 199), [spot])


def test_these_layers_are_found_by_their_files() -> None:
    assert NAMES == [
        "buildings",
        "components",
        "enterprises",
        "events",
        "grids",
        "heat",
        "heat_change",
        "heat_patrol",
        "hotspots",
        "roads",
        "squads",
        "village_lines",
        "villages",
        "water",
    ]
    ranks = [layer.rank for layer in all_layers().values()]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("layer", all_layers().values(), ids=lambda layer: layer.name)
def test_a_layer_describes_itself(layer: Layer) -> None:
    described = layer.describe((0, 0, 1, 1))
    assert described["name"] == layer.name
    assert described["title"]["zh"] != described["title"]["en"]
    assert described["tiles"][0].endswith(".png" if layer.kind == "raster" else ".mvt")
    assert described["minzoom"] < described["maxzoom"]
    assert described["style"]["rules"] or described["style"]["ramp"]
    legend = [rule for rule in described["style"]["rules"] if rule["label"]]
    assert legend or described["style"]["ramp"]


@pytest.mark.parametrize("name", VECTOR)
async def test_tile_and_geojson_hold_the_same_fields(commander: Client, name: str) -> None:
    found = (await commander.get(f"/layers/{name}/items.geojson")).json()
    assert found["numberMatched"] >= 1
    fields = set(found["features"][0]["properties"])
    layer = all_layers()[name]
    styled = {rule.field for rule in layer.style.rules if rule.field}
    assert styled | {label.field for label in layer.style.labels} | set(layer.identify) <= fields
    tile = await commander.get(f"/layers/{name}/tiles/10/853/417.mvt")
    assert tile.status_code == 200
    assert all(field.encode() in tile.content for field in fields if name != "water")


async def test_an_unchanged_tile_is_not_sent_again(commander: Client) -> None:
    first = await commander.get("/layers/grids/tiles/10/853/417.mvt")
    again = await commander.get(
        "/layers/grids/tiles/10/853/417.mvt", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


async def test_event_filters_choose_by_day_hour_weekday_and_department(commander: Client) -> None:
    async def count(**params: object) -> int:
        answer = await commander.get("/layers/events/items.geojson", params=params)  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text
        return int(answer.json()["numberMatched"])

    assert await count() == 3  # the one 200 days ago is older than a month
    assert await count(**{"from": "2026-01-01"}) == 4
    assert await count(hours=[12]) == 3
    assert await count(hours=[11]) == 0
    assert await count(weekdays=[1]) == 3
    assert await count(weekdays=[2, 3]) == 0
    assert await count(department="02") == 0
    assert await count(**{"from": "2026-11-03"}) == 0
    assert await count(**{"from": "2026-11-02", "to": "2026-11-02", "category": "0101"}) == 3


@pytest.mark.parametrize(
    "query",
    ["hours=24", "weekdays=0", "from=2026-02-01&to=2026-01-01", "colour=red", "from=x", "hours=nan"],
)
async def test_wrong_filters_are_told(commander: Client, query: str) -> None:
    answer = await commander.get(f"/layers/events/items.geojson?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "nan,0,1,1", "5,0,1,1", "0,0,1,95", ""])
async def test_wrong_boxes_are_told(commander: Client, box: str) -> None:
    answer = await commander.get("/layers/grids/items.geojson", params={"bbox": box})
    assert answer.status_code == 422


async def test_heat_is_drawn_where_events_are_and_nowhere_else(commander: Client) -> None:
    here = await commander.get("/layers/heat/tiles/12/3413/1668.png")
    assert here.status_code == 200
    assert here.headers["content-type"] == "image/png"
    far = await commander.get("/layers/heat/tiles/12/0/0.png")
    assert far.status_code == 204
    assert (await commander.get("/layers/heat/tiles/12/3413/1668.mvt")).status_code == 404


def test_a_ramp_is_clear_at_its_low_end() -> None:
    ramp = Ramp(
        stops=((0, "#00000000"), (1, "#FFFFFFFF")), low=Text(zh="低", en="low"), high=Text(zh="高", en="high")
    )
    picture = Image.open(io.BytesIO(coloured_png(np.array([[0.0, 0.5, 1.0]]), ramp)))
    assert list(picture.convert("RGBA").get_flattened_data()) == [
        (0, 0, 0, 0),
        (128, 128, 128, 128),
        (255, 255, 255, 255),
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_folium_page_stands_alone(commander: Client, name: str, language: str) -> None:
    answer = await commander.get(f"/layers/{name}/map.html", params={"lang": language})
    assert answer.status_code == 200, answer.text
    page = answer.text
    assert "L.map(" in page
    assert "示例数据" in page
    assert not re.search(r"<(script|link|img|iframe|object)\b[^>]*\b(src|href|data)=(?!.data:)", page)
    assert not re.search(r"""url\(["']?(?:https?:)?//""", page)
    assert "垃圾 <script>" not in page
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline'; img" in policy
    assert "script-src 'sha256-" in policy


async def test_saving_boundaries_needs_its_own_permission(client_of: Callable[..., object]) -> None:
    viewer = await client_of("viewer")  # type: ignore[misc]
    assert (await viewer.get("/layers/grids/items.geojson")).status_code == 200
    assert (await viewer.get("/layers/grids/map.html")).status_code == 403


@pytest.mark.parametrize("name", ["events", "heat", "heat_change", "heat_patrol"])
async def test_the_first_days_of_the_calendar_are_days_like_others(commander: Client, name: str) -> None:
    others = ({"before_to": "0001-01-02"},) if name == "heat_change" else ()
    for asked in ({"to": "0001-01-03"}, {"from": "0001-01-01"}, *others):
        answer = await commander.get(f"/layers/{name}/map.html", params=asked)
        assert answer.status_code == 200, answer.text

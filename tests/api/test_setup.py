"""An empty home is founded once, by whoever holds the console's code, all at once or not at all."""

import asyncio
import base64
import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import shapely
from shapely import box
from sqlalchemy import text

from api.app import make_service
from api.services import Services, make_services
from gis.service.setup import WRONG_CODES, open_set_up
from gis.settings import Settings
from gis.store.cluster import Cluster
from gis.store.database import Database
from gis.store.migrate import migrate
from tests.conftest import create_database

Client = httpx2.AsyncClient
_numbers = itertools.count(1)
TABLES = ("setting", "squad", "outline", "account", "import_run", "session")
PASSWORD = "a long enough password"
JIANGSU: dict[str, Any] = {
    "town": {
        "name": "某镇",
        "name_en": "Some Town",
        "code_prefix": "320281104",
        "levels": [
            {"key": "town", "zh": "镇", "en": "Town", "digits": 9},
            {"key": "village", "zh": "村", "en": "Village", "digits": 12},
            {"key": "grid", "zh": "网格", "en": "Grid", "digits": 15},
        ],
        "time_zone": "Asia/Shanghai",
        "metric_crs": 4549,
    },
    "squads": [{"code": "1", "name": "一中队"}, {"code": "2", "name": "二中队"}],
    "account": {"name": "keeper", "title": "管理员", "password": PASSWORD},
}


def sent(shapes: list[object], name: str = "outline.geojson", **more: object) -> dict[str, object]:
    """Return a GeoJSON file as the page sends it."""
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape in shapes
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return {"name": name, "content": base64.b64encode(content).decode(), **more}


SQUARE = sent([box(120.30, 31.70, 120.35, 31.75), box(120.35, 31.70, 120.40, 31.75)])


@dataclass
class EmptyHome:
    """A home without a town: its code, a browser at its first page, and its database."""

    code: str
    client: Client
    services: Services

    async def post(self, path: str, body: object, code: str | None = None) -> httpx2.Response:
        headers = {"Setup-Code": self.code if code is None else code}
        return await self.client.post(path, json=body, headers=headers)

    async def counts(self) -> dict[str, int]:
        async with self.services.database.begin() as connection:
            return {t: await connection.scalar(text(f"SELECT count(*) FROM {t}")) or 0 for t in TABLES}


@pytest.fixture(scope="session")
def empty_template(cluster: Cluster) -> str:
    """Make a database that holds the tables and nothing in them."""

    async def make() -> None:
        await create_database(cluster, "empty_home")
        database = Database(cluster.url("empty_home"))
        await migrate(database)
        await database.close()

    asyncio.run(make())
    return "empty_home"


@pytest.fixture
async def home(cluster: Cluster, empty_template: str, tmp_path: Path) -> AsyncIterator[EmptyHome]:
    name = f"setup_{next(_numbers)}"
    await create_database(cluster, name, empty_template)
    services = make_services(Settings(home=tmp_path), cluster.url(name))
    await services.atlas.refresh()
    code = await open_set_up(services.database)
    assert code is not None
    async with browser(services) as client:
        yield EmptyHome(code, client, services)
    await services.database.close()


def browser(services: Services) -> Client:
    transport = httpx2.ASGITransport(make_service(services), raise_app_exceptions=False)
    return Client(transport=transport, base_url="http://town")


def changed(*path: str | int, to: object) -> dict[str, Any]:
    """Return the founding with one value changed."""
    copy: dict[str, Any] = json.loads(json.dumps(JIANGSU))
    place: Any = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return copy


async def test_a_town_is_founded_and_its_keeper_signed_in(home: EmptyHome) -> None:
    assert (await home.client.get("/api/health")).json()["status"] == "empty"
    answer = await home.post("/api/setup", {**JIANGSU, "outline": SQUARE})
    assert answer.status_code == 201
    assert answer.json()["account"] == {"name": "keeper", "title": "管理员", "roles": ["admin"]}
    assert answer.json()["town"]["code_prefix"] == "320281104"
    assert answer.json()["town"]["bounds"] == [120.3, 31.7, 120.4, 31.75]
    assert (await home.client.get("/api/session")).json() == answer.json()
    assert (await home.client.get("/api/health")).json()["status"] == "ok"
    assert await home.counts() == {
        "setting": 2, "squad": 2, "outline": 1, "account": 1, "import_run": 1, "session": 1,
    }  # fmt: skip
    async with home.services.database.begin() as connection:
        area = await connection.scalar(text("SELECT ST_AsText(ST_Envelope(geom_wgs84)) FROM outline"))
        acts = list(await connection.scalars(text("SELECT action FROM audit ORDER BY id")))
    assert area == "POLYGON((120.3 31.7,120.3 31.75,120.4 31.75,120.4 31.7,120.3 31.7))"
    assert acts == ["setup", "sign_in"]


async def test_the_way_in_is_closed_once_and_for_all(home: EmptyHome) -> None:
    assert (await home.client.get("/")).headers["location"] == "/setup"
    assert (await home.client.get("/signin")).headers["location"] == "/setup"
    assert (await home.client.get("/setup")).status_code in (200, 404)  # 404 where no pages were built
    assert (await home.post("/api/setup", JIANGSU)).status_code == 201
    before = await home.counts()
    for answer in (
        await home.client.get("/api/setup"),
        await home.post("/api/setup", JIANGSU),
        await home.post("/api/setup/outline", SQUARE),
        await home.client.get("/api/setup/crs?epsg=4549", headers={"Setup-Code": home.code}),
    ):
        assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert (await home.client.get("/setup")).headers["location"] == "/signin"
    assert await open_set_up(home.services.database) is None
    assert await home.counts() == before


async def test_without_the_code_nothing_is_done(home: EmptyHome) -> None:
    before = await home.counts()
    for code in ("", "x", home.code[:-1], home.code + "x", "\N{LATIN SMALL LETTER E WITH ACUTE}"):
        headers = {"Setup-Code": code.encode("latin-1")}
        for path, body in (("/api/setup", JIANGSU), ("/api/setup/outline", SQUARE)):
            answer = await home.client.post(path, json=body, headers=headers)
            assert answer.status_code == 403
    assert (await home.client.get("/api/setup/crs?epsg=4549")).status_code == 429
    assert await home.counts() == before
    # the founder is not kept out by those who guess
    assert (await home.post("/api/setup", JIANGSU)).status_code == 201


async def test_wrong_codes_are_kept_on_record_up_to_a_bound(home: EmptyHome) -> None:
    answers = [await home.post("/api/setup", JIANGSU, "wrong") for _ in range(WRONG_CODES + 3)]
    assert [answer.status_code for answer in answers] == [403] * WRONG_CODES + [429] * 3
    async with home.services.database.begin() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM audit")) == WRONG_CODES


async def test_a_new_code_ends_the_one_before(home: EmptyHome) -> None:
    newer = await open_set_up(home.services.database)
    assert (await home.post("/api/setup/outline", SQUARE)).status_code == 403
    assert (await home.post("/api/setup/outline", SQUARE, newer)).status_code == 200


async def test_another_sites_page_is_refused(home: EmptyHome) -> None:
    headers = {"Setup-Code": home.code, "Origin": "http://elsewhere"}
    assert (await home.client.post("/api/setup", json=JIANGSU, headers=headers)).status_code == 403


async def test_two_founders_at_once_make_one_town(home: EmptyHome) -> None:
    async with browser(home.services) as other:
        headers = {"Setup-Code": home.code}
        second = changed("account", "name", to="another")
        answers = await asyncio.gather(
            home.post("/api/setup", JIANGSU), other.post("/api/setup", json=second, headers=headers)
        )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert (await home.counts())["account"] == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (changed("town", "name", to=" "), "1 to 60"),
        (changed("town", "name", to="\x00"), "U+0000"),
        (changed("town", "code_prefix", to="3202 81"), "code prefix"),
        (changed("town", "code_prefix", to="1" * 16), "at most 15"),
        (changed("town", "levels", 1, "digits", to=9), "longer codes"),
        (changed("town", "levels", 1, "key", to="grid"), "same key"),
        (changed("town", "time_zone", to="Mars/Base"), "Unknown time zone"),
        (changed("town", "time_zone", to="../../etc/passwd"), "Unknown time zone"),
        (changed("town", "metric_crs", to=4326), "not a projected"),
        (changed("town", "metric_crs", to=2249), "in metres"),
        (changed("town", "metric_crs", to=32616) | {"outline": SQUARE}, "not made for the place"),
        (changed("squads", 1, "code", to="1"), "same code"),
        (changed("squads", 1, "name", to="  "), "code and a name"),
        (changed("account", "name", to="a b"), "2 to 60"),
        (changed("account", "password", to="short"), "12 to 200"),
        (changed("surprise", to=1), "surprise"),
        ({**JIANGSU, "outline": {"name": "a.geojson", "content": "A"}}, "outline.content"),
    ],
)
async def test_what_is_no_town_founds_nothing(home: EmptyHome, body: object, words: str) -> None:
    before = await home.counts()
    answer = await home.post("/api/setup", body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert words in answer.json()["detail"]
    assert await home.counts() == before
    assert (await home.client.get("/api/setup")).status_code == 200


async def test_an_outline_is_read_and_a_crs_proposed(home: EmptyHome) -> None:
    read = (await home.post("/api/setup/outline", SQUARE)).json()
    assert (read["areas"], read["reference"]) == (2, "EPSG:4326")
    assert read["bounds"] == [120.3, 31.7, 120.4, 31.75]
    # a tenth of a degree by a twentieth at 31.7 degrees north: 9.47 km by 5.54 km
    assert read["area_m2"] == pytest.approx(52.5e6, rel=0.01)
    assert read["proposed"] == {"epsg": 4549, "name": "CGCS2000 / 3-degree Gauss-Kruger CM 120E"}
    assert shapely.box(*read["bounds"]).equals(
        shapely.from_geojson(json.dumps({"type": "MultiPolygon", "coordinates": read["picture"]}))
    )


@pytest.mark.parametrize(
    ("query", "epsg"),
    [
        ("lon=-87.65&lat=41.85", 32616),
        ("lon=-71.06&lat=42.36", 32619),
        ("lon=35.1&lat=-1.4", 32736),
        ("lon=120.3&lat=31.7", 4549),
        ("epsg=26986", 26986),
    ],
)
async def test_a_crs_is_proposed_anywhere(home: EmptyHome, query: str, epsg: int) -> None:
    answer = await home.client.get(f"/api/setup/crs?{query}", headers={"Setup-Code": home.code})
    assert answer.json()["epsg"] == epsg


@pytest.mark.parametrize("query", ["", "lon=1", "epsg=4326", "epsg=1", "lat=89&lon=1", "lon=nan&lat=1"])
async def test_no_crs_is_made_up(home: EmptyHome, query: str) -> None:
    answer = await home.client.get(f"/api/setup/crs?{query}", headers={"Setup-Code": home.code})
    assert answer.status_code == 422


WKT = b'name,wkt\na,"POLYGON ((5e5 35e5, 5.01e5 35e5, 5.01e5 35.01e5, 5e5 35e5))"\n'


def table(content: bytes, name: str = "outline.csv", **more: object) -> dict[str, object]:
    return {"name": name, "content": base64.b64encode(content).decode(), **more}


async def test_a_file_without_a_crs_is_refused_until_it_is_declared(home: EmptyHome) -> None:
    refused = await home.post("/api/setup/outline", table(WKT))
    assert refused.status_code == 422
    assert "names no CRS and none is guessed" in refused.json()["detail"]
    answer = await home.post("/api/setup/outline", table(WKT, crs="EPSG:4549"))
    assert (answer.status_code, answer.json()["area_m2"]) == (200, pytest.approx(5e5, rel=1e-3))


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (table(WKT, "../../x.csv", crs="EPSG:4549", datum="gcj02"), "not both"),
        (table(WKT, "outline.exe"), "none of"),
        (table(WKT, "..", crs="EPSG:4549"), "none of"),
        (table(b"PK\x03\x04", "x.zip"), "no whole zip"),
        (table(b"", "x.geojson"), "cannot be read"),
        (table(b"name,lon,lat\na,120,31\n", crs="EPSG:4326"), "Row 1: The shape is a Point"),
        (
            table(b'wkt\n"POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"\n', crs="EPSG:4326"),
            "Row 1: The area is invalid",
        ),
        (table(WKT, crs="EPSG:2384"), "Xian 1980"),
        (table(WKT, crs="EPSG:4326"), "metres or feet"),
    ],
)
async def test_files_that_are_no_outline(home: EmptyHome, file: object, words: str) -> None:
    answer = await home.post("/api/setup/outline", file)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]


async def test_towns_of_other_countries(home: EmptyHome) -> None:
    boston = changed("town", "code_prefix", to="")
    boston["town"] |= {"name": "Boston", "name_en": "Boston", "metric_crs": 26986}
    boston["town"] |= {"time_zone": "America/New_York"}
    boston["town"]["levels"] = [
        {"key": "city", "zh": "市", "en": "City", "digits": 0},
        {"key": "district", "zh": "警区", "en": "District", "digits": 3},
    ]
    boston["outline"] = sent([box(-71.2, 42.2, -71.0, 42.4)])
    answer = await home.post("/api/setup", boston)
    assert answer.status_code == 201
    assert answer.json()["town"]["levels"][1]["en"] == "District"

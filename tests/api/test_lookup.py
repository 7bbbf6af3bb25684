"""The look-up's door, against the small town whose answers fit in the head."""

import csv
import io
from collections.abc import Callable

import httpx2
import pyarrow as pa
import pytest

from gis.geometry import datum as datums
from gis.geometry.projection import to_degrees
from gis.model import DATUMS, Scope
from tests.small_town import CODES, EAST, EPSG, NORTH, A, B

Client = httpx2.AsyncClient


def place(x_m: float, y_m: float = 500.0) -> tuple[float, float]:
    lon, lat = to_degrees(EAST + x_m, NORTH + y_m, EPSG)
    return float(lon), float(lat)


async def one(client: Client, x_m: float, **more: str) -> httpx2.Response:
    lon, lat = place(x_m)
    return await client.get("/api/lookup", params={"lon": lon, "lat": lat, **more})


async def test_a_place_finds_grid_village_squad_and_people(commander: Client) -> None:
    answer = (await one(commander, 500)).json()
    assert answer["grid"] == {"code": CODES[0], "name": "甲村第1网格", "kind": "basic"}
    assert [(a["level"], a["code"], a["name"]) for a in answer["ancestors"]] == [
        ("village", A, "甲村"),
        ("town", "320281999", "小镇"),
    ]
    assert answer["squad"] == {"code": "1", "name": "一中队"}
    assert [(p["post"], p["zh"], p["person"]["name"], p["person"]["phone"]) for p in answer["posts"]] == [
        ("grid_head", "网格长", "张三丰", "138****0001"),
        ("grid_member", "网格员", "李四", "138****0002"),
    ]
    assert answer["edition"]["number"] == 1


async def test_names_are_masked_for_those_who_may_not_read_them(client_of: Callable[..., object]) -> None:
    member = await client_of("grid_member")  # type: ignore[misc]
    names = [post["person"]["name"] for post in (await one(member, 500)).json()["posts"]]
    assert names == ["张**", "李*"]
    viewer = await client_of("viewer")  # type: ignore[misc]
    assert (await one(viewer, 500)).json()["posts"] == []


@pytest.mark.parametrize("datum", DATUMS)
async def test_every_datum_finds_the_same_grid(commander: Client, datum: str) -> None:
    lon, lat = (float(value) for value in datums.from_wgs84(*place(1500), datum))  # type: ignore[arg-type]
    answer = await commander.get("/api/lookup", params={"lon": lon, "lat": lat, "datum": datum})
    assert answer.json()["grid"]["code"] == CODES[1]


async def test_outside_is_404_and_in_a_batch_null(commander: Client) -> None:
    assert (await one(commander, -500)).status_code == 404
    points = [place(500), place(-500), place(2500)]
    answer = (await commander.post("/api/lookup", json={"points": points})).json()
    assert answer["rows"] == [CODES[0], None, CODES[2]]
    assert answer["grids"][CODES[2]]["ancestors"][0]["code"] == B
    assert set(answer["grids"]) == {CODES[0], CODES[2]}


async def test_a_foreign_grid_is_as_if_outside(client_of: Callable[..., object]) -> None:
    own = await client_of("officer", Scope(squads=frozenset({"1"})))  # type: ignore[misc]
    assert (await one(own, 500)).status_code == 200
    assert (await one(own, 2500)).status_code == 404
    rows = (await own.post("/api/lookup", json={"points": [place(500), place(2500)]})).json()["rows"]
    assert rows == [CODES[0], None]


async def test_csv_keeps_order_and_columns(commander: Client) -> None:
    lines = [["编号", "经度", "纬度"], *([str(x), *map(repr, place(x))] for x in (2500, -1, 500))]
    text = "\n".join(",".join(line) for line in lines)
    answer = await commander.post("/api/lookup", content=text.encode(), headers={"Content-Type": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["编号"], row["grid"], row["village_name"], row["grid_head"]) for row in rows] == [
        ("2500", CODES[2], "乙村", "阿卜杜勒·热西提"),
        ("-1", "", "", ""),
        ("500", CODES[0], "甲村", "张三丰"),
    ]


async def test_arrow_in_and_out(commander: Client) -> None:
    lon, lat = zip(place(500), place(-500), place(1500), strict=True)
    sink = io.BytesIO()
    table = pa.table({"lon": lon, "lat": lat})
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    kind = "application/vnd.apache.arrow.stream"
    answer = await commander.post("/api/lookup", content=sink.getvalue(), headers={"Content-Type": kind})
    again = await commander.post("/api/lookup", content=sink.getvalue(), headers={"Content-Type": kind})
    assert again.content == answer.content
    body = io.BytesIO(answer.content)
    found, people = (pa.ipc.open_stream(body).read_all() for _ in range(2))
    assert found.column_names == ["grid", "village", "squad"]
    assert found.column("grid").to_pylist() == [CODES[0], None, CODES[1]]
    assert found.column("squad").to_pylist() == ["1", None, "1"]
    assert people.select(["grid", "squad_name", "grid_head"]).to_pylist()[0] == {
        "grid": CODES[0],
        "squad_name": "一中队",
        "grid_head": "张三丰",
    }


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"lon": "nan", "lat": "31"}, "finite"),
        ({"lon": "inf", "lat": "31"}, "finite"),
        ({"lon": "1e999", "lat": "31"}, "finite"),
        ({"lon": "200", "lat": "31"}, "between"),
        ({"lon": "31.6", "lat": "120.02"}, "swapped"),
        ({"lon": "x", "lat": "31"}, "lon"),
        ({"lat": "31"}, "lon"),
        ({"lon": "120", "lat": "31", "datum": "beijing54"}, "datum"),
        ({"lon": "120", "lat": "31", "on": "yesterday"}, "on"),
    ],
)
async def test_bad_input_is_told(commander: Client, params: dict[str, str], words: str) -> None:
    answer = await commander.get("/api/lookup", params=params)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ('{"points": [[NaN, 31]]}', "application/json", "finite"),
        ('{"points": [[1e999, 31]]}', "application/json", "number"),
        ('{"points": [[31.6, 120.02]]}', "application/json", "swapped"),
        ('{"points": [[1]]}', "application/json", "points"),
        ('{"points": [], "extra": 1}', "application/json", "extra"),
        ("{", "application/json", "JSON"),
        ("a,b\n1,2", "text/csv", "no column lon"),
        ("lon,lat\n1,x", "text/csv", "Line 2"),
        ("", "text/csv", "empty"),
        ("lon,lat\nnan,31", "text/csv", "Point 1"),
        ("no arrow", "application/vnd.apache.arrow.stream", "Arrow"),
    ],
)
async def test_bad_batches_are_told(commander: Client, body: str, kind: str, words: str) -> None:
    answer = await commander.post("/api/lookup", content=body.encode(), headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert words in answer.json()["detail"]


async def test_a_day_before_the_first_edition_has_none(commander: Client) -> None:
    answer = await one(commander, 500, on="2025-12-31")
    assert answer.status_code == 404
    assert "edition" in answer.json()["detail"]

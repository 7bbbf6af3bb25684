"""The search box: codes, names, pinyin initials and coordinates, within what the caller may see."""

from collections.abc import Callable

import httpx2
import pytest

from gis.model import Scope
from tests.small_town import CODES, A

Client = httpx2.AsyncClient


async def find(client: Client, text: str, **more: object) -> list[tuple[str, str]]:
    answer = await client.get("/api/search", params={"q": text, **more})  # type: ignore[dict-item]
    assert answer.status_code == 200, answer.text
    return [(hit["kind"], hit["title"]) for hit in answer.json()["results"]]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (CODES[2], ("grid", "乙村第1网格")),
        (CODES[2][:14], ("grid", "乙村第1网格")),
        (A, ("village", "甲村")),
        ("甲村", ("village", "甲村")),
        ("jc", ("village", "甲村")),
        ("JC", ("village", "甲村")),
        ("ＪＣ", ("village", "甲村")),
        ("一中队", ("squad", "一中队")),
        ("张三丰", ("person", "张三丰")),
        ("zsf", ("person", "张三丰")),
        ("阿卜杜勒", ("person", "阿卜杜勒·热西提")),
        ("xkfzc", ("enterprise", "霞客纺织厂")),
        ("E2", ("enterprise", "乙村五金店")),
        ("卫生室", ("place", "甲村卫生室")),
        ("霞客路", ("road", "霞客路")),
    ],
)
async def test_the_best_hit_comes_first(commander: Client, text: str, first: tuple[str, str]) -> None:
    assert (await find(commander, text))[0] == first


async def test_a_code_prefix_finds_all_its_grids_and_the_limit_holds(commander: Client) -> None:
    assert len(await find(commander, A)) == 3
    assert await find(commander, A, limit=1) == [("village", "甲村")]


async def test_a_hit_is_a_point_inside_its_grid(commander: Client) -> None:
    hit = (await commander.get("/api/search", params={"q": CODES[0]})).json()["results"][0]
    there = await commander.get("/api/lookup", params={"lon": hit["lon"], "lat": hit["lat"]})
    assert there.json()["grid"]["code"] == hit["id"] == CODES[0]


async def test_persons_are_found_by_those_who_may_read_names(client_of: Callable[..., object]) -> None:
    for role, expected in (("inspector", ["person"]), ("grid_member", []), ("viewer", []), ("admin", [])):
        client = await client_of(role)  # type: ignore[misc]
        for text in ("张三丰", "zsf"):
            assert [kind for kind, _ in await find(client, text)] == expected, role


async def test_only_the_scope_is_searched(client_of: Callable[..., object]) -> None:
    own = await client_of("officer", Scope(squads=frozenset({"1"})))  # type: ignore[misc]
    assert await find(own, CODES[0]) == [("grid", "甲村第1网格")]
    for foreign in (CODES[2], "乙村", "yc", "二中队", "热西提", "乙村五金店"):
        assert await find(own, foreign) == [], foreign
    # the ground is the same for everybody
    assert await find(own, "霞客路") == [("road", "霞客路")]


async def test_coordinates_say_what_they_were_taken_for(commander: Client) -> None:
    answer = (await commander.get("/api/search", params={"q": "120°20′36″ 31°40′55″"})).json()
    taken = answer["interpretation"]
    assert taken["zh"] == "WGS-84 经度 120.343333，纬度 31.681944"
    assert taken["en"] == "WGS-84 longitude 120.343333, latitude 31.681944"
    assert (taken["lon"], taken["lat"]) == pytest.approx((120.3433333, 31.6819444))
    assert answer["results"] == []


@pytest.mark.parametrize(
    "text",
    [
        "%",
        "_",
        "\\",
        "'",
        "\x00",
        "  ",
        "",
        "'; DROP TABLE grid",
        "\ud800".encode("utf-8", "replace").decode(),
    ],
)
async def test_signs_of_sql_and_blanks_find_nothing(commander: Client, text: str) -> None:
    assert await find(commander, text) == []


async def test_too_long_a_text_is_refused(commander: Client) -> None:
    answer = await commander.get("/api/search", params={"q": "x" * 81})
    assert answer.status_code == 422
    assert "x" * 81 not in answer.text

"""The town's own facts and the strip of figures."""

from collections.abc import Callable

import httpx2

from gis.model import Scope
from tests.small_town import CODES

Client = httpx2.AsyncClient


async def figures(client: Client) -> dict[str, int]:
    answer = await client.get("/api/summary")
    return {figure["key"]: figure["value"] for figure in answer.json()["figures"]}


async def test_the_strip_counts_what_the_scope_holds(client_of: Callable[..., object]) -> None:
    whole = await client_of("commander")  # type: ignore[misc]
    assert await figures(whole) == {"grids": 4, "people": 3, "events": 3, "enterprises": 2, "components": 1}
    first = await client_of("commander", Scope(grids=frozenset({CODES[0]})))  # type: ignore[misc]
    assert await figures(first) == {"grids": 1, "people": 2, "events": 2, "enterprises": 1, "components": 0}


async def test_the_strip_counts_only_what_may_be_read(client_of: Callable[..., object]) -> None:
    viewer = await client_of("viewer")  # type: ignore[misc]
    assert set(await figures(viewer)) == {"grids", "events", "enterprises", "components"}


async def test_the_town_names_its_levels_and_bounds(commander: Client) -> None:
    town = (await commander.get("/api/town")).json()
    assert [level["key"] for level in town["levels"]] == ["town", "village", "grid"]
    west, south, east, north = town["bounds"]
    assert 119.99 < west < east < 120.06
    assert 31.6 < south < north < 31.64
    assert town["made_up"] is True


async def test_filters_are_chosen_from_the_catalogue(commander: Client) -> None:
    found = (await commander.get("/api/categories")).json()
    assert found["categories"] == [{"code": "0101", "group": "市容环境", "zh": "暴露垃圾"}]
    assert [department["code"] for department in found["departments"]] == ["01", "02"]

"""Staff as the scope and the role allow: masked, searched, and unmasked on record only."""

from collections.abc import Callable

import httpx2
import pytest

from api.services import Services
from gis.model import Scope
from gis.store.record import read_record
from tests.small_town import CODES, A

Client = httpx2.AsyncClient
OWN = Scope(codes=frozenset({A}))


async def listed(client: Client, **params: str | int) -> list[tuple[str, str | None]]:
    answer = (await client.get("/api/people", params=params)).json()
    return [(person["name"], person["phone"]) for person in answer["people"]]


async def test_names_and_phones_as_the_role_allows(client_of: Callable[..., object]) -> None:
    commander, member = await client_of("commander"), await client_of("grid_member")  # type: ignore[misc]
    assert await listed(commander) == [
        ("张三丰", "138****0001"),
        ("李四", "138****0002"),
        ("阿卜杜勒·热西提", None),
    ]
    assert await listed(member) == [("张**", "138****0001"), ("李*", "138****0002"), ("阿***·***", None)]


async def test_a_person_stands_in_the_first_grid_of_the_posts(commander: Client) -> None:
    person = (await commander.get("/api/people", params={"limit": 1})).json()["people"][0]
    assert person["squad"] == {"code": "1", "name": "一中队"}
    assert [(post["zh"], post["grid"]) for post in person["posts"]] == [("网格长", CODES[0])]
    there = await commander.get("/api/lookup", params={"lon": person["lon"], "lat": person["lat"]})
    assert there.json()["grid"]["code"] == CODES[0]


async def test_pages_follow_each_other(commander: Client) -> None:
    pages = [await listed(commander, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 1, 0]
    assert (await commander.get("/api/people", params={"limit": 1})).json()["total"] == 3


@pytest.mark.parametrize(
    ("text", "names"), [("三", ["张三丰"]), ("002", ["李四"]), ("0002", ["李四"]), ("%", [])]
)
async def test_names_numbers_and_ends_of_phones_are_searched(
    commander: Client, text: str, names: list[str]
) -> None:
    assert [name for name, _ in await listed(commander, q=text)] == names


async def test_a_text_that_no_table_can_hold_is_refused(commander: Client) -> None:
    answer = await commander.get("/api/people", params={"q": "\x00"})
    assert (answer.status_code, answer.json()["detail"][:35]) == (422, "A text holds the character U+0000, ")


async def test_who_may_not_read_names_cannot_search_by_them(client_of: Callable[..., object]) -> None:
    member = await client_of("grid_member")  # type: ignore[misc]
    assert len(await listed(member, q="三")) == 3  # the text is left aside: no oracle for names


async def test_only_the_scope_is_listed(client_of: Callable[..., object]) -> None:
    own = await client_of("officer", OWN)  # type: ignore[misc]
    assert [name for name, _ in await listed(own)] == ["张三丰", "李四"]
    squad = await client_of("officer", Scope(squads=frozenset({"2"})))  # type: ignore[misc]
    assert [name for name, _ in await listed(squad)] == ["阿卜杜勒·热西提"]


async def test_unmasking_is_on_record_with_its_purpose(
    client_of: Callable[..., object], services: Services
) -> None:
    own = await client_of("dispatcher", OWN)  # type: ignore[misc]
    given = {"purpose": "case", "reference": "A1"}
    found = await own.post("/api/people/1/unmask", json=given)
    assert found.json() == {"name": "张三丰", "phone": "13800000001"}
    assert (await own.post("/api/people/3/unmask", json=given)).status_code == 404
    async with services.database.begin() as connection:
        acts = await read_record(connection, 2, None)
    assert [(act["actor"], act["action"], act["target"], act["result"], act["detail"]) for act in acts] == [
        ("token:test", "people.unmask", "3", "refused", given),
        ("token:test", "people.unmask", "1", "done", given),
    ]


@pytest.mark.parametrize("body", [{}, {"purpose": "curiosity"}, {"purpose": "case", "reference": "\x00"}])
async def test_without_a_purpose_nothing_is_unmasked(
    commander: Client, services: Services, body: dict[str, str]
) -> None:
    async with services.database.begin() as connection:
        before = await read_record(connection, 1, None)
    answer = await commander.post("/api/people/1/unmask", json=body)
    assert answer.status_code == 422
    assert "13800000001" not in answer.text
    async with services.database.begin() as connection:
        assert await read_record(connection, 1, None) == before


async def test_those_without_the_permission_unmask_nothing(client_of: Callable[..., object]) -> None:
    for role in ("inspector", "officer", "planner", "admin", "viewer"):
        client = await client_of(role)  # type: ignore[misc]
        assert (await client.post("/api/people/1/unmask", json={"purpose": "drill"})).status_code == 403

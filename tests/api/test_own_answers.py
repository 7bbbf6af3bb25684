"""What people ask for on their pages is answered by who keeps the roster, never by who asked; it is noon."""

import pytest
from sqlalchemy import text

from gis.errors import NotAllowed
from gis.model import EVERYTHING, Scope
from gis.service.accounts import By, new_token
from gis.service.own_answers import Answer, answer
from gis.store.record import Act
from tests.api.own_world import World, client, world
from tests.small_town import NOON, B

assert world  # the fixture of this name
ASKED = {"kind": "correction", "words": "On Monday afternoon I was at a meeting."}
ANSWER = {"state": "accepted", "words": " Noted in the roster. "}


async def number_of(world: World) -> int:
    await world.open()
    assert (await world.page.post("/api/me/requests", json=ASKED)).status_code == 201
    (row,) = (await world.commander.get("/api/requests")).json()["rows"]
    assert (row["number"], row["words"], row["state"]) == ("001", ASKED["words"], "open")
    return int(row["id"])


async def test_the_answer_stands_on_the_page_and_on_record(world: World) -> None:
    number = await number_of(world)
    assert (await world.commander.post(f"/api/requests/{number}", json=ANSWER)).status_code == 204
    (row,) = (await world.page.get("/api/me/requests")).json()["rows"]
    assert (row["state"], row["answer"]) == ("accepted", "Noted in the roster.")
    acts = "SELECT actor, target FROM audit WHERE action = 'request.answer'"
    assert await world.reception.rows(acts) == [("token:desk", str(number))]
    # once is enough
    assert (await world.commander.post(f"/api/requests/{number}", json=ANSWER)).status_code == 404


async def test_what_waits_comes_before_what_was_answered_since(world: World) -> None:
    number = await number_of(world)
    for _ in range(2):
        assert (await world.page.post("/api/me/requests", json=ASKED)).status_code == 201
    assert (await world.commander.post(f"/api/requests/{number + 1}", json=ANSWER)).status_code == 204
    rows = (await world.commander.get("/api/requests")).json()["rows"]
    assert [row["id"] - number for row in rows] == [2, 0, 1]


@pytest.mark.parametrize("given", [{**ANSWER, "words": "  "}, {**ANSWER, "state": "open"}, {}])
async def test_no_answer_is_refused(world: World, given: dict[str, str]) -> None:
    number = await number_of(world)
    assert (await world.commander.post(f"/api/requests/{number}", json=given)).status_code == 422


async def test_nobody_answers_himself_nor_outside_his_scope(world: World) -> None:
    number = await number_of(world)
    made = Answer(number, "accepted", "Yes.", NOON)
    act = Act("own", "request.answer", target=str(number))
    async with world.services.database.begin() as connection:
        row = "('own', 'x', 'x', '{dispatcher}', '{}', 1)"
        columns = "(name, title, password_hash, roles, scope, person_id)"
        made_account = f"INSERT INTO account {columns} VALUES {row} RETURNING id"
        own = (await connection.execute(text(made_account))).scalar_one()
        with pytest.raises(NotAllowed):
            await answer(connection, (world.services.atlas.lookout(EVERYTHING), own), made, act)
    token = new_token("east", ("dispatcher",), Scope(codes=frozenset({B})), NOON, 1)
    secret = await world.services.accounts.issue_token(token, By("test"))
    async with client(world.services) as east:
        east.headers["Authorization"] = f"Bearer {secret}"
        assert (await east.get("/api/requests")).json() == {"rows": []}
        assert (await east.post(f"/api/requests/{number}", json=ANSWER)).status_code == 404
    (kept,) = (await world.page.get("/api/me/requests")).json()["rows"]
    assert kept["state"] == "open"

"""Whoever has not moved is asked on his own page, and says that he is well or calls for help."""

from datetime import datetime, timedelta

from sqlalchemy import text

from tests.api.own_world import World, world
from tests.small_town import CODES, NOON

assert world  # the fixture of this name
DOOR = "/api/me/checks"
RULE = {
    "name": "alone",
    "kind": "no_movement",
    "grids": [CODES[0]],
    "minutes": 20,
    "answer_minutes": 5,
    "severity": "urgent",
}
ASKED = text("""
INSERT INTO still_check (rule_id, person_id, asked_at, answer_by)
VALUES (:rule, :person, :at, :until) RETURNING id
""")


async def asked(world: World, person: int = 1) -> int:
    """Make a rule and let it ask a person."""
    rule = (await world.commander.post("/api/alert-rules", json=RULE)).json()["id"]
    given = {"rule": rule, "person": person, "at": NOON, "until": NOON + timedelta(minutes=5)}
    async with world.services.database.begin() as connection:
        return int(await connection.scalar(ASKED, given) or 0)


async def test_a_question_is_shown_and_answered_once(world: World) -> None:
    check = await asked(world)
    assert (await world.page.get(DOOR)).status_code == 401
    await world.open()
    (told,) = (await world.page.get(DOOR)).json()["rows"]
    assert (told["id"], told["minutes"], told["rang_at"]) == (check, 20, None)
    assert datetime.fromisoformat(told["answer_by"]) == NOON + timedelta(minutes=5)
    assert (await world.page.post(f"{DOOR}/{check}", json={"answer": "fine"})).status_code == 204
    assert (await world.page.get(DOOR)).json() == {"rows": []}
    assert (await world.page.post(f"{DOOR}/{check}", json={"answer": "fine"})).status_code == 404
    assert (await world.commander.get("/api/alerts")).json() == {"alerts": []}
    acts = await world.reception.rows("SELECT actor, target FROM audit WHERE action = 'check.fine'")
    assert acts == [("person:001", str(check))]


async def test_a_call_for_help_is_an_sos_with_its_place(world: World) -> None:
    check = await asked(world)
    await world.open()
    for wrong in ({"answer": "help", "lon": 120.0}, {"answer": "maybe"}, {}):
        assert (await world.page.post(f"{DOOR}/{check}", json=wrong)).status_code == 422
    given = {"answer": "help", "lon": 120.006, "lat": 31.626}
    assert (await world.page.post(f"{DOOR}/{check}", json=given)).status_code == 204
    (alert,) = (await world.commander.get("/api/alerts?open=true")).json()["alerts"]
    assert (alert["kind"], alert["person"]["id"], alert["lon"]) == ("sos", 1, 120.006)


async def test_nobody_answers_for_another(world: World) -> None:
    check = await asked(world, person=2)
    await world.open()
    assert (await world.page.get(DOOR)).json() == {"rows": []}
    for key in (check, 999):
        assert (await world.page.post(f"{DOOR}/{key}", json={"answer": "fine"})).status_code == 404

"""A message to one person: sent and seen with their times, bounded, within the scope, on record."""

from datetime import datetime, timedelta

import httpx2
import pytest
from sqlalchemy import text

from gis.model import Scope
from gis.service.messaging import MOST_SENT, MOST_UNSEEN
from tests.api.own_world import World, world
from tests.api.test_boundary_messages import of_role
from tests.small_town import NOON, A, B

assert world  # the fixture of this name
Client = httpx2.AsyncClient
DOOR = "/api/people/1/messages"


async def sent(client: Client, words: str = "Come to the bridge", person: int = 1) -> httpx2.Response:
    return await client.post(f"/api/people/{person}/messages", json={"words": words})


async def test_it_is_sent_seen_on_the_own_page_and_the_sender_sees_that(world: World) -> None:
    answer = await sent(world.commander, "  请到桥头会合  ")
    assert answer.status_code == 201, answer.text
    (waiting,) = (await world.commander.get(DOOR)).json()["rows"]
    assert (waiting["words"], waiting["by"], waiting["seen_at"]) == ("请到桥头会合", "token:desk", None)
    assert datetime.fromisoformat(waiting["sent_at"]) == NOON
    assert (await world.page.get("/api/me/messages")).status_code == 401
    await world.open()
    (told,) = (await world.page.get("/api/me/messages")).json()["rows"]
    assert told == waiting
    object.__setattr__(world.services, "clock", lambda: NOON + timedelta(minutes=2))
    for _ in range(2):
        mark = await world.page.post(f"/api/me/messages/{told['id']}", json={"state": "seen"})
        assert mark.status_code == 204
    (known,) = (await world.commander.get(DOOR)).json()["rows"]
    assert datetime.fromisoformat(known["seen_at"]) == NOON + timedelta(minutes=2)
    acts = await world.reception.rows(
        "SELECT actor, action, target, detail FROM audit WHERE action LIKE '%message%' ORDER BY id"
    )
    assert acts == [
        ("token:desk", "people.message", "1", {"message": told["id"]}),
        ("person:001", "message.seen", str(told["id"]), {}),
    ]


async def test_only_the_person_sees_it_and_only_his_own(world: World) -> None:
    other = (await sent(world.commander, "not yours", person=2)).json()["id"]
    await world.open()
    assert (await world.page.get("/api/me/messages")).json()["rows"] == []
    for key in (other, 999):
        answer = await world.page.post(f"/api/me/messages/{key}", json={"state": "seen"})
        assert answer.status_code == 404


async def test_ten_may_wait_and_no_more(world: World) -> None:
    for number in range(MOST_UNSEEN):
        assert (await sent(world.commander, f"{number}")).status_code == 201
    assert (await sent(world.commander)).status_code == 429
    assert (await sent(world.commander, person=2)).status_code == 201
    await world.open()
    newest = (await world.page.get("/api/me/messages")).json()["rows"][0]
    assert newest["words"] == str(MOST_UNSEEN - 1)
    await world.page.post(f"/api/me/messages/{newest['id']}", json={"state": "seen"})
    assert (await sent(world.commander)).status_code == 201


async def test_a_sender_has_so_many_in_ten_minutes(world: World) -> None:
    async with world.services.database.begin() as connection:
        row = "INSERT INTO message (person_id, words, sent_by, sent_at) SELECT 3, 'x', 'token:desk', :at"
        many = f"{row} FROM generate_series(1, {MOST_SENT})"
        await connection.execute(text(many), {"at": NOON - timedelta(minutes=9)})
    assert (await sent(world.commander)).status_code == 429
    assert (await sent(await of_role(world, "dispatcher"))).status_code == 201
    async with world.services.database.begin() as connection:
        await connection.execute(text("UPDATE message SET sent_at = sent_at - interval '2 minutes'"))
    assert (await sent(world.commander)).status_code == 201


@pytest.mark.parametrize("words", ["", " \n ", "x" * 201, "a\x1b[2Jb", 7, None])
async def test_what_is_no_message_is_refused(world: World, words: object) -> None:
    assert (await world.commander.post(DOOR, json={"words": words})).status_code == 422
    assert (await world.commander.get(DOOR)).json()["rows"] == []


async def test_who_may_send_and_to_whom(world: World) -> None:
    for role in ("inspector", "planner", "grid_member", "viewer", "admin"):
        client = await of_role(world, role)
        assert (await sent(client)).status_code == 403
        assert (await client.get(DOOR)).status_code == 403
    near, far = [await of_role(world, "officer", Scope(codes=frozenset({code}))) for code in (A, B)]
    assert (await sent(near)).status_code == 201
    assert (await sent(far)).status_code == 404
    assert (await far.get(DOOR)).status_code == 404
    assert (await sent(world.commander, person=999)).status_code == 404

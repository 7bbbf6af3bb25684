"""A person's own page: opened by its secret, the notice first, and all that it tells; it is noon."""

from datetime import datetime

from sqlalchemy import text

from gis.service.devices import DeviceKeeper, Setting
from gis.service.reception.roll import digest_of
from gis.store.devices import assign
from tests.api.own_world import BY, World, world
from tests.service.reception.conftest import NOON_MS, at
from tests.small_town import CODES, NOON

assert world  # the fixture of this name


async def test_a_page_is_opened_by_its_own_secret_alone(world: World) -> None:
    assert (await world.page.get("/api/me")).status_code == 401
    assert (await world.open("a-guess")).status_code == 401
    assert (await world.open(world.token)).status_code == 401, "what the phone sends opens nothing"
    opened = await world.open()
    assert opened.status_code == 204
    cookie = opened.headers["set-cookie"]
    assert all(part in cookie for part in ("wangge_me=", "HttpOnly", "SameSite=strict", "Path=/api/me"))
    told = (await world.page.get("/api/me")).json()
    assert (told["person"], told["number"], told["phone"]["name"]) == ("张三丰", "001", "001-owntracks")
    assert (await world.page.get("/api/session")).status_code == 401
    assert (await world.commander.get("/api/me")).status_code == 401
    (row,) = await world.reception.rows("SELECT page_digest, token_digest FROM device")
    assert row == (digest_of(world.secret), digest_of(world.token))
    foreign = {"origin": "https://elsewhere.example"}
    assert (await world.page.post("/api/me/sos", json={}, headers=foreign)).status_code == 403
    assert (await world.page.delete("/api/me/session")).status_code == 204
    assert (await world.page.get("/api/me")).status_code == 401


async def test_nothing_is_kept_before_the_notice_is_confirmed(world: World) -> None:
    await world.reception.send(at(0), raw=b"before")
    assert await world.reception.rows("SELECT * FROM fix") == []
    assert await world.reception.rows("SELECT * FROM raw_batch") == []
    assert await world.reception.rows("SELECT reason, refused FROM gate_count") == [("no_notice", 1)]
    await world.open()
    told = (await world.page.get("/api/me")).json()
    assert (told["recorded"], told["notice"]["needed"], told["notice"]["confirmed"]) == (False, True, [])
    assert told["on_duty_until"] is not None
    assert (await world.commander.get("/api/devices")).json()["rows"][0]["waits"] is True
    await world.confirm()
    assert (await world.commander.get("/api/devices")).json()["rows"][0]["waits"] is False
    told = (await world.page.get("/api/me")).json()
    assert (told["recorded"], told["notice"]["current"]) == (True, True)
    # what was fixed before is dropped, however late it comes
    await world.reception.send(at(10), at(-60))
    ((moment,),) = await world.reception.rows("SELECT extract(epoch FROM fixed_at) * 1000 FROM fix")
    assert int(moment) == NOON_MS + 10_000
    (row,) = (await world.page.get("/api/me/refused")).json()["rows"]
    assert (row["reason"], row["refused"]) == ("no_notice", 2)


async def test_the_confirmation_keeps_the_text_that_was_shown(world: World) -> None:
    await world.open()
    stale = {"language": "zh", "digest": "0" * 64}
    assert (await world.page.post("/api/me/notice", json=stale)).status_code == 409
    shown = (await world.page.get("/api/me/notice?language=zh")).json()
    assert "180 天" in shown["sections"][3]["words"]
    for _ in range(2):
        given = {"language": "zh", "digest": shown["digest"]}
        assert (await world.page.post("/api/me/notice", json=given)).status_code == 204
    query = "SELECT person_id, device_id, version, language, body ->> 'title', notice_digest"
    (row,) = await world.reception.rows(f"{query} FROM confirmation JOIN notice ON digest = notice_digest")
    assert row == (1, 1, shown["version"], "zh", "位置信息告知书", shown["digest"])


async def test_another_carrier_has_to_be_told_anew(world: World) -> None:
    await world.open()
    await world.confirm()
    async with world.services.database.begin() as connection:
        await connection.execute(text("UPDATE assignment SET person_id = 2"))
        await connection.execute(text("UPDATE duty SET person_id = 2"))
        await connection.execute(text("UPDATE setting SET value = '99' WHERE key = 'roll_version'"))
    await world.reception.desk.refresh()
    await world.reception.send(at(10))
    assert await world.reception.rows("SELECT * FROM fix") == []
    told = (await world.page.get("/api/me")).json()
    assert (told["number"], told["recorded"]) == ("002", False)


async def test_who_has_given_his_phone_away_sees_nothing_of_the_next_one(world: World) -> None:
    await world.open()
    async with world.services.database.begin() as connection:
        await assign(connection, 1, 2, NOON)
    assert (await world.page.get("/api/me")).status_code == 401
    assert (await world.open()).status_code == 401


async def test_vehicles_need_no_notice(world: World) -> None:
    keeper = DeviceKeeper(world.services.database, lambda: NOON)
    await keeper.add("002", "jt808", BY, name="13800000001")
    await keeper.add("002", "gateway", BY)
    await keeper.add("002", "fixes", BY, Setting(notice=False))
    await keeper.add("002", "traccar", BY)
    rows = await world.reception.rows("SELECT protocol, notice FROM device ORDER BY id")
    assert rows[1:] == [("jt808", False), ("gateway", False), ("fixes", False), ("osmand", True)]


async def test_duty_is_begun_and_ended_on_the_page(world: World) -> None:
    await world.open()
    async with world.services.database.begin() as connection:
        await connection.execute(text("DELETE FROM duty"))
    assert (await world.page.post("/api/me/duty", json={"on": True})).status_code == 409
    await world.confirm()
    assert (await world.page.post("/api/me/duty", json={"on": True})).status_code == 204
    told = (await world.page.get("/api/me")).json()
    assert (told["recorded"], told["own_duty"]) == (True, True)
    await world.reception.desk.refresh()
    await world.reception.send(at(10))
    assert len(await world.reception.rows("SELECT * FROM fix")) == 1
    assert (await world.page.post("/api/me/duty", json={"on": False})).status_code == 204
    assert (await world.page.get("/api/me")).json()["recorded"] is False
    query = "SELECT actor, action FROM audit WHERE action LIKE 'duty.st%' ORDER BY id"
    acts = await world.reception.rows(query)
    assert acts == [("person:001", "duty.start"), ("person:001", "duty.stop")]


async def test_a_call_for_help_rings_with_a_place_and_without(world: World) -> None:
    await world.open()
    place = {"lon": 120.006, "lat": 31.626}
    assert (await world.page.post("/api/me/sos", json={"lon": 120.0})).status_code == 422
    first = await world.page.post("/api/me/sos", json=place)
    assert first.status_code == 200, first.text
    again = await world.page.post("/api/me/sos", json={})
    assert [datetime.fromisoformat(each.json()["at"]) for each in (first, again)] == [NOON, NOON]
    (alert,) = (await world.commander.get("/api/alerts?open=true")).json()["alerts"]
    assert (alert["kind"], alert["person"]["id"], alert["grid"]) == ("sos", 1, CODES[0])
    assert (alert["lon"], alert["lat"]) == (120.006, 31.626)


async def test_it_tells_who_looked_and_what_for(world: World) -> None:
    span = {"from": "2026-11-02T08:00:00+08:00", "to": "2026-11-02T16:00:00+08:00"}
    asked = {**span, "purpose": "case", "reference": "A1", "people": [1, 2]}
    await world.commander.get("/api/playback", params=asked)
    await world.commander.get("/api/playback", params={**span, "purpose": "drill", "people": 2})
    await world.commander.post("/api/people/1/unmask", json={"purpose": "case", "reference": "A2"})
    await world.commander.post("/api/people/2/unmask", json={"purpose": "case", "reference": "A2"})
    await world.open()
    opened, unmasked, played = (await world.page.get("/api/me/readings")).json()["rows"]
    assert (opened["action"], opened["own"]) == ("me.open", True)
    assert (unmasked["action"], unmasked["purpose"]) == ("people.unmask", "case")
    told = (played["who"], played["own"], played["purpose"], played["reference"])
    assert told == ("token:desk", False, "case", "A1")
    assert played["begin"].startswith("2026-11-02T")


async def test_a_correction_is_asked_for_under_a_limit(world: World) -> None:
    await world.open()
    blank = {"kind": "correction", "words": " \n"}
    assert (await world.page.post("/api/me/requests", json=blank)).status_code == 422
    for number in range(20):
        given = {"kind": "correction", "words": f"  On day {number} I was elsewhere. "}
        assert (await world.page.post("/api/me/requests", json=given)).status_code == 201
    assert (await world.page.post("/api/me/requests", json=given)).status_code == 429
    rows = (await world.page.get("/api/me/requests")).json()["rows"]
    assert (len(rows), rows[0]["words"], rows[0]["state"]) == (20, "On day 19 I was elsewhere.", "open")


async def test_the_app_is_set_up_with_its_own_secret_only(world: World) -> None:
    await world.open()
    told = (await world.page.post("/api/me/app", json={"token": world.token})).json()
    assert told["otrc"]["password"] == world.token
    assert told["link"].startswith("owntracks:///config?inline=")
    assert told["lines"][0] == {"what": "url", "value": "http://127.0.0.1:8780/pub"}
    assert (await world.page.post("/api/me/app", json={"token": "other"})).status_code == 404


async def test_a_new_link_shuts_the_old_page_and_revoking_shuts_it_for_good(world: World) -> None:
    await world.open()
    renewed = await world.commander.post("/api/devices/pages", json={"name": "001-owntracks"})
    assert renewed.status_code == 200, renewed.text
    assert (await world.page.get("/api/me")).status_code == 401
    assert (await world.open()).status_code == 401
    secret = renewed.json()["page"].partition("#")[2]
    assert (await world.open(secret)).status_code == 204
    assert (await world.commander.delete("/api/devices/001-owntracks")).status_code == 204
    assert (await world.page.get("/api/me")).status_code == 401
    assert (await world.open(secret)).status_code == 401
    gone = await world.commander.post("/api/devices/pages", json={"name": "001-owntracks"})
    assert gone.status_code == 404


async def test_the_coming_roster_is_told_without_leave(world: World) -> None:
    await world.open()
    (duty,) = (await world.page.get("/api/me/roster")).json()["rows"]
    assert (duty["kind"], duty["end"]) == ("roster", "2026-11-02T08:00:00Z")
    leave = {"from": "2026-11-02T13:00:00+08:00", "to": "2026-11-03T00:00:00+08:00"}
    made = await world.commander.post("/api/roster/leaves", json={"person": 1, "kind": "sick", **leave})
    assert made.status_code == 201
    (duty,) = (await world.page.get("/api/me/roster")).json()["rows"]
    assert duty["end"] == "2026-11-02T05:00:00Z"
    extra = {"from": "2026-11-03T08:00:00+08:00", "to": "2026-11-03T10:00:00+08:00"}
    await world.commander.post("/api/roster/overtime", json={"person": 1, **extra})
    kinds = [row["kind"] for row in (await world.page.get("/api/me/roster")).json()["rows"]]
    assert kinds == ["roster", "overtime"]
    day = await world.commander.get("/api/duty", params={"day": "2026-11-03"})
    assert [row["kind"] for row in day.json()["rows"]] == ["overtime"]

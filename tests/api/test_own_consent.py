"""Withdrawing the confirmation of the notice: tracking stops at once and may be allowed anew; it is noon."""

from datetime import datetime

from sqlalchemy import text

from gis.store.notices import withdrawn_at
from tests.api.own_world import World, world
from tests.service.reception.conftest import at
from tests.small_town import NOON

assert world  # the fixture of this name
FIXES = "SELECT count(*) FROM fix"
ACTS = "SELECT actor, action, target FROM audit WHERE action = 'notice.withdraw'"


async def test_nothing_that_arrives_after_the_withdrawal_is_kept(world: World) -> None:
    await world.open()
    await world.confirm()
    await world.reception.send(at(0), at(10))
    assert (await world.page.delete("/api/me/notice")).status_code == 204
    await world.reception.desk.refresh()
    # neither what is new nor what was fixed before and comes late
    await world.reception.send(at(5), at(20), raw=b"after")
    assert await world.reception.rows(FIXES) == [(2,)]
    assert await world.reception.rows("SELECT reason, refused FROM gate_count") == [("no_notice", 2)]
    told = (await world.page.get("/api/me")).json()
    assert (told["recorded"], told["notice"]["confirmed"], told["notice"]["current"]) == (False, [], False)
    assert told["notice"]["withdrawn_at"] == "2026-11-02T04:00:00Z"
    assert await world.reception.rows(ACTS) == [("person:001", "notice.withdraw", "001-owntracks")]
    assert (await world.commander.get("/api/devices")).json()["rows"][0]["waits"] is True


async def test_it_can_be_confirmed_anew_and_both_times_stay_on_record(world: World) -> None:
    await world.open()
    await world.confirm()
    await world.page.delete("/api/me/notice")
    await world.confirm()
    await world.reception.send(at(10))
    assert await world.reception.rows(FIXES) == [(1,)]
    told = (await world.page.get("/api/me")).json()
    assert (told["recorded"], told["notice"]["withdrawn_at"]) == (True, None)
    kept = await world.reception.rows("SELECT withdrawn_at IS NULL FROM confirmation ORDER BY id")
    assert kept == [(False,), (True,)]


async def test_a_withdrawal_is_told_while_nothing_that_he_confirmed_holds(world: World) -> None:
    async def told() -> datetime | None:
        async with world.services.database.begin() as connection:
            rows = await connection.execute(text("SELECT device_id, person_id FROM assignment"))
            ((device, person),) = rows.all()
            return await withdrawn_at(connection, device, person)

    await world.open()
    assert await told() is None
    await world.confirm()
    assert await told() is None
    await world.page.delete("/api/me/notice")
    assert await told() == NOON
    await world.confirm()
    assert await told() is None


async def test_it_ends_the_duty_that_he_began_himself(world: World) -> None:
    await world.open()
    await world.confirm()
    async with world.services.database.begin() as connection:
        await connection.execute(text("DELETE FROM duty"))
    assert (await world.page.post("/api/me/duty", json={"on": True})).status_code == 204
    await world.page.delete("/api/me/notice")
    assert (await world.page.get("/api/me")).json()["on_duty_until"] is None
    assert (await world.page.post("/api/me/duty", json={"on": True})).status_code == 409


async def test_there_is_nothing_to_withdraw_before_it_is_confirmed(world: World) -> None:
    assert (await world.page.delete("/api/me/notice")).status_code == 401
    await world.open()
    assert (await world.page.delete("/api/me/notice")).status_code == 409
    assert await world.reception.rows(ACTS) == []


async def test_the_page_tells_the_daily_maximum(world: World) -> None:
    await world.open()
    assert (await world.page.get("/api/me")).json()["own_duty_hours"] == 12

"""The console is handed over: what is open, who is silent, two signatures; it is noon on 2 November."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from api.services import Services
from gis.model import EVERYTHING, Scope
from gis.service.accounts import By, new_token
from gis.service.devices import DeviceKeeper
from gis.store.record import Act
from tests.small_town import NOON, A

Client = httpx2.AsyncClient
HOUR = timedelta(hours=1)


@pytest.fixture
async def two(services: Services, client_of: Callable[..., object]) -> tuple[Client, Client]:
    """Return the clients of two dispatchers of the whole town, with nothing handed over yet."""
    made = []
    for name in ("morning", "evening"):
        client: Client = await client_of("dispatcher")  # type: ignore[misc]
        token = new_token(name, ("dispatcher",), EVERYTHING, NOON, 1)
        client.headers["Authorization"] = f"Bearer {await services.accounts.issue_token(token, By('test'))}"
        made.append(client)
    async with services.database.begin() as connection:
        for table in ("handover", "duty", "alert", "device_state", "assignment"):
            await connection.execute(text(f"DELETE FROM {table}"))
    return made[0], made[1]


async def stand(client: Client) -> Any:
    answer = await client.get("/api/handovers")
    assert answer.status_code == 200
    return answer.json()


async def on_duty_since(services: Services, minutes: int, *numbers: str) -> None:
    keeper = DeviceKeeper(services.database, lambda: NOON)
    await keeper.put_on_duty(numbers, (NOON - timedelta(minutes=minutes), NOON + HOUR), Act("test", ""))


async def heard(services: Services, who: int, minutes: int | None) -> None:
    """Give somebody a phone that was heard some minutes ago, or never."""
    async with services.database.begin() as connection:
        made = f"INSERT INTO device (name, protocol) VALUES ('phone {who} {minutes}', 'fixes') RETURNING id"
        key = (await connection.execute(text(made))).scalar_one()
        row = {"key": key, "who": who, "since": NOON - 24 * HOUR}
        held = "VALUES (:key, :who, tstzrange(:since, NULL))"
        await connection.execute(text(f"INSERT INTO assignment (device_id, person_id, valid) {held}"), row)
        if minutes is not None:
            seen = {"key": key, "at": NOON - timedelta(minutes=minutes)}
            await connection.execute(
                text("INSERT INTO device_state (device_id, seen_at) VALUES (:key, :at)"), seen
            )


async def test_who_is_on_duty_and_not_heard_for_ten_minutes_is_silent(
    services: Services, two: tuple[Client, Client]
) -> None:
    await on_duty_since(services, 60, "001", "002")
    await on_duty_since(services, 5, "003")
    await heard(services, 1, 11)
    await heard(services, 2, 9)
    silent = (await stand(two[0]))["silent"]
    assert [(row["number"], row["devices"]) for row in silent] == [("001", 1)]
    # another phone of his that is heard speaks for him, and nobody off duty is silent
    await heard(services, 1, 1)
    assert (await stand(two[0]))["silent"] == []
    async with services.database.begin() as connection:
        await connection.execute(text("DELETE FROM assignment WHERE person_id = 2"))
    (row,) = (await stand(two[0]))["silent"]
    assert (row["number"], row["devices"], row["seen_at"]) == ("002", 0, None)


async def test_two_accounts_sign_what_stood_when_it_was_handed_over(
    services: Services, two: tuple[Client, Client]
) -> None:
    one, other = two
    await on_duty_since(services, 60, "001")
    async with services.database.begin() as connection:
        made = "INSERT INTO device (name, protocol) VALUES ('sos phone', 'fixes') RETURNING id"
        key = (await connection.execute(text(made))).scalar_one()
        row = "VALUES ('sos', :key, 2, :at, :at)"
        columns = "(kind, device_id, person_id, at, received_at)"
        await connection.execute(text(f"INSERT INTO alert {columns} {row}"), {"key": key, "at": NOON})
    number = (await one.post("/api/handovers", json={"notes": " 东街积水 "})).json()["id"]
    own = await one.post(f"/api/handovers/{number}/take", json={})
    assert (own.status_code, "Another account" in own.text) == (409, True)
    busy = await other.post("/api/handovers", json={"notes": ""})
    assert (busy.status_code, "take it over first" in busy.text) == (409, True)
    (alert,) = (await stand(other))["alerts"]
    await other.post(f"/api/alerts/{alert['id']}/acknowledge")
    taken = await other.post(f"/api/handovers/{number}/take", json={"answer": "收到"})
    assert taken.status_code == 204
    assert (await other.post(f"/api/handovers/{number}/take", json={})).status_code == 409
    read = await stand(other)
    assert read["alerts"] == []
    (row,) = read["rows"]
    assert [row[key] for key in ("given_by", "notes", "taken_by", "answer")] == [
        "token:morning",
        "东街积水",
        "token:evening",
        "收到",
    ]
    assert [(one["kind"], one["person"]) for one in row["alerts"]] == [("sos", "李四")]
    assert [one["number"] for one in row["silent"]] == ["001"]


async def test_what_nobody_took_is_signed_anew(two: tuple[Client, Client]) -> None:
    for notes in ("first", "second"):
        assert (await two[0].post("/api/handovers", json={"notes": notes})).status_code == 201
    assert [row["notes"] for row in (await stand(two[0]))["rows"]] == ["second"]


async def test_a_console_of_another_scope_hands_over_for_itself(
    two: tuple[Client, Client], client_of: Callable[..., object]
) -> None:
    village: Client = await client_of("dispatcher", Scope(codes=frozenset({A})))  # type: ignore[misc]
    number = (await two[0].post("/api/handovers", json={"notes": "x"})).json()["id"]
    assert (await stand(village))["rows"] == []
    assert (await village.post(f"/api/handovers/{number}/take", json={})).status_code == 404


async def test_the_log_tells_what_the_consoles_did(
    services: Services, two: tuple[Client, Client], client_of: Callable[..., object]
) -> None:
    await two[0].post("/api/people/1/unmask", json={"purpose": "drill"})
    async with services.database.begin() as connection:
        # the record keeps the database's time, which the town's clock of this test is not
        since = (await connection.scalar(text("SELECT now()"))) - HOUR
        await connection.execute(
            text("INSERT INTO audit (actor, action, result) VALUES ('x', 'retain', 'done')")
        )
    shifted = services.clock
    object.__setattr__(services, "clock", lambda: since + HOUR)
    try:
        read = (await two[0].get("/api/console-log")).json()
        last = read["rows"][-1]
        assert (last["actor"], last["action"], last["target"]) == ("token:morning", "people.unmask", "张三丰")
        assert read["everybody"] is True
        assert {row["action"] for row in read["rows"]}.isdisjoint({"retain", "account.add"})
        village: Client = await client_of("dispatcher", Scope(codes=frozenset({A})))  # type: ignore[misc]
        narrow = (await village.get("/api/console-log")).json()
        assert (narrow["everybody"], [row for row in narrow["rows"] if row["actor"] != "token:test"]) == (
            False,
            [],
        )
    finally:
        object.__setattr__(services, "clock", shifted)

"""The roster over HTTP, and people's own start and stop; it is noon on 2 November."""

from collections.abc import Callable
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import text

from api.services import Services
from gis.model import Scope
from gis.service.duty import OwnDuty
from gis.service.rights import Caller
from gis.store.town import ROLL_VERSION, load_version
from tests.small_town import NOON, A, B

Client = httpx2.AsyncClient
DAY = "2026-11-02"
MORNING = {"from": "2026-11-02T08:00:00+08:00", "to": "2026-11-02T12:30:00+08:00"}


async def test_duty_is_entered_and_listed_by_day_and_person(services: Services, commander: Client) -> None:
    async with services.database.begin() as connection:
        before = await load_version(connection, ROLL_VERSION)
    entered = await commander.post("/api/duty", json={"people": ["001", "002", "002"], **MORNING})
    assert entered.status_code == 204
    async with services.database.begin() as connection:
        assert await load_version(connection, ROLL_VERSION) > before
    rows = (await commander.get("/api/duty", params={"day": DAY})).json()["rows"]
    assert [(row["number"], row["kind"]) for row in rows] == [("001", "roster"), ("002", "roster")]
    one = await commander.get("/api/duty", params={"day": DAY, "person": rows[1]["person"]})
    assert [row["number"] for row in one.json()["rows"]] == ["002"]
    assert (await commander.get("/api/duty", params={"day": "2026-11-03"})).json() == {"rows": []}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"people": ["999"], **MORNING}, 404),
        ({"people": ["001"], "from": MORNING["to"], "to": MORNING["from"]}, 422),
        ({"people": ["001"], "from": "2026-11-02T08:00:00", "to": MORNING["to"]}, 422),
        ({"people": ["001"], "from": MORNING["from"], "to": "2026-11-04T08:00:00+08:00"}, 422),
        ({"people": [], **MORNING}, 422),
    ],
)
async def test_what_is_no_duty_is_refused(commander: Client, body: dict[str, object], status: int) -> None:
    assert (await commander.post("/api/duty", json=body)).status_code == status


async def test_a_keeper_keeps_the_people_of_his_scope(client_of: Callable[..., object]) -> None:
    keeper: Client = await client_of("dispatcher", Scope(codes=frozenset({B})))  # type: ignore[misc]
    assert (await keeper.post("/api/duty", json={"people": ["003"], **MORNING})).status_code == 204
    assert (await keeper.post("/api/duty", json={"people": ["001"], **MORNING})).status_code == 404
    rows = (await keeper.get("/api/duty", params={"day": DAY})).json()["rows"]
    assert {row["number"] for row in rows} == {"003"}


async def test_a_token_belongs_to_nobody(commander: Client) -> None:
    answer = await commander.post("/api/duty/me", json={"on": True})
    assert (answer.status_code, "no person" in answer.text) == (404, True)


async def test_people_start_and_stop_within_twelve_hours_a_day(services: Services) -> None:
    async with services.database.begin() as connection:
        made = "INSERT INTO account (name, title, password_hash, roles, scope, person_id) VALUES"
        row = "('wu', '吴', 'x', '{grid_member}', '{}', (SELECT id FROM person WHERE number = '003'))"
        key = (await connection.execute(text(f"{made} {row} RETURNING id"))).scalar_one()
        await connection.execute(text("DELETE FROM duty"))
    wu = Caller("wu", "吴", ("grid_member",), Scope(codes=frozenset({A})), key)
    now = NOON - timedelta(hours=11)
    duty = OwnDuty(services.database, services.atlas, lambda: now, timedelta(hours=12))
    assert await duty.start(wu, "") == now + timedelta(hours=12)
    assert await duty.start(wu, "") == now + timedelta(hours=12)
    now += timedelta(hours=7)
    assert await duty.stop(wu, "") is None
    now += timedelta(hours=1)
    # seven of the twelve hours are used
    assert await duty.start(wu, "") == now + timedelta(hours=5)
    now += timedelta(hours=6)
    with pytest.raises(Exception, match="used up"):
        await duty.start(wu, "")
    async with services.database.begin() as connection:
        acts = await connection.execute(text("SELECT action FROM audit WHERE actor = 'wu' ORDER BY id"))
        assert [row[0] for row in acts] == ["duty.start", "duty.stop", "duty.start"]


async def test_spans_of_duty_are_cut_to_what_is_played_back(
    services: Services, client_of: Callable[..., object]
) -> None:
    inspector: Client = await client_of("inspector")  # type: ignore[misc]
    async with services.database.begin() as connection:
        await connection.execute(text("DELETE FROM duty"))
        rows = ", ".join(
            f"({who}, tstzrange('2026-11-02 {begin}+08', '2026-11-02 {end}+08'), 'roster')"
            for who, begin, end in ((1, "08:00", "12:00"), (1, "14:00", "18:00"), (2, "20:00", "21:00"))
        )
        await connection.execute(text(f"INSERT INTO duty (person_id, valid, kind) VALUES {rows}"))
        away = "(1, tstzrange('2026-11-02 15:00+08', '2026-11-02 16:00+08'), 'sick', 'test', now())"
        columns = "(person_id, valid, kind, made_by, made_at)"
        await connection.execute(text(f"INSERT INTO absence {columns} VALUES {away}"))
    span = {"from": "2026-11-02T10:00:00+08:00", "to": "2026-11-02T17:00:00+08:00"}
    found = (await inspector.get("/api/duty/spans", params=span)).json()["rows"]
    ten = (NOON - timedelta(hours=2)).timestamp()
    hours = [
        [row["person"], *((row[edge] / 1000 - ten) / 3600 + 10 for edge in ("begin_ms", "end_ms"))]
        for row in found
    ]
    assert hours == [[1, 10, 12], [1, 14, 15], [1, 16, 17]]
    narrow = {**span, "people": [99]}
    assert (await inspector.get("/api/duty/spans", params=narrow)).status_code == 404
    assert (await inspector.get("/api/duty/spans", params={**span, "to": span["from"]})).status_code == 422

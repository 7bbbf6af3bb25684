"""A purpose is bound to what exists and is open to the reader; the pages offer a choice of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from api.services import Services
from gis.model import Scope
from gis.store.own_pages import add_request
from tests.small_town import CODES, NOON, A, B

Client = httpx2.AsyncClient
SPAN = {"from": NOON.isoformat(), "to": (NOON + timedelta(hours=1)).isoformat()}
ALERT = text("""
INSERT INTO alert (kind, device_id, person_id, at, received_at)
SELECT 'sos', d.id, :person, :at, :at FROM device d RETURNING id
""")


@pytest.fixture(scope="module")
async def bound(services: Services) -> dict[str, str]:
    """Let the first person's phone raise an SOS and the first person ask for something."""
    async with services.database.begin() as connection:
        device = "INSERT INTO device (name, protocol) VALUES ('phone', 'osmand')"
        await connection.execute(text(device))
        alert = await connection.scalar(ALERT, {"person": 1, "at": NOON})
        asked = await add_request(connection, 1, "correction", "What was it on Monday?", NOON)
    return {
        "case": "A1",
        "alert": str(alert),
        "finding": f"{CODES[0]}/2026-11-01",
        "own_request": str(asked),
    }


async def read(client: Client, people: int | None, **why: str) -> httpx2.Response:
    """Ask for the playback of one person or of everybody."""
    return await client.get("/api/playback", params={**SPAN, **why, **({"people": people} if people else {})})


async def test_what_exists_is_a_reason(commander: Client, bound: dict[str, str]) -> None:
    for purpose, reference in bound.items():
        answer = await read(commander, 1, purpose=purpose, reference=reference)
        assert answer.status_code == 200, (purpose, answer.text)
    assert (await read(commander, 1, purpose="drill")).status_code == 200


@pytest.mark.parametrize(
    ("purpose", "reference", "words"),
    [
        ("case", "", "needs a reference: the number of an event"),
        ("case", "2026-7", "is not the number of an event in your scope"),
        ("case", "A1 ", "is not the number of an event"),
        ("alert", "", "needs a reference: the number of an alert"),
        ("alert", "999", "is not the number of an alert"),
        ("alert", "٣", "is not the number of an alert"),
        ("alert", "9" * 80, "is not the number of an alert"),
        ("finding", "as the boss said", "is not a grid and a day"),
        ("finding", CODES[0], "is not a grid and a day"),
        ("finding", f"{CODES[0]}/2026-11-03", "is not a grid and a day"),
        ("finding", f"{CODES[0]}/0001-01-01", "is not a grid and a day"),
        ("finding", f"{CODES[0]}/9999-12-31", "is not a grid and a day"),
        ("finding", "320281999009009/2026-11-01", "is not a grid and a day"),
        ("own_request", "999", "is not the number of a request"),
        ("drill", "autumn", "A drill is bound to nothing"),
    ],
)
async def test_what_does_not_exist_is_none(
    services: Services, commander: Client, purpose: str, reference: str, words: str
) -> None:
    before = await _acts(services)
    for answer in (
        await read(commander, None, purpose=purpose, reference=reference),
        await commander.post("/api/people/1/unmask", json={"purpose": purpose, "reference": reference}),
    ):
        assert answer.status_code == 422, answer.text
        assert words in answer.json()["detail"]
        assert reference not in answer.text or len(reference) < 6
    assert await _acts(services) == before


async def test_what_another_scope_holds_is_none(client_of: Callable[..., Any], bound: dict[str, str]) -> None:
    elsewhere = await client_of("commander", Scope(codes=frozenset({B})))
    for purpose, reference in bound.items():
        answer = await read(elsewhere, None, purpose=purpose, reference=reference)
        assert answer.status_code == 422, (purpose, answer.text)
        assert (await listed(elsewhere, purpose)).keys().isdisjoint({reference})


async def test_what_somebody_asked_for_himself_opens_nobody_else(
    commander: Client, bound: dict[str, str]
) -> None:
    for people in (2, None):
        answer = await read(commander, people, purpose="own_request", reference=bound["own_request"])
        assert answer.status_code == 422
        assert "of him only" in answer.json()["detail"]


async def listed(client: Client, kind: str, **more: str) -> dict[str, dict[str, Any]]:
    """Return the choices of a kind by reference."""
    answer = await client.get(f"/api/purposes/{kind}", params=more)
    assert answer.status_code == 200, answer.text
    return {row["reference"]: row for row in answer.json()["rows"]}


async def test_what_is_offered_is_taken(commander: Client, bound: dict[str, str]) -> None:
    for purpose, reference in bound.items():
        offered = await listed(commander, purpose, day="2026-11-01")
        assert reference in offered
        for one in offered:
            answer = await read(commander, 1, purpose=purpose, reference=one)
            assert answer.status_code == 200, (purpose, one, answer.text)
    assert await listed(commander, "drill") == {}


async def test_choices_say_what_they_are(client_of: Callable[..., Any], bound: dict[str, str]) -> None:
    own = await client_of("inspector", Scope(codes=frozenset({A})))
    assert list(await listed(own, "case")) == ["A2", "A1", "A3"]
    (alert,) = (await listed(own, "alert")).values()
    assert (alert["kind"], alert["person"], alert["name"]) == ("sos", 1, "张三丰")
    assert list(await listed(own, "finding")) == [f"{code}/2026-11-02" for code in CODES[:2]]
    (request,) = (await listed(own, "own_request")).values()
    assert (request["kind"], request["title"]) == ("correction", "")


async def test_who_reads_nothing_by_a_purpose_is_offered_nothing(
    client_of: Callable[..., Any], bound: dict[str, str]
) -> None:
    for role in ("planner", "officer", "grid_member"):
        client = await client_of(role)
        assert [await listed(client, kind) for kind in bound] == [{}] * 4
    assert (await (await client_of("viewer")).get("/api/purposes/case")).status_code == 403


async def test_an_unknown_kind_or_day_is_refused(commander: Client) -> None:
    assert (await commander.get("/api/purposes/curiosity")).status_code == 422
    assert (await commander.get("/api/purposes/finding", params={"day": "monday"})).status_code == 422
    assert await listed(commander, "finding", day="0001-01-01") == {}
    assert await listed(commander, "finding", day="9999-12-31") == {}


async def _acts(services: Services) -> int:
    async with services.database.begin() as connection:
        return int(await connection.scalar(text("SELECT count(*) FROM audit")) or 0)

"""Required visits over HTTP: entered, listed, judged, and who may."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from api.services import Services
from gis.model import Scope
from gis.store.record import read_record
from tests.small_town import CODES, A, B

Client = httpx2.AsyncClient
ASKED = {"from": "2026-10-26", "to": "2026-11-01"}
WEEKLY = {"grid": CODES[0], "visits": 1, "from": "2026-10-26"}


@pytest.fixture
async def inspector(client_of: Callable[..., Any]) -> Client:
    return await client_of("inspector")  # type: ignore[no-any-return]


async def test_what_is_entered_is_listed_and_judged(services: Services, inspector: Client) -> None:
    assert (await inspector.put("/api/frequencies", json=WEEKLY)).status_code == 204
    async with services.database.begin() as connection:
        (entry,) = await read_record(connection, 1, None)
    assert (entry["action"], entry["target"], entry["detail"]["visits"]) == ("frequency.set", CODES[0], 1)
    (told,) = (await inspector.get("/api/frequencies")).json()["rows"]
    assert (told["grid"], told["risk"], told["visits"], told["days"]) == (CODES[0], None, 1, 7)
    assert (told["from"], told["to"], told["by"]) == ("2026-10-26", None, "token:test")
    (row,) = (await inspector.get("/api/coverage/frequency", params=ASKED)).json()["rows"]
    assert (row["code"], row["missed"], row["days_since"], row["now"]) == (CODES[0], 1, None, None)
    assert row["windows"][0] == {
        "first": "2026-10-26",
        "last": "2026-11-01",
        "visited": 0,
        "unknown": 0,
        "outcome": "missed",
        "due": None,
        "late_days": 0,
    }


async def test_who_may_enter_what(client_of: Callable[..., Any], inspector: Client) -> None:
    own = await client_of("inspector", Scope(codes=frozenset({A})))
    foreign = await client_of("inspector", Scope(codes=frozenset({B})))
    risk = {"risk": 3, "visits": 1, "from": "2026-11-03"}
    assert (await own.put("/api/frequencies", json=WEEKLY)).status_code == 204
    assert (await own.put("/api/frequencies", json=risk)).status_code == 403
    assert (await foreign.put("/api/frequencies", json=WEEKLY)).status_code == 404
    level = {"grid": CODES[0], "risk": 3, "from": "2026-11-03"}
    assert (await foreign.put("/api/grid-risks", json=level)).status_code == 404
    assert (await own.put("/api/grid-risks", json=level)).status_code == 204
    assert (await (await client_of("planner")).put("/api/frequencies", json=WEEKLY)).status_code == 403
    assert (await foreign.get("/api/coverage/frequency", params=ASKED)).json() == {"rows": []}
    assert (await foreign.get("/api/frequencies")).json() == {"rows": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"grid": CODES[0], "risk": 1, "visits": 1, "from": "2026-11-03"},
        {"visits": 1, "from": "2026-11-03"},
        {"risk": 1, "visits": 8, "days": 7, "from": "2026-11-03"},
        {"risk": 1, "visits": 1, "from": "0001-01-01"},
        {"risk": 1, "visits": 1, "from": "2026-11-03", "to": "9999-12-31"},
        {"risk": 1, "visits": 1, "from": "2026-11-03", "to": "2026-11-02"},
    ],
)
async def test_what_is_refused(inspector: Client, wrong: dict[str, object]) -> None:
    assert (await inspector.put("/api/frequencies", json=wrong)).status_code == 422


async def test_periods_that_cannot_be(inspector: Client) -> None:
    for days in (("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31"), ("2026-11-01", "2026-10-01")):
        asked = {"from": days[0], "to": days[1]}
        assert (await inspector.get("/api/coverage/frequency", params=asked)).status_code in (404, 422)

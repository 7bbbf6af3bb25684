"""Counts before and after a border moved: by the grids of the day, and by today's."""

import httpx2

from gis.model import Scope
from tests.api.conftest import ClientOf
from tests.small_town import CODES, A, B

Client = httpx2.AsyncClient
DAYS = {"from": "2026-11-02", "to": "2026-11-02"}


async def rows(client: Client, **asked: str) -> dict[str, int]:
    answer = await client.get("/api/counts", params={**DAYS, **asked})
    assert answer.status_code == 200, answer.text
    return {row["code"]: row["events"] for row in answer.json()["rows"]}


async def test_events_are_counted_by_grid_village_and_squad(commander: Client, client_of: ClientOf) -> None:
    # two events at 500 and 600 m, one outside; the one on the border is 200 days old
    expected = {CODES[0]: 2}
    assert await rows(commander) == await rows(commander, grids="today") == expected
    assert await rows(commander, by="village") == {A: 2}
    assert await rows(commander, by="squad", grids="today") == {"1": 2}
    own: Client = await client_of("viewer", Scope(codes=frozenset({B})))  # type: ignore[misc]
    assert await rows(own) == {}
    for wrong in ({"from": "2026-11-03"}, {"from": "1900-01-01"}, {"by": "person"}):
        assert (await commander.get("/api/counts", params={**DAYS, **wrong})).status_code == 422
    old = {"from": "2026-04-01", "to": "2026-04-30"}
    answer = await commander.get("/api/counts", params={**old, "grids": "today"})
    assert answer.json()["rows"] == [{"code": CODES[1], "events": 1}]

"""A case over HTTP: reported where it happened, handled by one, verified by another, due by the clock."""

from datetime import datetime

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.services import Services
from gis.model import Scope
from tests.api.conftest import ClientOf
from tests.api.test_lookup import place
from tests.small_town import CODES, B

Client = httpx2.AsyncClient
LON, LAT = place(500)
REPORT = {"title": "暴露垃圾", "category": "0101", "lon": LON, "lat": LAT}


async def act(client: Client, case: dict[str, object], action: str, **given: object) -> httpx2.Response:
    body = {"version": case["version"], "action": action, "given": given}
    return await client.post(f"/api/cases/{case['number']}/actions", json=body)


async def done(client: Client, case: dict[str, object], action: str, **given: object) -> dict[str, object]:
    answer = await act(client, case, action, **given)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def test_a_case_goes_round_and_nobody_verifies_his_own_work(
    client_of: ClientOf, services: Services
) -> None:
    dispatcher: Client = await client_of("dispatcher", name="甲")  # type: ignore[misc]
    officer: Client = await client_of("officer", name="乙")  # type: ignore[misc]
    member: Client = await client_of("grid_member", name="丙")  # type: ignore[misc]
    answer = await member.post("/api/cases", json=REPORT)
    assert answer.status_code == 201, answer.text
    case = answer.json()
    assert case["number"] == "3202819992611020001"
    assert (case["state"], case["grid"], case["department"], case["version"]) == (
        "reported",
        CODES[0],
        "01",
        0,
    )
    assert [step["action"] for step in case["steps"]] == ["solve"]
    case = await done(dispatcher, case, "file", category="0101")
    missing = await act(dispatcher, case, "dispatch")
    assert missing.status_code == 422
    case = await done(dispatcher, case, "dispatch", assignee="乙")
    # at noon on a Monday: four work hours from two o'clock are six
    assert datetime.fromisoformat(case["stage_due"]).hour == 10  # type: ignore[arg-type]
    assert case["stage_due"] == case["total_due"]
    assert (await act(member, case, "handle", photo_after="x")).status_code == 403
    stale = {**case, "version": 1}
    assert (await act(officer, stale, "handle", photo_after="x")).status_code == 409
    case = await done(officer, case, "handle", photo_after="x")
    case = await done(member, case, "verify", photo_after="x")
    case = await done(dispatcher, case, "close")
    assert (case["state"], case["stage_due"]) == ("closed", None)
    assert [one["action"] for one in case["history"]] == ["file", "dispatch", "handle", "verify", "close"]  # type: ignore[attr-defined]
    rows = (await dispatcher.get("/api/cases")).json()["rows"]
    assert [row["number"] for row in rows] == [case["number"]]
    # the database holds it too, whatever a program asks for
    with pytest.raises(DBAPIError, match="does not verify"):
        async with services.database.begin() as connection:
            await connection.execute(
                text(
                    "INSERT INTO case_action SELECT event_id, 9, at, actor, duty, 'verify', state, given"
                    " FROM case_action WHERE action = 'handle'"
                )
            )
    for change in ("UPDATE case_action SET actor = 'x'", "DELETE FROM case_action"):
        with pytest.raises(DBAPIError, match="never changed"):
            async with services.database.begin() as connection:
                await connection.execute(text(change))


async def test_a_case_is_seen_within_a_scope_only(client_of: ClientOf) -> None:
    member: Client = await client_of("grid_member", name="丁")  # type: ignore[misc]
    number = (await member.post("/api/cases", json=REPORT)).json()["number"]
    other: Client = await client_of("officer", Scope(codes=frozenset({B})))  # type: ignore[misc]
    assert (await other.get(f"/api/cases/{number}")).status_code == 404
    assert (await other.get("/api/cases")).json()["rows"] == []
    assert (await other.post("/api/cases", json=REPORT)).status_code == 404
    viewer: Client = await client_of("viewer")  # type: ignore[misc]
    assert (await viewer.get("/api/cases")).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"category": "9999"}, {"lon": 0, "lat": 95}, {"flow": "other"}, {"severity": 9}, {"more": 1}]
)
async def test_bad_reports_are_refused(client_of: ClientOf, wrong: dict[str, object]) -> None:
    member: Client = await client_of("grid_member")  # type: ignore[misc]
    assert (await member.post("/api/cases", json={**REPORT, **wrong})).status_code == 422


async def test_open_cases_are_weighed_by_who_redraws(client_of: ClientOf) -> None:
    planner: Client = await client_of("planner")  # type: ignore[misc]
    member: Client = await client_of("grid_member", name="戊")  # type: ignore[misc]
    draft = (await planner.post("/api/drafts", json={"title": "x"})).json()["id"]

    async def open_in(code: str) -> int:
        grids = (await planner.get(f"/api/drafts/{draft}")).json()["grids"]
        return next(int(grid["open_events"]) for grid in grids if grid["code"] == code)

    before = await open_in(CODES[3])
    lon, lat = place(3500)
    case = (await member.post("/api/cases", json={**REPORT, "lon": lon, "lat": lat})).json()
    assert await open_in(CODES[3]) == before + 1
    await done(member, case, "solve", photo_after="x")
    assert await open_in(CODES[3]) == before

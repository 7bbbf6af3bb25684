"""Findings in the small town: what they state, who signs them, and what late fixes and forgers change."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from api.cli.program import app
from api.services import Services
from gis.analysis.track_fixes import Fixes
from gis.errors import BadInput
from gis.geometry.projection import to_degrees
from gis.model import Scope
from gis.service.coverage.finding_recount import verified
from gis.service.devices import DeviceKeeper
from gis.service.sealing import Sealer
from gis.store.own_pages import readings_of
from gis.store.record import Act
from gis.store.tracks import day_of
from tests.api.test_coverage_proof import DAY, NINE, walk
from tests.small_town import CODES, EAST, EPSG, NOON, NORTH, B

Client = httpx2.AsyncClient
THRESHOLDS: dict[str, float] = {"enough": 0.01, "roam_m": 0}
FORM = {"grid": CODES[0], "day": str(DAY), **THRESHOLDS}


async def seal(services: Services, fixes: Fixes, later_s: int = 0) -> None:
    clock = NOON.astimezone(UTC) + timedelta(seconds=later_s)
    sealer = Sealer(services.database, services.atlas, lambda: clock)
    await sealer.write(day_of(DAY, "Asia/Shanghai"), {1: fixes})


@pytest.fixture(scope="module", autouse=True)
async def patrolled(services: Services) -> None:
    """Let the first person walk over two grids and then be silent, and the third be on duty unseen."""
    await seal(services, walk())
    keeper = DeviceKeeper(services.database, lambda: NOON.astimezone(UTC))
    await keeper.put_on_duty(("001",), (NINE, NINE + timedelta(minutes=20)), Act("test", ""))
    await keeper.put_on_duty(("003",), (NINE, NINE + timedelta(hours=1)), Act("test", ""))


@pytest.fixture
async def inspector(client_of: Callable[..., Any]) -> Client:
    return await client_of("inspector")  # type: ignore[no-any-return]


@pytest.fixture
async def second(client_of: Callable[..., Any]) -> Client:
    return await client_of("inspector", name="second")  # type: ignore[no-any-return]


async def made(client: Client, **more: object) -> dict[str, Any]:
    answer = await client.post("/api/findings", json={**FORM, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def file_of(client: Client, number: str) -> dict[str, Any]:
    answer = await client.get(f"/api/findings/{number}")
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def _update(services: Services, number: str, change: str) -> None:
    async with services.database.begin() as connection:
        statement = text(f"UPDATE finding SET {change} WHERE number = :number")
        await connection.execute(statement, {"number": number})


@pytest.mark.parametrize("grid", CODES)
async def test_a_finding_states_what_coverage_says(inspector: Client, grid: str) -> None:
    asked = {"from": str(DAY), "to": str(DAY), **THRESHOLDS}
    rows = {row["code"]: row for row in (await inspector.get("/api/coverage", params=asked)).json()["rows"]}
    told = await made(inspector, grid=grid)
    for name in ("state", "cause", "covered", "unknown", "off"):
        expected = rows[grid][name]
        assert told[name] == (pytest.approx(expected, abs=1e-9) if isinstance(expected, float) else expected)
    file = await file_of(inspector, told["number"])
    assert verified(file) == []
    assert file["statement"]["edition"] == 1
    assert (told["made_by"], told["confirmed_by"]) == ("token:test", None)


async def test_it_names_whom_it_rests_on_and_each_of_them_sees_it(
    services: Services, inspector: Client
) -> None:
    told = await made(inspector)
    file = await file_of(inspector, told["number"])
    people = {one["number"]: (one["name"], one["posts"]) for one in file["statement"]["people"]}
    assert people == {"001": ("张三丰", [CODES[0]]), "002": ("李四", [CODES[0]])}
    (own,) = file["evidence"]
    assert len(own["places"]) > 30
    assert len(file["statement"]["evidence"][0]["places"]) == len(own["places"])
    # no place can be read from what the statement itself says
    assert str(own["places"][0][1]) not in json.dumps(file["statement"]["evidence"])
    async with services.database.begin() as connection:
        seen = await readings_of(connection, 2)
        held = await connection.execute(
            text("SELECT person_id FROM hold WHERE reason = :why ORDER BY 1"),
            {"why": f"finding {told['number']}"},
        )
    assert [one["action"] for one in seen[:2]] == ["finding.read", "finding.make"]
    assert [row[0] for row in held] == [1, 2]


async def test_two_names_and_then_nothing_changes(
    services: Services, inspector: Client, second: Client
) -> None:
    number = (await made(inspector))["number"]
    assert (await inspector.post(f"/api/findings/{number}/confirm")).status_code == 409
    assert (await second.post(f"/api/findings/{number}/confirm")).status_code == 204
    assert (await second.post(f"/api/findings/{number}/confirm")).status_code == 409
    listed = (await inspector.get("/api/findings")).json()["rows"][0]
    assert (listed["number"], listed["confirmed_by"]) == (number, "token:second")
    for change in ("statement = '{}'", "sm3 = 'x'", "confirmed_by = 'x'", "made_by = 'x'", "evidence = ''"):
        with pytest.raises(DBAPIError, match="frozen"):
            await _update(services, number, change)


async def test_a_changed_file_is_told_from_the_sealed_one(inspector: Client, tmp_path: Path) -> None:
    file = await file_of(inspector, (await made(inspector))["number"])
    run = CliRunner()
    path = tmp_path / "finding.json"

    def said(change: Callable[[dict[str, Any]], object]) -> tuple[int, str]:
        forged = copy.deepcopy(file)
        change(forged)
        path.write_text(json.dumps(forged))
        result = run.invoke(app, ["finding", "verify", str(path)])
        return result.exit_code, result.output

    code, output = said(lambda one: None)
    assert (code, output.startswith("Equal: RD2026-")) == (0, True)
    for change, word in (
        (lambda one: one["evidence"][0]["places"].pop(3), "1 places of 001 are missing"),
        (lambda one: one["evidence"][0]["places"][3].__setitem__(1, 1.0), "1 places of 001 are not stated"),
        (lambda one: one["evidence"][0]["stretches"].clear(), "known times of 001"),
        (lambda one: one["evidence"].clear(), "evidence of 001 is missing"),
        (lambda one: one["statement"]["result"].update(covered=0.5), "covered is stated as 0.5"),
        (lambda one: one["statement"]["parameters"].update(enough=0.9), "not the one that was sealed"),
        (lambda one: one["statement"]["people"][0].update(name="x"), "not the one that was sealed"),
    ):
        code, output = said(change)
        assert code == 1
        assert word in output
    for broken in ("", "[]", '{"statement": {"form": "x"}}'):
        path.write_text(broken)
        assert isinstance(run.invoke(app, ["finding", "verify", str(path)]).exception, BadInput)


async def test_late_fixes_are_told_and_change_nothing(services: Services, inspector: Client) -> None:
    number = (await made(inspector, enough=0.05))["number"]
    before = await file_of(inspector, number)
    nothing = {"more": 0, "lost": 0, "changes": False}
    assert (await inspector.get(f"/api/findings/{number}/later")).json() == nothing
    # an hour later a burst tells of a walk to and fro through all of the grid
    whole = walk()
    at = np.arange(0, 3001, 10)
    lon, lat = to_degrees(
        EAST + 500 + np.abs((at % 800) - 400.0), NORTH + 200 + at / 5 + np.where(at % 20, 0.3, -0.3), EPSG
    )
    n = len(at)
    late = Fixes(
        (int(NINE.timestamp()) + 900 + at).astype(np.int64) * 1000,
        lon,
        lat,
        np.full(n, 5, np.float32),
        np.ones(n, np.float32),
        np.zeros(n, np.int32),
    )
    names = Fixes.__dataclass_fields__
    both = Fixes(*(np.concatenate([getattr(whole, name), getattr(late, name)]) for name in names))
    await seal(services, both, later_s=3600)
    told = (await inspector.get(f"/api/findings/{number}/later")).json()
    assert told["more"] > 200
    assert told["changes"]
    assert await file_of(inspector, number) == before
    assert verified(before) == []
    await seal(services, whole, later_s=7200)


async def test_who_may_and_what_is_refused(client_of: Callable[..., Any], inspector: Client) -> None:
    assert (await (await client_of("planner")).post("/api/findings", json=FORM)).status_code == 403
    foreign = await client_of("inspector", Scope(codes=frozenset({B})))
    assert (await foreign.post("/api/findings", json=FORM)).status_code == 404
    number = (await made(inspector))["number"]
    for path in (number, f"{number}/later"):
        assert (await foreign.get(f"/api/findings/{path}")).status_code == 404
    listed = (await foreign.get("/api/findings")).json()["rows"]
    assert {one["grid"] for one in listed} <= set(CODES[2:])
    for wrong in (
        {"day": "2026-11-02"},
        {"until": "2026-11-01"},
        {"until": "9999-12-31"},
        {"swath_m": 30},
        {"grid": "x y"},
    ):
        assert (await inspector.post("/api/findings", json={**FORM, **wrong})).status_code == 422
    # he walked out of a scope that holds the other grid alone, and is not in it
    only = await client_of("inspector", Scope(grids=frozenset({CODES[1]})))
    assert (await only.post("/api/findings", json={**FORM, "grid": CODES[1]})).status_code == 403
    assert (await inspector.get("/api/findings/RD2026-99999")).status_code == 404


async def test_past_its_keep_nothing_is_found_any_more(services: Services, inspector: Client) -> None:
    number = (await made(inspector))["number"]
    blank = "places = NULL, places_crc = NULL, places_length = NULL"
    blank += ", quality = NULL, quality_crc = NULL, quality_length = NULL"
    async with services.database.begin() as connection:
        await connection.execute(text(f"UPDATE track_day SET {blank}"))
    assert (await inspector.post("/api/findings", json=FORM)).status_code == 409
    assert verified(await file_of(inspector, number)) == []

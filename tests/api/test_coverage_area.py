"""Shares of ground at once: those of the rows of coverage, and those of a draft's own grids."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import httpx2
import numpy as np
import pytest

from api.services import Services
from gis.analysis.track_fixes import Fixes
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING
from gis.service.sealing import Sealer
from gis.store.tracks import day_of
from tests.small_town import CODES, EAST, EPSG, NOON, NORTH

Client = httpx2.AsyncClient
DAY = date(2026, 10, 29)
NINE = datetime(2026, 10, 29, 1, 0, tzinfo=UTC)
SPAN = {"from": str(DAY), "to": str(DAY)}


@pytest.fixture(scope="module", autouse=True)
async def patrolled(services: Services) -> None:
    """Let the first person walk 800 m to the east, 500 m of them in the first grid."""
    at = np.arange(0, 801, 10)
    lon, lat = to_degrees(EAST + 500 + at, NORTH + 500.0 + np.where(at % 20, 0.3, -0.3), EPSG)
    n = len(at)
    ms = (int(NINE.timestamp()) + at).astype(np.int64) * 1000
    fixes = Fixes(ms, lon, lat, np.full(n, 5, np.float32), np.ones(n, np.float32), np.zeros(n, np.int32))
    sealer = Sealer(services.database, services.atlas, lambda: NOON.astimezone(UTC))
    await sealer.write(day_of(DAY, "Asia/Shanghai"), {1: fixes})


@pytest.fixture
async def planner(client_of: Callable[..., Any]) -> Client:
    return await client_of("planner", EVERYTHING)


@pytest.fixture
async def inspector(client_of: Callable[..., Any]) -> Client:
    return await client_of("inspector", EVERYTHING)


async def test_shares_are_those_of_the_rows(inspector: Client) -> None:
    rows = (await inspector.get("/api/coverage", params=SPAN)).json()["rows"]
    shares = (await inspector.get("/api/coverage/area", params=SPAN)).json()["rows"]
    names = ("code", "name", "area_m2", "covered", "off", "effort")
    assert shares == [{name: row[name] for name in names} for row in rows]
    assert shares[0]["covered"] > 0.02


async def test_a_draft_is_counted_by_its_own_borders(inspector: Client, planner: Client) -> None:
    draft = (await planner.post("/api/drafts", json={"title": "覆盖"})).json()["id"]
    address = f"/api/drafts/{draft}/coverage"
    before = (await planner.get(address, params=SPAN)).json()["rows"]
    in_force = (await inspector.get("/api/coverage/area", params=SPAN)).json()["rows"]
    assert before == in_force
    # both grids become one: what was covered of it is what was covered of either
    merge = {"kind": "merge", "codes": list(CODES[:2]), "keep": CODES[0]}
    edited = await planner.post(f"/api/drafts/{draft}/edits", json={"revision": 0, "edit": merge})
    assert edited.status_code == 200, edited.text
    after = {row["code"]: row for row in (await planner.get(address, params=SPAN)).json()["rows"]}
    one, other = before[0], before[1]
    whole = one["area_m2"] + other["area_m2"]
    share = (one["covered"] * one["area_m2"] + other["covered"] * other["area_m2"]) / whole
    assert after[CODES[0]]["area_m2"] == whole
    assert after[CODES[0]]["covered"] == pytest.approx(share, abs=1e-12)
    assert CODES[1] not in after


async def test_what_cannot_be_asked_is_refused(planner: Client, inspector: Client) -> None:
    assert (await planner.get("/api/drafts/999/coverage", params=SPAN)).status_code == 404
    backwards = {"from": str(DAY), "to": "2026-10-01"}
    assert (await inspector.get("/api/coverage/area", params=backwards)).status_code == 422
    assert (await inspector.get("/api/coverage/area", params={**SPAN, "swath_m": 300})).status_code == 422
    assert (await planner.get("/api/coverage/area", params=SPAN)).status_code == 403

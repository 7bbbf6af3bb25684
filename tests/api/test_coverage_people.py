"""Coverage by person in the small town: one walked, one was off duty, one was on duty and never heard of."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import numpy as np
import pytest
from sqlalchemy import text

from api.services import Services
from gis.model import Scope
from gis.service.devices import DeviceKeeper
from gis.service.sealing import Sealer
from gis.store.own_pages import readings_of
from gis.store.record import Act, read_record
from gis.store.tracks import day_of
from tests.api.test_coverage_proof import DAY, NINE, walk
from tests.small_town import CODES, NOON, A, B

Client = httpx2.AsyncClient
ASKED: dict[str, str | float] = {"from": str(DAY), "to": str(DAY), "enough": 0.02, "roam_m": 0}
WHY: dict[str, str | float] = {"purpose": "finding", "reference": f"{CODES[0]}/{DAY}"}
OWN = {**ASKED, **WHY, "by": "person"}


@pytest.fixture(scope="module", autouse=True)
async def patrolled(services: Services) -> None:
    """Let the first person walk as long as he is on duty, and the third be on duty unseen for an hour."""
    sealer = Sealer(services.database, services.atlas, lambda: NOON.astimezone(UTC))
    await sealer.write(day_of(DAY, "Asia/Shanghai"), {1: walk()})
    keeper = DeviceKeeper(services.database, lambda: NOON.astimezone(UTC))
    await keeper.put_on_duty(("001",), (NINE, NINE + timedelta(seconds=800)), Act("test", ""))
    # a shift and the call on top of it overlap by twenty minutes: together they are one hour
    for begin, end in ((0, 40), (20, 60)):
        span = NINE + timedelta(minutes=begin), NINE + timedelta(minutes=end)
        await keeper.put_on_duty(("003",), span, Act("test", ""))


@pytest.fixture
async def inspector(client_of: Callable[..., Any]) -> Client:
    return await client_of("inspector")  # type: ignore[no-any-return]


async def test_people_are_listed_by_name_with_their_own_ground(inspector: Client) -> None:
    answer = await inspector.get("/api/coverage", params=OWN)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["ranked"] is False
    third, second, first = told["rows"]
    assert [row["number"] for row in told["rows"]] == ["003", "002", "001"]
    # 400 m of his way lie in the grid that he is posted to
    exact = (400 * 50 + np.pi * 25**2 / 2) / 950_000
    assert abs(first["covered"] - exact) <= first["off"]
    assert first["posted_m2"] == 950_000
    assert first["walked_m2"] == pytest.approx(800 * 50 + np.pi * 25**2, rel=0.02)
    assert (first["duty_minutes"], first["visits"]) == (pytest.approx(800 / 60), 2)
    assert first["silent_minutes"] == 0
    assert datetime.fromisoformat(first["last_visit"]) == NINE + timedelta(seconds=800)
    assert (second["state"], second["cause"]) == ("not_covered", "not_rostered")
    assert (third["state"], third["cause"], third["unknown"]) == ("unknown", "no_signal", 1)
    assert (third["duty_minutes"], third["silent_minutes"]) == (60, 60)


async def test_alone_in_a_grid_a_person_covers_what_the_grid_says(inspector: Client) -> None:
    rows = (await inspector.get("/api/coverage", params=ASKED)).json()["rows"]
    people = (await inspector.get("/api/coverage", params=OWN)).json()["rows"]
    grid, person = rows[0], people[-1]
    assert (grid["code"], person["number"]) == (CODES[0], "001")
    for share in ("covered", "unknown", "not_covered", "off", "state", "cause"):
        assert person[share] == (
            pytest.approx(grid[share]) if isinstance(grid[share], float) else grid[share]
        )


async def test_a_read_is_one_record_that_everybody_on_it_sees(services: Services, inspector: Client) -> None:
    async with services.database.begin() as connection:
        before = (await read_record(connection, 1, None))[0]["id"]
    await inspector.get("/api/coverage", params=OWN)
    async with services.database.begin() as connection:
        entries = [one for one in await read_record(connection, 10, None) if one["id"] > before]
        seen = [await readings_of(connection, person) for person in (1, 2, 3)]
    (entry,) = entries
    assert (entry["action"], entry["detail"]["people"]) == ("track.coverage", [1, 2, 3])
    assert (entry["detail"]["purpose"], entry["detail"]["from"]) == ("finding", str(DAY))
    assert {own[0]["action"] for own in seen} == {"track.coverage"}


async def test_who_may_and_whom_he_sees(client_of: Callable[..., Any], inspector: Client) -> None:
    for wrong in (
        {**ASKED, "by": "person"},
        {**OWN, "reference": ""},
        {**OWN, "reference": f"{B}999/{DAY}"},
        {**OWN, "purpose": "curiosity"},
        {**OWN, "from": "0001-01-01"},
        {**OWN, "swath_m": 30},
    ):
        assert (await inspector.get("/api/coverage", params=wrong)).status_code == 422
    assert (await (await client_of("planner")).get("/api/coverage", params=OWN)).status_code == 403
    own = await client_of("inspector", Scope(codes=frozenset({A})))
    rows = (await own.get("/api/coverage", params=OWN)).json()["rows"]
    assert [row["number"] for row in rows] == ["002", "001"]
    # the second visit was over the border, which he does not see from here
    only = await client_of("inspector", Scope(grids=frozenset({CODES[0]})))
    rows = (await only.get("/api/coverage", params=OWN)).json()["rows"]
    assert rows[-1]["visits"] == 1
    foreign = await client_of("inspector", Scope(codes=frozenset({B})))
    assert (await foreign.get("/api/coverage", params=OWN)).status_code == 422


async def test_ways_past_their_keep_say_so(services: Services, inspector: Client) -> None:
    blank = "places = NULL, places_crc = NULL, places_length = NULL"
    blank += ", quality = NULL, quality_crc = NULL, quality_length = NULL"
    async with services.database.begin() as connection:
        await connection.execute(text(f"UPDATE track_day SET {blank}"))
        await connection.execute(text("DELETE FROM coverage_day"))
    first = (await inspector.get("/api/coverage", params=OWN)).json()["rows"][-1]
    assert (first["state"], first["cause"], first["visits"]) == ("unknown", "expired", 2)

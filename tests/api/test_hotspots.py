"""Hot spots of the small town over HTTP: thirty-two events of the last days on the border of two villages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from api.services import Services
from gis.analysis.hotspots import analysis
from gis.geometry.projection import to_degrees
from gis.model import Scope
from gis.service.hotspots import HotspotNights
from gis.store.hotspots import spots_of_night, write_night
from tests.small_town import EAST, EPSG, NOON, NORTH, A

CORNERS = ((1990.0, 505.0), (2010.0, 505.0))
ADD = text("""
INSERT INTO event (number, category_code, title, source, severity, department_code, reported_at, place)
VALUES (:number, '0101', 'x', 'patrol', 1, '01', :at, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326))
""")

HOUSE = text("""
INSERT INTO building (code, name, kind, floors, households, residents, geom_wgs84)
VALUES (:n, :n, 'house', 2, 10, 30, ST_Multi(ST_Expand(ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), 0.00002)))
""")


@pytest.fixture(scope="module", autouse=True)
async def happened(services: Services) -> None:
    """Let events happen all year along the town, and many at one place within the last three days."""
    draw = np.random.default_rng(4)
    places = draw.uniform((0, 0), (4000, 1000), (400, 2)).tolist()
    ago = draw.integers(1, 366, 400).tolist()
    rows = [(f"B{n}", NOON - timedelta(days=ago[n]), tuple(places[n])) for n in range(400)]
    rows += [(f"C{n}", NOON - timedelta(days=1 + n % 3), CORNERS[n % 2]) for n in range(32)]
    async with services.database.begin() as connection:
        for number, at, (x, y) in rows:
            lon, lat = to_degrees(EAST + x, NORTH + y, EPSG)
            given = {"number": number, "at": at.astimezone(UTC), "lon": float(lon), "lat": float(lat)}
            await connection.execute(ADD, given)


async def test_the_one_hot_spot_is_told_with_its_border_and_in_words(
    client_of: Callable[..., Any],
) -> None:
    client = await client_of("commander")
    answer = await client.get("/api/hotspots")
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()["rows"]
    assert (row["days"], row["since"], row["few"]) == (7, "2026-10-26", False)
    assert row["observed"] >= 32
    assert row["expected"] < 5
    assert row["p"] <= 0.005
    assert (row["until"], row["departments"], row["trend"]) == ("2026-11-01", ["城管办"], None)
    assert [grid["squad"] for grid in row["grids"][:2]] in (["1", "2"], ["2", "1"])
    assert (row["straddles_grids"], row["straddles_squads"]) == (True, True)
    assert row["kinds"][0]["name"] == "暴露垃圾"
    assert row["place"] == "甲村卫生室"
    assert "甲村卫生室附近" in row["zh"]
    assert "分属两个中队" in row["zh"]
    assert "of two squads" in row["en"]
    for word in ("2026-10-26", "2026-11-01", str(row["observed"]), f"{row['expected']:g}", f"{row['p']:.1%}"):
        assert word in row["zh"]
        assert word in row["en"]
    for word in ("城管办", "暴露垃圾", "一中队", "二中队", *(grid["name"] for grid in row["grids"][:2])):
        assert word in row["zh"]
    assert [one["cause"] for one in row["advice"]] == ["straddled"]
    assert row["advice"][0]["row"] == "border-cleaning"
    assert 0.4 < row["advice"][0]["figure"] <= 0.5


async def test_a_scope_sees_its_own_events_only_and_days_are_bounded(client_of: Callable[..., Any]) -> None:
    # none of the events above was given a grid: they are the whole town's
    own = await client_of("commander", Scope(codes=frozenset({A})))
    assert (await own.get("/api/hotspots")).json() == {"rows": []}
    client = await client_of("commander")
    for days in (6, 91):
        assert (await client.get("/api/hotspots", params={"days": days})).status_code == 422
    assert len((await client.get("/api/hotspots", params={"days": 7})).json()["rows"]) == 1


async def test_a_night_is_kept_and_answers_until_it_is_asked_anew(
    services: Services, client_of: Callable[..., Any]
) -> None:
    nights = HotspotNights(services.database, services.atlas)
    assert await nights.scan_nightly(draws=199)
    assert not await nights.scan_nightly(draws=199)
    async with services.database.begin() as connection:
        (spot,) = await spots_of_night(connection, NOON.date(), analysis.version) or ()
        await write_night(connection, NOON.date(), (analysis.version, 99), [replace(spot, observed=29)])
    services.hotspots.forget()
    client = await client_of("commander")
    (row,) = (await client.get("/api/hotspots")).json()["rows"]
    assert (row["observed"], row["few"]) == (29, True)
    assert "请谨慎" in row["zh"]
    (row,) = (await client.get("/api/hotspots", params={"anew": True})).json()["rows"]
    assert row["observed"] >= 32


async def test_nobody_rostered_and_one_enterprise_are_told_with_their_figures(
    services: Services, client_of: Callable[..., Any]
) -> None:
    async with services.database.begin() as connection:
        # a shift of an hour on one of three days, and a works where the events are
        begin = NOON - timedelta(days=1, minutes=30)
        await connection.execute(
            text("INSERT INTO duty (person_id, valid) SELECT id, tstzrange(:a, :b) FROM person"),
            {"a": begin.astimezone(UTC), "b": (begin + timedelta(hours=1)).astimezone(UTC)},
        )
        lon, lat = to_degrees(EAST + 2000, NORTH + 505, EPSG)
        where = {"lon": float(lon), "lat": float(lat)}
        point = "ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)"
        await connection.execute(text(f"UPDATE enterprise SET place = {point} WHERE code = 'E1'"), where)
    services.hotspots.forget()
    client = await client_of("commander")
    (row,) = (await client.get("/api/hotspots", params={"anew": True})).json()["rows"]
    told = {one["cause"]: one for one in row["advice"]}
    assert set(told) == {"unrostered", "straddled", "enterprise"}
    assert told["unrostered"]["figure"] == pytest.approx(2 / 3, abs=0.1)
    assert "霞客纺织厂" in told["enterprise"]["zh"]


async def test_squares_and_grids_by_residents(services: Services, client_of: Callable[..., Any]) -> None:
    client = await client_of("commander")
    none = (await client.get("/api/hotspots/standing")).json()
    assert (none["unit"], none["tested"], none["rows"]) == ("residents", 1, [])
    async with services.database.begin() as connection:
        for n in range(64):
            x, y = n % 16 * 250 + 125, n // 16 * 250 + 125
            lon, lat = to_degrees(EAST + x, NORTH + y, EPSG)
            await connection.execute(HOUSE, {"n": f"H{n}", "lon": float(lon), "lat": float(lat)})
    services.trends.forget()
    found = (await client.get("/api/hotspots/standing")).json()
    assert (found["days"], found["tested"]) == (365, 64)
    assert all(row["p"] <= 0.05 and len(row["ring"]) == 5 for row in found["rows"])
    rows = (await client.get("/api/hotspots/trends")).json()["rows"]
    assert all(len(row["events"]) == len(row["hot"]) == 12 and any(row["hot"]) for row in rows)
    patrolled = (await client.get("/api/hotspots/standing", params={"per": "patrol"})).json()
    assert (patrolled["unit"], patrolled["days"], patrolled["tested"]) == ("patrol_hours", 30, 0)
    assert (await client.get("/api/hotspots/standing", params={"per": "x"})).status_code == 422
    own = await client_of("commander", Scope(codes=frozenset({A})))
    assert (await own.get("/api/hotspots/standing")).json()["tested"] == 32

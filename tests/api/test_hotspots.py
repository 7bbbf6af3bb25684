"""Hot spots of the small town over HTTP: thirty-two events of the last days on the border of two villages."""

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from api.services import Services
from gis.geometry.projection import to_degrees
from gis.model import Scope
from tests.small_town import EAST, EPSG, NOON, NORTH, A

CORNERS = ((1990.0, 505.0), (2010.0, 505.0))
ADD = text("""
INSERT INTO event (number, category_code, title, source, severity, department_code, reported_at, place)
VALUES (:number, '0101', 'x', 'patrol', 1, '01', :at, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326))
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
    assert row["p"] == 0.005
    assert [grid["squad"] for grid in row["grids"][:2]] in (["1", "2"], ["2", "1"])
    assert (row["straddles_grids"], row["straddles_squads"]) == (True, True)
    assert row["kinds"][0]["name"] == "暴露垃圾"
    assert row["place"] == "甲村卫生室"
    assert "甲村卫生室附近" in row["zh"]
    assert "分属两个中队" in row["zh"]
    assert "of two squads" in row["en"]


async def test_a_scope_sees_its_own_events_only_and_days_are_bounded(client_of: Callable[..., Any]) -> None:
    # none of the events above was given a grid: they are the whole town's
    own = await client_of("commander", Scope(codes=frozenset({A})))
    assert (await own.get("/api/hotspots")).json() == {"rows": []}
    client = await client_of("commander")
    for days in (6, 91):
        assert (await client.get("/api/hotspots", params={"days": days})).status_code == 422
    assert len((await client.get("/api/hotspots", params={"days": 7})).json()["rows"]) == 1

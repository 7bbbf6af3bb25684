"""The hot spot of tests.api.test_hotspots suggests to a planner what one of two grids could take."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from api.services import Services
from gis.store.town import raise_version
from tests.api.test_hotspots import happened
from tests.small_town import CODES

assert happened  # the fixture of this name


async def test_an_offer_opens_a_draft_with_its_edit(client_of: Callable[..., Any]) -> None:
    planner = await client_of("planner")
    answer = await planner.get("/api/boundary-suggestions")
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()["rows"]
    assert all(row["words"])
    first, second = row["offers"]
    assert {first["taker"]["code"], first["giver"]["code"]} == {CODES[1], CODES[2]}
    assert (first["taker"], first["giver"]) == (second["giver"], second["taker"])
    assert {first["taker"]["village"], first["giver"]["village"]} == {"甲村", "乙村"}
    # 16 of the many lie on either side of the border
    assert first["events"] >= 16
    assert first["households"] == 0
    draft = (await planner.post("/api/drafts", json={"title": "热点"})).json()["id"]
    asked = {"revision": 0, "edit": first["edit"]}
    done = await planner.post(f"/api/drafts/{draft}/edits", json=asked)
    assert done.status_code == 200, done.text
    assert done.json()["sentence"] == first["sentence"]
    lost = next(grid for grid in done.json()["grids"] if grid["code"] == first["giver"]["code"])
    assert abs(lost["area_m2"] + first["area_m2"] - 1e6) < 1


async def test_it_is_asked_again_after_the_data_changed(
    client_of: Callable[..., Any], services: Services
) -> None:
    planner = await client_of("planner")
    first = (await planner.get("/api/boundary-suggestions")).json()
    async with services.database.begin() as connection:
        await connection.execute(text("UPDATE building SET households = 11"))
        await raise_version(connection)
    await services.atlas.refresh()
    again = await planner.get("/api/boundary-suggestions")
    assert again.status_code == 200, again.text
    assert again.json() == first, "nobody lives on the ground that would pass"


async def test_it_needs_both_rights(client_of: Callable[..., Any]) -> None:
    for role in ("viewer", "auditor", "admin"):
        client = await client_of(role)
        assert (await client.get("/api/boundary-suggestions")).status_code == 403

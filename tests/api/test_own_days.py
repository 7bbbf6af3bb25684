"""A person's own days: sheet, track and all of his data, and what is left when the places are gone."""

import io
import zipfile

import orjson
import pytest
from sqlalchemy import text

from gis.service.sealing import Sealer
from gis.store.tracks import day_of
from tests.api.own_world import DAY, World, world
from tests.service.reception.conftest import NOON_MS, at
from tests.small_town import CODES, NOON

assert world  # the fixture of this name
PIECES = ("places", "quality")


async def test_the_sheet_the_track_and_all_of_ones_data(world: World) -> None:
    await world.open()
    await world.confirm()
    walk = [at(10 * k, lon=120.0050 + 0.0001 * k) for k in range(60)]
    await world.reception.send(*walk, received_ms=NOON_MS + 600_000)
    sheet = (await world.page.get(f"/api/me/days/{DAY}")).json()
    assert (sheet["fixes"], sheet["used"], sheet["gaps"], sheet["seconds"]) == (60, 60, 0, 590)
    assert abs(sheet["metres"] - 59 * 9.5) < 10
    one, other = sheet["stays"]
    assert (one["grid"], one["name"], other["grid"]) == (CODES[0], "甲村第1网格", CODES[1])
    assert one["leave_ms"] == other["enter_ms"]
    assert abs(one["metres"] + other["metres"] - sheet["metres"]) < 1
    assert [duty["kind"] for duty in sheet["duties"]] == ["roster"]
    empty = (await world.page.get("/api/me/days/2026-11-01")).json()
    assert (empty["fixes"], empty["duties"], empty["first_ms"]) == (0, [], None)
    drawn = await world.page.get(f"/api/me/track/{DAY}.geojson")
    assert drawn.json()["features"][0]["geometry"]["type"] == "MultiLineString"
    assert (await world.page.get("/api/me/track/2026-11-01.gpx")).status_code == 404
    given = {"kind": "question", "words": "Who keeps the roster?"}
    assert (await world.page.post("/api/me/requests", json=given)).status_code == 201
    asked = {"from": "2026-10-03", "to": DAY}
    file = await world.page.get("/api/me/data.zip", params=asked)
    with zipfile.ZipFile(io.BytesIO(file.content)) as made:
        names = set(made.namelist())
        lists = {"duties", "figures", "visits", "readings", "requests", "messages", "notices"}
        assert names == {"track.gpx", "track.csv", *(f"{each}.json" for each in lists)}
        assert [each["words"] for each in orjson.loads(made.read("requests.json"))] == [given["words"]]
        assert [duty["kind"] for duty in orjson.loads(made.read("duties.json"))] == ["roster"]
        assert made.read("track.csv").count(b"\r\n") == 61
    too_long = await world.page.get("/api/me/data.zip", params={**asked, "from": "2026-10-02"})
    assert too_long.status_code == 422
    acts = await world.reception.rows("SELECT detail ->> 'from' FROM audit WHERE action = 'me.data'")
    assert acts == [("2026-10-03",)]


async def test_of_a_day_past_its_keep_the_figures_and_visits_are_left(world: World) -> None:
    await world.open()
    await world.confirm()
    walk = [at(10 * k, lon=120.0050 + 0.0001 * k) for k in range(60)]
    await world.reception.send(*walk, received_ms=NOON_MS + 600_000)
    before = (await world.page.get(f"/api/me/days/{DAY}")).json()
    services = world.services
    await Sealer(services.database, services.atlas, lambda: NOON).seal(day_of(NOON.date(), "Asia/Shanghai"))
    async with services.database.begin() as connection:
        gone = ", ".join(f"{each} = NULL, {each}_crc = NULL, {each}_length = NULL" for each in PIECES)
        await connection.execute(text(f"UPDATE track_day SET {gone}"))
        await connection.execute(text("DELETE FROM fix"))
    after = (await world.page.get(f"/api/me/days/{DAY}")).json()
    assert (after["gone"], after["first_ms"]) == (True, None)
    assert [stay["name"] for stay in after["stays"]] == ["甲村第1网格", "甲村第2网格"]
    for name in ("metres", "seconds", "fixes", "used", "gaps"):
        assert after[name] == pytest.approx(before[name], abs=0.1)
    for stay, known in zip(after["stays"], before["stays"], strict=True):
        assert stay == pytest.approx(known, abs=1)
    assert (await world.page.get(f"/api/me/track/{DAY}.gpx")).status_code == 404
    file = await world.page.get("/api/me/data.zip", params={"from": DAY, "to": DAY})
    with zipfile.ZipFile(io.BytesIO(file.content)) as made:
        assert "track.gpx" not in made.namelist()
        assert [each["day"] for each in orjson.loads(made.read("figures.json"))] == [DAY]
        visited = orjson.loads(made.read("visits.json"))
    assert [each["grid"] for each in visited] == list(CODES[:2])

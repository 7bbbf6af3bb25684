"""A vehicle that stands at a known place: where each datum puts it, and the one that is kept."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from api.services import Services
from gis.geometry.datum import from_wgs84
from gis.model import Scope
from gis.store import devices as stored
from tests.service.reception.conftest import EIGHT, NOON_MS, Reception, at, running
from tests.small_town import NOON, B

Client = httpx2.AsyncClient
CHECK, KEEP = "/api/devices/datum-check", "/api/devices/datum"
GATE = (120.006, 31.626)


@pytest.fixture
async def vehicle(services: Services) -> AsyncIterator[Reception]:
    """Run a desk with the vehicle of person 1 on duty, anew for each test."""
    async with services.database.begin() as connection:
        await connection.execute(text("TRUNCATE device, assignment, duty, fix CASCADE"))
        values = {"name": "phone", "protocol": "jt808", "token_digest": "digest"}
        device = await stored.add_device(connection, values)
        await stored.assign(connection, device, 1, EIGHT)
        await stored.put_on_duty(connection, "roster", [(1, EIGHT, EIGHT + timedelta(hours=8))])
    async with running(services.database) as made:
        yield made


async def look(client: Client, place: tuple[float, float] = GATE, name: str = "phone") -> httpx2.Response:
    return await client.post(CHECK, json={"name": name, "lon": place[0], "lat": place[1]})


async def stand(vehicle: Reception, datum: str, second: float = 0) -> None:
    """Let the vehicle say where it is, at the gate, by its own datum."""
    lon, lat = (float(value) for value in from_wgs84(*GATE, datum))  # type: ignore[arg-type]
    await vehicle.send(at(second, lon=lon, lat=lat), received_ms=NOON_MS + round(second * 1000))


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
async def test_the_true_datum_is_the_nearest_and_kept_it_puts_the_vehicle_there(
    commander: Client, vehicle: Reception, datum: str
) -> None:
    await stand(vehicle, datum)
    answer = await look(commander)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["datum"], found["choices"][0]["datum"], found["sure"]) == ("wgs84", datum, True)
    assert found["choices"][0]["away_m"] < 1
    assert [one["away_m"] > 300 for one in found["choices"][1:]] == [True, True]
    assert (await commander.put(KEEP, json={"name": "phone", "datum": datum})).status_code == 204
    await vehicle.desk.refresh()
    known = vehicle.desk.roll.named("phone")
    assert known is not None
    vehicle.device = known
    await stand(vehicle, datum, 20)
    again = (await look(commander)).json()
    assert (again["datum"], again["choices"][0]["datum"]) == (datum, datum)
    assert again["choices"][0]["away_m"] < 1
    (place,) = await vehicle.rows("SELECT ST_X(geom), ST_Y(geom) FROM fix ORDER BY fixed_at DESC LIMIT 1")
    assert place == pytest.approx(GATE, abs=1e-6)
    acts = await vehicle.rows(
        "SELECT action, detail FROM audit WHERE action LIKE 'device.datum%' ORDER BY id DESC"
    )
    assert acts[:3] == [
        ("device.datum_check", {"people": [1]}),
        ("device.datum", {"from": "wgs84", "to": datum}),
        ("device.datum_check", {"people": [1]}),
    ]


async def test_between_two_answers_nothing_is_sure(commander: Client, vehicle: Reception) -> None:
    await stand(vehicle, "gcj02")
    wrong = (await look(commander)).json()["choices"][1]
    midway = ((GATE[0] + wrong["lon"]) / 2, (GATE[1] + wrong["lat"]) / 2)
    assert (await look(commander, midway)).json()["sure"] is False


async def test_whoever_names_another_place_learns_nothing_and_is_on_record(
    commander: Client, vehicle: Reception
) -> None:
    await stand(vehicle, "wgs84")
    before = await vehicle.rows("SELECT count(*) FROM audit WHERE action = 'device.datum_check'")
    answer = await look(commander, (120.05, 31.626))
    assert (answer.status_code, "120." in answer.text) == (422, False)
    after = await vehicle.rows("SELECT count(*) FROM audit WHERE action = 'device.datum_check'")
    assert after[0][0] == before[0][0] + 1


async def test_without_a_place_of_now_there_is_nothing_to_look_at(
    services: Services, commander: Client, vehicle: Reception
) -> None:
    assert (await look(commander)).status_code == 404
    await stand(vehicle, "wgs84")
    object.__setattr__(services, "clock", lambda: NOON + timedelta(minutes=11))
    try:
        assert (await look(commander)).status_code == 404
    finally:
        object.__setattr__(services, "clock", lambda: NOON)


async def test_bad_asking_and_other_scopes(
    commander: Client, vehicle: Reception, client_of: Callable[..., Any]
) -> None:
    await stand(vehicle, "wgs84")
    assert (await look(commander, name="absent")).status_code == 404
    assert (await look(commander, (31.626, 120.006))).status_code == 422
    assert (await commander.put(KEEP, json={"name": "phone", "datum": "mars"})).status_code == 422
    assert (await commander.put(KEEP, json={"name": "absent", "datum": "gcj02"})).status_code == 404
    foreign = await client_of("commander", Scope(codes=frozenset({B})))
    assert (await look(foreign)).status_code == 404
    assert (await foreign.put(KEEP, json={"name": "phone", "datum": "gcj02"})).status_code == 404
    assert (await (await client_of("dispatcher")).post(CHECK, json={})).status_code == 403

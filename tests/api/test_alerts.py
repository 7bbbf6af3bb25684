"""An SOS rings with a place or without, on duty or off, until somebody acknowledges it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from api.services import Services
from gis.model import Scope
from gis.protocols.base import Report
from gis.store import devices as stored
from tests.api.conftest import Client, ClientOf
from tests.service.reception.conftest import NOON_MS, Reception, at, running
from tests.small_town import NOON

A_ONLY, B_ONLY = (Scope(codes=frozenset({f"32028199900{village}"})) for village in "12")


@pytest.fixture(scope="module")
async def rung(services: Services) -> AsyncIterator[Reception]:
    """Let person 1 call for help twice, without a place and in the first grid, off duty."""
    async with services.database.begin() as connection:
        values = {"name": "phone", "protocol": "osmand", "token_digest": "digest"}
        device = await stored.add_device(connection, values)
        await stored.assign(connection, device, 1, NOON)
    async with running(services.database) as made:
        await made.send(Report(at_ms=NOON_MS, alarm="sos"))
        await made.send(at(5, alarm="sos"))
        await made.send(at(5, alarm="sos"))
        yield made


@pytest.mark.usefixtures("rung")
async def test_an_sos_rings_once_with_its_person_and_grid(commander: Client) -> None:
    second, first = (await commander.get("/api/alerts?open=true")).json()["alerts"]
    assert (first["lon"], first["grid"], first["person"]["id"]) == (None, None, 1)
    assert (round(second["lon"], 3), second["grid"]) == (120.006, "320281999001001")
    assert second["grid_name"] == "甲村第1网格"


async def test_listeners_are_told_of_every_ring_and_every_acknowledgement(
    rung: Reception, commander: Client
) -> None:
    rang = rung.desk.whereabouts.alert
    assert rang >= 2
    follow = asyncio.create_task(rung.desk.follow())
    number = (await commander.get("/api/alerts?open=true")).json()["alerts"][1]["id"]
    await commander.post(f"/api/alerts/{number}/acknowledge")
    for _ in range(200):
        if rung.desk.whereabouts.alert > rang:
            break
        await asyncio.sleep(0.05)
    follow.cancel()
    assert rung.desk.whereabouts.alert > rang


@pytest.mark.usefixtures("rung")
async def test_another_village_neither_sees_nor_stops_it(client_of: ClientOf, commander: Client) -> None:
    elsewhere: Client = await client_of("inspector", B_ONLY)  # type: ignore[misc]
    number = (await commander.get("/api/alerts")).json()["alerts"][0]["id"]
    assert (await elsewhere.get("/api/alerts")).json() == {"alerts": []}
    assert (await elsewhere.post(f"/api/alerts/{number}/acknowledge")).status_code == 404
    viewer: Client = await client_of("viewer")  # type: ignore[misc]
    assert (await viewer.get("/api/alerts")).status_code == 403


@pytest.mark.usefixtures("rung")
async def test_the_first_acknowledgement_stays(client_of: ClientOf, commander: Client) -> None:
    number = (await commander.get("/api/alerts?open=true")).json()["alerts"][0]["id"]
    here: Client = await client_of("dispatcher", A_ONLY)  # type: ignore[misc]
    assert (await here.post(f"/api/alerts/{number}/acknowledge")).status_code == 204
    assert (await commander.post(f"/api/alerts/{number}/acknowledge")).status_code == 204
    still_open = (await commander.get("/api/alerts?open=true")).json()["alerts"]
    assert number not in [each["id"] for each in still_open]
    (done,) = [each for each in (await commander.get("/api/alerts")).json()["alerts"] if each["id"] == number]
    assert done["acknowledged_at"] is not None

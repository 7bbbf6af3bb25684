"""Devices over HTTP: registered with a secret told once, claimed, seen within the scope, revoked."""

from collections.abc import Callable

import httpx2
import orjson
from sqlalchemy import text

from api.services import Services
from gis.model import Scope
from gis.service.reception.roll import digest_of
from gis.store.devices import note_claims
from tests.small_town import NOON, A, B

Client = httpx2.AsyncClient


async def test_an_owntracks_phone_from_its_registration_to_its_end(
    services: Services, commander: Client
) -> None:
    wanted = {"person": "001", "app": "owntracks", "url": "https://town.example"}
    answer = await commander.post("/api/devices", json=wanted)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["name"] == "001-owntracks"
    assert made["link"].startswith("owntracks:///config?inline=")
    assert made["otrc"]["url"] == "https://town.example/pub"
    assert made["otrc"]["password"] == made["token"]
    async with services.database.begin() as connection:
        stored = (await connection.execute(text("SELECT token_digest FROM device"))).scalar_one()
    assert stored == digest_of(made["token"])
    listed = await commander.get("/api/devices")
    assert [(row["name"], row["number"]) for row in listed.json()["rows"]] == [("001-owntracks", "001")]
    assert made["token"] not in listed.text
    assert stored not in listed.text
    assert (await commander.delete("/api/devices/001-owntracks")).status_code == 204
    assert (await commander.delete("/api/devices/001-owntracks")).status_code == 404


async def test_a_terminal_goes_by_its_own_number(commander: Client) -> None:
    wanted = {"person": "001", "app": "jt808", "terminal": "013800000009", "datum": "gcj02"}
    assert (await commander.post("/api/devices", json=wanted)).json()["name"] == "13800000009"
    assert (await commander.post("/api/devices", json=wanted)).status_code == 409
    assert (await commander.post("/api/devices", json={**wanted, "terminal": "x"})).status_code == 422
    assert (await commander.post("/api/devices", json={**wanted, "person": "999"})).status_code == 404


async def test_one_that_knocks_is_given_to_somebody(services: Services, commander: Client) -> None:
    async with services.database.begin() as connection:
        row = ("user/phone", "owntracks", digest_of("own"), "10.0.0.9", 3, NOON)
        await note_claims(connection, [row])
    (waiting,) = (await commander.get("/api/devices/claims")).json()["rows"]
    assert (waiting["name"], waiting["messages"]) == ("user/phone", 3)
    claimed = await commander.post(f"/api/devices/claims/{waiting['id']}", json={"person": "002"})
    assert claimed.json()["name"] == "user/phone"
    assert claimed.json()["page"].startswith("http://town/me#")
    assert (await commander.get("/api/devices/claims")).json() == {"rows": []}
    again = await commander.post(f"/api/devices/claims/{waiting['id']}", json={"person": "002"})
    assert again.status_code == 404
    assert (await commander.delete("/api/devices/user/phone")).status_code == 204


async def test_nothing_is_seen_or_ended_beyond_the_scope(
    commander: Client, client_of: Callable[..., object]
) -> None:
    made = (await commander.post("/api/devices", json={"person": "003", "app": "fixes"})).json()["name"]
    own: Client = await client_of("admin", Scope(codes=frozenset({B})))  # type: ignore[misc]
    foreign: Client = await client_of("admin", Scope(codes=frozenset({A})))  # type: ignore[misc]
    (row,) = (await own.get("/api/devices")).json()["rows"]
    # an administrator keeps devices and does not read names
    assert (row["name"], "阿卜杜勒" in orjson.dumps(row).decode()) == (made, False)
    assert made not in (await foreign.get("/api/devices")).text
    assert (await foreign.delete(f"/api/devices/{made}")).status_code == 404
    beyond = await foreign.post("/api/devices", json={"person": "003", "app": "fixes"})
    assert beyond.status_code == 404
    assert (await own.delete(f"/api/devices/{made}")).status_code == 204

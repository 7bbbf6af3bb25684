"""Rules over HTTP: made within a scope, tried before, and what they ring rolled into one line an hour."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from api.services import Services
from gis.model import Scope
from gis.service.alerting.judge import Judge
from gis.service.atlas import Atlas
from gis.store import devices as stored
from tests.api.conftest import Client, ClientOf
from tests.service.reception.conftest import NOON_MS, Reception, at, running
from tests.small_town import CODES, NOON, A

A_ONLY = Scope(codes=frozenset({A}))
RULES = "/api/alert-rules"
ENTER = {"name": "second grid", "kind": "enter", "grids": [CODES[1]]}
SQUARE = [[120.0, 31.6], [120.03, 31.6], [120.03, 31.65], [120.0, 31.65], [120.0, 31.6]]


@pytest.fixture(scope="module")
async def walked(services: Services) -> AsyncIterator[Reception]:
    """Let person 1 cross into the second grid and back three times within the hour before noon and after."""
    async with services.database.begin() as connection:
        values = {"name": "phone", "protocol": "osmand", "token_digest": "digest"}
        device = await stored.add_device(connection, values)
        await stored.assign(connection, device, 1, NOON - timedelta(days=3))
        begin = NOON - timedelta(days=1)
        await stored.put_on_duty(connection, "roster", [(1, begin, begin + timedelta(days=2))])
    async with running(services.database) as made:
        for day in (-86_400, 0):
            for turn in range(3):
                there = [
                    at(day + 300 * turn + 10 * k, lon=120.0095 + 0.0002 * min(k, 20 - k)) for k in range(20)
                ]
                await made.send(*there, received_ms=NOON_MS + 1_200_000)
        yield made


async def test_a_rule_is_listed_changed_and_deleted_on_record(commander: Client, services: Services) -> None:
    number = (await commander.post(RULES, json={**ENTER, "begin": "08:00", "end": "18:30"})).json()["id"]
    (rule,) = (await commander.get(RULES)).json()["rules"]
    assert (rule["id"], rule["begin"], rule["end"], rule["on"]) == (number, "08:00", "18:30", True)
    assert (await commander.patch(f"{RULES}/{number}", json={"on": False, "name": "off"})).status_code == 204
    (rule,) = (await commander.get(RULES)).json()["rules"]
    assert (rule["name"], rule["on"], rule["severity"]) == ("off", False, "warning")
    assert (await commander.delete(f"{RULES}/{number}")).status_code == 204
    assert (await commander.get(RULES)).json() == {"rules": []}
    assert (await commander.patch(f"{RULES}/{number}", json={"on": True})).status_code == 404
    async with services.database.begin() as connection:
        query = "SELECT action FROM audit WHERE action LIKE 'alert_rule.%' ORDER BY id"
        assert [row[0] for row in await connection.execute(text(query))] == [
            f"alert_rule.{verb}" for verb in ("make", "change", "delete")
        ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"grids": []},
        {"grids": ["999"]},
        {"minutes": 5},
        {"kind": "inside_longer"},
        {"kind": "inside_longer", "minutes": 721},
        {"begin": "25:00"},
        {"weekdays": [8]},
        {"posts": ["pilot"]},
        {"area": {"type": "Polygon", "coordinates": [SQUARE]}},
        {"grids": [], "area": {"type": "Polygon", "coordinates": [[SQUARE[0]] * 4]}},
        {"grids": [], "area": {"type": "Polygon", "coordinates": [[[0, 0], [9, 9], [9, 0], [0, 9], [0, 0]]]}},
        {"grids": [], "area": {"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]]]}},
    ],
)
async def test_what_can_be_no_rule_is_refused(commander: Client, wrong: dict[str, Any]) -> None:
    answer = await commander.post(RULES, json={**ENTER, **wrong})
    assert answer.status_code == 422, answer.content


async def test_an_area_may_be_several_polygons_and_one_that_is_none_refuses_all(commander: Client) -> None:
    far = [[lon + 0.02, lat] for lon, lat in SQUARE]
    near = [[lon + 0.001, lat] for lon, lat in SQUARE]
    several = {"type": "MultiPolygon", "coordinates": [[SQUARE], [far], [near]]}
    drawn = {**ENTER, "grids": [], "area": several}
    number = (await commander.post(RULES, json=drawn)).json()["id"]
    (rule,) = (await commander.get(RULES)).json()["rules"]
    assert (rule["has_area"], rule["grids"]) == (True, [])
    await commander.delete(f"{RULES}/{number}")
    bow = [[0, 0], [0.1, 0.1], [0.1, 0], [0, 0.1], [0, 0]]
    broken = {**drawn, "area": {"type": "MultiPolygon", "coordinates": [[SQUARE], [bow]]}}
    refused = await commander.post(RULES, json=broken)
    assert (refused.status_code, "cross itself" in refused.text) == (422, True)


async def test_an_area_may_be_a_polygon(commander: Client) -> None:
    drawn = {**ENTER, "grids": [], "area": {"type": "Polygon", "coordinates": [SQUARE]}}
    number = (await commander.post(RULES, json=drawn)).json()["id"]
    (rule,) = (await commander.get(RULES)).json()["rules"]
    assert (rule["has_area"], rule["grids"]) == (True, [])
    await commander.delete(f"{RULES}/{number}")


async def test_whoever_has_a_part_of_the_town_rules_its_own_people_there(client_of: ClientOf) -> None:
    own: Client = await client_of("commander", A_ONLY)  # type: ignore[misc]
    assert (await own.post(RULES, json={**ENTER, "people": [1]})).status_code == 201
    for beyond in ({"people": []}, {"people": [3]}, {"people": [1], "grids": [CODES[2]]}):
        assert (await own.post(RULES, json={**ENTER, **beyond})).status_code == 422
    (rule,) = (await own.get(RULES)).json()["rules"]
    elsewhere: Client = await client_of("commander", Scope(codes=frozenset({CODES[2]})))  # type: ignore[misc]
    assert (await elsewhere.get(RULES)).json() == {"rules": []}
    assert (await elsewhere.delete(f"{RULES}/{rule['id']}")).status_code == 404
    assert (await own.delete(f"{RULES}/{rule['id']}")).status_code == 204


@pytest.mark.usefixtures("walked")
async def test_a_trial_tells_how_often_it_would_have_rung_and_rings_nothing(commander: Client) -> None:
    tried = (await commander.post(f"{RULES}/trial", json={**ENTER, "ceiling": 1})).json()
    assert tried["people"] == 3
    assert [(day["day"], day["rings"], day["lines"]) for day in tried["days"]][-2:] == [
        ("2026-10-31", 0, 0),
        ("2026-11-01", 3, 2),
    ]
    assert [(ring["person"], ring["name"]) for ring in tried["sample"]] == [(1, "张三丰")] * 3
    assert (await commander.get("/api/alerts")).json() == {"alerts": []}
    still = {**ENTER, "kind": "no_movement", "minutes": 10, "answer_minutes": 5}
    asked = await commander.post(f"{RULES}/trial", json=still)
    assert sum(day["rings"] for day in asked.json()["days"]) == 0
    assert (await commander.post(f"{RULES}/trial", json={**still, "answer_minutes": None})).status_code == 422
    never = {**ENTER, "kind": "not_visited", "minutes": 600, "grids": [CODES[3]]}
    assert (
        sum(day["rings"] for day in (await commander.post(f"{RULES}/trial", json=never)).json()["days"]) == 7
    )


@pytest.mark.usefixtures("walked")
async def test_beyond_the_ceiling_an_hour_is_one_line_and_acknowledged_as_one(
    commander: Client, services: Services
) -> None:
    made = {**ENTER, "ceiling": 1, "severity": "urgent"}
    await commander.post(RULES, json=made)
    async with services.database.begin() as connection:
        await connection.execute(text("UPDATE alert_rule SET since = since - interval '1 hour'"))
    atlas = Atlas(services.database, lambda: NOON + timedelta(minutes=30))
    await atlas.refresh()
    await Judge(services.database, atlas, lambda: NOON + timedelta(minutes=30)).judge()
    rest, first = (await commander.get("/api/alerts?open=true")).json()["alerts"]
    assert (first["stands_for"], rest["stands_for"]) == (1, 2)
    assert (first["rule"], first["severity"], first["device"]) == ("second grid", "urgent", None)
    assert (await commander.post(f"/api/alerts/{rest['id']}/acknowledge?rest=true")).status_code == 204
    (left,) = (await commander.get("/api/alerts?open=true")).json()["alerts"]
    assert (left["id"], left["stands_for"]) == (first["id"], 1)
    assert len((await commander.get("/api/alerts")).json()["alerts"]) == 3

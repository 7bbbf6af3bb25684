"""The doors of the device port, with what Traccar Client 10 and OwnTracks put on the wire."""

import base64
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import orjson
import pytest
from sqlalchemy import text

from api.devices.doors import Doors
from gis.service.reception.claims import Claims
from gis.service.reception.raw import messages_of
from gis.service.reception.roll import digest_of
from gis.store import devices as stored
from tests.service.reception.conftest import EIGHT, NOON_MS, Reception, reception
from tests.small_town import NOON

assert reception  # the fixture of this name

FORM = {"content-type": "application/x-www-form-urlencoded"}
TRACCAR_10 = (
    b"id=secret&timestamp=%d&lat=31.626&lon=120.006&accuracy=12.0&altitude=8.5"
    b"&bearing=90.0&speed=2.43&batt=76.0&charge=true" % (NOON_MS // 1000)
)
OWNTRACKS = {
    "_type": "location",
    "lat": 31.626,
    "lon": 120.006,
    "tst": NOON_MS // 1000,
    "acc": 9,
    "vel": 5,
    "batt": 60,
    "tid": "zs",
    "topic": "owntracks/xk01/phone",
}


@pytest.fixture
async def phone(reception: Reception) -> AsyncIterator[httpx2.AsyncClient]:
    """Knock at the doors; beside the registered phone there is an OwnTracks one of the same person."""
    async with reception.database.begin() as connection:
        values = {"name": "xk01", "protocol": "owntracks", "token_digest": digest_of("password")}
        await stored.assign(connection, await stored.add_device(connection, values), 1, EIGHT)
    reception.desk._roll = None  # the town has changed behind the desk's back
    await reception.desk.refresh()
    claims = Claims(reception.database, lambda: NOON)
    doors = Doors(reception.desk, claims, lambda: NOON)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(doors), base_url="http://town") as client:
        client.claims = claims  # type: ignore[attr-defined]
        yield client


def basic(name: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


async def test_traccar_client_reports_to_the_bare_address(
    reception: Reception,
    phone: httpx2.AsyncClient,
) -> None:
    answer = await phone.post("/", content=TRACCAR_10, headers=FORM)
    assert (answer.status_code, answer.content) == (200, b"")
    ((speed, battery),) = await reception.rows(
        "SELECT round(speed_mps::numeric, 2), battery_pct FROM fix JOIN device_state USING (device_id)"
    )
    assert (float(speed), battery) == (1.25, 76)


@pytest.mark.parametrize("path", ["/devices/osmand/secret", "/devices/osmand?id=secret", "/?id=secret"])
async def test_the_secret_stands_in_the_path_the_query_or_the_body(
    reception: Reception,
    phone: httpx2.AsyncClient,
    path: str,
) -> None:
    await phone.post(path, content=TRACCAR_10.replace(b"id=secret&", b""), headers=FORM)
    assert len(await reception.rows("SELECT * FROM fix")) == 1


async def test_owntracks_is_answered_with_a_list(
    reception: Reception,
    phone: httpx2.AsyncClient,
) -> None:
    answer = await phone.post("/pub", json=OWNTRACKS, headers=basic("xk01", "password"))
    assert answer.status_code == 200
    assert [each["action"] for each in answer.json()] == ["setConfiguration"]
    assert len(await reception.rows("SELECT * FROM fix WHERE accuracy_m = 9")) == 1


async def test_owntracks_is_told_when_duty_begins_and_ends(
    reception: Reception,
    phone: httpx2.AsyncClient,
) -> None:
    async def told(**more: object) -> list[int]:
        answer = await phone.post("/pub", json={**OWNTRACKS, **more}, headers=basic("xk01", "password"))
        return [each["configuration"]["monitoring"] for each in answer.json()]

    # a phone that tracks already is told nothing, and no phone is told twice
    assert await told(m=2) == []
    assert await told() == []
    async with reception.database.begin() as connection:
        await connection.execute(text("DELETE FROM duty"))
    reception.desk._roll = None
    await reception.desk.refresh()
    assert await told() == [0]
    assert await told() == []


async def test_the_topic_of_another_phone_is_refused(
    reception: Reception,
    phone: httpx2.AsyncClient,
) -> None:
    foreign = {**OWNTRACKS, "topic": "owntracks/xk02/phone"}
    answer = await phone.post("/pub", json=foreign, headers=basic("xk01", "password"))
    assert answer.status_code == 200
    assert await reception.rows("SELECT * FROM fix") == []
    assert "another device" in (await reception.rows("SELECT reason FROM quarantine"))[0][0]


GPX = f"""<gpx version="1.1"><trk><trkseg>
<trkpt lon="120.006" lat="31.626"><time>{NOON.isoformat()}</time></trkpt>
<trkpt lon="120.007" lat="31.626"><time>{(NOON - timedelta(minutes=1)).isoformat()}</time></trkpt>
<trkpt lon="120.007" lat="31.626"></trkpt></trkseg></trk></gpx>"""


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/devices/gpx", {"authorization": "Bearer secret"}), ("/gpx/secret", {}), ("/gpx?token=secret", {})],
)
async def test_a_track_file_is_read_as_far_as_it_makes_sense(
    reception: Reception, phone: httpx2.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    answer = await phone.post(path, content=GPX, headers=headers)
    assert answer.status_code == 200
    assert answer.json() == {"received": 2, "left_out": ["Points without a time: 1."]}
    assert await reception.rows("SELECT ST_X(geom) FROM fix ORDER BY fixed_at") == [(120.007,), (120.006,)]
    assert (await phone.post("/devices/gpx", content=GPX)).status_code == 401


async def test_a_table_may_name_its_devices(reception: Reception, phone: httpx2.AsyncClient) -> None:
    table = "时间,经度,纬度,设备\n" + "\n".join(
        f"2026-11-02 12:00:{second:02},120.006,31.626,{name}"
        for second, name in enumerate(["", "phone", "xk01", "nobody"])
    )
    answer = await phone.post("/devices/csv/secret?zone=%2B08:00", content=table.encode("gb18030"))
    told = answer.json()
    assert told["received"] == 2
    assert told["left_out"][0].startswith("Points of devices that are not registered")
    assert await reception.rows("SELECT device_id FROM fix") == [(1,), (1,)]


async def test_only_wrong_credentials_are_401(phone: httpx2.AsyncClient) -> None:
    wrong = await phone.post("/pub", json=OWNTRACKS, headers=basic("xk01", "guess"))
    assert wrong.status_code == 401
    assert wrong.headers["www-authenticate"].startswith("Basic")
    known_without_secret = await phone.post("/pub?u=xk01", json=OWNTRACKS)
    assert known_without_secret.status_code == 401
    unreadable = await phone.post("/pub", content=b"\xff{[", headers=basic("xk01", "password"))
    assert unreadable.status_code == 200
    empty = await phone.post("/pub", content=b"", headers=basic("xk01", "password"))
    assert empty.status_code == 200


async def test_unknown_devices_wait_to_be_claimed_without_their_places(
    reception: Reception,
    phone: httpx2.AsyncClient,
) -> None:
    body = TRACCAR_10.replace(b"secret", b"a-new-phone")
    assert (await phone.post("/", content=body, headers=FORM)).status_code == 200
    assert (await phone.post("/pub", json=OWNTRACKS, headers=basic("new", "own"))).status_code == 200
    noted = phone.claims._noted  # type: ignore[attr-defined]
    assert {(name[:4], protocol) for name, protocol in noted} == {("a-ne", "osmand"), ("new", "owntracks")}
    assert "a-new-phone" not in str(noted)
    assert await reception.rows("SELECT * FROM fix") == []


async def test_a_phone_speaks_for_itself_and_a_gateway_for_all(
    reception: Reception,
    phone: httpx2.AsyncClient,
) -> None:
    rows = [
        {"at_ms": NOON_MS, "lon": 120.006, "lat": 31.626},
        {"at_ms": NOON_MS, "lon": 120.007, "lat": 31.626},
    ]
    rows[1]["device"] = "xk01"  # type: ignore[assignment]
    answer = await phone.post("/devices/fixes", json=rows, headers={"authorization": "Bearer secret"})
    assert answer.status_code == 200, answer.content
    assert await reception.rows("SELECT device_id FROM fix") == [(1,)]
    assert "not registered" in (await reception.rows("SELECT reason FROM quarantine"))[0][0]
    async with reception.database.begin() as connection:
        values = {"name": "gate", "protocol": "gateway", "token_digest": digest_of("gate")}
        await stored.add_device(connection, values)
    reception.desk._roll = None
    await reception.desk.refresh()
    await phone.post("/devices/fixes", json=rows, headers={"authorization": "Bearer gate"})
    assert await reception.rows("SELECT device_id FROM fix ORDER BY 1") == [(1,), (2,)]
    assert (await phone.post("/devices/fixes", json=rows)).status_code == 401


async def test_other_paths_and_too_large_bodies_are_told_so(phone: httpx2.AsyncClient) -> None:
    assert (await phone.post("/devices/nothing")).status_code == 404
    assert (await phone.post("/", content=b"x" * (2 << 20), headers=FORM)).status_code == 413


async def test_while_the_database_is_away_a_phone_is_told_to_come_again(
    reception: Reception,
    phone: httpx2.AsyncClient,
) -> None:
    assert (await phone.post("/", content=TRACCAR_10, headers=FORM)).status_code == 200
    await reception.writer._connection.close()  # type: ignore[union-attr]
    answers = [await phone.post("/", content=TRACCAR_10, headers=FORM) for _ in range(2)]
    assert answers[0].status_code == 503
    assert answers[0].headers["retry-after"] == "2"
    assert orjson.loads(answers[0].content)["status"] == 503
    assert answers[1].status_code == 200
    assert len(await reception.rows("SELECT * FROM fix")) == 1


@pytest.mark.parametrize(
    "headers",
    [{"authorization": "Basic \xe4"}, {"authorization": "Basic /w=="}, {"authorization": "Basic"}],
)
async def test_odd_heads_and_endless_queries_are_no_fault_of_ours(
    phone: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    coded = {name: value.encode("latin-1") for name, value in headers.items()}
    query = "&".join(f"k{k}=1" for k in range(300))
    assert (await phone.post(f"/pub?{query}", json=OWNTRACKS, headers=coded)).status_code in (200, 401)


async def test_a_secret_in_a_message_is_not_kept_with_it(
    reception: Reception,
    phone: httpx2.AsyncClient,
) -> None:
    await phone.post("/", content=TRACCAR_10, headers=FORM)
    ((body,),) = await reception.rows("SELECT body FROM raw_batch")
    ((_, _, kept),) = messages_of(body)
    assert kept == TRACCAR_10.replace(b"secret", b"*")

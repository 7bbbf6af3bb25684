"""Tracks over HTTP: playback, files, past positions, who passed; each with its right, scope and record."""

import gzip
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import text

from api.services import Services
from gis.analysis.piece import HEAD
from gis.model import Scope
from gis.store import devices as stored
from tests.api.conftest import Client, ClientOf
from tests.service.reception.conftest import NOON_MS, Reception, at, running
from tests.small_town import NOON

SPAN = {
    "from": (NOON - timedelta(hours=1)).isoformat(),
    "to": (NOON + timedelta(hours=1)).isoformat(),
    "purpose": "case",
    "reference": "A1",
}
B_ONLY = Scope(codes=frozenset({"320281999002"}))


@pytest.fixture(scope="module")
async def walked(services: Services) -> AsyncIterator[Reception]:
    """Let person 1 walk east for ten minutes from noon on, at about ten metres a fix."""
    async with services.database.begin() as connection:
        values = {"name": "phone", "protocol": "osmand", "token_digest": "digest"}
        device = await stored.add_device(connection, values)
        await stored.assign(connection, device, 1, NOON - timedelta(days=1))
        await stored.put_on_duty(connection, "roster", [(1, NOON, NOON + timedelta(hours=8))])
    async with running(services.database) as made:
        walk = [at(10 * k, lon=120.0050 + 0.0001 * k) for k in range(60)]
        await made.send(*walk, received_ms=NOON_MS + 600_000)
        yield made


@pytest.mark.usefixtures("walked")
async def test_playback_is_one_gzip_member_of_pieces(commander: Client) -> None:
    answer = await commander.get("/api/playback", params=SPAN)
    assert answer.status_code == 200, answer.content
    assert answer.headers["content-encoding"] == "gzip"
    kind, _, _, _, person, count, begin, unit, lon, lat = HEAD.unpack_from(answer.content)
    assert (kind, person, count, begin, unit, lon, lat) == (
        1,
        1,
        60,
        NOON_MS,
        10_000,
        120_005_000,
        31_626_000,
    )


@pytest.mark.usefixtures("walked")
@pytest.mark.parametrize(
    ("suffix", "holds"),
    [
        ("geojson", b"MultiLineString"),
        ("gpx", b"<trkseg>"),
        ("mfjson", b"MovingPoint"),
        ("csv", b"accuracy_m"),
    ],
)
async def test_a_track_comes_in_the_formats_of_others(commander: Client, suffix: str, holds: bytes) -> None:
    answer = await commander.get(f"/api/tracks/1.{suffix}", params=SPAN)
    assert answer.status_code == 200
    assert holds in answer.content


@pytest.mark.usefixtures("walked")
async def test_where_somebody_was_between_two_fixes_and_not_long_after(commander: Client) -> None:
    between = {"at": (NOON + timedelta(seconds=15)).isoformat(), "purpose": "drill"}
    ((row),) = (await commander.get("/api/positions", params=between)).json()["rows"]
    assert (row["person"], round(row["lon"], 6), row["fixed_at"]) == (1, 120.00515, NOON_MS + 10_000)
    later = {"at": (NOON + timedelta(minutes=25)).isoformat(), "purpose": "drill"}
    assert (await commander.get("/api/positions", params=later)).json() == {"rows": []}


@pytest.mark.usefixtures("walked")
async def test_who_passed_a_place_and_how_near(commander: Client) -> None:
    near = {**SPAN, "lon": 120.0080, "lat": 31.6261, "radius_m": 30}
    ((row),) = (await commander.get("/api/passed", params=near)).json()["rows"]
    assert row["person"] == 1
    assert abs((row["begin"] + row["end"]) / 2 - (NOON_MS + 300_000)) < 2000
    assert 10 < row["metres"] < 12
    far = {**near, "lat": 31.63}
    assert (await commander.get("/api/passed", params=far)).json() == {"rows": []}


@pytest.mark.usefixtures("walked")
async def test_a_walk_without_any_noise_is_doubted_and_the_look_is_on_record(
    services: Services, commander: Client
) -> None:
    ((row),) = (await commander.get("/api/suspicions", params=SPAN)).json()["rows"]
    assert (row["person"], row["kind"], row["begin"]) == (1, "smooth", NOON_MS)
    async with services.database.begin() as connection:
        query = "SELECT action FROM audit ORDER BY id DESC LIMIT 1"
        assert (await connection.execute(text(query))).scalar_one() == "track.suspicions"


async def test_each_read_is_one_record_that_names_the_watched(services: Services, commander: Client) -> None:
    await commander.get("/api/playback", params={**SPAN, "people": 1})
    async with services.database.begin() as connection:
        query = "SELECT action, detail FROM audit ORDER BY id DESC LIMIT 1"
        action, detail = (await connection.execute(text(query))).one()
    assert action == "track.playback"
    assert (detail["people"], detail["purpose"], detail["reference"]) == ([1], "case", "A1")


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("playback", {"purpose": "curiosity"}, 422),
        ("playback", {"from": SPAN["to"], "to": SPAN["from"]}, 422),
        ("playback", {"from": "0001-01-01T00:00:00Z"}, 422),
        ("playback", {"people": 999}, 404),
        ("suspicions", {"to": "2026-11-02T00:00:00Z", "from": "2022-11-02T00:00:00Z"}, 422),
        ("tracks/999.gpx", {}, 404),
        ("tracks/1.exe", {}, 422),
        ("passed", {"lon": 120, "lat": 310}, 422),
        ("positions", {"at": "9999-12-31T23:59:59Z"}, 422),
    ],
)
async def test_bad_asking_is_told_so(commander: Client, path: str, more: dict[str, str], status: int) -> None:
    drop = ("from", "to") if path == "positions" else ()
    params = {key: value for key, value in {**SPAN, **more}.items() if key not in drop}
    answer = await commander.get(f"/api/{path}", params=params)
    assert answer.status_code == status, answer.content


@pytest.mark.usefixtures("walked")
async def test_nobody_without_the_right_or_outside_the_scope_reads_a_track(client_of: ClientOf) -> None:
    for role in ("dispatcher", "viewer", "planner", "admin", "auditor", "officer"):
        client: httpx2.AsyncClient = await client_of(role)  # type: ignore[misc]
        assert (await client.get("/api/playback", params=SPAN)).status_code == 403
    elsewhere: httpx2.AsyncClient = await client_of("inspector", B_ONLY)  # type: ignore[misc]
    drill = {"from": SPAN["from"], "to": SPAN["to"], "purpose": "drill"}
    whole = await elsewhere.get("/api/playback", params=drill)
    assert whole.status_code == 200
    assert whole.content == b""
    assert (await elsewhere.get("/api/tracks/1.gpx", params=drill)).status_code == 404


def test_the_gzip_member_of_nothing_is_valid() -> None:
    from gis.analysis.piece_join import join

    assert gzip.decompress(join([])) == b""

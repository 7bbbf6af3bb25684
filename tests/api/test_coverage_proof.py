"""The proof sheet of the small town: one walk through two grids, one silence, the events of a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import numpy as np
import pytest

from api.services import Services
from gis.analysis.track_fixes import Fixes
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING, FixFlag, Scope
from gis.service.devices import DeviceKeeper
from gis.service.sealing import Sealer
from gis.store.record import Act, read_record
from gis.store.tracks import day_of
from tests.small_town import CODES, EAST, EPSG, NOON, NORTH, A, B

Client = httpx2.AsyncClient
DAY = date(2026, 10, 30)
NINE = datetime(2026, 10, 30, 1, 0, tzinfo=UTC)
SHEET = f"/api/coverage/{CODES[0]}/{DAY}"
WHY: dict[str, str | float] = {
    "purpose": "finding",
    "reference": f"{CODES[0]}/{DAY}",
    "enough": 0.03,
    "roam_m": 0,
}


def walk() -> Fixes:
    """Return a metre a second to the east from 600 m on, over the border at 1,000 m; two fixes are mocked.

    To either side there are 30 cm of noise: without any a track is doubtful.
    """
    at = np.arange(0, 801, 10)
    lon, lat = to_degrees(EAST + 600 + at, NORTH + 500.0 + np.where(at % 20, 0.3, -0.3), EPSG)
    n = len(at)
    flags = np.zeros(n, np.int32)
    flags[[5, 6]] = FixFlag.MOCK
    ms = (int(NINE.timestamp()) + at).astype(np.int64) * 1000
    return Fixes(ms, lon, lat, np.full(n, 5, np.float32), np.ones(n, np.float32), flags)


@pytest.fixture(scope="module", autouse=True)
async def patrolled(services: Services) -> None:
    """Let the first person walk, with duty for an hour from then on, and the third be on duty unseen."""
    sealer = Sealer(services.database, services.atlas, lambda: NOON.astimezone(UTC))
    await sealer.write(day_of(DAY, "Asia/Shanghai"), {1: walk()})
    keeper = DeviceKeeper(services.database, lambda: NOON.astimezone(UTC))
    await keeper.put_on_duty(("001", "003"), (NINE, NINE + timedelta(hours=1)), Act("test", ""))


@pytest.fixture
async def inspector(client_of: Callable[..., Any]) -> Client:
    return await client_of("inspector")  # type: ignore[no-any-return]


async def test_the_sheet_tells_who_was_there_and_who_was_silent(inspector: Client) -> None:
    answer = await inspector.get(SHEET, params=WHY)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["grid"], told["name"], told["day"]) == (CODES[0], "甲村第1网格", "2026-10-30")
    (visit,) = told["visits"]
    assert (visit["person"], visit["entered"], visit["left"], visit["counts"]) == (1, False, True, True)
    assert visit["minutes"] == pytest.approx(400 / 60, abs=0.02)
    assert visit["metres"] == pytest.approx(400, abs=1)
    assert told["row"]["visits"] == 1
    # whoever walks there and whoever is posted there; the third one's post is in another grid
    first, second = told["people"]
    assert (first["name"], first["posts"], second["name"]) == ("张三丰", ["grid_head"], "李四")
    assert first["flagged"] == {"mock": 2}
    assert (first["fixes"], first["used"]) == (81, 79)
    (silence,) = first["silences"]
    assert (silence["before"], silence["after"]) == (True, False)
    begin, end = (datetime.fromisoformat(silence[name]) for name in ("begin", "end"))
    assert (begin, end) == (NINE + timedelta(seconds=800), NINE + timedelta(hours=1))
    assert (second["duties"], second["silences"], second["fixes"]) == ([], [], None)
    assert told["events"] == []


async def test_a_grid_of_somebody_unseen_on_duty_names_him_by_his_post(inspector: Client) -> None:
    told = (await inspector.get(f"/api/coverage/{CODES[2]}/{DAY}", params=WHY)).json()
    (only,) = told["people"]
    assert (only["person"], only["duties"][0]["begin"]) == (3, only["silences"][0]["begin"])
    assert (told["row"]["state"], told["row"]["cause"], told["visits"]) == ("unknown", "no_signal", [])


async def test_a_silence_between_two_places_reaches_as_far_as_one_could_go(inspector: Client) -> None:
    # he was seen in the second grid at last, on the way from where he is posted
    told = (await inspector.get(f"/api/coverage/{CODES[1]}/{DAY}", params=WHY)).json()
    (only,) = told["people"]
    assert (only["person"], [each["why"] for each in only["silences"]]) == (1, ["no_signal"])
    assert told["visits"][0]["entered"]
    assert not told["visits"][0]["left"]


async def test_reading_is_on_record_with_all_whom_it_names(services: Services, inspector: Client) -> None:
    await inspector.get(SHEET, params=WHY)
    async with services.database.begin() as connection:
        (entry,) = await read_record(connection, 1, None)
    assert entry["action"] == "track.proof"
    assert entry["detail"]["people"] == [1, 2]
    assert (entry["detail"]["purpose"], entry["detail"]["reference"]) == ("finding", WHY["reference"])


async def test_who_may_read_and_what_is_refused(client_of: Callable[..., Any], inspector: Client) -> None:
    assert (await (await client_of("planner")).get(SHEET, params=WHY)).status_code == 403
    foreign = await client_of("inspector", Scope(codes=frozenset({B})))
    assert (await foreign.get(SHEET, params=WHY)).status_code == 404
    own = await client_of("inspector", Scope(codes=frozenset({A})))
    assert (await own.get(SHEET, params=WHY)).status_code == 200
    refused: tuple[tuple[str, dict[str, str | float], int], ...] = (
        (SHEET, {"reference": f"{CODES[0]}/{DAY}"}, 422),
        (SHEET, {"purpose": "finding", "reference": "2026-1"}, 422),
        (SHEET, {"purpose": "curiosity"}, 422),
        (f"/api/coverage/{A}/{DAY}", WHY, 404),
        (f"/api/coverage/{CODES[0]}/2026-11-02", WHY, 422),
        (f"/api/coverage/{CODES[0]}/1999-01-01", WHY, 404),
        (f"/api/coverage/{CODES[0]}/monday", WHY, 422),
        (SHEET, {**WHY, "swath_m": 30}, 422),
    )
    for path, more, status in refused:
        answer = await inspector.get(path, params=more)
        assert answer.status_code == status, (path, more, answer.text)


async def test_events_of_the_day_are_told_in_order(services: Services, client_of: Callable[..., Any]) -> None:
    client = await client_of("inspector", EVERYTHING)
    # the third event, two hundred days before noon, was reported on the border and belongs to the second grid
    day = (NOON - timedelta(days=200)).date()
    told = (await client.get(f"/api/coverage/{CODES[1]}/{day}", params=WHY)).json()
    assert [(event["number"], event["severity"]) for event in told["events"]] == [("A3", 3)]

"""The newest doors under attack: floods, words that steer, what lies over a border, and others' sessions."""

import asyncio

import httpx2
import pytest
from sqlalchemy import text

from api.services import Services
from gis.analysis.hotspots import analysis
from gis.errors import TooMany
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING, Scope
from gis.service.redrawing.scanning import MOST_SCANS
from gis.service.redrawing.showing import party_of
from gis.store.happenings import enterprises_near
from gis.store.hotspots import Spot, write_night
from tests.api.conftest import ClientOf
from tests.api.test_drafts import scanned
from tests.api.test_showings import approver, planner, public, shown, submitted
from tests.small_town import CODES, EAST, EPSG, NOON, NORTH, A, B

Client = httpx2.AsyncClient
assert approver, planner  # the fixtures of these names
WORKS = text("""
SELECT e.name, ST_X(e.place), ST_Y(e.place), g.code
FROM enterprise e JOIN grid g ON g.id = e.grid_id WHERE e.code = 'E1'
""")
FIGURES = ("observed", "expected", "p")


@pytest.mark.parametrize("words", ["\x1b]0;owned\x07", "a\x01b", "\x9b2J", "\u202e\u2066"])
async def test_words_that_steer_a_terminal_are_refused(
    planner: Client, approver: Client, anonymous: Client, words: str
) -> None:
    token = await shown(approver, await submitted(planner))
    answer = await anonymous.post(f"{public(token)}/opinions", json={"words": words})
    assert answer.status_code == 422


async def test_words_with_lines_markup_and_formulas_stay_words(
    planner: Client, approver: Client, anonymous: Client
) -> None:
    draft = await submitted(planner)
    door = f"{public(await shown(approver, draft))}/opinions"
    said = ["一\r\n\t二", "<script>alert(1)</script>", "=HYPERLINK(1)", "\u202dtxt.exe"]
    for words in said:
        assert (await anonymous.post(door, json={"words": words})).status_code == 204
    found = (await planner.get(f"/api/drafts/{draft}/opinions")).json()["rows"]
    assert [row["words"] for row in reversed(found)] == [*said[:3], "txt.exe"]


def test_addresses_of_one_house_are_one() -> None:
    assert party_of("2001:db8:1:2::5") == party_of("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert party_of("2001:db8:1:3::5") != party_of("2001:db8:1:2::5")
    assert party_of("10.0.0.9") == party_of("::ffff:10.0.0.9") == "10.0.0.9"
    assert [party_of(odd) for odd in ("", "testclient")] == ["", "testclient"]


async def test_days_at_the_end_of_the_calendar_are_refused(planner: Client, approver: Client) -> None:
    draft = await submitted(planner)
    for given in ({"from": "9999-12-31"}, {"from": "9999-12-31", "to": "9999-12-31"}):
        assert (await approver.post(f"/api/drafts/{draft}/consult", json=given)).status_code == 422


async def test_the_same_scan_is_kept_once_and_so_many_fill_a_draft(planner: Client) -> None:
    draft = await submitted(planner)
    first, again = await asyncio.gather(*(scanned(planner, draft, b"%PDF-1") for _ in range(2)))
    assert first.json()["id"] == again.json()["id"]
    for number in range(2, MOST_SCANS + 1):
        assert (await scanned(planner, draft, b"%%PDF-%d" % number)).status_code == 201
    full = await scanned(planner, draft, b"%PDF-more")
    assert (full.status_code, "20 scans" in full.json()["detail"]) == (409, True)
    assert (await scanned(planner, draft, b"%PDF-1")).json()["id"] == first.json()["id"]


async def test_a_scan_never_runs_in_the_page(planner: Client) -> None:
    draft = await submitted(planner)
    kept = await scanned(planner, draft, b"%PDF-1.7\n<html><script>alert(1)</script>")
    read = await planner.get(f"/api/drafts/{draft}/scans/{kept.json()['id']}")
    assert read.headers["content-disposition"].startswith("attachment; ")
    assert read.headers["x-content-type-options"] == "nosniff"
    assert "object-src 'none'" in read.headers["content-security-policy"]


async def test_one_caller_starts_one_scan_anew_and_waits_for_two_answers(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans: list[int] = []
    goes = asyncio.Event()

    async def slow(*given: object) -> tuple[Spot, ...]:
        scans.append(len(scans))
        await goes.wait()
        return ()

    monkeypatch.setattr("gis.service.hotspots.scan", slow)
    look = services.hotspots.look
    services.hotspots.forget()
    flood = [asyncio.create_task(look(EVERYTHING, 90, NOON, "x", anew=True)) for _ in range(9)]
    flood.append(asyncio.create_task(look(EVERYTHING, 30, NOON, "x")))
    await asyncio.sleep(0.1)
    with pytest.raises(TooMany):
        async with asyncio.timeout(5):
            await look(EVERYTHING, 31, NOON, "x")
    # another caller reads what the night found meanwhile
    async with services.database.begin() as connection:
        await write_night(connection, NOON.date(), (analysis.version, 1), [])
    async with asyncio.timeout(5):
        assert await look(EVERYTHING, 90, NOON, "y") == ()
    goes.set()
    assert await asyncio.gather(*flood) == [()] * 10
    assert await look(EVERYTHING, 90, NOON, "x", anew=True) == ()
    assert len(scans) == 2
    assert await look(EVERYTHING, 31, NOON, "x") == ()


async def test_a_part_of_the_town_reads_no_figures_of_the_whole(
    services: Services, client_of: ClientOf
) -> None:
    lon, lat = (float(value) for value in to_degrees(EAST + 1990, NORTH + 500, EPSG))
    async with services.database.begin() as connection:
        grid = await connection.scalar(text("SELECT id FROM grid WHERE code = :code"), {"code": CODES[0]})
        spot = Spot(lon, lat, 300.0, 7, 1, 32, 4.5, 0.001, 40.0, grid)
        await write_night(connection, NOON.date(), (1, 1), [spot])
    for scope, told in ((EVERYTHING, [32, 4.5, 0.001]), (Scope(codes=frozenset({A})), [None] * 3)):
        client: Client = await client_of("commander", scope)  # type: ignore[misc]
        (one,) = (await client.get("/layers/hotspots/items.geojson")).json()["features"]
        assert [one["properties"].get(name) for name in FIGURES] == told


async def test_an_enterprise_over_the_border_is_not_named(services: Services) -> None:
    async with services.database.begin() as connection:
        row = (await connection.execute(WORKS)).one()
        own, other = (A, B) if row.code.startswith(A) else (B, A)
        for code, names in ((own, [row[0]]), (other, [])):
            lookout = services.atlas.lookout(Scope(codes=frozenset({code})))
            found = await enterprises_near(connection, lookout, (row[1], row[2]), 50)
            assert [one[0] for one in found] == names

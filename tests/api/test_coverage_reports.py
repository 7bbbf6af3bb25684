"""Coverage taken out as PDF and as a page of its own: what both say, and that neither asks for anything."""

import io
import re
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import httpx2
import pytest
from PIL import Image
from shapely import box

from api.services import Services
from gis.model import Scope
from gis.papers.coverage_map import FILLS, Area, Way, draw_coverage
from gis.papers.coverage_pdf import CoveragePaper, Table, page_of
from gis.service.devices import DeviceKeeper
from gis.service.sealing import Sealer
from gis.store.record import Act, read_record
from gis.store.tracks import day_of
from tests.api.test_coverage_proof import DAY, NINE, walk
from tests.small_town import CODES, NOON

Client = httpx2.AsyncClient
ASKED: dict[str, str | float] = {"from": str(DAY), "to": str(DAY), "enough": 0.01}


@pytest.fixture(scope="module", autouse=True)
async def patrolled(services: Services) -> None:
    """Let the first person walk, and ask of the last grid for a visit every day."""
    sealer = Sealer(services.database, services.atlas, lambda: NOON.astimezone(UTC))
    await sealer.write(day_of(DAY, "Asia/Shanghai"), {1: walk()})
    keeper = DeviceKeeper(services.database, lambda: NOON.astimezone(UTC))
    await keeper.put_on_duty(("001",), (NINE, NINE + timedelta(seconds=800)), Act("test", ""))


@pytest.fixture
async def inspector(client_of: Callable[..., Any]) -> Client:
    made: Client = await client_of("inspector")
    await made.put("/api/frequencies", json={"grid": CODES[3], "visits": 7, "from": "2026-10-29"})
    return made


@pytest.mark.parametrize("by", ["grid", "village", "squad"])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_pdf_is_one_and_on_record(
    services: Services, inspector: Client, by: str, lang: str
) -> None:
    answer = await inspector.get("/api/coverage.pdf", params={**ASKED, "by": by, "lang": lang})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"].endswith(f'"coverage-{DAY}-{DAY}.pdf"')
    async with services.database.begin() as connection:
        (entry,) = await read_record(connection, 1, None)
    assert (entry["action"], entry["detail"]["file"]) == ("coverage.read", "pdf")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_page_stands_alone_with_map_round_and_tables(inspector: Client, lang: str) -> None:
    answer = await inspector.get("/api/coverage.html", params={**ASKED, "lang": lang})
    assert answer.status_code == 200, answer.text
    page = answer.text
    assert "L.map(" in page
    assert not re.search(r"<(script|link|img|iframe|object)\b[^>]*\b(src|href|data)=(?!.data:)", page)
    assert not re.search(r"""url\(["']?(?:https?:)?//""", page)
    for code in CODES:
        assert f"<td>{code}</td>" in page
    assert {fill for fill in FILLS.values() if fill in page} == {FILLS["covered"], FILLS["not_covered"]}
    assert ("逾期" if lang == "zh" else "Late") in page
    assert "L.circleMarker(" in page
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy


async def test_who_may_take_out_what(client_of: Callable[..., Any], inspector: Client) -> None:
    own = await client_of("inspector", Scope(grids=frozenset({CODES[0]})))
    page = (await own.get("/api/coverage.html", params=ASKED)).text
    assert f"<td>{CODES[0]}</td>" in page
    assert f"<td>{CODES[1]}</td>" not in page
    assert (await (await client_of("planner")).get("/api/coverage.html", params=ASKED)).status_code == 403
    assert (await (await client_of("viewer")).get("/api/coverage.pdf", params=ASKED)).status_code == 403
    nothing = await client_of("inspector", Scope(codes=frozenset({"999999"})))
    for form in ("pdf", "html"):
        assert (await nothing.get(f"/api/coverage.{form}", params=ASKED)).status_code == 200
        wrong = {**ASKED, "from": "2026-11-02", "to": "2026-11-02"}
        assert (await inspector.get(f"/api/coverage.{form}", params=wrong)).status_code == 422


def test_by_hand_each_state_has_its_fill_and_sign() -> None:
    states = ("covered", "not_covered", "unknown")
    areas = [Area(box(100 * n, 0, 100 * n + 100, 100), state) for n, state in enumerate(states)]
    picture = Image.open(io.BytesIO(draw_coverage(areas, Way([[(0, 50), (300, 50)]], [(300, 50)]))))
    third = picture.width // 3
    for n, state in enumerate(states):
        corner = picture.getpixel((third * n + third // 2, picture.height // 4))
        assert corner == tuple(int(FILLS[state][at : at + 2], 16) for at in (1, 3, 5))


def test_no_text_of_the_paper_is_html() -> None:
    table = Table("<t>", ["<h>"], [["<script>"]])
    page = page_of(CoveragePaper("<x>", "<y>", "<z>", b"", [table, Table("nothing", ["a"], [])]))
    assert all(f"&lt;{text}&gt;" in page for text in ("t", "h", "script", "x", "y", "z"))
    assert "nothing" not in page

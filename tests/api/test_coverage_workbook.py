"""Coverage taken out as a workbook, and one grid day by day."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
from openpyxl import load_workbook

from api.services import Services
from gis.model import Scope
from gis.service.coverage.rounds import Round
from gis.service.coverage.rows import Row
from gis.service.coverage.workbook import Book, workbook
from gis.service.devices import DeviceKeeper
from gis.service.sealing import Sealer
from gis.store.record import Act
from gis.store.tracks import day_of
from tests.api.test_coverage_proof import DAY, NINE, walk
from tests.small_town import CODES, NOON, A, B

Client = httpx2.AsyncClient
MONTH: dict[str, str | float] = {"from": "2026-10-29", "to": "2026-10-31", "enough": 0.01}


@pytest.fixture(scope="module", autouse=True)
async def patrolled(services: Services) -> None:
    """Let the first person walk on the thirtieth, on duty as long as he walks."""
    sealer = Sealer(services.database, services.atlas, lambda: NOON.astimezone(UTC))
    await sealer.write(day_of(DAY, "Asia/Shanghai"), {1: walk()})
    keeper = DeviceKeeper(services.database, lambda: NOON.astimezone(UTC))
    await keeper.put_on_duty(("001",), (NINE, NINE + timedelta(seconds=800)), Act("test", ""))


@pytest.fixture
async def inspector(client_of: Callable[..., Any]) -> Client:
    return await client_of("inspector")  # type: ignore[no-any-return]


async def test_the_workbook_holds_the_rows_and_what_was_asked(inspector: Client) -> None:
    rows = (await inspector.get("/api/coverage", params=MONTH)).json()["rows"]
    answer = await inspector.get("/api/coverage.xlsx", params=MONTH)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith('"coverage-2026-10-29-2026-10-31.xlsx"')
    book = load_workbook(io.BytesIO(answer.content))
    head, *body = book["覆盖"].iter_rows(values_only=True)
    assert head[:3] == ("编号", "名称", "状态")
    assert [line[0] for line in body] == list(CODES)
    assert [line[4] for line in body] == [pytest.approx(row["covered"], abs=1e-4) for row in rows]
    assert body[0][2:4] == ("已覆盖", None)
    assert body[2][2:4] == ("未覆盖", "未排班")
    # 09:06:40 on the town's clocks, where he crossed the border
    assert body[0][12] == datetime(2026, 10, 30, 9, 6, 40)
    told = dict(book["参数"].iter_rows(values_only=True))
    assert [line[:2] for line in book["巡查频次"].iter_rows(values_only=True)] == [("编号", "名称")]
    things = list(book["道路与对象"].iter_rows(values_only=True))
    assert things[0][:4] == ("编号", "名称", "对象", "总数")
    assert [line[2:6] for line in things if line[0] == CODES[0]] == [
        ("道路（米）", 1000, "未覆盖", "在岗未到"),
        ("企业", 1, "未覆盖", "在岗未到"),
    ]
    assert (told["from"], told["to"], told["enough"], told["swath_m"]) == (
        "2026-10-29",
        "2026-10-31",
        "0.01",
        "25.0",
    )


async def test_required_visits_and_the_next_round_are_in_the_workbook(inspector: Client) -> None:
    await inspector.put("/api/frequencies", json={"grid": CODES[3], "visits": 7, "from": "2026-10-29"})
    answer = await inspector.get("/api/coverage.xlsx", params=MONTH)
    book = load_workbook(io.BytesIO(answer.content))
    _, often = book["巡查频次"].iter_rows(values_only=True)
    assert often == (
        CODES[3],
        "乙村第2网格",
        "2",
        7,
        7,
        "本网格",
        0,
        0,
        0,
        "逾期",
        3,
        datetime(2026, 10, 29),
        None,
    )
    heads, stop = book["下一轮建议"].iter_rows(values_only=True)
    assert heads[:4] == ("顺序", "编号", "名称", "原因")
    # as of yesterday, which is a day after the period
    assert stop[:7] == (1, CODES[3], "乙村第2网格", "逾期", 4, None, 0)
    told = (await inspector.get("/api/coverage/round")).json()
    assert [each["code"] for each in told["stops"]] == [CODES[3]]
    assert (told["metres"], told["left_out"]) == (0, 0)


def test_no_text_is_a_formula_and_codes_stay_text() -> None:
    shares = (1.0, 0.5, 0.25, 0.25, 0.0, 1.5, 2, 3.0, 4.0)
    rows = [
        Row("007", name, *shares, None, "unknown", "no_signal") for name in ("=1+1", "+1", "-1", "@SUM(A1)")
    ]
    told = Book(rows, [], Round((), 0.0, 0), {"squad": "=2"})
    book = load_workbook(io.BytesIO(workbook(told, ZoneInfo("Asia/Shanghai"), "en")))
    cells = [line[:4] for line in book["Coverage"].iter_rows(min_row=2)]
    assert [line[1].value for line in cells] == ["=1+1", "+1", "-1", "@SUM(A1)"]
    assert {each.data_type for line in cells for each in line} == {"s"}
    assert all(line[1].quotePrefix for line in cells)
    assert cells[0][0].value == "007"
    assert cells[0][2].value == "Unknown"
    assert book["Parameters"]["B1"].data_type == "s"


async def test_a_grid_is_told_day_by_day(inspector: Client) -> None:
    answer = await inspector.get(f"/api/coverage/{CODES[0]}/calendar", params=MONTH)
    told = {each["day"]: each["row"] for each in answer.json()["rows"]}
    states = {day: (row["state"], row["cause"]) for day, row in told.items()}
    nobody = ("not_covered", "not_rostered")
    assert states == {"2026-10-29": nobody, "2026-10-30": ("covered", None), "2026-10-31": nobody}
    # alone it is counted as among all others
    day = {**MONTH, "from": "2026-10-30", "to": "2026-10-30"}
    (row, *_) = (await inspector.get("/api/coverage", params=day)).json()["rows"]
    assert told["2026-10-30"] == row


async def test_what_a_calendar_refuses(client_of: Callable[..., Any], inspector: Client) -> None:
    long = {"from": "2026-08-01", "to": "2026-10-31"}
    assert (await inspector.get(f"/api/coverage/{CODES[0]}/calendar", params=long)).status_code == 422
    assert (await inspector.get(f"/api/coverage/{A}/calendar", params=MONTH)).status_code == 404
    foreign = await client_of("inspector", Scope(codes=frozenset({B})))
    assert (await foreign.get(f"/api/coverage/{CODES[0]}/calendar", params=MONTH)).status_code == 404
    today = {"from": NOON.date().isoformat(), "to": NOON.date().isoformat()}
    assert (await inspector.get("/api/coverage.xlsx", params=today)).status_code == 422
    assert date.fromisoformat(str(MONTH["from"])) < DAY

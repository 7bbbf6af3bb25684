"""The roster from a table that people keep: a row a person, a column a day; read twice it changes nothing."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from sqlalchemy import text

from gis.errors import BadInput
from gis.exchange.writing import csv_bytes
from gis.model import EVERYTHING, Lookout
from gis.service.importing.preparing import Options, prepare
from gis.service.importing.writing import read_home, save
from gis.service.roster import read_month
from gis.service.roster_sheet import written
from gis.store.database import Database
from gis.store.importing import Outcome
from gis.store.roster import put_shift
from tests.small_town import NOON, TOWN

ZONE = ZoneInfo(TOWN.time_zone)
NOVEMBER = Options(constants={"month": "2026-11"})
LOOKOUT = Lookout(1, EVERYTHING, NOON.date(), TOWN.time_zone, TOWN.base_level)


@pytest.fixture(autouse=True)
async def shifts(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("DELETE FROM duty"))
        await connection.execute(text("DELETE FROM absence"))
        for code, title, begin, end in (("早", "早班", "06:00", "14:00"), ("夜", "夜班", "22:00", "06:00")):
            hours = [{"since": "01-01", "begin": begin, "end": end, "breaks": []}]
            await put_shift(connection, code, {"title": title, "hours": hours, "active": True})


def workbook(path: Path) -> Path:
    """Write the sheet as offices do: a title over all, days as numbers, weekdays beneath."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年11月排班表", None, None, None, None])
    sheet.merge_cells("A1:E1")
    sheet.append(["工号", "姓名", 3, 4, 5])
    sheet.append([None, None, "二", "三", "四"])
    sheet.append(["001", "张三丰", "早", "夜班", "休"])
    sheet.append(["002", "李四", "病假", "08:00-12:00", None])
    sheet.append(["404", "", "早", "", ""])
    sheet.append(["003", "", "晚", "", "早"])
    book.save(path)
    return path


async def entered(database: Database) -> list[tuple[int, str, str]]:
    query = "SELECT person_id, lower(valid), upper(valid) FROM duty ORDER BY 1, 2"
    async with database.begin() as connection:
        rows = await connection.execute(text(query))
        return [(who, *(f"{edge.astimezone(ZONE):%d %H:%M}" for edge in span)) for who, *span in rows]


async def test_a_table_for_people_is_read_cell_by_cell(database: Database, tmp_path: Path) -> None:
    home = await read_home(database, TOWN)
    prepared = prepare("roster", workbook(tmp_path / "roster.xlsx"), NOVEMBER, home)
    assert [(row.row, "404" in row.reason or "晚" in row.reason) for row in prepared.refused] == [
        (6, True),
        (7, True),
    ]
    first = await save(database, prepared, "test", NOON.date())
    again = await save(database, prepared, "test", NOON.date())
    assert (first.outcome.added, first.outcome.changed) == (5, 0)
    assert again.outcome == Outcome(unchanged=6)
    assert await entered(database) == [
        (1, "03 06:00", "03 14:00"),
        (1, "04 22:00", "05 06:00"),
        (2, "04 08:00", "04 12:00"),
        (3, "05 06:00", "05 14:00"),
    ]
    async with database.begin() as connection:
        away = (await connection.execute(text("SELECT person_id, kind, lower(valid) FROM absence"))).all()
    assert [tuple(row) for row in away] == [(2, "sick", datetime(2026, 11, 3, tzinfo=ZONE))]


async def test_what_is_written_reads_back_equal(database: Database, tmp_path: Path) -> None:
    home = await read_home(database, TOWN)
    await save(
        database, prepare("roster", workbook(tmp_path / "a.xlsx"), NOVEMBER, home), "test", NOON.date()
    )
    before = await entered(database)
    async with database.begin() as connection:
        columns = written(await read_month(connection, LOOKOUT, date(2026, 11, 1), None), ZONE)
        await connection.execute(text("DELETE FROM duty"))
    path = tmp_path / "roster.csv"
    path.write_bytes(csv_bytes(columns))
    prepared = prepare("roster", path, Options(), home)
    assert prepared.refused == ()
    await save(database, prepared, "test", NOON.date())
    assert await entered(database) == before


async def test_a_list_is_read_too_and_the_last_word_of_a_day_holds(
    database: Database, tmp_path: Path
) -> None:
    home = await read_home(database, TOWN)
    for shift, expected in (("早", "03 06:00"), ("夜", "03 22:00")):
        path = tmp_path / f"{shift}.csv"
        path.write_text(f"工号,日期,班次\n001,2026-11-03,{shift}\n")
        saved = await save(database, prepare("roster", path, Options(), home), "test", NOON.date())
        assert [row[1] for row in await entered(database)] == [expected]
    assert saved.outcome == Outcome(changed=1)


@pytest.mark.parametrize(
    ("heads", "month", "words"),
    [
        ("1,2", None, "Which month"),
        ("30,31", "2026-11", "no day of"),
        ("10月1日,10月2日", "2026-11", "no day of"),
    ],
)
async def test_days_without_a_month_are_asked_for(
    database: Database, tmp_path: Path, heads: str, month: str | None, words: str
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"工号,姓名,{heads}\n001,张三丰,早,早\n")
    home = await read_home(database, TOWN)
    with pytest.raises(BadInput, match=words):
        prepare("roster", path, Options(constants={"month": month} if month else {}), home)

"""The roster as people keep it in a spreadsheet: a row a person, a column a day, and a word in each cell."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gis.errors import BadInput
from gis.exchange.sheet import Sheet
from gis.service.roster import Month
from gis.service.shifts import Hours, read_hours

NUMBER, NAME, DAY, SHIFT = "工号", "姓名", "日期", "班次"
OFF = frozenset({"休", "休息", "off", "-", "—"})
LEAVES = {
    **dict.fromkeys(("年", "年假", "年休假", "annual"), "annual"),
    **dict.fromkeys(("病", "病假", "sick"), "sick"),
    **dict.fromkeys(("事", "事假", "personal"), "personal"),
    **dict.fromkeys(("假", "请假", "其他假", "leave"), "other"),
}
WRITTEN = {"annual": "年假", "sick": "病假", "personal": "事假", "other": "请假"}
WEEKDAYS = frozenset(
    {*"一二三四五六日天", *(f"{first}{day}" for first in ("周", "星期") for day in "一二三四五六日天")}
)
_WHOLE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T/].*)?")
_SHORT = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})(?:\.0)?[日号]?(?:/.*)?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_SPAN = re.compile(r"(\d{1,2}:\d\d)\s*[-–~至]\s*(\d{1,2}:\d\d)")


def reshape(sheet: Sheet, constants: Mapping[str, str]) -> Sheet:
    """Return a sheet with a column a day as one with a row a person and day; any other as it is.

    Heads are whole dates, or days 1 to 31 with the month as a constant (`month`, YYYY-MM). Empty cells and
    rows of weekdays are left out. Raises BadInput when no month is known or a day is none of it.
    """
    columns = [head for head in sheet.columns if _WHOLE.fullmatch(head) or _SHORT.fullmatch(head)]
    if len(columns) < 2:
        return sheet
    days = {head: day_of_head(head, constants.get("month")) for head in columns}
    others = [head for head in sheet.columns if head not in days]
    rows = [index for index in range(len(sheet.rows)) if not _weekdays(sheet, columns, index)]
    taken = [
        (index, head) for index in rows for head in columns if sheet.columns[head][index] not in (None, "")
    ]
    made: dict[str, list[Any]] = {head: [sheet.columns[head][index] for index, _ in taken] for head in others}
    made[DAY] = [days[head] for _, head in taken]
    made[SHIFT] = [sheet.columns[head][index] for index, head in taken]
    remark = (f"{len(days)} 列日期逐日读入", f"{len(days)} columns of days were read day by day")
    return Sheet(made, [sheet.rows[index] for index, _ in taken], remarks=(*sheet.remarks, remark))


def day_of_head(head: str, month: str | None) -> date:
    """Return the civil day that heads a column."""
    found = _WHOLE.fullmatch(head)
    if found:
        return _day(*found.groups())
    short, of = _SHORT.fullmatch(head), _MONTH.fullmatch(month or "")
    if of is None:
        raise BadInput("Which month do the days belong to? Give --set month=YYYY-MM.")
    if short is None or (short[1] and int(short[1]) != int(of[2])):
        raise BadInput(f"The head {head[:20]} is no day of {of[1]}-{int(of[2]):02}.")
    return _day(of[1], of[2], short[2])


Word = int | str | Hours | None
"""A shift's key, a kind of leave, hours of their own, or None for a day off."""


def read_word(value: Any, shifts: Sequence[Mapping[str, int]]) -> Word:
    """Return what a cell says: a shift by code or title, leave, hours such as 08:00-12:00, or a day off."""
    word = str(value).strip()
    for known in shifts:
        if word in known:
            return known[word]
    if word.lower() in OFF:
        return None
    if word.lower() in LEAVES:
        return LEAVES[word.lower()]
    span = _SPAN.fullmatch(word.replace("：", ":"))
    if span:
        return read_hours({"begin": span[1].zfill(5), "end": span[2].zfill(5)})
    raise BadInput(f"There is no shift {word[:20]}, or more than one of that name.")


def written(month: Month, zone: ZoneInfo) -> dict[str, list[str]]:
    """Return the month as columns that the import reads back: people without anything that day stay empty.

    Overtime and what people began themselves are no part of the roster that is handed on.
    """
    words = {
        (row["person"], row["day"]): _word(row, zone) for row in month.entries if row["kind"] == "roster"
    }
    for row in month.absences:
        words.update({(row["person"], day): WRITTEN[row["kind"]] for day in _whole_days(row, zone)})
    columns = {
        NUMBER: [str(row["number"]) for row in month.people],
        NAME: [str(row["name"]) for row in month.people],
    }
    for day in month.days:
        columns[day.isoformat()] = [words.get((row["id"], day), "") for row in month.people]
    return columns


def _word(row: Mapping[str, Any], zone: ZoneInfo) -> str:
    if row["shift"] is not None:
        return str(row["shift"])
    return "-".join(f"{row[edge].astimezone(zone):%H:%M}" for edge in ("begin", "end"))


def _whole_days(row: Mapping[str, Any], zone: ZoneInfo) -> list[date]:
    """Return the civil days that an absence covers from midnight to midnight."""
    begin, end = (row[edge].astimezone(zone) for edge in ("begin", "end"))
    first = begin.date() if begin.time() == datetime.min.time() else begin.date() + timedelta(days=1)
    return [first + timedelta(days=step) for step in range(max(0, (end.date() - first).days))]


def _weekdays(sheet: Sheet, columns: Sequence[str], index: int) -> bool:
    cells = {str(sheet.columns[head][index]).strip() for head in columns} - {"None", ""}
    return bool(cells) and cells <= WEEKDAYS


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadInput(f"{year}-{month}-{day} is no day of the calendar.") from None

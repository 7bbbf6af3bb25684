"""Coverage as an Excel workbook: rows, roads and things, required visits, next round, what was asked for."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gis.service.coverage.frequency import FrequencyRow
from gis.service.coverage.parts import Part
from gis.service.coverage.required_sheets import Language, often_lines, round_lines
from gis.service.coverage.rounds import Round
from gis.service.coverage.rows import Row

FORMULA = ("=", "+", "-", "@")
HEADS: Mapping[Language, tuple[str, ...]] = {
    "zh": (
        *("编号", "名称", "状态", "原因", "覆盖率", "误差", "无信号", "未覆盖"),
        *("巡查强度", "次数", "分钟", "米", "最后到访", "应巡面积 m²", "距上次到访天数"),
    ),
    "en": (
        *("Code", "Name", "State", "Cause", "Covered", "Bound", "Unknown", "Not covered"),
        *("Effort", "Visits", "Minutes", "Metres", "Last visit", "Ground m²", "Days since visit"),
    ),
}
THING_HEADS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("编号", "名称", "对象", "总数", "状态", "原因", "经过", "误差", "无法确认", "未经过"),
    "en": ("Code", "Name", "Of", "Total", "State", "Cause", "Passed", "Bound", "Unknown", "Not passed"),
}
SHEETS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("覆盖", "道路与对象", "巡查频次", "下一轮建议", "参数"),
    "en": ("Coverage", "Roads and things", "Required visits", "Next round", "Parameters"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "covered": ("已覆盖", "Covered"),
    "not_covered": ("未覆盖", "Not covered"),
    "unknown": ("无法确认", "Unknown"),
    "excused": ("免巡", "Excused"),
    "post_vacant": ("缺岗", "Post vacant"),
    "not_rostered": ("未排班", "Not rostered"),
    "on_duty_elsewhere": ("在岗未到", "On duty elsewhere"),
    "too_little": ("走过不足", "Walked too little"),
    "no_signal": ("无信号", "No signal"),
    "poor_accuracy": ("精度不足", "Too inaccurate"),
    "doubtful": ("轨迹存疑", "Doubtful track"),
    "expired": ("已过保存期", "Past its keep"),
    "roads": ("道路（米）", "Roads (m)"),
    "enterprises": ("企业", "Enterprises"),
    "components": ("部件", "Components"),
}


@dataclass(frozen=True, slots=True)
class Book:
    """What goes into a workbook; `told` is everything that was asked for, by name, as text."""

    rows: Sequence[Row]
    often: Sequence[FrequencyRow]
    round: Round
    told: Mapping[str, str]


def workbook(told: Book, zone: ZoneInfo, language: Language) -> bytes:
    """Return the workbook; codes are text, no text is a formula, times are the town's."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets = (
        [HEADS[language], *(values_of(row, zone, language) for row in told.rows)],
        [THING_HEADS[language], *(line for row in told.rows for line in thing_lines(row, language))],
        often_lines(told.often, language),
        round_lines(told.round, language),
        told.told.items(),
    )
    for title, lines in zip(SHEETS[language], sheets, strict=True):
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values_of(row: Row, zone: ZoneInfo, language: Language) -> list[Any]:
    """Return the cells of a row under `HEADS`."""
    named = [row.code, row.name, _word(row.state, language), _word(row.cause, language)]
    shares = [round(share, 4) for share in (row.covered, row.off, row.unknown, row.not_covered, row.effort)]
    last = _naive(row.last_visit, zone)
    stays = [row.visits, round(row.minutes, 1), round(row.metres), last, round(row.area_m2), row.days_since]
    return [*named, *shares, *stays]


def thing_lines(row: Row, language: Language) -> Iterator[list[Any]]:
    """Yield what was passed of each kind that there is."""
    for name in ("roads", "enterprises", "components"):
        part: Part | None = getattr(row, name)
        if part is not None:
            shares = [round(share, 4) for share in (part.covered, part.off, part.unknown, part.not_covered)]
            words = [_word(part.state, language), _word(part.cause, language)]
            yield [row.code, row.name, _word(name, language), round(part.total), *words, *shares]


def _word(key: str | None, language: Language) -> str:
    return WORDS[key][language == "en"] if key else ""


def _naive(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Return the town's civil time; Excel knows no zones."""
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0) if moment else None


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        made.data_type = "s"
        made.number_format = "@"
        # stays a text when it is typed over, too
        made.quotePrefix = value.startswith(FORMULA)
    elif isinstance(value, datetime):
        made.number_format = "yyyy-mm-dd hh:mm"
    return made

"""What is required of grids and the next round, as lines of a workbook's sheets."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from gis.service.coverage.frequency import FrequencyRow
from gis.service.coverage.rounds import Round

Language = Literal["zh", "en"]
OFTEN_HEADS: Mapping[Language, tuple[str, ...]] = {
    "zh": (
        *("编号", "名称", "中队", "到访天数", "每几天", "依据", "达标", "漏巡", "无法确认"),
        *("当前", "逾期天数", "最迟到访", "距上次到访天数"),
    ),
    "en": (
        *("Code", "Name", "Squad", "Days with a visit", "Of so many days", "By", "Met", "Missed", "Unknown"),
        *("Now", "Days late", "Due", "Days since visit"),
    ),
}
ROUND_HEADS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("顺序", "编号", "名称", "原因", "逾期天数", "距上次到访天数", "距上一站（米）", "经度", "纬度"),
    "en": (
        *("Order", "Code", "Name", "Why", "Days late", "Days since visit", "Metres from the one before"),
        *("Longitude", "Latitude"),
    ),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "met": ("达标", "Met"),
    "missed": ("漏巡", "Missed"),
    "unknown": ("无法确认", "Unknown"),
    "late": ("逾期", "Late"),
    "on_time": ("未到期", "On time"),
    "due": ("今日到期", "Due today"),
    "grid": ("本网格", "The grid"),
    "risk": ("风险等级", "Risk"),
}


def often_lines(rows: Sequence[FrequencyRow], language: Language) -> Iterator[Sequence[Any]]:
    """Yield the heads and a line for each grid of which something is required."""
    yield OFTEN_HEADS[language]
    for row in rows:
        by = _word(row.by, language) + (f" {row.risk}" if row.risk else "")
        counts = [row.met, row.missed, row.unknown, _word(row.now, language), row.late_days, row.due]
        yield [row.code, row.name, row.squad, row.visits, row.days, by, *counts, row.days_since]


def round_lines(found: Round, language: Language) -> Iterator[Sequence[Any]]:
    """Yield the heads and a line for each stop, in order."""
    yield ROUND_HEADS[language]
    for n, stop in enumerate(found.stops, 1):
        why = _word(stop.why, language)
        place = [round(stop.lon, 6), round(stop.lat, 6)]
        yield [n, stop.code, stop.name, why, stop.late_days, stop.days_since, round(stop.metres), *place]


def _word(key: str | None, language: Language) -> str:
    return WORDS[key][language == "en"] if key else ""

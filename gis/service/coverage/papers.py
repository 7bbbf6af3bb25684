"""Coverage on paper: the same rows, required visits and round as the workbook's, with a map."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from gis.geometry.projection import to_metric, to_metric_shape
from gis.model import Town
from gis.papers.coverage_map import Area, Way, draw_coverage
from gis.papers.coverage_pdf import CoveragePaper, Table
from gis.service.atlas import Boundaries
from gis.service.coverage.asking import By
from gis.service.coverage.required_sheets import Language, often_lines, round_lines
from gis.service.coverage.rounds import Round
from gis.service.coverage.rows import Row, basic
from gis.service.coverage.workbook import HEADS, SHEETS, THING_HEADS, Book, thing_lines, values_of

Polygonal = (shapely.Polygon, shapely.MultiPolygon)
Shape = shapely.Polygon | shapely.MultiPolygon
TITLE: Mapping[Language, str] = {"zh": "巡查覆盖报告", "en": "Coverage of patrols"}
LEGEND: Mapping[Language, str] = {
    "zh": "● 已覆盖　◐ 无法确认　■ 未覆盖　蓝线：下一轮建议路线",
    "en": "● covered   ◐ unknown   ■ not covered   blue line: the next round",
}
MADE_UP: Mapping[Language, str] = {"zh": "示例数据", "en": "made-up data"}
PERCENT = {"覆盖率", "误差", "无信号", "无法确认", "未覆盖", "经过", "未经过"} | {
    *("Covered", "Bound", "Unknown", "Not covered", "Passed", "Not passed")
}


def areas_of(boundaries: Boundaries, by: By, rows: Sequence[Row]) -> dict[str, Shape]:
    """Return the shape (WGS-84) of each row: a grid's own, or those of its grids together."""
    keys = {"grid": "code", "village": "parent", "squad": "squad"}
    parts: dict[str, list[shapely.Geometry]] = {row.code: [] for row in rows}
    for member in basic(boundaries):
        key = getattr(member, keys[by])
        if key in parts:
            parts[key].append(shapely.from_wkb(member.shape))
    joined = {code: shapely.union_all(own) for code, own in parts.items()}
    return {code: shape for code, shape in joined.items() if isinstance(shape, Polygonal)}


def paper_of(book: Book, areas: Mapping[str, Shape], town: Town, language: Language) -> CoveragePaper:
    """Return what a PDF says of coverage."""
    zone, epsg = ZoneInfo(town.time_zone), town.metric_crs
    drawn = [
        Area(to_metric_shape(areas[row.code], epsg), row.state) for row in book.rows if row.code in areas
    ]
    name = town.name if language == "zh" else town.name_en
    made_up = f" · {MADE_UP[language]}" if town.made_up else ""
    return CoveragePaper(
        title=f"{name} · {TITLE[language]}{made_up}",
        asked=" · ".join(f"{key} {value}" for key, value in book.told.items()),
        legend=LEGEND[language],
        map_png=draw_coverage(drawn, _way(book.round, epsg)) if drawn else b"",
        tables=tables_of(book, zone, language),
    )


def tables_of(book: Book, zone: ZoneInfo, language: Language) -> tuple[Table, ...]:
    """Return the workbook's tables as texts."""
    often, stops = list(often_lines(book.often, language)), list(round_lines(book.round, language))
    things = [line for row in book.rows for line in thing_lines(row, language)]
    heads, titles = HEADS[language], SHEETS[language]
    rows = [values_of(row, zone, language) for row in book.rows]
    return (
        Table(titles[2], often[0], _texts(often[0], often[1:])),
        Table(titles[3], stops[0], _texts(stops[0], stops[1:])),
        Table(titles[0], heads, _texts(heads, rows)),
        Table(titles[1], THING_HEADS[language], _texts(THING_HEADS[language], things)),
    )


def _texts(heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> list[list[str]]:
    return [[_text(head, value) for head, value in zip(heads, line, strict=True)] for line in lines]


def _text(head: str, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, float) and head in PERCENT:
        return f"{value:.1%}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:,}" if isinstance(value, int) else str(value)


def _way(found: Round, epsg: int) -> Way:
    lines = [_metric(stop.line, epsg) for stop in found.stops]
    return Way(lines, [line[-1] for line in lines])


def _metric(line: Sequence[tuple[float, float]], epsg: int) -> list[tuple[float, float]]:
    lon, lat = np.array(line).T
    x, y = to_metric(lon, lat, epsg)
    return list(zip(x.tolist(), y.tolist(), strict=True))

"""Coverage as one self-contained Folium page: map, round and tables, which open without a network."""

import html
from collections.abc import Mapping
from typing import Any

import folium
import numpy as np
import shapely
from shapely.geometry import mapping

from gis.model import Lookout
from gis.papers.coverage_map import FILLS, SIGNS
from gis.papers.coverage_pdf import CoveragePaper, table_html
from gis.service.coverage.papers import Shape
from gis.service.coverage.workbook import WORDS, Book
from gis.store.database import Database
from layers.page import Edition, finished, ground_page

MAP_HEIGHT = "60%"
WAY = "#2f5fd0"
TABLE = (
    "<style>.told{position:absolute;top:60%;left:0;right:0;padding:0 12px;background:#fff;color:#1f2328;"
    "font:13px/1.5 'PingFang SC','Microsoft YaHei','Noto Sans SC','WenQuanYi Micro Hei',sans-serif}"
    ".told table{border-collapse:collapse}.told th,.told td{border:1px solid #d8d8d4;padding:2px 6px;"
    "text-align:left;white-space:nowrap}.told div{overflow-x:auto}</style>"
)


async def render_report(
    database: Database,
    book: Book,
    about: tuple[CoveragePaper, Mapping[str, Shape]],
    lookout: Lookout,
    edition: Edition,
) -> str:
    """Return rows, required visits and round on a map and in tables, as one HTML file."""
    paper, areas = about
    page = await ground_page(database, lookout, edition, height=MAP_HEIGHT)
    english = edition.language == "en"
    for state, fill in FILLS.items():
        features = [
            _feature(row.code, row.name, areas[row.code], _said(book, row.code, english=english))
            for row in book.rows
            if row.state == state and row.code in areas
        ]
        if features:
            _areas(features, fill, SIGNS[state]).add_to(page)
    _add_round(page, book)
    tables = "".join(f"<div>{table_html(one)}</div>" for one in paper.tables if one.rows)
    legend = f"<p>{html.escape(paper.legend)}</p><p>{html.escape(paper.asked)}</p>"
    more = f'{TABLE}<div class="told"><h1>{html.escape(paper.title)}</h1>{legend}{tables}</div>'
    return finished(page, paper.title, more, edition)


def _areas(features: list[dict[str, Any]], fill: str, ink: str) -> folium.GeoJson:
    style = {"fillColor": fill, "fillOpacity": 0.75, "color": ink, "weight": 1}
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda _: style,
        tooltip=folium.GeoJsonTooltip(["name", "said"], labels=False),
        zoom_on_click=False,
    )


def _feature(code: str, name: str, shape: Shape, said: str) -> dict[str, Any]:
    # Folium writes values into tooltips as HTML
    told = {"code": html.escape(code), "name": html.escape(name), "said": html.escape(said)}
    geometry = mapping(shapely.transform(shape, lambda places: np.round(places, 6)))
    return {"type": "Feature", "properties": told, "geometry": geometry}


def _said(book: Book, code: str, *, english: bool) -> str:
    row = next(one for one in book.rows if one.code == code)
    cause = f" · {WORDS[row.cause][english]}" if row.cause else ""
    return f"{WORDS[row.state][english]}{cause} · {row.covered:.1%} ± {row.off:.1%}"


def _add_round(page: folium.Map, book: Book) -> None:
    for number, stop in enumerate(book.round.stops, 1):
        if len(stop.line) > 1:
            places = [(lat, lon) for lon, lat in stop.line]
            dashes = "4 8" if stop.straight else None
            line: Any = folium.PolyLine
            line(places, color=WAY, weight=4, dash_array=dashes).add_to(page)
        folium.CircleMarker(
            (stop.lat, stop.lon),
            radius=9,
            color=WAY,
            fill=True,
            fill_opacity=1,
            tooltip=html.escape(f"{number}. {stop.name}"),
        ).add_to(page)

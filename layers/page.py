"""A layer as one self-contained Folium page: it opens from a disk, and its policy lets nothing else run."""

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import folium

from gis.errors import Unavailable
from gis.model import Lookout, Town
from gis.store.boundaries import extent
from gis.store.database import Database
from layers.base import Layer, Params
from layers.legend import legend_html
from layers.raster import Raster, raster_picture
from layers.style import Rule, Symbol

MOST_FEATURES = 5000
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)


class OfflineMap(folium.Map):
    """A Folium map that asks for Leaflet only, under names that `_inline` replaces by the files' text."""

    default_js = [("leaflet", "leaflet.js")]
    default_css = [("leaflet_css", "leaflet.css")]


@dataclass(frozen=True, slots=True)
class Edition:
    """For whom the page is made: the town, the language (zh or en), and where Leaflet's files lie."""

    town: Town
    language: str
    vendor: Path


async def render_page(
    database: Database, layer: Layer, params: Params, lookout: Lookout, edition: Edition
) -> str:
    """Return the layer over water, main roads and village borders as one HTML file.

    Features beyond 5,000 are left out, and the legend says so.
    """
    page = await ground_page(database, lookout, edition, without=layer.name)
    counted = await _add(page, database, layer, params, lookout, edition)
    legend = legend_html(layer, edition.town, edition.language, counted)
    return finished(page, f"{edition.town.name} · {layer.title.zh} {layer.title.en}", legend, edition)


async def ground_page(
    database: Database, lookout: Lookout, edition: Edition, *, without: str = "", height: str = "100%"
) -> folium.Map:
    """Return a page of the town with water, main roads and village borders, or without one of them."""
    from layers import all_layers

    page = OfflineMap(
        tiles=None,
        height=height,
        zoom_control="topright",
        control_scale=True,
        prefer_canvas=True,
        attribution_control=False,
    )
    for name, values in GROUND:
        if name != without:
            below = all_layers()[name]
            await _add(page, database, below, below.params.model_validate(values), lookout, edition)
    page.fit_bounds(await _bounds(database, lookout))
    return page


def finished(page: folium.Map, title: str, more: str, edition: Edition) -> str:
    """Return a page as one HTML file under a title, with more HTML beside its map."""
    root: Any = page.get_root()
    root.title = html.escape(title)
    root.html.add_child(folium.Element(more))
    return _inline(root.render(), edition)


GROUND: tuple[tuple[str, dict[str, Any]], ...] = (
    ("water", {}),
    ("roads", {"lowest_class": 2}),
    ("villages", {}),
)


def page_policy(page: str) -> str:
    """Return the content security policy under which only this page's own scripts run."""
    digests = sorted({_digest(script) for script in _SCRIPT.findall(page) if script.strip()})
    scripts = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"sandbox allow-scripts; default-src 'none'; script-src {scripts}; "
        "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


async def _add(
    page: folium.Map, database: Database, layer: Layer, params: Params, lookout: Lookout, edition: Edition
) -> tuple[int, int]:
    source = layer.source(params, lookout)
    if isinstance(source, Raster):
        picture, bounds = await raster_picture(database, source, layer.ramp, lookout)
        address = "data:image/png;base64," + base64.b64encode(picture).decode()
        folium.raster_layers.ImageOverlay(address, bounds, opacity=0.85, mercator_project=False).add_to(page)
        return 0, 0
    found = await layer.geojson(database, params, lookout, None, MOST_FEATURES)
    features = [_escaped(feature) for feature in found["features"]]
    for rule in layer.style.rules:
        chosen = [feature for feature in features if _matches(rule, feature)]
        if chosen:
            _geojson(layer, rule, chosen, edition).add_to(page)
    return len(features), found["numberMatched"]


def _geojson(layer: Layer, rule: Rule, features: list[dict[str, Any]], edition: Edition) -> folium.GeoJson:
    style = _path_style(rule.symbol)
    fields = [field for field in layer.identify if field in features[0]["properties"]]
    aliases = [getattr(layer.identify[field], edition.language) for field in fields]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda _: style,
        marker=folium.CircleMarker(radius=rule.symbol.radius, **style) if layer.kind == "point" else None,
        tooltip=folium.GeoJsonTooltip(fields, aliases=aliases) if fields and layer.identify else None,
        zoom_on_click=False,
    )


def _path_style(symbol: Symbol) -> dict[str, Any]:
    return {
        "fill": symbol.fill is not None,
        "fillColor": symbol.fill.light if symbol.fill else None,
        "fillOpacity": symbol.fill_opacity,
        "stroke": symbol.stroke is not None,
        "color": symbol.stroke.light if symbol.stroke else None,
        "opacity": symbol.stroke_opacity,
        "weight": symbol.stroke_width,
        "dashArray": " ".join(map(str, symbol.dash)) or None,
    }


def _matches(rule: Rule, feature: dict[str, Any]) -> bool:
    return rule.field is None or feature["properties"].get(rule.field) in rule.values


def _escaped(feature: dict[str, Any]) -> dict[str, Any]:
    # Folium writes values into tooltips as HTML
    properties = {
        key: html.escape(value) if isinstance(value, str) else value
        for key, value in feature["properties"].items()
    }
    return {**feature, "properties": properties}


async def _bounds(database: Database, lookout: Lookout) -> list[list[float]]:
    async with database.begin() as connection:
        west, south, east, north = await extent(connection, lookout)
    return [[south, west], [north, east]]


def _inline(page: str, edition: Edition) -> str:
    script, style = _leaflet(edition.vendor)
    page = page.replace('<script src="leaflet.js"></script>', f"<script>{script}</script>")
    page = page.replace('<link rel="stylesheet" href="leaflet.css"/>', f"<style>{style}</style>")
    return page.replace("<html>", f'<html lang="{"zh-CN" if edition.language == "zh" else "en"}">', 1)


@cache
def _leaflet(vendor: Path) -> tuple[str, str]:
    try:
        script = (vendor / "leaflet.js").read_text(encoding="utf-8")
        style = (vendor / "leaflet.css").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Unavailable("The pages have not been built: start with ./wangge.") from None
    script = re.sub(r"//# sourceMappingURL=\S+", "", script).replace("</script", "<\\/script")
    return script, re.sub(r"url\(images/[^)]+\)", "none", style)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

"""How a layer looks, as plain data that the browser, Folium and the legend all read."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Plain(BaseModel):
    """An immutable value that serialises to JSON as it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Plain):
    """One short text in both languages."""

    zh: str
    en: str


class Ink(Plain):
    """One colour (#RRGGBB) in both themes."""

    light: str
    dark: str


Shape = Literal["circle", "triangle", "square", "diamond"]


class Symbol(Plain):
    """Fill, stroke and, for points, shape; widths and radii in CSS pixels, opacities 0–1."""

    fill: Ink | None = None
    fill_opacity: float = 1.0
    stroke: Ink | None = None
    stroke_opacity: float = 1.0
    stroke_width: float = 1.0
    dash: tuple[float, ...] = ()
    shape: Shape = "circle"
    radius: float = 5.0


class Rule(Plain):
    """Draw the features whose `field` holds one of `values` (all when no field is given).

    Every rule that matches is drawn, in order, so a road's casing is a rule before its surface.
    Rules with a label make the legend.
    """

    symbol: Symbol
    label: Text | None = None
    field: str | None = None
    values: tuple[str | int, ...] = ()
    minzoom: int = 0
    maxzoom: int = 24


class Label(Plain):
    """Write the text of `field` on the feature, from `minzoom` to `maxzoom`, with a halo of the ground."""

    field: str
    minzoom: int = 0
    maxzoom: int = 24
    size: int = 12
    bold: bool = False
    along: bool = False
    ink: Ink = Ink(light="#1F2328", dark="#E6E8EB")
    halo: Ink = Ink(light="#F5F4F0", dark="#15191E")


class Ramp(Plain):
    """The colour scale of a raster layer: stops (0–1, #RRGGBBAA) from low to high."""

    stops: tuple[tuple[float, str], ...]
    low: Text
    high: Text


class Style(Plain):
    """All that a renderer needs: rules and labels for vectors, a ramp for rasters."""

    rules: tuple[Rule, ...] = ()
    labels: tuple[Label, ...] = ()
    ramp: Ramp | None = None

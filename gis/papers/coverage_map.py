"""Draws what was covered as a PNG for a paper: each state has a fill, a sign and a legend in the paper."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import shapely
from PIL import Image, ImageDraw, ImageFont

WIDTH_PX = 1600
MOST_RATIO = 1.1
MARGIN_PX = 24
SIGN_PX = 7
EDGE, INK, WAY, PAPER = "#5f6670", "#1a1d21", "#2f5fd0", "#ffffff"
State = Literal["covered", "not_covered", "unknown"]
FILLS: dict[State, str] = {"covered": "#bfe3dd", "not_covered": "#f3c9cf", "unknown": "#e3e6ea"}
SIGNS: dict[State, str] = {"covered": "#1f7a6e", "not_covered": "#a32f42", "unknown": "#59616a"}


@dataclass(frozen=True, slots=True)
class Area:
    """One area (metres) with its state."""

    shape: shapely.MultiPolygon | shapely.Polygon
    state: State


@dataclass(frozen=True, slots=True)
class Way:
    """A round: the way from stop to stop, and the stops in their order, metres."""

    lines: Sequence[Sequence[tuple[float, float]]] = ()
    stops: Sequence[tuple[float, float]] = ()


def draw_coverage(areas: Sequence[Area], way: Way) -> bytes:
    """Return a PNG of areas filled by state with a sign in each, ● ◐ ■, and a numbered round over them."""
    west, south, east, north = map(float, shapely.total_bounds([one.shape for one in areas]))
    span = max(east - west, north - south, 1.0)
    west, south = west - 0.01 * span, south - 0.01 * span
    width, height = east - west + 0.01 * span, north - south + 0.01 * span
    scale = (WIDTH_PX - 2 * MARGIN_PX) / width
    scale = min(scale, WIDTH_PX * MOST_RATIO / height)
    image = Image.new("RGB", (WIDTH_PX, round(height * scale) + 2 * MARGIN_PX), PAPER)
    pen = ImageDraw.Draw(image)

    def place(at: tuple[float, float]) -> tuple[float, float]:
        return MARGIN_PX + (at[0] - west) * scale, image.height - MARGIN_PX - (at[1] - south) * scale

    for one in areas:
        for part in shapely.get_parts(one.shape).tolist():
            ring = [place((x, y)) for x, y in part.exterior.coords]
            pen.polygon(ring, fill=FILLS[one.state])
            pen.line(ring, fill=EDGE, width=2)
    for one in areas:
        inner = shapely.point_on_surface(one.shape)
        _sign(pen, place((inner.x, inner.y)), one.state)
    for line in way.lines:
        if len(line) > 1:
            pen.line([place(at) for at in line], fill=WAY, width=5, joint="curve")
    for number, stop in enumerate(way.stops, 1):
        _stop(pen, place(stop), number)
    packed = io.BytesIO()
    image.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _sign(pen: ImageDraw.ImageDraw, at: tuple[float, float], state: State) -> None:
    box = (at[0] - SIGN_PX, at[1] - SIGN_PX, at[0] + SIGN_PX, at[1] + SIGN_PX)
    ink = SIGNS[state]
    if state == "not_covered":
        pen.rectangle(box, fill=ink)
        return
    pen.ellipse(box, outline=ink, width=2, fill=ink if state == "covered" else PAPER)
    if state == "unknown":
        pen.pieslice(box, 90, 270, fill=ink)


def _stop(pen: ImageDraw.ImageDraw, at: tuple[float, float], number: int) -> None:
    pen.ellipse((at[0] - 15, at[1] - 15, at[0] + 15, at[1] + 15), fill=WAY, outline=PAPER, width=2)
    pen.text(at, str(number), fill=PAPER, font=ImageFont.load_default(18), anchor="mm")

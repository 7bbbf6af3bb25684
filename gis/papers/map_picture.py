"""Draws grids as a PNG for a paper: changed ones filled, all outlined, codes of the changed ones written."""

import io
from collections.abc import Iterable, Mapping

import shapely
from PIL import Image, ImageDraw, ImageFont

WIDTH_PX = 1400
MOST_RATIO = 1.2
MARGIN_PX = 20
PAPER, LINE, CHANGED, INK = "#ffffff", "#8a8f98", "#f6d9a8", "#1a1d21"


def draw_grids(grids: Mapping[str, shapely.MultiPolygon], changed: Iterable[str], digits: int = 3) -> bytes:
    """Return a PNG of grids (metres); it shows the changed ones with what lies round them.

    Each changed one carries the last `digits` characters of its code.
    """
    marked = [code for code in changed if code in grids]
    west, south, east, north = _window(grids, marked)
    scale = (WIDTH_PX - 2 * MARGIN_PX) / (east - west)
    height = min(round((north - south) * scale), round(WIDTH_PX * MOST_RATIO)) + 2 * MARGIN_PX
    scale = min(scale, (height - 2 * MARGIN_PX) / (north - south))
    image = Image.new("RGB", (WIDTH_PX, height), PAPER)
    pen = ImageDraw.Draw(image)

    def place(x: float, y: float) -> tuple[float, float]:
        return MARGIN_PX + (x - west) * scale, height - MARGIN_PX - (y - south) * scale

    window = shapely.box(west, south, east, north)
    shown = {code: shape for code, shape in grids.items() if shape.intersects(window)}
    for code in sorted(shown, key=lambda one: one in marked):
        for part in shown[code].geoms:
            ring = [place(x, y) for x, y in part.exterior.coords]
            pen.polygon(ring, fill=CHANGED if code in marked else None)
            pen.line(ring, fill=INK if code in marked else LINE, width=3 if code in marked else 1)
    font = ImageFont.load_default(22)
    for code in marked:
        middle = shapely.point_on_surface(shown[code])
        pen.text(place(middle.x, middle.y), code[-digits:], fill=INK, font=font, anchor="mm")
    packed = io.BytesIO()
    image.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _window(
    grids: Mapping[str, shapely.MultiPolygon], marked: list[str]
) -> tuple[float, float, float, float]:
    shapes = [grids[code] for code in marked] or list(grids.values())
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    room = 0.08 * max(east - west, north - south, 1.0)
    return west - room, south - room, east + room, north + room

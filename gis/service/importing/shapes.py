"""Bring shapes into the form that a kind's table keeps, or say why a row has no usable place."""

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon

# a wrong datum or a forgotten minus sign moves things by far more, a neighbouring county by less
FARTHEST_DEG = 1.0
DECIMALS = 9

Bounds = tuple[float, float, float, float]


def usable(shape: Any, form: str, bounds: Bounds | None) -> tuple[list[Any], str | None]:
    """Return the shapes (WGS-84) that a row gives in this form, or none and the reason.

    point, area: one shape, areas as MultiPolygon · line: one for each part of a MultiLineString. `bounds` are
    the town's; what lies more than a degree outside is refused.
    """
    if shape is None:
        return [], "The place is missing."
    found, reason = FORMS[form](shape)
    found = [kept(one) for one in found]
    if found and bounds is not None and _far(found, bounds):
        x, y = shapely.get_coordinates(found)[0]
        return [], f"The place ({x:.4f}, {y:.4f}) lies far from the town."
    return found, reason


def kept(shape: Any) -> Any:
    """Return a shape (degrees) as it is stored: nine decimals, a tenth of a millimetre, as texts carry them.

    Areas start and turn in one way whatever file they came from, so that equal shapes are equal bytes.
    """
    rounded = shapely.transform(shape, lambda degrees: np.round(degrees, DECIMALS))
    return rounded if shape.geom_type.endswith("LineString") else shapely.normalize(rounded)


def _point(shape: Any) -> tuple[list[Any], str | None]:
    parts = shapely.get_parts(shape)
    if len(parts) == 1 and parts[0].geom_type == "Point":
        return [parts[0]], None
    if shape.geom_type in ("Polygon", "MultiPolygon") and shape.is_valid:
        return [shapely.point_on_surface(shape)], None
    return [], f"The shape is a {shape.geom_type}, not a point."


def _line(shape: Any) -> tuple[list[Any], str | None]:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    long = [part for part in parts if part.length > 0]
    return (long, None) if long else ([], f"The shape is a {shape.geom_type}, not a line of some length.")


def _area(shape: Any) -> tuple[list[Any], str | None]:
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return [], f"The shape is a {shape.geom_type}, not an area."
    if not shape.is_valid:
        return [], f"The area is invalid: {shapely.is_valid_reason(shape)[:80]}."
    return [shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])], None


FORMS: dict[str, Callable[[Any], tuple[list[Any], str | None]]] = {
    "point": _point,
    "line": _line,
    "area": _area,
}


def _far(shapes: list[Any], bounds: Bounds) -> bool:
    west, south, east, north = np.array(bounds) + np.array([-1, -1, 1, 1]) * FARTHEST_DEG
    return not shapely.box(west, south, east, north).intersects(shapes[0])

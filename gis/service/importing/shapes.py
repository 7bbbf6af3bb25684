"""Bring shapes into the form that a kind's table keeps, or say why a row has no usable place."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon

# a wrong datum or a forgotten minus sign moves things by far more, a neighbouring county by less
FARTHEST_DEG = 1.0
DECIMALS = 9
LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)

Bounds = tuple[float, float, float, float]
Fitted = tuple[list[Any], str | None]
MISSING: Fitted = ([], "The place is missing.")


def usable(shape: Any, form: str, bounds: Bounds | None) -> Fitted:
    """Return the shapes (WGS-84) that a row gives in this form, or none and the reason.

    point, area: one shape, areas as MultiPolygon · line: one for each part of a MultiLineString. `bounds` are
    the town's; what lies more than a degree outside is refused.
    """
    return usable_each([shape], form, bounds)[0]


def usable_each(shapes: Iterable[Any], form: str, bounds: Bounds | None) -> list[Fitted]:
    """Return for each row's shape (None: missing) what `usable` returns for one, many times faster."""
    formed = [MISSING if shape is None else FORMS[form](shape) for shape in shapes]
    parts = iter(kept(np.array([part for found, _ in formed for part in found], dtype=object)))
    fitted = [(list(islice(parts, len(found))), reason) for found, reason in formed]
    return _near(fitted, bounds) if bounds else fitted


def kept(shapes: Any) -> Any:
    """Return shapes (degrees; one or an array) as stored: nine decimals, 0.1 mm, as texts carry them.

    Areas start and turn in one way whatever file they came from, so that equal shapes are equal bytes.
    """
    rounded = shapely.transform(shapes, lambda degrees: np.round(degrees, DECIMALS))
    lines = np.isin(shapely.get_type_id(rounded), LINES)
    return np.where(lines, rounded, shapely.normalize(rounded))[()]


def _point(shape: Any) -> Fitted:
    if shape.geom_type == "Point":
        return [shape], None
    parts = shapely.get_parts(shape)
    if len(parts) == 1 and parts[0].geom_type == "Point":
        return [parts[0]], None
    if shape.geom_type in ("Polygon", "MultiPolygon") and shape.is_valid:
        return [shapely.point_on_surface(shape)], None
    return [], f"The shape is a {shape.geom_type}, not a point."


def _line(shape: Any) -> Fitted:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    long = [part for part in parts if part.length > 0]
    return (long, None) if long else ([], f"The shape is a {shape.geom_type}, not a line of some length.")


def _area(shape: Any) -> Fitted:
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return [], f"The shape is a {shape.geom_type}, not an area."
    if not shape.is_valid:
        return [], f"The area is invalid: {shapely.is_valid_reason(shape)[:80]}."
    return [shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])], None


FORMS: dict[str, Callable[[Any], Fitted]] = {
    "point": _point,
    "line": _line,
    "area": _area,
}


def _near(fitted: list[Fitted], bounds: Bounds) -> list[Fitted]:
    """Refuse the rows whose first shape lies more than a degree outside the bounds."""
    around = shapely.box(*np.array(bounds) + np.array([-1, -1, 1, 1]) * FARTHEST_DEG)
    first = np.array([found[0] if found else None for found, _ in fitted], dtype=object)
    far = ~(shapely.intersects(around, first) | shapely.is_missing(first))
    return [_told_far(one[0]) if beyond else one for one, beyond in zip(fitted, far.tolist(), strict=True)]


def _told_far(shapes: list[Any]) -> Fitted:
    x, y = shapely.get_coordinates(shapes)[0]
    return [], f"The place ({x:.4f}, {y:.4f}) lies far from the town."

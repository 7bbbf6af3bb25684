"""Find each row's place: shapes of the file, WKT in a column, or two columns of coordinates."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.errors import BadInput
from gis.exchange.reference import Reference, lies_in, settle, to_degrees
from gis.exchange.sheet import Shapes, Sheet
from gis.model import Datum

Axes = Literal["xy", "yx"]

NAMES: dict[str, tuple[str, ...]] = {
    "wkt": ("wkt", "geometry", "geom", "the_geom", "shape", "几何", "图形"),
    "lon": ("lon", "lng", "long", "longitude", "经度", "东经"),
    "lat": ("lat", "latitude", "纬度", "北纬"),
    "x": ("x", "x坐标", "坐标x", "point_x", "纵坐标"),
    "y": ("y", "y坐标", "坐标y", "point_y", "横坐标"),
}
_ANGLE = re.compile(r"(-?\d{1,3})[°度]\s*(\d{1,2}(?:\.\d+)?)['′分]?\s*(?:(\d{1,2}(?:\.\d+)?)[\"″秒])?")
NORTH_FIRST = (
    "X 为北、Y 为东（只有这样才落在坐标系范围内）",
    "X is north and Y is east: only so do they lie in the CRS's area",
)


@dataclass(frozen=True)
class Declared:
    """What the caller declares about coordinates: CRS, datum, and the order of their axes."""

    crs: str | None = None
    datum: Datum | None = None
    axes: Axes | None = None


@dataclass(frozen=True)
class Placed:
    """Shapes in WGS-84 degrees, one a row (None without a usable place, with the reason in `reasons`)."""

    shapes: Shapes
    reasons: tuple[str | None, ...]
    reference: str
    remarks: tuple[tuple[str, str], ...] = ()


def place_rows(sheet: Sheet, columns: Mapping[str, str | None], declared: Declared) -> Placed:
    """Return every row's shape carried to WGS-84; `columns` gives the heads of the roles in `NAMES`.

    A row without a place keeps its reason. BadInput when the file has no places at all, when nothing declares
    their reference, and when they cannot be meant in it.
    """
    if sheet.shapes is None and not columns["wkt"]:
        return _from_pairs(sheet, columns, declared)
    raw, reasons = raw_shapes(sheet, columns, declared)
    reference = settle(sheet, declared.crs, declared.datum)
    return Placed(to_degrees(raw, reference), tuple(reasons), reference.title)


def raw_shapes(
    sheet: Sheet, columns: Mapping[str, str | None], declared: Declared
) -> tuple[Shapes, list[str | None]]:
    """Return the shapes as they stand in the file or in its WKT column, and why a row has none."""
    if sheet.shapes is not None:
        shapes, reasons = _finite(
            sheet.shapes, ["The shape cannot be read." if shape is None else None for shape in sheet.shapes]
        )
    elif columns["wkt"]:
        shapes, reasons = _finite(*_from_wkt(sheet.values(columns["wkt"])))
    else:
        raise BadInput(f"No column holds shapes (such as WKT); the file has {sheet.heads}.")
    if declared.axes == "yx":
        shapes = np.asarray(shapely.transform(shapes, lambda p: p[:, ::-1]), dtype=object)
    return shapes, reasons


def _from_wkt(values: Sequence[Any]) -> tuple[Shapes, list[str | None]]:
    shapes = np.full(len(values), None, dtype=object)
    reasons: list[str | None] = [None] * len(values)
    for row, value in enumerate(values):
        try:
            with np.errstate(over="ignore"):  # 1e999 is infinite, which is refused by its own sentence
                shapes[row] = shapely.force_2d(shapely.from_wkt(value)) if value else None
        except (shapely.GEOSException, TypeError):
            reasons[row] = "The WKT cannot be read."
        if shapes[row] is None:
            reasons[row] = reasons[row] or "The place is missing."
    return shapes, reasons


def _finite(shapes: Shapes, reasons: Sequence[str | None]) -> tuple[Shapes, list[str | None]]:
    kept, told = shapes.copy(), list(reasons)
    for row, shape in enumerate(shapes):
        if shape is None:
            continue
        if shape.is_empty:
            told[row] = "The shape is empty."
        elif not np.isfinite(shapely.get_coordinates(shape)).all():
            told[row] = "The coordinates are not finite numbers."
        kept[row] = None if told[row] else shape
    return kept, told


def _from_pairs(sheet: Sheet, columns: Mapping[str, str | None], declared: Declared) -> Placed:
    degrees = bool(columns["lon"] and columns["lat"])
    heads = (columns["lon"], columns["lat"]) if degrees else (columns["x"], columns["y"])
    if not all(heads):
        names = ", ".join(name for group in NAMES.values() for name in group[:1])
        raise BadInput(f"No column says where the rows lie (such as {names}); the file has {sheet.heads}.")
    reference = settle(sheet, declared.crs, declared.datum)
    points, reasons = _numbers(sheet, heads)
    usable = np.array([reason is None for reason in reasons])
    points, remarks = _ordered(points, usable, reference, None if degrees else declared.axes, degrees)
    if reference.crs.is_geographic:
        _refuse_rows(points, usable, reasons)
    shapes = np.full(len(points), None, dtype=object)
    shapes[usable] = shapely.points(points[usable])
    return Placed(to_degrees(shapes, reference), tuple(reasons), reference.title, remarks)


def _numbers(sheet: Sheet, heads: Sequence[str | None]) -> tuple[NDArray[np.float64], list[str | None]]:
    points = np.full((len(sheet.rows), 2), np.nan)
    reasons: list[str | None] = [None] * len(points)
    for axis, head in enumerate(heads):
        values = sheet.values(head)
        points[:, axis] = [_number(value) for value in values]
        for row in np.flatnonzero(~np.isfinite(points[:, axis])).tolist():
            missing = values[row] is None
            reasons[row] = "The place is missing." if missing else "The place is no pair of numbers."
    for row in np.flatnonzero((points == 0).all(axis=1)).tolist():
        reasons[row] = "The place is 0, 0."
    return points, reasons


def _ordered(
    points: NDArray[np.float64],
    usable: NDArray[np.bool_],
    reference: Reference,
    axes: Axes | None,
    degrees: bool,
) -> tuple[NDArray[np.float64], tuple[tuple[str, str], ...]]:
    """Put east before north: by option, else the only order that lies in the CRS's area."""
    if degrees or axes == "xy" or not usable.any():
        return points, ()
    if axes == "yx":
        return points[:, ::-1], ()
    as_given, turned = lies_in(points[usable], reference), lies_in(points[usable][:, ::-1], reference)
    if as_given and turned:
        raise BadInput(
            "X and Y could be either axis here: give --axes xy if X is east, --axes yx if X is north."
        )
    return (points[:, ::-1], (NORTH_FIRST,)) if turned else (points, ())


def _refuse_rows(points: NDArray[np.float64], usable: NDArray[np.bool_], reasons: list[str | None]) -> None:
    """Give single rows beyond the globe a reason; where most rows are, the whole file is refused later."""
    wrong = usable & ((np.abs(points[:, 0]) > 180) | (np.abs(points[:, 1]) > 90))
    if wrong.sum() * 2 > usable.sum():
        return  # `to_degrees` says what the file looks like
    for row in np.flatnonzero(wrong):
        swapped = abs(points[row, 0]) <= 90 < abs(points[row, 1]) <= 180
        reasons[row] = (
            "The longitude and latitude look swapped." if swapped else "The place is not on the globe."
        )
        usable[row] = False


def _number(value: Any) -> float:
    if isinstance(value, bool) or value is None:
        return float("nan")
    with suppress(ValueError, TypeError, OverflowError):  # a plain number, as most are
        return float(value)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    text = re.sub(r"^[东北]经?纬?|[EN]$", "", text).strip()
    angle = _ANGLE.fullmatch(text.replace("′′", "″").replace("''", '"'))
    if angle:
        degrees, minutes, seconds = (float(part or 0) for part in angle.groups())
        size = abs(degrees) + minutes / 60 + seconds / 3600
        return -size if degrees < 0 or text.startswith("-") else size
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return float("nan")

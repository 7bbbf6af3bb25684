"""Read a file of grids: find its columns, demand its CRS, carry it to the home's, and report."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from gis.errors import BadInput
from gis.geometry import datum as datums
from gis.geometry.partition import Finding, check_partition, union_by
from gis.geometry.projection import to_metric_shape
from gis.model import Datum, GridKind, Town
from gis.service.drafting import Cell, check_codes, on_lattice
from gis.service.places import check_place
from gis.service.reading import read_table

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

NAMES = {
    "code": (
        "code",
        "编号",
        "编码",
        "网格编号",
        "网格编码",
        "bgid",
        "bgcode",
        "gridcode",
        "grid_code",
        "代码",
    ),
    "name": ("name", "名称", "网格名称", "bgname", "gridname", "grid_name"),
    "squad": ("squad", "中队", "执法中队"),
    "kind": ("kind", "类别", "网格类别", "网格类型"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file: columns (None: guessed), CRS (None: the file's own), datum, duplicates."""

    code: str | None = None
    name: str | None = None
    squad: str | None = None
    kind: str | None = None
    crs: str | None = None
    datum: Datum | None = None
    merge_duplicates: bool = False


@dataclass(frozen=True)
class Incoming:
    """What a file holds, carried to the home's CRS: cells, the columns taken, and what is wrong with it."""

    rows: int
    columns: dict[str, str | None]
    cells: tuple[Cell, ...]
    duplicates: dict[str, tuple[int, ...]]
    findings: tuple[Finding, ...]
    merged: int

    @property
    def refusals(self) -> tuple[str, ...]:
        """Sentences for which nothing may be written."""
        twice = tuple(
            f"Code {code} stands in rows {', '.join(map(str, rows))} (--merge-duplicates joins them)."
            for code, rows in self.duplicates.items()
        )
        return twice + tuple(
            " ".join(finding.sentence) for finding in self.findings if finding.kind == "invalid"
        )


def read_grids(path: Path, reading: Reading, town: Town) -> Incoming:
    """Return the file's grids in the home's metric CRS with a report; nothing is written.

    Raises BadInput for a file that cannot be read, has no CRS, no code column, or codes of a wrong length.
    """
    frame = read_table(path)
    columns = _columns(frame, reading)
    shapes = _metric(frame, reading, town)
    codes = [_code(value) for value in frame[columns["code"]]]
    check_codes(codes, town)
    names = _texts(frame, columns["name"], codes)
    squads = _texts(frame, columns["squad"], [None] * len(codes))
    kinds = [_kind(text) for text in _texts(frame, columns["kind"], [None] * len(codes))]
    duplicates = _duplicates(codes)
    cells = _cells(codes, names, squads, shapes, kinds)
    merged = 0
    if reading.merge_duplicates and duplicates and all(cell.shape.is_valid for cell in cells):
        merged = sum(len(rows) - 1 for rows in duplicates.values())
        cells, duplicates = _merge(cells), {}
    findings = _check(cells)
    return Incoming(len(frame), columns, tuple(cells), duplicates, findings, merged)


def _columns(frame: "GeoDataFrame", reading: Reading) -> dict[str, str | None]:
    return {
        "code": _column(frame, reading.code, "code", required=True),
        "name": _column(frame, reading.name, "name"),
        "squad": _column(frame, reading.squad, "squad"),
        "kind": _column(frame, reading.kind, "kind"),
    }


def _column(frame: "GeoDataFrame", wanted: str | None, role: str, *, required: bool = False) -> str | None:
    present = [str(column) for column in frame.columns if column != frame.geometry.name]
    if wanted is not None:
        if wanted not in present:
            raise BadInput(f"There is no column {wanted[:40]}; the file has {', '.join(present)[:300]}.")
        return wanted
    found = next((column for column in present if column.strip().lower() in NAMES[role]), None)
    if found is None and required:
        raise BadInput(f"Which column holds the {role}? Give --{role} one of {', '.join(present)[:300]}.")
    return found


def _metric(frame: "GeoDataFrame", reading: Reading, town: Town) -> np.ndarray:
    shapes = frame.geometry.to_numpy()
    kinds = shapely.get_type_id(shapes)
    areas = (kinds == shapely.GeometryType.POLYGON) | (kinds == shapely.GeometryType.MULTIPOLYGON)
    if not areas.all() or shapely.is_empty(shapes).any():
        wrong = np.flatnonzero(~areas | shapely.is_empty(shapes))
        raise BadInput(f"Row {wrong[0] + 1} is no polygon ({len(wrong)} such rows).")
    if not np.isfinite(shapely.get_coordinates(shapes)).all():
        raise BadInput("Some coordinates are not finite numbers.")
    shapes = shapely.force_2d(shapes)
    if reading.crs and reading.datum:
        raise BadInput("Give --crs or --datum, not both.")
    if reading.datum in ("gcj02", "bd09"):
        _check_degrees(shapes)
        shifted = [_shifted(shape, reading.datum) for shape in shapes]
        return np.array([to_metric_shape(shape, town.metric_crs) for shape in shifted], dtype=object)
    frame = _with_crs(frame, reading)
    if frame.crs.is_geographic:
        _check_degrees(shapes)
    carried = frame.to_crs(town.metric_crs).geometry.to_numpy()
    if not np.isfinite(shapely.get_coordinates(carried)).all():
        raise BadInput(f"The places cannot be projected to EPSG:{town.metric_crs}; is the CRS right?")
    return np.asarray(shapely.force_2d(carried))


def _check_degrees(shapes: np.ndarray) -> None:
    west, south, east, north = shapely.total_bounds(shapes)
    check_place(west, south)
    check_place(east, north)


def _with_crs(frame: "GeoDataFrame", reading: Reading) -> "GeoDataFrame":
    crs = reading.crs or ("EPSG:4490" if reading.datum == "cgcs2000" else None)
    crs = crs or ("EPSG:4326" if reading.datum == "wgs84" else None)
    if crs is not None:
        try:
            return frame.set_crs(crs, allow_override=True)
        except (ValueError, RuntimeError):
            raise BadInput(f"Unknown CRS {crs[:40]}; give one such as EPSG:4549.") from None
    if frame.crs is None:
        raise BadInput(
            "The file names no CRS and none is guessed: give --crs EPSG:4549, --crs EPSG:4490, "
            "--crs EPSG:4326 or the right one, or --datum gcj02|bd09 for shifted degrees."
        )
    return frame


def _shifted(shape: Polygon | MultiPolygon, datum: Datum) -> Any:
    return shapely.transform(
        shape, lambda points: np.column_stack(datums.to_wgs84(points[:, 0], points[:, 1], datum))
    )


def _code(value: object) -> str:
    # a whole number that a table turned into a float is still a code; anything else stays as written
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _texts(frame: "GeoDataFrame", column: str | None, otherwise: Sequence[str | None]) -> list[str | None]:
    if column is None:
        return list(otherwise)
    values = frame[column].astype(object).where(frame[column].notna(), None)
    texts = [None if value is None else str(value).strip() for value in values]
    return [text or other for text, other in zip(texts, otherwise, strict=True)]


def _duplicates(codes: Sequence[str]) -> dict[str, tuple[int, ...]]:
    rows: dict[str, list[int]] = {}
    for row, code in enumerate(codes, 1):
        rows.setdefault(code, []).append(row)
    return {code: tuple(found) for code, found in rows.items() if len(found) > 1}


def _cells(
    codes: Sequence[str],
    names: Sequence[str | None],
    squads: Sequence[str | None],
    shapes: np.ndarray,
    kinds: Sequence[GridKind],
) -> list[Cell]:
    rows = zip(codes, names, squads, shapes, kinds, strict=True)
    cells = [Cell(code, name or code, squad, shape, kind) for code, name, squad, shape, kind in rows]
    return sorted(cells, key=lambda cell: cell.code)


def _kind(text: str | None) -> GridKind:
    return "dedicated" if text and (text.lower() == "dedicated" or "专属" in text) else "basic"


def _check(cells: Sequence[Cell]) -> tuple[Finding, ...]:
    """Check the basic cells as a partition and the dedicated ones each by itself."""
    basic = [cell for cell in cells if cell.kind == "basic"]
    found = check_partition([cell.code for cell in basic], [on_lattice(cell.shape) for cell in basic])
    for cell in cells:
        if cell.kind == "dedicated":
            found += check_partition([cell.code], [on_lattice(cell.shape)])
    return found


def _merge(cells: Sequence[Cell]) -> list[Cell]:
    joined = union_by([cell.code for cell in cells], [cell.shape for cell in cells])
    first: dict[str, Cell] = {}
    for cell in cells:
        first.setdefault(cell.code, cell)
    return [
        Cell(code, cell.name, cell.squad, joined[code], cell.kind) for code, cell in sorted(first.items())
    ]

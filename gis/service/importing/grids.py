"""Read a file of boundaries: find its columns, demand its CRS, check everything, and report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely

from gis.errors import BadInput
from gis.exchange.columns import Columns, match_columns, spellings
from gis.exchange.opening import read_sheet
from gis.exchange.placing import NAMES as PLACES
from gis.exchange.placing import Declared, raw_shapes
from gis.exchange.reference import settle, to_metric
from gis.exchange.sheet import Shapes, Sheet
from gis.geometry.partition import Finding, union_by
from gis.geometry.repair import WIDTH_M, Moved, repair
from gis.model import Town
from gis.service.drafting import Cell, all_on_lattice
from gis.service.importing.grid_checks import duplicates_of, find_faults
from gis.service.importing.grid_rows import GridRow, read_rows

NAMES: dict[str, tuple[str, ...]] = {
    "code": (
        *("code", "编号", "编码", "网格编号", "网格编码", "bgid", "bgcode", "gridcode", "grid_code", "代码"),
    ),
    "name": ("name", "名称", "网格名称", "bgname", "gridname", "grid_name"),
    "parent": ("parent", "上级", "上级编码", "上级网格", "parent_code", "所属村", "村编码"),
    "level": ("level", "层级", "级别", "网格级别", "网格层级"),
    "squad": ("squad", "中队", "执法中队"),
    "kind": ("kind", "类别", "网格类别", "网格类型"),
}


@dataclass(frozen=True, slots=True)
class Repair:
    """How far a repair may go: width in metres, widest gap to close (None: the width), and large changes."""

    width_m: float = WIDTH_M
    gap_m: float | None = None
    force: bool = False


@dataclass(frozen=True)
class Reading:
    """How to read a file of boundaries: chosen columns (others are guessed), coordinates, what to mend."""

    columns: Mapping[str, str] = field(default_factory=dict)
    declared: Declared = field(default_factory=Declared)
    layer: str | None = None
    merge_duplicates: bool = False
    repair: Repair | None = None


@dataclass(frozen=True)
class Incoming:
    """What a file holds, carried to the home's CRS, how it was understood, and what is wrong with it.

    `refusals` are sentences for which nothing may be written; `findings` are gaps, overlaps and the like.
    """

    rows: int
    columns: Columns
    reference: str
    remarks: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    names: dict[str, str]
    refusals: tuple[str, ...]
    findings: tuple[Finding, ...]
    merged: int = 0
    moved: tuple[Moved, ...] = ()


def read_grids(
    path: Path, reading: Reading, town: Town, outline: shapely.MultiPolygon | None = None
) -> Incoming:
    """Return the file's boundaries in the home's metric CRS with a report; nothing is written.

    Base-level rows become cells; rows of upper levels give names and are held against their children.
    `outline` is the town's in the metric CRS. Raises BadInput for a file that cannot be read, has no CRS, no
    code column, or shapes that are no polygons.
    """
    names = {**NAMES, **{role: PLACES[role] for role in ("wkt",)}}
    sheet = read_sheet(path, spellings(names), reading.layer)
    columns = match_columns(sheet, names, reading.columns)
    if columns["code"] is None:
        raise BadInput(f"Which column holds the code? Give --code one of {sheet.heads}.")
    shapes, reference = _metric(sheet, columns, reading, town)
    rows, refusals = read_rows(sheet, columns, shapes, town)
    base = [row for row in rows if row.level == town.base_level]
    cells = sorted((_cell(row) for row in base), key=lambda cell: cell.code)
    twice = duplicates_of(base)
    merged = 0
    if reading.merge_duplicates and twice and all(cell.shape.is_valid for cell in cells):
        merged = sum(len(found) - 1 for found in twice.values())
        cells, twice = _merge(cells), {}
    moved: tuple[Moved, ...] = ()
    if reading.repair and not refusals and not twice:
        cells, moved = _repaired(cells, reading.repair)
    upper = [row for row in rows if row.level < town.base_level]
    faults, findings = find_faults(cells, upper, twice, town, outline)
    return Incoming(
        rows=len(sheet.rows),
        columns={role: columns[role] for role in NAMES},
        reference=reference,
        remarks=sheet.remarks,
        cells=tuple(cells),
        names={row.code: row.name for row in upper if row.name},
        refusals=(*refusals, *faults),
        findings=findings,
        merged=merged,
        moved=moved,
    )


def _metric(sheet: Sheet, columns: Columns, reading: Reading, town: Town) -> tuple[Shapes, str]:
    shapes, reasons = raw_shapes(sheet, columns, reading.declared)
    told = [(row, reason) for row, reason in zip(sheet.rows, reasons, strict=True) if reason]
    if told:
        row, reason = told[0]
        raise BadInput(f"Row {row} has no shape that can be read: {reason} ({len(told)} such rows)")
    kinds = shapely.get_type_id(shapes)
    areas = (kinds == shapely.GeometryType.POLYGON) | (kinds == shapely.GeometryType.MULTIPOLYGON)
    if not areas.all():
        wrong = np.flatnonzero(~areas)
        raise BadInput(f"Row {sheet.rows[wrong[0]]} is no polygon ({len(wrong)} such rows).")
    reference = settle(sheet, reading.declared.crs, reading.declared.datum)
    return to_metric(shapes, reference, town.metric_crs), reference.title


def _cell(row: GridRow) -> Cell:
    return Cell(row.code, row.name or row.code, row.squad, row.shape, row.kind)


def _merge(cells: Sequence[Cell]) -> list[Cell]:
    joined = union_by([cell.code for cell in cells], [cell.shape for cell in cells])
    first: dict[str, Cell] = {}
    for cell in cells:
        first.setdefault(cell.code, cell)
    return [
        Cell(code, cell.name, cell.squad, joined[code], cell.kind) for code, cell in sorted(first.items())
    ]


def _repaired(cells: Sequence[Cell], how: Repair) -> tuple[list[Cell], tuple[Moved, ...]]:
    """Repair the basic cells together; dedicated ones lie over them and stay."""
    basic = [cell for cell in cells if cell.kind == "basic"]
    others = [cell for cell in cells if cell.kind != "basic"]
    shapes, moved = repair(
        [cell.code for cell in basic],
        list(all_on_lattice([cell.shape for cell in basic])),
        width_m=how.width_m,
        gap_m=how.gap_m,
        force=how.force,
    )
    mended = [
        Cell(cell.code, cell.name, cell.squad, shape, cell.kind)
        for cell, shape in zip(basic, shapes, strict=True)
    ]
    return sorted([*mended, *others], key=lambda cell: cell.code), moved

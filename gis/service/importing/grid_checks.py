"""Hold boundaries that come in against each other, their parents and the town's outline."""

from collections.abc import Mapping, Sequence

import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gis.geometry.partition import Finding, Shape, check_partition, union_by
from gis.model import Town
from gis.service.drafting import Cell, all_on_lattice
from gis.service.importing.grid_rows import GridRow

# published parents were digitised apart from their children: less than a car's width apart is agreement
NEGLIGIBLE_M2 = 1.0
EMPTY = MultiPolygon()

Twice = dict[str, tuple[int, ...]]


def duplicates_of(rows: Sequence[GridRow]) -> Twice:
    """Return the codes that stand in several rows, with the rows' numbers."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row.code, []).append(row.number)
    return {code: tuple(numbers) for code, numbers in found.items() if len(numbers) > 1}


def find_faults(
    cells: Sequence[Cell],
    upper: Sequence[GridRow],
    twice: Mapping[str, tuple[int, ...]],
    town: Town,
    outline: MultiPolygon | None,
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the sentences for which nothing may be written, and every finding with its place."""
    findings = (*_partition(cells, outline), *_outside_parents(cells, upper, town))
    codes = tuple(
        f"Code {code} stands in rows {', '.join(map(str, rows))} (--merge-duplicates joins them)."
        for code, rows in twice.items()
    )
    invalid = tuple(" ".join(finding.sentence) for finding in findings if finding.kind == "invalid")
    return (*codes, *invalid), findings


def _partition(cells: Sequence[Cell], outline: MultiPolygon | None) -> tuple[Finding, ...]:
    """Check the basic cells as a partition and the dedicated ones each by itself."""
    basic = [cell for cell in cells if cell.kind == "basic"]
    shapes = all_on_lattice([cell.shape for cell in basic])
    found = check_partition([cell.code for cell in basic], list(shapes), outline)
    dedicated = [cell for cell in cells if cell.kind == "dedicated"]
    for cell, shape in zip(dedicated, all_on_lattice([cell.shape for cell in dedicated]), strict=True):
        found += check_partition([cell.code], [shape])
    return tuple(finding for finding in found if finding.kind != "duplicate")


def _outside_parents(cells: Sequence[Cell], upper: Sequence[GridRow], town: Town) -> list[Finding]:
    found = []
    for level in sorted({row.level for row in upper}):
        own = [row for row in upper if row.level == level and row.shape.is_valid]
        joined = _joined(cells, {row.code for row in own}, town.levels[level].digits)
        for row in own:
            beyond = shapely.difference(joined.get(row.code, EMPTY), row.shape)
            if beyond.area > NEGLIGIBLE_M2:
                found.append(_outside(row, beyond))
    return found


def _joined(cells: Sequence[Cell], parents: set[str], digits: int) -> dict[str, Shape]:
    """Return the union of each parent's basic cells, for those whose cells are all valid."""
    own = [cell for cell in cells if cell.kind == "basic" and cell.code[:digits] in parents]
    valid = shapely.is_valid([cell.shape for cell in own])
    spoiled = {cell.code[:digits] for cell, sound in zip(own, valid, strict=True) if not sound}
    sound = [cell for cell in own if cell.code[:digits] not in spoiled]
    return union_by([cell.code[:digits] for cell in sound], [cell.shape for cell in sound])


def _outside(row: GridRow, beyond: BaseGeometry) -> Finding:
    place = shapely.point_on_surface(max(shapely.get_parts(beyond), key=lambda part: part.area))
    size = f"{beyond.area:,.1f}"
    sentence = (
        f"{row.code} 的下级有 {size} 平方米在其边界之外",
        f"{size} m² of the grids of {row.code} lie outside it",
    )
    return Finding("outside", (row.code,), beyond.area, (place.x, place.y), sentence)

"""Read a file of one kind into rows ready to be written, and tell what stands against each other row."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from gis.errors import BadInput
from gis.exchange import placing
from gis.exchange.columns import match_columns, spellings
from gis.exchange.damaged import ZEROED, zeroed
from gis.exchange.opening import read_sheet
from gis.exchange.placing import Declared, Placed, place_rows
from gis.exchange.sheet import Sheet
from gis.exchange.values import Damaged
from gis.service.importing.base import REQUIRED, Counted, Home, Kind, Row, kinds
from gis.service.importing.finishing import SHAPE
from gis.service.importing.shapes import Bounds, Fitted, usable_each

SHOWN = 5
LONGEST_CONTENT = 300
LONGEST_SOURCE = 400
COUNTED = 1000


@dataclass(frozen=True)
class Options:
    """How to read a file: chosen columns, constants for fields, coordinates, layer, and its source."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    declared: Declared = field(default_factory=Declared)
    layer: str | None = None
    source: str = ""
    surveyed_on: date | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row that cannot be taken: its number in the file, the reason, and what stood there."""

    row: int
    reason: str
    content: dict[str, str]


@dataclass(frozen=True)
class Prepared:
    """A file of one kind as it would be written: complete rows, refused rows, and how it was understood.

    `placed_by` is the edition that gave the rows their grid.
    """

    kind: str
    file: str
    digest: str
    source: str
    surveyed_on: date | None
    reference: str
    read: int
    columns: dict[str, str | None]
    remarks: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    refused: tuple[Refusal, ...]
    placed_by: int | None


def prepare(
    name: str, path: Path, options: Options, home: Home, counted: Counted = lambda done, total: None
) -> Prepared:
    """Return what importing a file as this kind would write; nothing is written.

    `counted` is told now and then how many rows have been read, from the thread that reads.

    Raises BadInput for a file that cannot be read at all, lacks a column it must have, declares no CRS, holds
    codes that a spreadsheet damaged or a code twice, or has no row that can be taken (strict: any to refuse).
    """
    kind = kinds()[name]
    sheet, columns = _open(kind, path, options)
    placed = place_rows(sheet, columns, options.declared) if kind.shape else None
    taken, refused = _read_rows(kind, sheet, columns, placed, (options, home, counted))
    rows, repeats = _without_repeats(kind, taken, home)
    refused = sorted([*refused, *repeats], key=lambda refusal: refusal.row)
    if refused and (options.strict or not rows):
        raise BadInput(f"Nothing was written: {_listed(refused)}")
    return Prepared(
        kind=name,
        file=path.name,
        digest=_digest(path),
        source=(options.source or path.name)[:LONGEST_SOURCE],
        surveyed_on=options.surveyed_on,
        reference=placed.reference if placed else "",
        read=len(sheet.rows),
        columns=columns,
        remarks=(*sheet.remarks, *(placed.remarks if placed else ())),
        rows=tuple(rows),
        refused=tuple(refused),
        placed_by=home.placed_by,
    )


def _open(kind: Kind, path: Path, options: Options) -> tuple[Sheet, dict[str, str | None]]:
    names = {**(placing.NAMES if kind.shape else {}), **kind.names()}
    sheet = read_sheet(path, spellings(names), options.layer)
    if kind.reshape:
        sheet = kind.reshape(sheet, options.constants)
    columns = match_columns(sheet, names, options.columns)
    for key in options.constants:
        if key not in names:
            raise BadInput(f"There is no field {key[:40]}; the fields are {', '.join(kind.names())}.")
    for one in kind.fields:
        if one.default is REQUIRED and columns[one.key] is None and one.key not in options.constants:
            raise BadInput(
                f"Which column holds {one.title[0]} ({one.key})? Give --column {one.key}=HEAD with one of "
                f"{sheet.heads}, or --set {one.key}=VALUE for all rows."
            )
    return sheet, columns


Numbered = tuple[int, Row]


def _read_rows(
    kind: Kind,
    sheet: Sheet,
    columns: Mapping[str, str | None],
    placed: Placed | None,
    how: tuple[Options, Home, Counted],
) -> tuple[list[Numbered], list[Refusal]]:
    options, home, counted = how
    taken: list[Numbered] = []
    refused: list[Refusal] = []
    damaged = _zeroed(kind, sheet, columns)
    fitted = _fitted(kind, placed, len(sheet.rows), _bounds(home))
    table = zip(*(sheet.values(columns[one.key]) for one in kind.fields), strict=True)
    for index, (number, cells, shapes) in enumerate(zip(sheet.rows, table, fitted, strict=True)):
        try:
            row = _row(kind, cells, options.constants, home)
            taken += [(number, done) for done in _with_shapes(row, shapes)]
        except Damaged as error:
            damaged.append(Refusal(number, str(error), {}))
        except BadInput as error:
            refused.append(Refusal(number, str(error), _content(sheet, index)))
        if index % COUNTED == COUNTED - 1:
            counted(index + 1, len(sheet.rows))
    if damaged:
        raise BadInput(
            f"Nothing was written: a spreadsheet damaged {len(damaged)} codes. {_listed(damaged)} "
            "Have the file saved again with its codes as text."
        )
    return taken, refused


def _zeroed(kind: Kind, sheet: Sheet, columns: Mapping[str, str | None]) -> list[Refusal]:
    """Return the rows whose key a spreadsheet has filled with zeros, which only the whole column shows."""
    found = []
    for one in kind.fields:
        if one.column in kind.identity:
            cells = sheet.values(columns[one.key])
            found += [
                Refusal(sheet.rows[index], f"{str(cells[index])[:24]} {ZEROED}.", {})
                for index in zeroed(cells)
            ]
    return found


def _row(kind: Kind, cells: Sequence[Any], constants: Mapping[str, str], home: Home) -> Row:
    row: Row = {}
    for one, cell in zip(kind.fields, cells, strict=True):
        value = cell if cell is not None else constants.get(one.key)
        if value is None and one.default is REQUIRED:
            raise BadInput(f"{one.title[0]} ({one.key}) is missing.")
        row[one.column] = one.default if value is None else one.read(value, home)
    return row


def _fitted(kind: Kind, placed: Placed | None, rows: int, bounds: Bounds | None) -> Sequence[Fitted | None]:
    """Return every row's shapes or the reason why it has none; None for kinds without a shape."""
    if placed is None or kind.shape is None:
        return [None] * rows
    found = usable_each(placed.shapes, kind.shape, bounds)
    pairs = zip(found, placed.reasons, strict=True)
    return [([], reason) if reason else fitted for fitted, reason in pairs]


def _with_shapes(row: Row, fitted: Fitted | None) -> list[Row]:
    """Return the row once for each of its shapes, numbered from the second on."""
    if fitted is None:
        return [row]
    shapes, reason = fitted
    if reason:
        raise BadInput(reason)
    more = [
        {**row, **({"code": f"{row['code']}-{part}"} if row.get("code") else {}), SHAPE: shape}
        for part, shape in enumerate(shapes[1:], 2)
    ]
    return [{**row, SHAPE: shapes[0]}, *more]


def _without_repeats(kind: Kind, taken: Sequence[Numbered], home: Home) -> tuple[list[Row], list[Refusal]]:
    """Complete the rows and part those whose key stands in an earlier row.

    A row that repeats another whole is refused by itself; two different rows of one code refuse the file.
    """
    rows = [row for _, row in taken]
    done = kind.finish(rows, home) if kind.finish else rows
    first: dict[tuple[Any, ...], tuple[int, Row]] = {}
    repeats: list[Refusal] = []
    for (number, _), row in zip(taken, done, strict=True):
        key = tuple(row[column] for column in kind.identity)
        if key not in first:
            first[key] = (number, row)
        elif first[key][1] == row:
            repeats.append(Refusal(number, f"The row repeats row {first[key][0]}.", {}))
        else:
            shown = " ".join(str(part)[:40] for part in key)
            raise BadInput(f"Nothing was written: {shown} stands in rows {first[key][0]} and {number}.")
    return [row for _, row in first.values()], repeats


def _bounds(home: Home) -> Bounds | None:
    if not home.editions:
        return None
    boxes = np.array([edition.bounds for edition in home.editions])
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _content(sheet: Sheet, index: int) -> dict[str, str]:
    cells = {head: values[index] for head, values in sheet.columns.items()}
    return {head: str(cell)[:LONGEST_CONTENT] for head, cell in cells.items() if cell is not None}


def _listed(refused: Sequence[Refusal]) -> str:
    shown = " ".join(f"Row {one.row}: {one.reason}" for one in refused[:SHOWN])
    return shown + (f" And {len(refused) - SHOWN:,} more." if len(refused) > SHOWN else "")


def _digest(path: Path) -> str:
    if path.is_dir():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

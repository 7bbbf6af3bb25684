"""Read Excel workbooks as Chinese offices make them: a title on top, merged heads, codes as numbers."""

import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

from gis.errors import BadInput
from gis.exchange.archive import check_archive
from gis.exchange.heads import find_heads
from gis.exchange.sheet import Sheet

LARGEST_FILE = 128 * 1024**2
# a formula with neither a value nor, as Excel keeps an empty text, the type of one
UNCOMPUTED = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"(?![^>]*t="str")[^>]*><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


def read_workbook(path: Path, known: frozenset[str], layer: str | None) -> Sheet:
    """Return one sheet (the one named, else the only one with rows) with values as Excel keeps them.

    Formulas give the values last computed. BadInput for a file that is no workbook, is locked, is over
    128 MiB, has formulas that were never computed, or leaves open which sheet is meant.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise BadInput(f"{path.name} is larger than 128 MiB; save it as CSV.")
    check_archive(path)
    tables = _tables(path)
    _check_computed(path)
    name, rows = _choose(path, tables, layer)
    lines = [number for number, row in enumerate(rows, 1) if any(cell is not None for cell in row)]
    filled = [rows[number - 1] for number in lines]
    if not filled:
        raise BadInput(f"{path.name} holds no rows.")
    heads = find_heads(filled, known)
    body = filled[heads.first_row :]
    columns = {head: [row[column] for row in body] for column, head in enumerate(heads.names)}
    remarks = ((f"工作表：{name[:60]}", f"Sheet: {name[:60]}"),)
    return Sheet(columns, lines[heads.first_row :], remarks=remarks)


def _tables(path: Path) -> dict[str, list[list[Any]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that only concern its look
            book = load_workbook(path, data_only=True)
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise BadInput(f"{path.name} is no workbook that can be read: {str(error)[:120]}") from None
    except Exception as error:  # openpyxl lets every fault of a made-up file through as it comes
        raise BadInput(f"{path.name} is no workbook that can be read ({type(error).__name__}).") from None
    return {sheet.title: _cells(sheet) for sheet in book.worksheets if sheet.max_row}


def _check_computed(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            found = name.startswith("xl/worksheets/") and UNCOMPUTED.search(archive.read(name))
            if found:
                cell = found[1].decode()
                raise BadInput(
                    f"{path.name} has formulas without values ({cell} is one): open it in Excel or WPS, "
                    "save it there, and import it again."
                )


def _cells(sheet: Any) -> list[list[Any]]:
    rows = [[_value(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        value = rows[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, min(merged.max_row, len(rows))):
            for column in range(merged.min_col - 1, min(merged.max_col, len(rows[row]))):
                rows[row][column] = value
    return rows


def _value(cell: Any) -> Any:
    if isinstance(cell, str):
        text = cell.strip()
        return None if not text or text in ERRORS else text
    return cell


def _choose(path: Path, tables: dict[str, list[list[Any]]], layer: str | None) -> tuple[str, list[list[Any]]]:
    full = {name: rows for name, rows in tables.items() if any(any(row) for row in rows)}
    if layer is not None:
        if layer not in tables:
            raise BadInput(f"{path.name} has no sheet {layer[:40]}; it has {', '.join(tables)[:200]}.")
        return layer, tables[layer]
    if not full:
        raise BadInput(f"{path.name} holds no rows.")
    if len(full) > 1:
        raise BadInput(f"Which sheet? Give --layer one of {', '.join(full)[:200]}.")
    return next(iter(full.items()))

"""Read CSV and text tables: any encoding of China's offices, any of the usual separators."""

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from gis.errors import BadInput
from gis.exchange.encoding import decode
from gis.exchange.heads import find_heads
from gis.exchange.sheet import Sheet

LARGEST_FIELD = 64 * 1024**2
LARGEST_FILE = 2 * 1024**3
SEPARATORS = ",\t;|，"
# what CAD and survey programs write: point number, code, east, north, height, and no heads
SURVEY = ("点号", "代码", "Y", "X", "高程")


def read_delimited(path: Path, known: frozenset[str]) -> Sheet:
    """Return the table of a CSV or TXT file, every value a text or None where it is empty.

    BadInput for a file over 2 GiB, in an unknown encoding, with a broken quotation or without rows.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise BadInput(f"{path.name} is larger than 2 GiB; cut it into parts.")
    text, encoding = decode(path.read_bytes(), path.name)
    if "\0" in text:
        raise BadInput(f"{path.name} is no text: it holds NUL characters.")
    lines, rows = _parse(text, path.name)
    if not rows:
        raise BadInput(f"{path.name} holds no rows.")
    remarks = (("文件编码为 GB18030", "The file is in GB18030"),) if encoding == "gb18030" else ()
    if path.suffix.lower() == ".dat" or (path.suffix.lower() == ".txt" and _is_survey(rows[0])):
        names, first = SURVEY[: len(rows[0])], 0
    else:
        heads = find_heads(rows, known)
        names, first = heads.names, heads.first_row
    return Sheet(_columns(names, rows[first:], lines[first:], path.name), lines[first:], remarks=remarks)


def _parse(text: str, name: str) -> tuple[list[int], list[list[str | None]]]:
    csv.field_size_limit(min(LARGEST_FIELD, sys.maxsize))
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text), strict=True)
    lines, rows = [], []
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                lines.append(before + 1)
                rows.append([cell.strip() or None for cell in row])
            before = reader.line_num
    except csv.Error as error:
        raise BadInput(f"{name} breaks off or is quoted wrongly in line {before + 1}: {error}.") from None
    return lines, rows


def _separator(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    best = max(SEPARATORS, key=first.count)
    return best if best in first else ("," if not first.split()[1:] else " ")


def _is_survey(row: Sequence[str | None]) -> bool:
    return len(row) in (4, 5) and all(_is_number(cell) for cell in row[2:])


def _is_number(cell: str | None) -> bool:
    try:
        float(cell or "")
    except ValueError:
        return False
    return True


def _columns(
    names: Sequence[str], rows: Sequence[list[str | None]], lines: Sequence[int], file: str
) -> dict[str, list[str | None]]:
    width = len(names)
    for line, row in zip(lines, rows, strict=True):
        if any(cell is not None for cell in row[width:]):
            raise BadInput(f"{file}, line {line}: {len(row)} values under {width} heads.")
    filled = [row + [None] * (width - len(row)) for row in rows]
    return {name: [row[column] for row in filled] for column, name in enumerate(names)}

"""Read the rows of a file of boundaries: code, level, parent, names, and what is wrong with each."""

from dataclasses import dataclass
from typing import Any

from shapely import MultiPolygon, Polygon

from gis.errors import BadInput
from gis.exchange import values
from gis.exchange.columns import Columns
from gis.exchange.damaged import ZEROED, zeroed
from gis.exchange.sheet import Shapes, Sheet
from gis.model import GridKind, Town


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: its number in the file, code, level, name, squad, kind, and shape in the metric CRS."""

    number: int
    code: str
    level: int
    name: str | None
    squad: str | None
    kind: GridKind
    shape: Polygon | MultiPolygon


def read_rows(
    sheet: Sheet, columns: Columns, shapes: Shapes, town: Town
) -> tuple[list[GridRow], tuple[str, ...]]:
    """Return the rows whose codes are the town's, and a sentence for each that is refused."""
    rows: list[GridRow] = []
    codes = sheet.values(columns["code"])
    refusals = [f"Row {sheet.rows[index]}: {str(codes[index])[:24]} {ZEROED}." for index in zeroed(codes)]
    roles = [role for role in columns if role != "wkt"]
    table = zip(*(sheet.values(columns[role]) for role in roles), strict=True)
    for number, cells, shape in zip(sheet.rows, table, shapes, strict=True):
        try:
            rows.append(_row(number, dict(zip(roles, cells, strict=True)), shape, town))
        except BadInput as error:
            refusals.append(f"Row {number}: {error}")
    return rows, tuple(refusals)


def _row(number: int, cells: dict[str, Any], shape: Any, town: Town) -> GridRow:
    code = "" if cells["code"] is None else values.code(cells["code"])
    level = _level(code, town)
    for fault in (
        _wrong_level(cells["level"], level, town),
        _wrong_parent(cells["parent"], code, level, town),
    ):
        if fault:
            raise BadInput(fault)
    return GridRow(
        number=number,
        code=code,
        level=level,
        name=_text(cells["name"]),
        squad=_text(cells["squad"]),
        kind=_kind(_text(cells["kind"])),
        shape=shape,
    )


def _level(code: str, town: Town) -> int:
    for level, found in enumerate(town.levels):
        if found.digits and len(code) == found.digits and code.startswith(town.code_prefix[: found.digits]):
            return level
    base = town.levels[town.base_level].digits
    begins = f" beginning with {town.code_prefix}" if town.code_prefix else ""
    raise BadInput(f"the code {code[:24] or '(empty)'} does not have {base} characters{begins}.")


def _wrong_level(value: Any, level: int, town: Town) -> str | None:
    if value is None:
        return None
    known = town.levels[level]
    names = {known.key.lower(), known.zh, known.en.lower(), str(level), f"{known.zh}级"}
    told = values.text(value).lower()
    numbers = {str(number) for number in range(len(town.levels))}
    words = {word for one in town.levels for word in (one.key.lower(), one.zh, one.en.lower())}
    # other ways of naming levels (一级, 二级) say nothing that the code does not say
    return f"the level {told[:24]} is not that of its code." if told in (numbers | words) - names else None


def _wrong_parent(value: Any, code: str, level: int, town: Town) -> str | None:
    if value is None or level == 0:
        return None
    parent = values.code(value)
    above = code[: town.levels[level - 1].digits]
    known = {one.digits for one in town.levels}
    return f"the parent {parent[:24]} is not {above}." if len(parent) in known and parent != above else None


def _text(value: Any) -> str | None:
    return None if value is None else values.text(value) or None


def _kind(text: str | None) -> GridKind:
    return "dedicated" if text and (text.lower() == "dedicated" or "专属" in text) else "basic"

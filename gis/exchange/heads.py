"""Find the row of heads in a table made for people: titles above it, heads merged over several columns."""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gis.errors import BadInput

SEARCHED_ROWS = 20
_NOTE = re.compile(r"[(（\[【].*?[)）\]】]|[*＊:：]")


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a table and the index of the first row beneath them."""

    names: tuple[str, ...]
    first_row: int


def spelling(head: str) -> str:
    """Return a head without what people add: width, case, spaces, units in brackets, asterisks."""
    plain = _NOTE.sub("", unicodedata.normalize("NFKC", head))
    return re.sub(r"[\s_\-]+", "", plain).lower()


def find_heads(rows: Sequence[Sequence[Any]], known: frozenset[str]) -> Heads:
    """Return the heads: of the first rows the one with most known spellings, else the first full one.

    `rows` have merged cells filled in. Heads in two rows, such as 坐标 over 经度 and 纬度, are joined by a
    stroke. BadInput when no row can be heads.
    """
    best, score = -1, 0
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        hits = len({spelling(cell) for cell in _texts(row)} & known)
        if hits > score:
            best, score = index, hits
    if best < 0:
        best = _first_full(rows)
    upper = rows[best - 1] if best and _spans(rows[best - 1], rows[best]) else None
    lower = best + 1 < len(rows) and upper is None and _is_second(rows[best], rows[best + 1], known)
    if lower:
        upper, best = rows[best], best + 1
    return Heads(_joined(upper, rows[best]), best + 1)


def _first_full(rows: Sequence[Sequence[Any]]) -> int:
    width = max((len(row) for row in rows[:SEARCHED_ROWS]), default=0)
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        filled = [cell for cell in row if cell not in (None, "")]
        if filled and len(filled) * 2 >= width and all(isinstance(cell, str) for cell in filled):
            return index
    raise BadInput("No row of heads was found; the first rows should name the columns.")


def _spans(above: Sequence[Any], heads: Sequence[Any]) -> bool:
    """Tell whether the row above groups heads: it repeats a text over neighbours and differs from them."""
    pairs = list(itertools.pairwise(above))
    repeated = any(left == right and left not in (None, "") for left, right in pairs)
    whole = len({cell for cell in above if cell not in (None, "")}) == 1
    return repeated and not whole and above != heads


def _is_second(heads: Sequence[Any], below: Sequence[Any], known: frozenset[str]) -> bool:
    """Tell whether the row below completes grouped heads with names of its own."""
    grouped = _spans(heads, below)
    return grouped and any(spelling(cell) in known for cell in _texts(below))


def _joined(upper: Sequence[Any] | None, heads: Sequence[Any]) -> tuple[str, ...]:
    names: list[str] = []
    for column, cell in enumerate(heads):
        name = _text(cell)
        above = _text(upper[column]) if upper is not None and column < len(upper) else ""
        name = f"{above}/{name}" if above and name and above != name else name or above
        name = name or f"#{column + 1}"
        same = sum(1 for other in names if other == name or other.startswith(f"{name} #"))
        names.append(f"{name} #{same + 1}" if same else name)
    return tuple(names)


def _text(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _texts(row: Sequence[Any]) -> list[str]:
    return [cell for cell in row if isinstance(cell, str) and cell.strip()]

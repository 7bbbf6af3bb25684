"""Match the heads of a file to the fields that are looked for: by option, by remembered mapping, by name."""

from collections.abc import Mapping, Sequence

from gis.errors import BadInput
from gis.exchange.heads import spelling
from gis.exchange.sheet import Sheet

Columns = dict[str, str | None]


def spellings(names: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return every spelling by which the fields are known, for finding the row of heads."""
    return frozenset(spelling(name) for group in names.values() for name in group)


def match_columns(sheet: Sheet, names: Mapping[str, Sequence[str]], chosen: Mapping[str, str]) -> Columns:
    """Return field → head: the chosen head, else the first that is spelled as one of the field's names.

    A column without any value comes last; an empty head stands for no column. Of joined heads such as
    坐标/经度 the last part counts too; no head serves two fields. BadInput for a chosen head that the file
    lacks or a field that nobody knows.
    """
    found: Columns = {}
    for field, head in chosen.items():
        if field not in names:
            raise BadInput(f"There is no field {field[:40]}; the fields are {', '.join(names)}.")
        found[field] = sheet.need_head(head) if head else None
    for field, group in names.items():
        if field not in found:
            found[field] = _spelled(sheet, group, {head for head in found.values() if head})
    return {field: found[field] for field in names}


def _spelled(sheet: Sheet, group: Sequence[str], taken: set[str]) -> str | None:
    known = [spelling(name) for name in group]
    best: tuple[tuple[bool, int], str] | None = None
    for head in sheet.columns:
        forms = (spelling(head), spelling(head.rsplit("/", 1)[-1]))
        rank = next((known.index(form) for form in forms if form in known), None)
        if rank is None or head in taken:
            continue
        order = (all(value is None for value in sheet.columns[head]), rank)
        if best is None or order < best[0]:
            best = (order, head)
    return best[1] if best else None

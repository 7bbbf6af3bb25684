"""Codes that are not of the town's form, or that do not begin with their village's."""

from collections.abc import Iterable

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.partition import Partition


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield the grids, dedicated ones too, whose code is not the village's and running digits."""
    for code, cell in partition.cells.items():
        place = (int(cell.polygons[0][0][0][0]), int(cell.polygons[0][0][0][1])) if cell.polygons else None
        if code != cell.code or not code.isascii() or not code.isalnum() or _wrong_length(code, reference):
            said = f"代码 {code} 不合规定的格式", f"Code {code} does not have the form of a grid's code"
            yield Finding("code", "error", (code,), place, said)
        elif not code.startswith(cell.parent) or code == cell.parent:
            said = (
                f"代码 {code} 与所属的村 {cell.parent} 不符",
                f"Code {code} is not one of village {cell.parent}",
            )
            yield Finding("nesting", "error", (code,), place, said)


def _wrong_length(code: str, reference: Reference) -> bool:
    return reference.code_digits is not None and len(code) != reference.code_digits

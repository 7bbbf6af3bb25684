"""Codes that are not of the town's form, or that do not begin with their village's."""

from collections.abc import Iterable

from gis.redraw.cell import Cell
from gis.redraw.checks.base import Finding, Fix, Reference
from gis.redraw.edits.reassign import Reassign
from gis.redraw.edits.recode import Recode
from gis.redraw.partition import Partition


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield the grids, dedicated ones too, whose code is not the village's and running digits."""
    for code, cell in partition.cells.items():
        place = (int(cell.polygons[0][0][0][0]), int(cell.polygons[0][0][0][1])) if cell.polygons else None
        if code != cell.code or not code.isascii() or not code.isalnum() or _wrong_length(code, reference):
            said = f"代码 {code} 不合规定的格式", f"Code {code} does not have the form of a grid's code"
            yield Finding("code", "error", (code,), place, said, fixes=_new_code(code, cell, reference))
        elif not code.startswith(cell.parent) or code == cell.parent:
            said = (
                f"代码 {code} 与所属的村 {cell.parent} 不符",
                f"Code {code} is not one of village {cell.parent}",
            )
            fixes = (*_new_code(code, cell, reference), *_other_village(code, partition))
            yield Finding("nesting", "error", (code,), place, said, fixes=fixes)


def _wrong_length(code: str, reference: Reference) -> bool:
    return reference.code_digits is not None and len(code) != reference.code_digits


def _new_code(code: str, cell: Cell, reference: Reference) -> tuple[Fix, ...]:
    """Return the fix by a new code of the village, where its own code leaves room for one."""
    if reference.code_digits is not None and len(cell.parent) >= reference.code_digits:
        return ()
    label = f"换发 {cell.parent} 村的新代码", f"Give it a new code of village {cell.parent}"
    return ((label, Recode(code=code)),)


def _other_village(code: str, partition: Partition) -> tuple[Fix, ...]:
    """Return the fix by which the grid goes to the village that its code begins with, if there is one."""
    villages = {cell.parent for cell in partition.basic() if cell.parent and cell.parent != code}
    named = max((one for one in villages if code.startswith(one)), key=len, default=None)
    if named is None or partition.cells[code].parent == named:
        return ()
    label = f"划归 {named} 村", f"Give it to village {named}"
    return ((label, Reassign(codes=(code,), village=named)),)

"""Grids that kept their code although most of their households changed."""

from collections.abc import Iterable

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.checks.cut_shapes import place_in
from gis.redraw.edits.recode import Recode
from gis.redraw.partition import Partition


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield the grids of which a larger share of households came or left than a code outlives."""
    for code, share in sorted(reference.changed_shares.items()):
        cell = partition.cells.get(code)
        if cell and share > reference.code_outlives:
            said = (
                f"{code} 的户数变动 {share:.0%}，超过 {reference.code_outlives:.0%}，应换新代码",
                f"{share:.0%} of the households of {code} changed, more than {reference.code_outlives:.0%}: "
                "it needs a new code",
            )
            fix = ((f"作废 {code}，发新代码", f"Void {code} and issue a new code"), Recode(code=code))
            yield Finding("code_due", "warning", (code,), place_in(cell.metric), said, fixes=(fix,))

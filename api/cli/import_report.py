"""Print what a file holds, how it was understood and what is wrong with it, before anything is written."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from gis.geometry.partition import Finding
from gis.service.importing.grids import Incoming
from gis.service.importing.preparing import Prepared

SHOWN = 20
KINDS = ("invalid", "gap", "overlap", "outside")


def report_grids(incoming: Incoming, console: Console) -> None:
    """Print the report on a file of boundaries."""
    counts = _counts(incoming.rows, incoming.columns, incoming.reference)
    joined = f" ({incoming.merged} rows joined)" if incoming.merged else ""
    counts.add_row("grids", f"{len(incoming.cells):,}{joined}")
    for kind in KINDS:
        found = [finding for finding in incoming.findings if finding.kind == kind]
        area = sum(finding.area_m2 for finding in found)
        counts.add_row(f"{kind}s" if kind != "outside" else kind, _size(len(found), area))
    console.print(counts)
    _lines(console, [" ".join(remark) for remark in incoming.remarks])
    _lines(console, [*incoming.refusals, *(_told(finding) for finding in _shown(incoming))])
    moved = sorted(incoming.moved, key=lambda one: -one.farthest_m)
    _lines(
        console,
        [
            f"{one.code}: moved ≤ {one.farthest_m:.3f} m, {one.before_m2:,.1f} → {one.after_m2:,.1f} m²"
            for one in moved
        ],
    )


def report_rows(prepared: Prepared, console: Console) -> None:
    """Print the report on a file of any other kind."""
    counts = _counts(prepared.read, prepared.columns, prepared.reference)
    counts.add_row("taken", f"{len(prepared.rows):,}")
    counts.add_row("refused", f"{len(prepared.refused):,}")
    console.print(counts)
    _lines(console, [" ".join(remark) for remark in prepared.remarks])
    _lines(console, [f"Row {one.row}: {one.reason}" for one in prepared.refused])


def _counts(rows: int, columns: dict[str, str | None], reference: str) -> Table:
    counts = Table(show_header=False, box=None)
    counts.add_row("rows", f"{rows:,}")
    for role, head in columns.items():
        counts.add_row(role, head or "-")
    if reference:
        counts.add_row("coordinates", reference)
    return counts


def _size(count: int, area_m2: float) -> str:
    return f"{count:,}" + (f", {area_m2:,.1f} m²" if count else "")


def _shown(incoming: Incoming) -> list[Finding]:
    return [finding for finding in incoming.findings if finding.kind in ("gap", "overlap", "outside")]


def _told(finding: Finding) -> str:
    where = f" ({finding.place[0]:.3f}, {finding.place[1]:.3f})" if finding.place else ""
    return " ".join(finding.sentence) + where


def _lines(console: Console, sentences: Sequence[str]) -> None:
    for sentence in sentences[:SHOWN]:
        console.print(f"- {sentence}", highlight=False, markup=False, soft_wrap=True)
    if len(sentences) > SHOWN:
        console.print(f"- and {len(sentences) - SHOWN:,} more", highlight=False)

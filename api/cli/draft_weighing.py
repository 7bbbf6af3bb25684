"""wangge draft, what weighs: grids and their loads, findings, impact, proposals, the approval file."""

import asyncio
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from api.cli.draft import app
from api.cli.draft_home import Draft, run, tell
from api.services import Services
from gis.errors import BadInput
from gis.papers.approval_docx import to_docx
from gis.papers.approval_pdf import to_pdf
from gis.redraw.workload import KINDS, STANDING
from gis.service.redrawing.approving import approval_of
from gis.service.redrawing.impact import impact_of, lineage_of
from gis.service.redrawing.patrols import add_patrols_up
from gis.service.redrawing.proposals import Asked
from gis.service.rights import Caller

__all__ = ["app"]


@app.command("show")
def show(draft: Draft) -> None:
    """Print every grid of a draft with what lies in it, and how even the workloads are."""

    async def work(services: Services, caller: Caller) -> None:
        row, board, _ = await services.drafts.read(draft, caller)
        async with services.database.begin() as connection:
            scale = await services.weighing.scale(connection)
        weighed = await services.weighing.weigh(draft, board, scale)
        typer.echo(f"Draft {row.id}: {row.title} ({row.status}, revision {row.revision})")
        for cell, counts, load in zip(weighed.cells, weighed.counts, weighed.loads, strict=True):
            area_ha = cell.twice_area_mm2 / 2e10
            figures = "  ".join(f"{count} {kind}" for kind, count in zip(STANDING, counts, strict=False))
            typer.echo(f"{cell.code}  {cell.name}  {area_ha:.2f} ha  {figures}  load {load:.2f}")
        spread = float(np.std(weighed.loads) / max(float(np.mean(weighed.loads)), 1e-9))
        typer.echo(f"{len(weighed.cells)} grids; coefficient of variation of the workload {spread:.3f}")

    run(work)


@app.command("check")
def check(draft: Draft) -> None:
    """Print everything that is wrong with a draft, errors first; exit code 1 when there are errors."""

    async def work(services: Services, caller: Caller) -> None:
        row, board, _ = await services.drafts.read(draft, caller)
        async with services.database.begin() as connection:
            found = await services.checking.findings(connection, row, board, services.atlas.town)
        for one in found:
            typer.echo(f"{one.severity}  {one.kind}  {one.sentence[0]} {one.sentence[1]}")
        errors = sum(one.severity == "error" for one in found)
        typer.echo(f"{errors} errors, {len(found) - errors} warnings")
        if errors:
            raise typer.Exit(1)

    run(work)


@app.command("impact")
def impact(draft: Draft) -> None:
    """Print what a draft changes for grids, villages, squads and people."""

    async def work(services: Services, caller: Caller) -> None:
        known, board = await services.drafts.compared(draft)
        # here nobody has done it if no service runs
        await add_patrols_up(services.database, services.atlas)
        async with services.database.begin() as connection:
            found = await impact_of(connection, services.weights, known, board)
        for row in found.rows:
            change = row.change
            turns = [
                f"{kind} {old} → {new}"
                for kind, old, new in zip(KINDS, change.before, change.after, strict=True)
                if old != new
            ]
            typer.echo(f"{change.by}  {change.code}  {row.name}  {'  '.join(turns)}")
        moved = "  ".join(f"{count} {kind}" for kind, count in zip(KINDS, found.moved, strict=True))
        typer.echo(f"Changing hands: {moved}; people concerned: {found.people}")
        typer.echo(f"Patrols are those of {found.patrol_days} of the last 30 days.")

    run(work)


@app.command("changes")
def changes(draft: Draft) -> None:
    """Print which grid passed how much ground to which."""

    async def work(services: Services, caller: Caller) -> None:
        _, board = await services.drafts.compared(draft)
        async with services.database.begin() as connection:
            found = await lineage_of(connection, services.weights, draft, board)
        for one in found:
            figures = "  ".join(f"{count} {kind}" for kind, count in zip(KINDS, one.counts, strict=True))
            typer.echo(f"{one.old} → {one.new}  {one.area_m2:.2f} m²  {figures}")

    run(work)


@app.command("propose")
def propose(
    draft: Draft,
    village: Annotated[
        list[str] | None, typer.Option(help="A village to divide anew; all when none.")
    ] = None,
    lock: Annotated[list[str] | None, typer.Option(help="A grid (or squad) that stays as it is.")] = None,
    zones: Annotated[bool, typer.Option("--zones", help="Balance the squads' zones instead.")] = False,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of the search.")] = 1,
    accept: Annotated[int | None, typer.Option(min=1, max=4, help="Make this one of the four.")] = None,
) -> None:
    """Compare four balanced divisions with today's, from the least change to the evenest; or make one."""
    asked = Asked(tuple(village or ()), tuple(lock or ()), zones, seed)

    async def work(services: Services, caller: Caller) -> None:
        _, board, _ = await services.drafts.read(draft, caller)
        async with services.database.begin() as connection:
            made = await services.proposals.of(connection, draft, board, asked)
        if accept is not None:
            edits = made.edits(board, accept - 1)
            for done in await services.drafts.edit_all(draft, board.revision, edits, caller):
                tell(done)
            return
        for number, each in enumerate((made.today, *made.each)):
            name = f"proposal {number}" if number else "today"
            typer.echo(
                f"{name}: coefficient of variation {each.spread:.3f}, worst {each.worst:.1%} off,"
                f" {each.kept:.1%} of the workload stays, {each.moved} households move"
            )

    run(work)


@app.command("approval")
def approval(
    draft: Draft,
    output: Annotated[Path, typer.Option("-o", "--output", help="A .docx or .pdf file.")],
    template: Annotated[Path | None, typer.Option(help="The town's own .docx template.")] = None,
) -> None:
    """Write the approval file of a draft, to be printed and signed."""
    if output.suffix not in (".docx", ".pdf") or (template and output.suffix != ".docx"):
        raise BadInput("The file ends with .docx, or with .pdf where no template is given.")

    async def work(services: Services, caller: Caller) -> None:
        row, board, _ = await services.drafts.read(draft, caller)
        town, today = services.atlas.town, services.atlas.today()
        async with services.database.begin() as connection:
            made = await approval_of(connection, services.weights, (row, board), (town, today), caller)
        written = to_pdf(made) if output.suffix == ".pdf" else to_docx(made, template)
        await asyncio.to_thread(output.write_bytes, written)
        typer.echo(f"Wrote {output.name}; digest {made.digest}")

    run(work)

"""wangge draft: redraw the boundaries without a browser, from opening a draft to submitting it."""

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import numpy as np
import orjson
import typer

from api.home import founded, open_home, settings_of, url_of
from api.services import Services, make_services
from gis.errors import BadInput
from gis.model import EVERYTHING
from gis.redraw.base import edit_of
from gis.redraw.history import undone
from gis.redraw.workload import KINDS
from gis.service.redrawing.drafts import Outcome
from gis.service.redrawing.impact import impact_of, lineage_of
from gis.service.redrawing.proposals import Asked
from gis.service.rights import Caller

app = typer.Typer(help="Redraw the boundaries: drafts, edits, impact, review.", no_args_is_help=True)
Draft = Annotated[int, typer.Argument(min=1, max=2**62, help="The draft's number.")]
Work = Callable[[Services, Caller], Awaitable[None]]
MOST_EDITS = 10_000


@app.command("new")
def new(title: Annotated[str, typer.Argument(help="What the draft is for.")]) -> None:
    """Open a draft that begins as the newest edition and print its number."""

    async def work(services: Services, caller: Caller) -> None:
        draft = await services.drafts.open(title, caller, "")
        typer.echo(f"Draft {draft.id}: {draft.title}, begun from edition {draft.base_number}.")

    _run(work)


@app.command("list")
def list_all() -> None:
    """List the drafts that are not published."""

    async def work(services: Services, _: Caller) -> None:
        for draft in await services.drafts.list():
            typer.echo(f"{draft.id}  {draft.status}  {draft.revision} edits  {draft.author}  {draft.title}")

    _run(work)


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
            figures = "  ".join(f"{count} {kind}" for kind, count in zip(KINDS, counts, strict=True))
            typer.echo(f"{cell.code}  {cell.name}  {area_ha:.2f} ha  {figures}  load {load:.2f}")
        spread = float(np.std(weighed.loads) / max(float(np.mean(weighed.loads)), 1e-9))
        typer.echo(f"{len(weighed.cells)} grids; coefficient of variation of the workload {spread:.3f}")

    _run(work)


@app.command("edit")
def edit(
    draft: Draft,
    edits: Annotated[str, typer.Argument(help="An edit as JSON, or - for one on each line of the input.")],
) -> None:
    """Make edits, each saved by itself, and print the sentence of each; stops at the first refused."""

    async def work(services: Services, caller: Caller) -> None:
        for asked in _asked(edits):
            _, board, _ = await services.drafts.read(draft, caller)
            done = await services.drafts.edit(draft, board.revision, edit_of(asked), caller)
            _tell(done)

    _run(work)


@app.command("undo")
def undo(draft: Draft) -> None:
    """Take back your last edit."""
    _step(draft, "undo")


@app.command("redo")
def redo(draft: Draft) -> None:
    """Put back the edit that you took back last."""
    _step(draft, "redo")


@app.command("history")
def history(
    draft: Draft,
    as_json: Annotated[bool, typer.Option("--json", help="As the edits that `edit -` reads.")] = False,
) -> None:
    """Print the edits of a draft in order, one sentence each."""

    async def work(services: Services, _: Caller) -> None:
        log = await services.drafts.history(draft)
        gone = undone(log)
        for entry in log:
            if entry.of is not None or (as_json and entry.seq in gone):
                continue
            mark = "  (undone)" if entry.seq in gone else ""
            text = f"{entry.seq}  {entry.author}  {entry.sentence[0]} {entry.sentence[1]}{mark}"
            typer.echo(orjson.dumps(entry.edit).decode() if as_json else text)

    _run(work)


@app.command("check")
def check(draft: Draft) -> None:
    """Print everything that is wrong with a draft, errors first; exit code 1 when there are errors."""

    async def work(services: Services, caller: Caller) -> None:
        _, board, _ = await services.drafts.read(draft, caller)
        async with services.database.begin() as connection:
            found = await services.checking.findings(connection, draft, board, services.atlas.town)
        for one in found:
            typer.echo(f"{one.severity}  {one.kind}  {one.sentence[0]} {one.sentence[1]}")
        errors = sum(one.severity == "error" for one in found)
        typer.echo(f"{errors} errors, {len(found) - errors} warnings")
        if errors:
            raise typer.Exit(1)

    _run(work)


@app.command("impact")
def impact(draft: Draft) -> None:
    """Print what a draft changes for grids, villages, squads and people."""

    async def work(services: Services, caller: Caller) -> None:
        _, board, _ = await services.drafts.read(draft, caller)
        async with services.database.begin() as connection:
            found = await impact_of(connection, services.weighing, draft, board, services.atlas.today())
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

    _run(work)


@app.command("changes")
def changes(draft: Draft) -> None:
    """Print which grid passed how much ground to which."""

    async def work(services: Services, caller: Caller) -> None:
        _, board, _ = await services.drafts.read(draft, caller)
        async with services.database.begin() as connection:
            found = await lineage_of(connection, services.weighing, draft, board)
        for one in found:
            figures = "  ".join(f"{count} {kind}" for kind, count in zip(KINDS, one.counts, strict=True))
            typer.echo(f"{one.old} → {one.new}  {one.area_m2:.2f} m²  {figures}")

    _run(work)


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
                _tell(done)
            return
        for number, each in enumerate((made.today, *made.each)):
            name = f"proposal {number}" if number else "today"
            typer.echo(
                f"{name}: coefficient of variation {each.spread:.3f}, worst {each.worst:.1%} off,"
                f" {each.kept:.1%} of the workload stays, {each.moved} households move"
            )

    _run(work)


@app.command("submit")
def submit(draft: Draft) -> None:
    """Submit a draft without errors for review; `wangge publish` makes it an edition."""
    _move(draft, "in_review", "is under review")


@app.command("return")
def send_back(draft: Draft) -> None:
    """Return a draft under review to those who draw it."""
    _move(draft, "draft", "is a draft again")


@app.command("withdraw")
def withdraw(draft: Draft) -> None:
    """Give a draft up; its log stays."""
    _move(draft, "withdrawn", "is withdrawn")


@app.command("recall")
def recall(edition: Annotated[int, typer.Argument(min=1, help="The edition's number.")]) -> None:
    """Recall an edition before its first day; the one before it holds on."""

    async def work(services: Services, caller: Caller) -> None:
        await services.reviewing.recall(edition, caller, "")
        typer.echo(f"Edition {edition} is recalled.")

    _run(work)


def _step(draft: int, direction: str) -> None:
    async def work(services: Services, caller: Caller) -> None:
        _tell(await services.drafts.step(draft, direction, caller))

    _run(work)


def _move(draft: int, step: str, told: str) -> None:
    async def work(services: Services, caller: Caller) -> None:
        await services.reviewing.move(draft, step, caller, "")
        typer.echo(f"Draft {draft} {told}.")

    _run(work)


def _tell(done: Outcome) -> None:
    typer.echo(f"{done.board.revision}  {done.sentence[0]} {done.sentence[1]}")


def _asked(edits: str) -> list[dict[str, Any]]:
    lines = sys.stdin.read().splitlines() if edits == "-" else [edits]
    asked = []
    for number, line in enumerate((line for line in lines if line.strip()), start=1):
        try:
            asked.append(orjson.loads(line))
        except orjson.JSONDecodeError as error:
            raise BadInput(f"Edit {number} is not JSON: {error}.") from None
        if not isinstance(asked[-1], dict):
            raise BadInput(f"Edit {number} must be an object.")
    if not 0 < len(asked) <= MOST_EDITS:
        raise BadInput(f"Give between 1 and {MOST_EDITS} edits.")
    return asked


def _run(work: Work) -> None:
    async def run() -> None:
        settings = settings_of()
        async with open_home(settings) as database:
            await founded(database)
            services = make_services(settings, url_of(settings))
            try:
                await services.atlas.refresh()
                await work(services, Caller(f"machine:{getpass.getuser()}", "", (), EVERYTHING))
            finally:
                await services.database.close()

    asyncio.run(run())

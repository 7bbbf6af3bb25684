"""wangge draft: redraw the boundaries without a browser, from opening a draft to submitting it."""

import sys
from typing import Annotated, Any

import orjson
import typer

from api.cli.draft_home import Draft, run, tell
from api.services import Services
from gis.errors import BadInput
from gis.redraw.base import edit_of
from gis.redraw.history import undone
from gis.service.rights import Caller

app = typer.Typer(help="Redraw the boundaries: drafts, edits, impact, review.", no_args_is_help=True)
MOST_EDITS = 10_000


@app.command("new")
def new(title: Annotated[str, typer.Argument(help="What the draft is for.")]) -> None:
    """Open a draft that begins as the newest edition and print its number."""

    async def work(services: Services, caller: Caller) -> None:
        draft = await services.drafts.open(title, caller, "")
        typer.echo(f"Draft {draft.id}: {draft.title}, begun from edition {draft.base_number}.")

    run(work)


@app.command("list")
def list_all() -> None:
    """List the drafts that are not published."""

    async def work(services: Services, _: Caller) -> None:
        for draft in await services.drafts.list():
            typer.echo(f"{draft.id}  {draft.status}  {draft.revision} edits  {draft.author}  {draft.title}")

    run(work)


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
            tell(done)

    run(work)


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

    run(work)


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

    run(work)


def _step(draft: int, direction: str) -> None:
    async def work(services: Services, caller: Caller) -> None:
        _, board, _ = await services.drafts.read(draft, caller)
        tell(await services.drafts.step(draft, board.revision, direction, caller))

    run(work)


def _move(draft: int, step: str, told: str) -> None:
    async def work(services: Services, caller: Caller) -> None:
        await services.reviewing.move(draft, step, caller, "")
        typer.echo(f"Draft {draft} {told}.")

    run(work)


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

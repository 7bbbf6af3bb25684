"""wangge draft, what the town asks for before publication: rules, days on show, opinions, the signed scan."""

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.draft_home import Draft, run
from api.cli.draft_weighing import app
from api.draft_showings import PAGE
from api.services import Services
from gis.errors import BadInput
from gis.service.redrawing.rule_words import read_rules, write_rules
from gis.service.redrawing.rules import (
    PublicationRules,
    drawing_rules,
    drawing_rules_of,
    rules_of,
    set_drawing_rules,
    set_rules,
)
from gis.service.redrawing.scanning import MOST_BYTES, bring_in
from gis.service.rights import Caller
from gis.store.record import Act, record
from gis.store.showings import opinions_of

__all__ = ["app"]

First = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day: today.")]
Last = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, included.")]


@app.command("rules")
def rules(
    announce_days: Annotated[
        int | None, typer.Option(help="Days of announcement (公示) before publication; 0 asks for none.")
    ] = None,
    scan: Annotated[
        str | None, typer.Option(help="Whose signed file is asked for: drawn, always, never.")
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE: a rule of drawing or weighing.")
    ] = None,
) -> None:
    """Print, or change, the town's rules: what publication asks for, how grids are drawn and weighed."""
    given = read_rules(rule or ())

    async def work(services: Services, caller: Caller) -> None:
        async with services.database.begin() as connection:
            known = await rules_of(connection)
            days = known.announce_days if announce_days is None else announce_days
            wanted = PublicationRules(days, known.scan if scan is None else scan)  # type: ignore[arg-type]
            if wanted != known:
                await set_rules(connection, wanted)
                detail = {"announce_days": wanted.announce_days, "scan": wanted.scan}
                await record(connection, Act(caller.name, "draft.rules", detail=detail))
            drawing = drawing_rules_of(await drawing_rules(connection), given)
            if given:
                await set_drawing_rules(connection, drawing)
                await record(connection, Act(caller.name, "draft.rules", detail=given))
        typer.echo(f"Announcement: {wanted.announce_days or 'no'} days. Signed scan: {wanted.scan}.")
        typer.echo(f"Drawing: {' '.join(write_rules(drawing))}")

    run(work)


@app.command("consult")
def consult(draft: Draft, first: First = None, last: Last = None) -> None:
    """Ask the public for opinions on a reviewed draft (征求意见), and print the link."""
    _show(draft, "consulted", first, last)


@app.command("announce")
def announce(draft: Draft, first: First = None, last: Last = None) -> None:
    """Announce a reviewed draft to the public (公示), and print the link."""
    _show(draft, "announced", first, last)


@app.command("opinions")
def opinions(draft: Draft) -> None:
    """Print what the public said of a draft, with the answers."""

    async def work(services: Services, _: Caller) -> None:
        async with services.database.begin() as connection:
            found = await opinions_of(connection, draft)
        for one in found:
            where = one.grid or (f"{one.lon:.6f}, {one.lat:.6f}" if one.lon is not None else "")
            typer.echo(f"{one.id}  {one.at:%Y-%m-%d %H:%M}  {where}  {one.words}")
            if one.answer:
                typer.echo(f"    {one.answered_by}: {one.answer}")
        typer.echo(f"{len(found)} opinions")

    run(work)


@app.command("scan")
def scan(
    draft: Draft,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A PDF, JPEG or PNG.")],
    digest: Annotated[str, typer.Option(help="The digest at the foot of the signed pages.")],
) -> None:
    """Keep the scan of the signed approval file of a draft."""
    if file.stat().st_size > MOST_BYTES:
        raise BadInput(f"A scan has at most {MOST_BYTES // 1024 // 1024} MiB.")

    async def work(services: Services, caller: Caller) -> None:
        body = await asyncio.to_thread(file.read_bytes)
        async with services.database.begin() as connection:
            kept = await bring_in(connection, draft, (digest, body), caller, ("", services.clock()))
        typer.echo(f"Kept: {kept.kind}, {kept.bytes:,} bytes, SHA-256 {kept.sha256}.")

    run(work)


def _show(draft: int, step: str, first: datetime | None, last: datetime | None) -> None:
    days: tuple[date | None, date | None] = (first.date() if first else None, last.date() if last else None)

    async def work(services: Services, caller: Caller) -> None:
        found = await services.showings.open(draft, step, days, caller, "")
        base = services.settings.public_url or ""
        typer.echo(f"Draft {draft} is on show from {found.first_day} to {found.last_day}:")
        typer.echo(f"{base}{PAGE}#{found.token}")

    run(work)

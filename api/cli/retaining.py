"""wangge retain: take out what is past its keep, and hold what is evidence."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Annotated

import typer

from api.clock import now_utc
from api.home import founded, open_home, settings_of
from gis.model import Keeps
from gis.service.atlas import Atlas
from gis.service.holds import HoldKeeper, Wanted
from gis.service.retaining import Retainer
from gis.store.database import Database
from gis.store.record import Act
from gis.store.retaining import Gone, Horizon
from gis.store.retention_rules import RULES

app = typer.Typer(help="Take out what is past its keep, and hold evidence.", invoke_without_command=True)

Day = Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day held.")]
LastDay = Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day held.")]
Until = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day on which it is in force.")]
Work = Callable[[Database, Atlas, Keeps], Awaitable[None]]


@app.callback()
def retain(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only; nothing goes.")] = False,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Write the tables anew too; phones wait meanwhile.")
    ] = False,
) -> None:
    """Take out what is past its keep; the service does it every night."""
    if context.invoked_subcommand is not None:
        return

    async def work(database: Database, atlas: Atlas, keeps: Keeps) -> None:
        retainer = Retainer(database, atlas, keeps, now_utc)
        went = await retainer.preview() if dry_run else await retainer.retain(_by().actor)
        typer.echo("\n".join(_told(went, retainer.horizon())))
        if dry_run:
            typer.echo("Nothing was taken out (--dry-run).")
        elif rewrite:
            await retainer.rewrite()
            typer.echo("The tables of tracks are written anew.")

    _run(work)


@app.command("hold")
def hold(
    person: Annotated[str, typer.Argument(help="Staff number.")],
    first: Day,
    last: LastDay,
    until: Until,
    reason: Annotated[str, typer.Option(help="Why, such as the number of a case.")],
) -> None:
    """Keep a person's tracks of some days beyond their time."""
    wanted = Wanted(person, first.date(), last.date(), until.date(), reason)

    async def work(database: Database, atlas: Atlas, _: Keeps) -> None:
        number = await HoldKeeper(database, atlas, now_utc).hold(wanted, _by())
        typer.echo(f"Hold {number} is in force until the end of {wanted.until}.")

    _run(work)


@app.command("holds")
def holds() -> None:
    """List the holds in force."""

    async def work(database: Database, atlas: Atlas, _: Keeps) -> None:
        for row in await HoldKeeper(database, atlas, now_utc).all():
            days = f"{row.hold.first} – {row.hold.last} ({row.pieces} days with a track)"
            typer.echo(
                f"{row.id}  {row.number} {row.name}  {days}  until {row.hold.until}  {row.hold.reason}"
            )

    _run(work)


@app.command("release")
def release(number: Annotated[int, typer.Argument(min=1, max=2**62, help="The hold's number.")]) -> None:
    """End a hold before its time."""

    async def work(database: Database, atlas: Atlas, _: Keeps) -> None:
        await HoldKeeper(database, atlas, now_utc).release(number, _by())
        typer.echo(f"Hold {number} is released.")

    _run(work)


def _told(went: Mapping[str, Gone], seen: Horizon) -> list[str]:
    lines = []
    for kept, first in seen.first.items():
        lines.append(f"{kept}, before {first.day}:")
        for rule in RULES:
            if rule.kept == kept:
                gone = went[rule.what]
                weight = f", {gone.bytes / 1e6:,.1f} MB" if gone.bytes else ""
                lines.append(f"  {rule.what}: {gone.rows:,} rows{weight}")
    return lines


def _by() -> Act:
    return Act(f"machine:{getpass.getuser()}", "")


def _run(work: Work) -> None:
    async def run() -> None:
        settings = settings_of()
        async with open_home(settings) as database:
            await founded(database)
            atlas = Atlas(database, now_utc)
            await atlas.refresh()
            await work(database, atlas, settings.keeps)

    asyncio.run(run())

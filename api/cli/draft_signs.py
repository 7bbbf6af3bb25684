"""wangge draft, after publication: who was told of his grids, and the signs to put up."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli.draft_home import run
from api.cli.draft_public import app
from api.services import Services
from gis.errors import BadInput
from gis.papers.grid_sign import to_pdf
from gis.service.redrawing.signs import set_sign_rules, sign_rules, signs_of
from gis.service.rights import Caller
from gis.store.boundary_messages import sent_of
from gis.store.record import Act, record

__all__ = ["app"]
Edition = Annotated[int, typer.Argument(min=1, max=2**31 - 1, help="The edition's number.")]


@app.command("told")
def told(edition: Edition) -> None:
    """Print who was told what changes in his grids, and who has confirmed it."""

    async def work(services: Services, _: Caller) -> None:
        async with services.database.begin() as connection:
            found = await sent_of(connection, edition)
        for one in found:
            state = "confirmed" if one.confirmed_at else "seen" if one.seen_at else "sent"
            typer.echo(f"{one.number}  {one.name}  {state}")
        waiting = sum(one.confirmed_at is None for one in found)
        typer.echo(f"{len(found)} told, {waiting} have not confirmed")

    run(work)


@app.command("signs")
def signs(
    edition: Edition,
    output: Annotated[Path, typer.Option("-o", "--output", help="A .pdf file.")],
    grid: Annotated[list[str] | None, typer.Option(help="A grid's code; all that changed when none.")] = None,
) -> None:
    """Write the signs (公示牌) of an edition's grids, a page each."""
    if output.suffix != ".pdf":
        raise BadInput("The file ends with .pdf.")

    async def work(services: Services, caller: Caller) -> None:
        about = services.atlas.town, services.atlas.today()
        async with services.database.begin() as connection:
            made = await signs_of(connection, edition, grid or (), about)
            detail = {"grids": [sign.code for sign in made]}
            await record(connection, Act(caller.name, "edition.signs", target=str(edition), detail=detail))
        await asyncio.to_thread(output.write_bytes, to_pdf(made))
        typer.echo(f"Wrote {output.name}: {len(made)} signs.")

    run(work)


@app.command("sign-rules")
def rules(
    names: Annotated[bool | None, typer.Option(help="Whether the names of the staff stand there.")] = None,
    post: Annotated[list[str] | None, typer.Option(help="A post that stands there; all when none.")] = None,
    office_phone: Annotated[str | None, typer.Option(help="The office's phone; nobody's own.")] = None,
    supervision_phone: Annotated[str | None, typer.Option(help="Where to complain.")] = None,
    link: Annotated[str | None, typer.Option(help="What the QR code holds, with {code}.")] = None,
) -> None:
    """Print, or change, what the town publishes on its signs."""

    async def work(services: Services, caller: Caller) -> None:
        asked = {
            "names": names,
            "posts": tuple(post) if post else None,
            "office_phone": office_phone,
            "supervision_phone": supervision_phone,
            "link": link,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        async with services.database.begin() as connection:
            wanted = replace(await sign_rules(connection), **given)  # type: ignore[arg-type]
            if given:
                await set_sign_rules(connection, wanted)
                await record(
                    connection, Act(caller.name, "edition.sign_rules", detail={"set": sorted(given)})
                )
        typer.echo(f"Names: {'yes' if wanted.names else 'no'}. Posts: {', '.join(wanted.posts)}.")
        typer.echo(f"Office: {wanted.office_phone or '-'}. Supervision: {wanted.supervision_phone or '-'}.")
        typer.echo(f"QR code: {wanted.link or 'name, code and supervision phone in words'}")

    run(work)

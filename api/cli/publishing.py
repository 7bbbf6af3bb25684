"""wangge publish: make a draft the edition in force from a day on."""

import asyncio
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from api.clock import now_utc
from api.home import founded, open_home, settings_of
from gis.errors import BadInput
from gis.service.publishing import publish_draft
from gis.store.drafting import Publication
from gis.store.post_moves import count_moves


def publish(
    edition: Annotated[
        int, typer.Argument(min=1, max=2**62, help="The draft's number as the import printed it.")
    ],
    valid_from: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day in force.")
    ] = None,
    corrects: Annotated[
        int | None, typer.Option(min=1, help="Number of a wrong edition, which this one is to replace.")
    ] = None,
    first: Annotated[bool, typer.Option("--first", help="The first edition of an empty town.")] = False,
    document: Annotated[str, typer.Option(help="Document number (文号).")] = "",
    approver: Annotated[str, typer.Option(help="Who approved it: another person than the author.")] = "",
) -> None:
    """Publish a draft; every running worker follows within a second."""
    if (valid_from is None) == (corrects is None):
        raise BadInput("Give either --from or --corrects.")

    async def run() -> tuple[int, tuple[int, int]]:
        async with open_home(settings_of()) as database:
            town = await founded(database)
            today: date = now_utc().astimezone(ZoneInfo(town.time_zone)).date()
            first_day = valid_from.date() if valid_from else today
            publication = Publication(first_day, today, document, approver, first)
            number = await publish_draft(database, edition, publication, corrects)
            async with database.begin() as connection:
                return number, await count_moves(connection, edition)

    number, (moved, ended) = asyncio.run(run())
    told = f"is in force from {valid_from.date()}" if valid_from else f"takes the place of edition {corrects}"
    typer.echo(f"Edition {number} {told}.")
    if moved or ended:
        typer.echo(f"Posts of grids that end: {moved} go on in other grids, {ended} end.")

"""wangge publish: make a draft the edition in force from a day on."""

import asyncio
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from api.home import founded, open_home, settings_of
from api.services import now_utc
from gis.service.publishing import publish_draft
from gis.store.drafting import Publication


def publish(
    edition: Annotated[
        int, typer.Argument(min=1, max=2**62, help="The draft's number as the import printed it.")
    ],
    valid_from: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day in force.")],
    first: Annotated[bool, typer.Option("--first", help="The first edition of an empty town.")] = False,
    document: Annotated[str, typer.Option(help="Document number (文号).")] = "",
    approver: Annotated[str, typer.Option(help="Who approved it: another person than the author.")] = "",
) -> None:
    """Publish a draft; every running worker follows within a second."""

    async def run() -> int:
        async with open_home(settings_of()) as database:
            town = await founded(database)
            today: date = now_utc().astimezone(ZoneInfo(town.time_zone)).date()
            publication = Publication(valid_from.date(), today, document, approver, first)
            return await publish_draft(database, edition, publication)

    number = asyncio.run(run())
    typer.echo(f"Edition {number} is in force from {valid_from.date()}.")

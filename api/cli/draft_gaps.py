"""wangge draft, the gaps that the town allows between its grids."""

from typing import Annotated

import typer

from api.cli.draft_home import Draft, run
from api.cli.draft_posts import app
from api.services import Services
from gis.errors import BadInput
from gis.redraw.refused import Refused
from gis.service.redrawing.gaps import allow_gap, allowed_gaps, forbid_gap
from gis.service.rights import Caller

__all__ = ["app"]


@app.command("gaps")
def gaps() -> None:
    """Print the gaps that the town allows: lakes, and enclaves of others."""

    async def work(services: Services, _: Caller) -> None:
        epsg = services.atlas.town.metric_crs
        async with services.database.begin() as connection:
            found = await allowed_gaps(connection)
        for gap in found:
            lon, lat = gap.ring[0]
            typer.echo(
                f"{gap.number}  {gap.shape(epsg).area:,.0f} m²  {lon:.6f}, {lat:.6f}  {gap.what}  ({gap.by})"
            )
        typer.echo(f"{len(found)} allowed gaps")

    run(work)


@app.command("allow-gap")
def allow(
    draft: Draft,
    lon: Annotated[float, typer.Argument(min=-180, max=180, help="Of a place in the gap, degrees.")],
    lat: Annotated[float, typer.Argument(min=-90, max=90, help="Of the same place, degrees.")],
    what: Annotated[str, typer.Option(help="What lies there, such as 湖泊.")] = "",
) -> None:
    """Allow the gap of a draft at a place, in this and every later draft."""
    if len(what) > 80:
        raise BadInput("Say in at most 80 signs what lies there.")

    async def work(services: Services, caller: Caller) -> None:
        _, board, _ = await services.drafts.read(draft, caller)
        try:
            async with services.database.begin() as connection:
                gap, area_m2 = await allow_gap(connection, board, ((lon, lat), what.strip()), caller, "")
        except Refused as error:
            raise BadInput(error.en) from None
        typer.echo(f"Gap {gap.number} is allowed: {area_m2:,.0f} m².")

    run(work)


@app.command("forbid-gap")
def forbid(gap: Annotated[int, typer.Argument(min=1, help="Its number in `draft gaps`.")]) -> None:
    """Take an allowed gap off the list: where no grid fills it, it is a finding again."""

    async def work(services: Services, caller: Caller) -> None:
        async with services.database.begin() as connection:
            await forbid_gap(connection, gap, caller, "")
        typer.echo(f"Gap {gap} is not allowed any more.")

    run(work)

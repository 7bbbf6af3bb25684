"""wangge init, wangge migrate: found a town's settings, and bring the tables to the newest revision."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.cli.pairs import pairs
from api.home import open_home, settings_of
from gis.errors import BadInput
from gis.exchange.placing import Declared
from gis.model import TOWN_LEVELS, Level, Town
from gis.service.outline import propose_from
from gis.service.town_settings import check_levels, check_squads, check_town, save_new_town

Levels = Annotated[
    str | None,
    typer.Option(
        help="From the top: key:中文:English:digits, separated by commas; the last one tiles the town."
    ),
]


def init(  # noqa: PLR0913, PLR0917 - every parameter is an option of the command
    name: Annotated[str, typer.Option(help="The town's name.")],
    metric_crs_code: Annotated[
        int | None, typer.Option("--metric-crs", help="EPSG code, in metres, such as 4549.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="A file of the town's places, from which the metric CRS is proposed.")
    ] = None,
    crs: Annotated[str | None, typer.Option(help="CRS of that file, where it names none.")] = None,
    squad: Annotated[list[str] | None, typer.Option(help="CODE=NAME of a squad; as often as needed.")] = None,
    name_en: Annotated[str, typer.Option(help="The name in English.")] = "",
    code_prefix: Annotated[str, typer.Option(help="What every code begins with.")] = "",
    levels: Levels = None,
    time_zone: Annotated[str, typer.Option(help="Civil time zone.")] = "Asia/Shanghai",
) -> None:
    """Found a home: name, codes, levels, metric CRS (given, or proposed from data), squads and time zone."""
    proposed = _proposed(data, crs) if metric_crs_code is None else metric_crs_code
    squads = pairs(squad)
    check_squads(squads)
    town = Town(
        name=name,
        name_en=name_en or name,
        code_prefix=code_prefix,
        metric_crs=proposed,
        time_zone=time_zone,
        levels=read_levels(levels) if levels else TOWN_LEVELS,
    )
    asyncio.run(_found(check_town(town), squads))
    typer.echo(f"{town.name} is founded in EPSG:{proposed}; next: ./wangge import grids FILE")


def migrate_tables() -> None:
    """Bring the home's tables to the newest revision."""

    async def run() -> None:
        async with open_home(settings_of()):
            typer.echo("The tables are at the newest revision.")

    asyncio.run(run())


def read_levels(text: str) -> tuple[Level, ...]:
    """Return levels from `key:zh:en:digits,…`; BadInput unless codes grow longer from level to level."""
    try:
        parts = [part.split(":") for part in text.split(",")]
        levels = tuple(Level(key, zh, en, int(digits)) for key, zh, en, digits in parts)
    except ValueError:
        raise BadInput("Give levels as key:中文:English:digits, separated by commas.") from None
    check_levels(levels)
    return levels


def _proposed(data: Path | None, crs: str | None) -> int:
    if data is None:
        raise BadInput("Give --metric-crs EPSG, or --data FILE to have one proposed from the town's places.")
    return propose_from(data, Declared(crs))


async def _found(town: Town, squads: Mapping[str, str]) -> None:
    async with open_home(settings_of()) as database, database.begin() as connection:
        await save_new_town(connection, town, squads)

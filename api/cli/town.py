"""wangge init, wangge migrate: found a town's settings, and bring the tables to the newest revision."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import shapely
import typer

from api.cli.pairs import pairs
from api.home import open_home, settings_of
from gis.errors import BadInput, Conflict
from gis.exchange.columns import match_columns, spellings
from gis.exchange.opening import read_sheet
from gis.exchange.placing import NAMES, Declared, place_rows
from gis.geometry.projection import metric_crs, propose_metric_crs
from gis.model import TOWN_LEVELS, Level, Town
from gis.store.drafting import add_squads
from gis.store.town import load_town, save_town

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
    metric_crs(proposed)
    town = Town(
        name=name,
        name_en=name_en or name,
        code_prefix=code_prefix,
        metric_crs=proposed,
        time_zone=_zone(time_zone),
        levels=read_levels(levels) if levels else TOWN_LEVELS,
    )
    asyncio.run(_found(town, pairs(squad)))
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
    lengths = [level.digits for level in levels]
    if len(levels) < 2 or lengths != sorted(set(lengths)) or lengths[0] < 0 or lengths[-1] > 40:
        raise BadInput("At least two levels, each with longer codes than the one above, at most 40.")
    return levels


def _proposed(data: Path | None, crs: str | None) -> int:
    """Return the metric CRS for the middle of a file's places."""
    if data is None:
        raise BadInput("Give --metric-crs EPSG, or --data FILE to have one proposed from the town's places.")
    sheet = read_sheet(data, spellings(NAMES))
    placed = place_rows(sheet, match_columns(sheet, NAMES, {}), Declared(crs))
    west, south, east, north = shapely.total_bounds(placed.shapes)
    return propose_metric_crs((west + east) / 2, (south + north) / 2)


async def _found(town: Town, squads: Mapping[str, str]) -> None:
    async with open_home(settings_of()) as database, database.begin() as connection:
        if await load_town(connection):
            raise Conflict("This home has a town already.")
        await save_town(connection, town)
        await add_squads(connection, squads.items())


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadInput("Unknown time zone; give one such as Asia/Shanghai or America/Chicago.") from None
    return name

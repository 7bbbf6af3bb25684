"""What a town's settings must be like, whoever gives them: levels, code prefix, time zone, CRS and squads."""

import re
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gis.errors import BadInput
from gis.geometry.projection import metric_crs
from gis.model import Level, Town
from gis.store.database import Connection
from gis.store.drafting import add_squads
from gis.store.founding import claim_home
from gis.store.town import save_town

LONGEST_CODE = 40
LONGEST_NAME = 60
PREFIX = re.compile(r"[\w.-]*")
# how far outside its area of use a CRS may serve: a town at the edge of a zone is common
MARGIN_DEG = 2.0


def check_town(town: Town) -> Town:
    """Return the town; BadInput for a name, prefix, level, time zone or CRS that no town can have."""
    if not all(0 < len(name.strip()) <= LONGEST_NAME for name in (town.name, town.name_en)):
        raise BadInput(f"A town's name has 1 to {LONGEST_NAME} characters.")
    check_levels(town.levels)
    digits = town.levels[-1].digits
    if not PREFIX.fullmatch(town.code_prefix) or len(town.code_prefix) > digits:
        raise BadInput(f"A code prefix has letters, digits, . _ or -, and at most {digits} of them.")
    check_zone(town.time_zone)
    metric_crs(town.metric_crs)
    return town


def check_levels(levels: Sequence[Level]) -> None:
    """Raise BadInput unless there are two levels or more and codes grow longer from each to the next."""
    lengths = [level.digits for level in levels]
    if (
        len(levels) < 2
        or lengths != sorted(set(lengths))
        or not 0 <= lengths[0] < lengths[-1] <= LONGEST_CODE
    ):
        raise BadInput(
            f"At least two levels, each with longer codes than the one above, at most {LONGEST_CODE}."
        )
    if len({level.key for level in levels}) < len(levels):
        raise BadInput("Two levels have the same key.")


def check_zone(name: str) -> str:
    """Return the name of a civil time zone; BadInput when no such zone is known."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput("Unknown time zone; give one such as Asia/Shanghai or America/Chicago.") from None
    return name


def check_squads(squads: Mapping[str, str]) -> None:
    """Raise BadInput for a squad without code or name."""
    if not all(code.strip() and name.strip() for code, name in squads.items()):
        raise BadInput("A squad has a code and a name.")


def check_serves(epsg: int, lon: float, lat: float) -> None:
    """Raise BadInput when a place (WGS-84 degrees) lies outside the area for which a metric CRS is made."""
    area = metric_crs(epsg).area_of_use
    if area is None:
        return
    beyond_east = (lon - area.west) % 360 > (area.east - area.west) % 360 + MARGIN_DEG
    beyond_west = (area.east - lon) % 360 > (area.east - area.west) % 360 + MARGIN_DEG
    north = area.south - MARGIN_DEG <= lat <= area.north + MARGIN_DEG
    if (beyond_east and beyond_west) or not north:
        raise BadInput(f"EPSG:{epsg} is not made for the place where the town lies ({lon:.2f}, {lat:.2f}).")


async def save_new_town(connection: Connection, town: Town, squads: Mapping[str, str]) -> None:
    """Write the settings and squads of a home without a town; Conflict when it has one."""
    await claim_home(connection)
    await save_town(connection, town)
    await add_squads(connection, squads.items())

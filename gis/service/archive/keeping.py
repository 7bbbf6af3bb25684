"""Holds archives to the keep of tracks: remembers where they lie and takes out what is past it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gis.errors import BadInput, NotFound
from gis.service.archive.layout import PERSONAL, towns
from gis.store.database import Database
from gis.store.record import Act, record
from gis.store.town import hold_setting, load_setting, save_setting

SETTING = "archives"


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many days lost their tracks, and which folders could not be reached."""

    days: int
    unreachable: tuple[str, ...]


async def remember(database: Database, root: Path, days: tuple[date, date], by: Act) -> None:
    """Note where an archive lies, and put on record that days are written to it."""
    async with database.begin() as connection:
        await hold_setting(connection, SETTING)
        known = (await load_setting(connection, SETTING) or {}).get("folders", [])
        await save_setting(connection, SETTING, {"folders": sorted({*known, str(root)})})
        detail = {"folder": str(root), "from": days[0].isoformat(), "to": days[1].isoformat()}
        await record(connection, Act(by.actor, "archive", detail=detail))


async def folders(database: Database) -> list[Path]:
    """Return where archives lie."""
    async with database.begin() as connection:
        kept = await load_setting(connection, SETTING) or {}
    return [Path(folder) for folder in kept.get("folders", [])]


def prune(roots: Sequence[Path], code: str, before: date) -> Pruned:
    """Take what is personal out of a town's days before one."""
    days, lost = 0, []
    for root in roots:
        try:
            own = [town for town in towns(root, code) if town.code == code]
        except (NotFound, BadInput):
            lost.append(str(root))
            continue
        for town in own:
            for day in town.days(date.min, before):
                held = [town.day(day) / name for name in PERSONAL if day < before]
                held = [path for path in held if path.exists()]
                for path in held:
                    path.unlink()
                days += bool(held)
    return Pruned(days, tuple(lost))

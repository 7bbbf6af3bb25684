"""Where an archive keeps what: a folder per town, in it one per edition of the boundaries and one per day."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gis.analysis.cells import Lattice
from gis.errors import BadInput, NotFound

FORMAT = 1
PERSONAL = ("fixes.parquet", "duty.parquet", "posts.parquet")
"""What goes once tracks are past their keep; events and grids stay."""


@dataclass(frozen=True, slots=True)
class TownFolder:
    """One town of an archive: its code prefix, name, time zone, metric CRS and lattice."""

    path: Path
    code: str
    name: str
    time_zone: str
    epsg: int
    lattice: Lattice

    def day(self, day: date) -> Path:
        """Return the folder of a civil day."""
        return self.path / "days" / f"day={day.isoformat()}"

    def edition(self, number: int) -> Path:
        """Return the file of an edition's grids."""
        return self.path / "editions" / f"edition={number}.parquet"

    def days(self, first: date, last: date) -> list[date]:
        """Return the archived days from a first to a last one, in order."""
        names = sorted(each.name for each in (self.path / "days").glob("day=*") if each.is_dir())
        known = [date.fromisoformat(name.removeprefix("day=")) for name in names if "." not in name]
        return [day for day in known if first <= day <= last]

    def about(self, day: date) -> dict[str, Any]:
        """Return what the day's folder says of itself: edition and counts."""
        return _read(self.day(day) / "day.json")


def open_town(path: Path) -> TownFolder:
    """Open a town's folder; NotFound for none, BadInput for one that this version does not read."""
    head = _read(path / "town.json")
    try:
        if head["format"] != FORMAT:
            raise BadInput(f"{path.name} is of format {head['format']}; this version reads {FORMAT}.")
        lattice = Lattice(**head["lattice"])
        return TownFolder(path, head["code"], head["name"], head["time_zone"], int(head["epsg"]), lattice)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{path.name}/town.json is not that of an archive.") from error


def towns(root: Path, wanted: str | None = None) -> list[TownFolder]:
    """Return the towns of an archive by code, or those whose code begins with a prefix."""
    found = [open_town(each) for each in sorted(root.glob("town=*")) if each.is_dir()]
    chosen = [town for town in found if town.code.startswith(wanted or "")]
    if not chosen:
        named = f" whose code begins with {wanted}" if wanted and found else ""
        raise NotFound(f"There is no town{named} in {root}.")
    return chosen


def make_town(root: Path, named: Mapping[str, Any], lattice: Lattice) -> TownFolder:
    """Make a town's folder, or open the one that is there; BadInput where it is another town's."""
    path = root / f"town={named['code']}"
    head = {"format": FORMAT, **named, "lattice": asdict(lattice)}
    if (path / "town.json").exists():
        known = open_town(path)
        if (known.epsg, known.lattice) != (named["epsg"], lattice):
            raise BadInput(f"{path.name} in {root} belongs to a town with another lattice.")
    (path / "days").mkdir(parents=True, exist_ok=True)
    (path / "editions").mkdir(exist_ok=True)
    write_json(path / "town.json", head)
    return open_town(path)


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give an empty folder that takes another's place at the end of the block, or leaves no trace."""
    made, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    try:
        yield made
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a small file whole."""
    made = path.with_name(f".{path.name}.new")
    made.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
    made.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise NotFound(f"{path.parent.name} has no {path.name}.") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"{path.parent.name}/{path.name} cannot be read.") from error
    if not isinstance(found, dict):
        raise BadInput(f"{path.parent.name}/{path.name} is not that of an archive.")
    return found

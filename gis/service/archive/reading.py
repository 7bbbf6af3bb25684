"""Reads the parts of an archive: one town's day at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from gis.analysis.track_fixes import Fixes
from gis.errors import BadInput, NotFound
from gis.exchange.geoparquet import GEOMETRY, read_columns
from gis.service.archive.layout import TownFolder, towns

FIX_COLUMNS = ("person", "fixed_at", "accuracy_m", "speed_mps", "flags", GEOMETRY)


@dataclass(frozen=True, slots=True)
class Part:
    """One town's day."""

    town: TownFolder
    day: date


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """A day's events (n,) in order of their numbers, WGS-84 degrees."""

    number: list[str]
    lon: np.ndarray
    lat: np.ndarray

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class Grid:
    """One grid that tiles a town, as an edition had it (WKB, WGS-84)."""

    code: str
    name: str
    parent: str | None
    squad: str | None
    shape: bytes


def parts_of(root: Path, first: date, last: date, town: str | None = None) -> list[Part]:
    """Return the archived days of the towns whose code begins with a prefix, by town and day.

    Raises BadInput for a period that runs backwards, NotFound where nothing of it is archived.
    """
    if first > last:
        raise BadInput("The period runs backwards: its first day lies after its last one.")
    found = [Part(each, day) for each in towns(root, town) for day in each.days(first, last)]
    if not found:
        raise NotFound(f"Nothing of {first} to {last} is archived there.")
    return found


def read_fixes(part: Part) -> dict[int, Fixes]:
    """Return everybody's fixes of a day; NotFound where they are past their keep."""
    columns = read_columns(part.town.day(part.day) / "fixes.parquet", FIX_COLUMNS)
    person = columns["person"]
    begins = np.flatnonzero(np.diff(person, prepend=-1))
    fixes = Fixes(
        columns["fixed_at"].astype("datetime64[ms]").astype(np.int64),
        columns["lon"],
        columns["lat"],
        columns["accuracy_m"],
        columns["speed_mps"],
        columns["flags"],
    )
    ends = np.append(begins, len(person))[1:]
    return {
        int(person[begin]): fixes.take(np.arange(begin, end))
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
    }


def read_events(part: Part) -> Events:
    """Return a day's events."""
    columns = read_columns(part.town.day(part.day) / "events.parquet", ("number", GEOMETRY))
    return Events(columns["number"], columns["lon"], columns["lat"])


def read_duty(part: Part) -> set[tuple[int, int, int]]:
    """Return person, begin and end (ms) of every duty that meets a day, whole."""
    columns = read_columns(part.town.day(part.day) / "duty.parquet", ("person", "begin_ms", "end_ms"))
    return set(zip(*(columns[name].tolist() for name in ("person", "begin_ms", "end_ms")), strict=True))


def read_posts(part: Part) -> set[tuple[int, str]]:
    """Return person and grid of every post that is held on a day."""
    columns = read_columns(part.town.day(part.day) / "posts.parquet", ("person", "grid"))
    return set(zip(columns["person"].tolist(), list(columns["grid"]), strict=True))


def read_unpatrolled(part: Part) -> dict[tuple[str, int], bytes]:
    """Return the waters and sites that nobody patrols on a day (WKB, WGS-84), by kind and key."""
    columns = read_columns(part.town.day(part.day) / "unpatrolled.parquet", ("kind", "id", GEOMETRY))
    keys = zip(columns["kind"], columns["id"].tolist(), strict=True)
    return dict(zip(keys, columns[GEOMETRY], strict=True))


def read_grids(part: Part) -> list[Grid]:
    """Return the basic grids of the edition of a day, in its order."""
    number = part.town.about(part.day)["edition"]
    names = ("code", "name", "kind", "parent", "squad", GEOMETRY)
    columns = read_columns(part.town.edition(number), names)
    rows: Sequence[tuple[str, ...]] = list(zip(*(columns[name] for name in names), strict=True))
    return [Grid(row[0], row[1], row[3], row[4], row[5]) for row in rows if row[2] == "basic"]  # type: ignore[arg-type]

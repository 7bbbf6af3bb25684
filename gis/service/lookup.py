"""Answer which grid, village and squad a place belongs to, under which edition, and who is in charge."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from gis.errors import NotFound
from gis.geometry import datum as datums
from gis.model import Datum, EditionRef
from gis.service.atlas import Atlas, Boundaries
from gis.service.places import Floats, check_not_swapped, check_place, check_places
from gis.service.rights import Caller
from gis.store.boundaries import Member
from gis.store.database import Database
from gis.store.staff import Holder, posts_in


@dataclass(frozen=True, slots=True)
class Responsible:
    """One grid with all that stands above it and everybody who holds a post in it."""

    grid: Member
    ancestors: tuple[Member, ...]
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A single look-up's answer; the place is in WGS-84 degrees."""

    lon: float
    lat: float
    edition: EditionRef
    responsible: Responsible


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch look-up's answer: one code or None per point, in order, and each code's grid once."""

    edition: EditionRef
    codes: NDArray[np.object_]
    grids: dict[str, Responsible]


@dataclass(frozen=True, slots=True)
class When:
    """For which civil day (today when None), and as it was believed at which moment (now when None)."""

    on: date | None = None
    known: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """An answer for points of different days: a code and an edition's number (0: none) for each, in order."""

    codes: NDArray[np.object_]
    editions: NDArray[np.int64]


class Lookup:
    """Finds grids in memory and their people in the database."""

    def __init__(self, database: Database, atlas: Atlas) -> None:
        self._database = database
        self._atlas = atlas

    async def one(self, place: tuple[float, float], datum: Datum, when: When, caller: Caller) -> Found:
        """Return who is responsible at (lon, lat) in degrees of `datum` on a civil day.

        On a shared border the lowest code answers. Raises BadInput for no place, NotFound where no
        grid of the caller's scope holds the place.
        """
        check_place(*place)
        shifted = datums.to_wgs84(*place, datum)
        lon, lat = float(shifted[0]), float(shifted[1])
        boundaries = await self._atlas.on(when.on, when.known)
        check_not_swapped(lon, lat, boundaries.bounds)
        position = boundaries.index.find_one(lon, lat)
        if position < 0 or not boundaries.visible(caller.scope)[position]:
            raise NotFound("No grid of yours holds this place.")
        code = boundaries.base[position].code
        grids = await self._responsible(boundaries, [code], when.on, caller)
        return Found(lon, lat, boundaries.ref, grids[code])

    async def many(self, lon: Floats, lat: Floats, datum: Datum, on: date | None, caller: Caller) -> Batch:
        """Return the grid of each point of two arrays (n,), in order; outside and foreign are None."""
        check_places(lon, lat)
        x, y = datums.to_wgs84(lon, lat, datum)
        boundaries = await self._atlas.on(on)
        position = boundaries.index.find(x, y)
        position[~boundaries.visible(caller.scope)[position]] = -1
        present = [str(boundaries.codes[index]) for index in np.unique(position) if index >= 0]
        grids = await self._responsible(boundaries, present, on, caller)
        return Batch(boundaries.ref, boundaries.codes[position], grids)

    async def dated(self, lon: Floats, lat: Floats, days: NDArray[np.datetime64], caller: Caller) -> Dated:
        """Return the grid of each point (WGS-84) on its own civil day, arrays (n,), in order.

        Foreign grids are None, as is what lies outside or before the first edition.
        """
        check_places(lon, lat)
        codes = np.full(len(days), None, dtype=object)
        numbers = np.zeros(len(days), dtype=np.int64)
        begins = np.array([one.valid_from for one in self._atlas.editions], dtype="datetime64[D]")
        ends = [one.valid_to or date.max for one in self._atlas.editions]
        held = np.searchsorted(begins, days, side="right") - 1
        for row in np.unique(held[held >= 0]).tolist():
            chosen = np.flatnonzero((held == row) & (days < np.datetime64(ends[row])))
            boundaries = await self._atlas.of(self._atlas.editions[row])
            position = boundaries.index.find(lon[chosen], lat[chosen])
            position[~boundaries.visible(caller.scope)[position]] = -1
            codes[chosen], numbers[chosen] = boundaries.codes[position], boundaries.ref.number
        return Dated(codes, numbers)

    async def all_of(self, boundaries: Boundaries, on: date | None, caller: Caller) -> Batch:
        """Return the answers of every base grid of an edition that the caller sees, each once."""
        seen = [
            member.code for member in boundaries.base if caller.scope.holds_grid(member.code, member.squad)
        ]
        grids = await self._responsible(boundaries, seen, on, caller)
        return Batch(boundaries.ref, np.array(seen, dtype=object), grids)

    async def _responsible(
        self, boundaries: Boundaries, codes: list[str], on: date | None, caller: Caller
    ) -> dict[str, Responsible]:
        holders: dict[str, list[Holder]] = {code: [] for code in codes}
        if codes and caller.may("people.read"):
            async with self._database.begin() as connection:
                for holder in await posts_in(connection, codes, on or self._atlas.today()):
                    holders[holder.grid].append(holder)
        return {
            code: Responsible(
                boundaries.members[code],
                boundaries.ancestors(boundaries.members[code]),
                tuple(holders[code]),
            )
            for code in codes
        }

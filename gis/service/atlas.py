"""Every edition's boundaries in memory, following publications, so that a look-up asks no database."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.errors import NotFound, Unavailable
from gis.geometry.locate import GridIndex
from gis.model import EditionRef, Lookout, Scope, Town, precedence
from gis.store import boundaries as stored
from gis.store.database import Connection, Database
from gis.store.town import load_town, load_version

POLL_S = 0.4
# Six editions of a town and one of a county of 20,000 grids fit several times.
KEPT_BYTES = 512 << 20


@dataclass(frozen=True)
class Boundaries:
    """One edition in memory: its members at every level and the exact index over the base level."""

    id: int
    ref: EditionRef
    members: Mapping[str, stored.Member]
    base: tuple[stored.Member, ...]
    index: GridIndex
    bounds: tuple[float, float, float, float]

    @cached_property
    def codes(self) -> NDArray[np.object_]:
        """Codes of the base level, by index; one more entry (None) answers -1, outside."""
        return np.array([member.code for member in self.base] + [None], dtype=object)

    @property
    def nbytes(self) -> int:
        """Count the bytes of the index and of the members' shapes, all but a small rest of the edition."""
        return self.index.nbytes + sum(len(member.shape) for member in self.members.values())

    def visible(self, scope: Scope) -> NDArray[np.bool_]:
        """Return which base grids (and never the outside, the last entry) lie in a scope."""
        inside = [scope.holds_grid(member.code, member.squad) for member in self.base]
        return np.array([*inside, False], dtype=bool)

    def ancestors(self, member: stored.Member) -> tuple[stored.Member, ...]:
        """Return the grids above a member, nearest first."""
        found = []
        parent = self.members.get(member.parent or "")
        while parent is not None:
            found.append(parent)
            parent = self.members.get(parent.parent or "")
        return tuple(found)


class Shelf:
    """Keeps the editions used last, as many as fit in so many bytes and the newest comer in any case."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: OrderedDict[int, Boundaries] = OrderedDict()

    def get(self, edition: int) -> Boundaries | None:
        """Return an edition that is kept, and count it as used."""
        if edition in self._kept:
            self._kept.move_to_end(edition)
        return self._kept.get(edition)

    def put(self, boundaries: Boundaries) -> None:
        """Keep an edition, and drop those that were not used for longest until all fit."""
        self._kept[boundaries.id] = boundaries
        while len(self._kept) > 1 and sum(kept.nbytes for kept in self._kept.values()) > self._room:
            self._kept.popitem(last=False)


class Atlas:
    """Holds the town, the list of editions in force, and the boundaries of those asked for lately."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._town: Town | None = None
        self._published: tuple[stored.Published, ...] = ()
        self._editions: tuple[stored.Published, ...] = ()
        self._version = 0
        self._minute: tuple[datetime | None, date] = (None, date.min)
        self._shelf = Shelf(KEPT_BYTES)
        self._building: dict[int, asyncio.Task[Boundaries]] = {}

    @property
    def town(self) -> Town:
        """The town's settings; Unavailable until the database has been seen once."""
        if self._town is None:
            raise Unavailable("The service is starting; try again in a moment.")
        return self._town

    def today(self) -> date:
        """Return the town's civil day."""
        minute = self._clock().replace(second=0, microsecond=0)
        # a day begins with a minute: within one the zone need not be asked again
        if minute != self._minute[0]:
            self._minute = minute, minute.astimezone(ZoneInfo(self.town.time_zone)).date()
        return self._minute[1]

    @property
    def published(self) -> tuple[stored.Published, ...]:
        """Every published edition by its first day, superseded ones too."""
        return self._published

    @property
    def editions(self) -> tuple[stored.Published, ...]:
        """The editions that hold on some day, by their first day."""
        return self._editions

    def edition_on(self, day: date | None = None, known: datetime | None = None) -> stored.Published:
        """Return the edition in force on a civil day (today when none is given); NotFound when none is.

        With `known`, the one that was believed at that moment to be in force on that day.
        """
        day = day or self.today()
        if known is not None:
            return self._believed(day, known)
        for edition in self._editions:
            if edition.valid_from <= day and (edition.valid_to is None or day < edition.valid_to):
                return edition
        first = min((edition.valid_from for edition in self._editions), default=None)
        since = f"; the first begins on {first}" if first else ""
        raise NotFound(f"No edition of the boundaries is in force on {day}{since}.")

    def _believed(self, day: date, known: datetime) -> stored.Published:
        # an edition ends where the next one begins that was known then, not where it ends as known now
        believed = [
            edition
            for edition in self._published
            if edition.valid_from <= day
            and edition.published_at <= known
            and (edition.superseded_at is None or edition.superseded_at > known)
        ]
        if not believed:
            raise NotFound(f"No edition of the boundaries was known then to be in force on {day}.")
        return believed[-1]

    def newest(self) -> stored.Published:
        """Return the edition that begins last, in force or coming; NotFound when none is published."""
        if not self._editions:
            raise NotFound("No edition of the boundaries is published.")
        return self._editions[-1]

    def stamp(self) -> tuple[int, int, date]:
        """Return what decides how the map looks today: edition, version of the data, civil day."""
        today = self.today()
        return self.edition_on(today).id, self._version, today

    async def on(self, day: date | None = None, known: datetime | None = None) -> Boundaries:
        """Return the boundaries in force on a civil day, loading and indexing them at the first call."""
        return await self.of(self.edition_on(day, known))

    async def of(self, edition: stored.Published) -> Boundaries:
        """Return an edition's boundaries, loading and indexing them at the first call."""
        if kept := self._shelf.get(edition.id):
            return kept
        if edition.id not in self._building:
            self._building[edition.id] = asyncio.create_task(self._load(edition))
        return await asyncio.shield(self._building[edition.id])

    def at_hand(self) -> Boundaries | None:
        """Return today's boundaries if they are in memory."""
        return self._shelf.get(self.edition_on().id)

    def lookout(self, scope: Scope, on: date | None = None) -> Lookout:
        """Return from where a caller of this scope looks at the data on a civil day."""
        town = self.town
        return Lookout(self.edition_on(on).id, scope, self.today(), town.time_zone, town.base_level)

    async def refresh(self) -> None:
        """Read the town and the list of editions again; Unavailable while the database is away."""
        async with self._database.begin() as connection:
            self._town = await load_town(connection)
            self._published = await stored.published_editions(connection)
            self._editions = tuple(one for one in self._published if one.superseded_at is None)
            self._version = await load_version(connection)

    async def follow(self) -> None:
        """Refresh for ever, a few times a second, outliving every absence of the database."""
        while True:
            try:
                await self.refresh()
                if self._editions:
                    await self.on()
            except (Unavailable, NotFound):
                pass
            await asyncio.sleep(POLL_S)

    async def _load(self, edition: stored.Published) -> Boundaries:
        try:
            async with self._database.begin() as connection:
                loaded = await load_boundaries(connection, edition, self.town.base_level)
            self._shelf.put(loaded)
            return loaded
        finally:
            del self._building[edition.id]


async def load_boundaries(connection: Connection, edition: stored.Published, base_level: int) -> Boundaries:
    """Read an edition's members and index its base level, off the event loop."""
    members = await stored.members(connection, edition.id)
    return await asyncio.to_thread(_boundaries, edition, members, base_level)


def _boundaries(edition: stored.Published, members: tuple[stored.Member, ...], base_level: int) -> Boundaries:
    base = tuple(
        sorted(
            (member for member in members if member.level == base_level),
            key=lambda member: precedence(member.kind, member.code),
        )
    )
    shapes = shapely.from_wkb([member.shape for member in base])
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    return Boundaries(
        id=edition.id,
        ref=EditionRef(edition.number, edition.title, edition.valid_from),
        members={member.code: member for member in members},
        base=base,
        index=GridIndex.build(list(shapes)),
        bounds=(west, south, east, north),
    )

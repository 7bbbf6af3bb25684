"""The fixes of yesterday and today by person, kept so that only what is new has to be read."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from gis.analysis.piece import decode, encode
from gis.analysis.track_fixes import Fixes
from gis.store.database import Connection
from gis.store.tracks import LONG_AGO, fixes_of

# a message is committed a moment after it was received
OVERLAP = timedelta(seconds=60)
# two days of so many people fit in memory as rows
TOGETHER = 100


class Recent:
    """Fixes from a moment on, as they would be in a sealed piece."""

    def __init__(self, begin: datetime) -> None:
        self.begin = begin
        self._read = LONG_AGO
        self._people: frozenset[int] = frozenset()
        self._fixes: dict[int, Fixes] = {}

    async def read(self, connection: Connection, people: frozenset[int], now: datetime) -> set[int]:
        """Take in what came since the last time, and return whose fixes are others now."""
        span = self.begin, now + timedelta(days=1)
        new = sorted(people - self._people)
        self._fixes = {person: fixes for person, fixes in self._fixes.items() if person in people}
        known = sorted(people & self._people)
        rows = await fixes_of(connection, known, span, self._read - OVERLAP) if known else {}
        changed = {person for person, fixes in rows.items() if self._take(person, fixes)}
        for first in range(0, len(new), TOGETHER):
            rows = await fixes_of(connection, new[first : first + TOGETHER], span)
            changed |= {person for person, fixes in rows.items() if self._take(person, fixes)}
        self._people, self._read = people, now
        return changed

    def has_all_until(self, heard: datetime | None) -> bool:
        """Tell whether nothing can have come that was not read, when the last word of any device is this."""
        return heard is None or heard < self._read - OVERLAP

    def of(self, people: Sequence[int]) -> dict[int, Fixes]:
        """Return the fixes of people, of those who have any."""
        return {person: self._fixes[person] for person in people if person in self._fixes}

    def _take(self, person: int, fixes: Fixes) -> bool:
        """Add fixes; tell whether some of them are new."""
        # a closed day is judged by its pieces: both must say the same to the metre
        rounded = decode(*encode(person, fixes))
        known = self._fixes.get(person)
        whole = rounded if known is None else _joined(known, rounded)
        self._fixes[person] = whole
        return known is None or len(whole) > len(known)


def _joined(known: Fixes, more: Fixes) -> Fixes:
    """Return both in order of time, each place of an instant once."""
    names = Fixes.__dataclass_fields__
    whole = Fixes(*(np.concatenate([getattr(part, name) for part in (known, more)]) for name in names))
    order = np.lexsort((whole.lat, whole.lon, whole.at_ms))
    first = np.zeros(len(whole), bool)
    for column in (whole.at_ms, whole.lon, whole.lat):
        first[1:] |= np.diff(column[order]) != 0
    first[0] = True
    return whole.take(order[first])

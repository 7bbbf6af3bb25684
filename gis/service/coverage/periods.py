"""What periods add up to, kept in memory while nothing of them is counted anew."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyroaring import BitMap

from gis.analysis.tally import Tally
from gis.store.coverage import Ways, sets_of, stamp_of, ways_of
from gis.store.database import Connection

KEPT = 4
"""Some twenty megabytes each for a town."""


@dataclass(frozen=True)
class Period:
    """How often each cell was walked, for some of the kept swaths, and when each person's way was known."""

    tallies: Mapping[int, Tally]
    ways: Sequence[Ways]


class Periods:
    """Reads periods; one that was read before is read again only when a day of it was counted since."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], tuple[object, Period]] = OrderedDict()
        # a page asks for its rows and its ranking at once, and the second waits for what the first reads
        self._reading = asyncio.Lock()

    async def read(
        self, connection: Connection, people: Sequence[int], days: tuple[date, date], swaths: Sequence[int]
    ) -> Period:
        """Return what people's counted days from a first to a last one add up to, for some kept swaths."""
        async with self._reading:
            key = (tuple(people), days, tuple(swaths))
            stamp = await stamp_of(connection, people, days)
            known = self._kept.get(key)
            if known is None or known[0] != stamp:
                tallies = {}
                for swath in swaths:
                    sets = await sets_of(connection, people, days, swath)
                    tallies[swath] = await asyncio.to_thread(_tally, sets)
                known = stamp, Period(tallies, await ways_of(connection, people, days))
                self._kept[key] = known
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return known[1]


def _tally(sets: Sequence[bytes]) -> Tally:
    return Tally.of([BitMap.deserialize(one) for one in sets])

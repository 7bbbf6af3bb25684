"""The grid of each fix, by the boundaries that were in force on its civil day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from gis.errors import NotFound
from gis.model import Keeps
from gis.service.atlas import Atlas, Boundaries
from gis.service.reception.arrivals import Arrived
from gis.service.reception.batching import Locate
from gis.service.reception.gate import FUTURE_MS
from gis.store.fix_rows import NO_GRID
from gis.store.tracks import day_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# offsets of time zones are multiples of a quarter of an hour, so a civil day begins with one
QUARTER_MS = 15 * 60_000
MOST_QUARTERS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class _Edition:
    boundaries: Boundaries
    keys: Ints


class GridsOfDays:
    """Knows which civil days are kept, so many before today, and hands out a locator for messages.

    The boundaries of all their days are in memory then.
    """

    def __init__(self, atlas: Atlas, kept_days: int = Keeps().track_days) -> None:
        self._atlas = atlas
        self._kept = timedelta(days=kept_days)
        self._days: dict[int, date] = {}
        self._keys: tuple[int, Ints] = (0, np.empty(0, np.int64))

    async def of(self, messages: Sequence[Arrived]) -> Locate:
        """Return the locator; a day on which no edition is in force has no grids."""
        oldest_ms = self.oldest_ms()
        quarters = {quarter for message in messages for quarter in _quarters(message, oldest_ms)}
        editions = {quarter: await self._edition(self._day(quarter)) for quarter in quarters}

        def locate(lon: Floats, lat: Floats, at_ms: Ints) -> Ints:
            quarter = at_ms // QUARTER_MS
            found = np.full(len(lon), NO_GRID, np.int64)
            for each in np.unique(quarter).tolist():
                edition = editions.get(each)
                if edition is not None:
                    chosen = quarter == each
                    found[chosen] = edition.keys[edition.boundaries.index.find(lon[chosen], lat[chosen])]
            return found

        return locate

    def oldest_ms(self) -> int:
        """Return when the first civil day begins that is kept today, in ms since 1970 UTC."""
        first = day_of(self._atlas.today() - self._kept, self._atlas.town.time_zone)
        return int(first.begin.timestamp() * 1000)

    def _day(self, quarter: int) -> date:
        if quarter not in self._days:
            if len(self._days) > MOST_QUARTERS:
                self._days.clear()
            moment = datetime.fromtimestamp(quarter * QUARTER_MS / 1000, UTC)
            self._days[quarter] = moment.astimezone(ZoneInfo(self._atlas.town.time_zone)).date()
        return self._days[quarter]

    async def _edition(self, day: date) -> _Edition | None:
        try:
            boundaries = await self._atlas.on(day)
        except NotFound:
            return None
        if self._keys[0] != boundaries.id:
            keys = np.array([member.id for member in boundaries.base] + [NO_GRID], np.int64)
            self._keys = boundaries.id, keys
        return _Edition(boundaries, self._keys[1])


def _quarters(message: Arrived, first: int) -> set[int]:
    """Return the quarters of an hour of a message's places, of those only that the gate may let through."""
    last = message.received_ms + FUTURE_MS
    if message.many:
        at_ms = message.many.columns.at_ms
        quarters = np.unique(at_ms[(at_ms >= first) & (at_ms <= last)] // QUARTER_MS)
        return {int(quarter) for quarter in quarters}
    moments = (report.at_ms for report in message.decoded.reports if report.placed)
    return {moment // QUARTER_MS for moment in moments if first <= moment <= last}

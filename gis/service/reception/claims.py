"""Devices that nobody registered: noted for somebody to claim, without their places, under a limit."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from gis.errors import Unavailable
from gis.service.reception.roll import digest_of
from gis.store.database import Database
from gis.store.devices import note_claims

FLUSH_S = 1.0
MOST_NEW = 200
MOST_PER_ADDRESS = 60
MINUTE_S = 60
LONGEST_NAME = 120


@dataclass(slots=True)
class _Noted:
    digest: str | None
    address: str
    messages: int
    seen_at: datetime


class Claims:
    """Counts the messages of unknown devices in memory and writes them down once a second."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._noted: dict[tuple[str, str], _Noted] = {}
        self._addresses: Counter[str] = Counter()
        self._minute = -1

    def note(self, protocol: str, name: str | None, secret: str | None, address: str) -> None:
        """Note one message; without a name, or above the limit, nothing is noted.

        A device that is known by its secret alone (`secret` None) is shown by the secret's beginning.
        """
        if not name or not self._within_limit(address):
            return
        digest = digest_of(name if secret is None else secret) if secret != "" else None
        shown = f"{name[:4]}…{digest[:8]}" if secret is None and digest else name[:LONGEST_NAME]
        key = (shown.replace("\0", ""), protocol)
        if key not in self._noted and len(self._noted) >= MOST_NEW:
            return
        noted = self._noted.setdefault(key, _Noted(digest, address, 0, self._clock()))
        noted.messages += 1
        noted.seen_at = self._clock()

    async def run(self) -> None:
        """Write down what was noted, for ever."""
        while True:
            await asyncio.sleep(FLUSH_S)
            taken, self._noted = self._noted, {}
            rows = [
                (name, protocol, noted.digest, noted.address, noted.messages, noted.seen_at)
                for (name, protocol), noted in taken.items()
            ]
            try:
                if rows:
                    async with self._database.begin() as connection:
                        await note_claims(connection, rows)
            except Unavailable:
                self._noted = {**taken, **self._noted}

    def _within_limit(self, address: str) -> bool:
        minute = int(self._clock().timestamp()) // MINUTE_S
        if minute != self._minute:
            self._minute = minute
            self._addresses.clear()
        self._addresses[address] += 1
        return self._addresses[address] <= MOST_PER_ADDRESS

"""A worker's view of everybody's newest position, packed once for each audience and sent to its listeners."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import orjson

from gis.errors import NotFound, Unavailable
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.service.live.feed import listen
from gis.service.reception.whereabouts import Position

TICK_S = 0.5
GATHER_S = 0.05
"""What comes together is told together."""
AGAIN_S = 0.2
KEEP_ALIVE_S = 15.0
MOST_UNREAD = 120
KEEP_ALIVE = b": still here\n\n"

Direct = Callable[[bytes], bool]
"""Writes an event to a listener at once; False when he has stopped reading."""


class Listener:
    """One who listens: told through a queue, or by `direct` once his first event is on its way."""

    def __init__(self, direct: Direct | None) -> None:
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.direct: Direct | None = None
        self._later = direct

    def begin(self) -> None:
        """Tell directly from now on."""
        self.direct = self._later

    def send(self, event: bytes) -> bool:
        """Tell an event; False when he has stopped reading."""
        if self.direct:
            return self.direct(event)
        if self.queue.qsize() >= MOST_UNREAD:
            return False
        self.queue.put_nowait(event)
        return True


class Audience:
    """All listeners of one scope, and what they are shown now."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.shown: set[int] = set()
        self.listeners: set[Listener] = set()
        self._sent = monotonic()

    def keep_alive(self) -> None:
        """Say that the stream lives, when nothing else was said for long."""
        if monotonic() - self._sent >= KEEP_ALIVE_S:
            self.send(KEEP_ALIVE)

    def send(self, event: bytes) -> None:
        """Put an event before every listener; one that has stopped reading is let go and will come again."""
        self._sent = monotonic()
        for listener in list(self.listeners):
            if not listener.send(event):
                self.listeners.discard(listener)
                listener.queue.put_nowait(None)


class LiveView:
    """Follows reception's feed and streams it, each audience seeing only the grids of its scope."""

    def __init__(self, atlas: Atlas, clock: Callable[[], datetime], socket: Path | None) -> None:
        self._atlas = atlas
        self._clock = clock
        self._socket = socket
        self._epoch = self._number = self._told = 0
        self._alert = self._told_alert = 0
        self._positions: dict[int, tuple[int, Position]] = {}
        self._changed = asyncio.Event()
        self._audiences: dict[Scope, Audience] = {}
        self._grids: tuple[int, dict[int, tuple[str, str | None]]] = (0, {})

    async def follow(self) -> None:
        """Follow the feed for ever; reception may go and come again."""
        while self._socket is not None:
            with suppress(OSError, asyncio.IncompleteReadError, ValueError):
                told = await listen(self._socket, self._epoch, self._number)
                try:
                    while True:
                        await self._take(*await told.next())
                finally:
                    told.close()
            await asyncio.sleep(AGAIN_S)

    async def tick(self) -> None:
        """Tell the audiences what changed, soon but at most twice a second, for ever."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), KEEP_ALIVE_S / 3)
            self._changed.clear()
            await asyncio.sleep(GATHER_S)
            if self._alert != self._told_alert:
                self._told_alert = self._alert
                for audience in self._audiences.values():
                    audience.send(self._event("alert", (), ()))
            if self._number != self._told:
                changed = [position for number, position in self._positions.values() if number > self._told]
                self._told = self._number
                for audience in self._audiences.values():
                    self._tell(audience, changed)
            # one timer for all: one for each listener would cost more than what is sent
            for audience in self._audiences.values():
                audience.keep_alive()
            await asyncio.sleep(TICK_S - GATHER_S)

    async def stream(
        self, scope: Scope, last: str | None, direct: Direct | None = None
    ) -> AsyncIterator[bytes]:
        """Give the events of one listener: what it has not seen, then every change of its audience.

        `last` is the id of the last event it got. With `direct` the changes go there, and not through here.
        Raises Unavailable before the first word from reception.
        """
        if not self._epoch:
            raise Unavailable("The live stream is starting; try again in a moment.")
        audience = self._audiences.setdefault(scope, Audience(scope))
        listener = Listener(direct)
        # nothing may come between the first word and the changes after it
        first = self._first(audience, last)
        audience.listeners.add(listener)
        try:
            yield first
            while True:
                if listener.queue.empty():
                    listener.begin()
                event = await listener.queue.get()
                if event is None:
                    return
                yield event
        finally:
            audience.listeners.discard(listener)
            if not audience.listeners:
                self._audiences.pop(scope, None)

    def end(self) -> None:
        """Let all listeners go, as this process stops; they come again to its successor."""
        for audience in self._audiences.values():
            for listener in audience.listeners:
                listener.queue.put_nowait(None)

    def newest(self, scope: Scope) -> list[Position]:
        """Return the newest positions that a scope shows."""
        return [position for _, position in self._positions.values() if self._visible(scope, position)]

    async def _take(self, epoch: int, number: int, alert: int, positions: list[Position]) -> None:
        self._alert = alert
        anew = epoch != self._epoch
        if anew:
            self._positions.clear()
            self._epoch, self._told = epoch, number
            self._refresh_grids()
        for position in positions:
            self._positions[position.device] = number, position
        self._number = number
        self._changed.set()
        if anew:
            for audience in self._audiences.values():
                audience.send(self._snapshot(audience))

    def _first(self, audience: Audience, last: str | None) -> bytes:
        """Return what a new listener has to know; only who sees the whole town can be told the rest alone."""
        epoch, _, number = (last or "").partition("-")
        known = epoch == str(self._epoch) and number.isdigit() and int(number) <= self._told
        if not (known and audience.scope.everything):
            return self._snapshot(audience)
        missed = [position for n, position in self._positions.values() if int(number) < n <= self._told]
        return self._event("change", missed, ())

    def _snapshot(self, audience: Audience) -> bytes:
        told = [position for number, position in self._positions.values() if number <= self._told]
        visible = [position for position in told if self._visible(audience.scope, position)]
        audience.shown |= {position.device for position in visible}
        return self._event("snapshot", visible, ())

    def _tell(self, audience: Audience, changed: Iterable[Position]) -> None:
        self._refresh_grids()
        seen = [position for position in changed if self._visible(audience.scope, position)]
        devices = {position.device for position in seen}
        gone = [
            position.device
            for position in changed
            if position.device in audience.shown and position.device not in devices
        ]
        audience.shown = (audience.shown | devices) - set(gone)
        if seen or gone:
            audience.send(self._event("change", seen, gone))

    def _event(self, kind: str, positions: Iterable[Position], gone: Iterable[int]) -> bytes:
        now_ms = int(self._clock().timestamp() * 1000)
        rows = [_row(position) for position in positions]
        data: dict[str, Any] = {"now": now_ms, "alert": self._alert, "rows": rows}
        if gone := list(gone):
            data["gone"] = gone
        body = orjson.dumps(data).decode()
        return f"id: {self._epoch}-{self._told}\nevent: {kind}\ndata: {body}\n\n".encode()

    def _visible(self, scope: Scope, position: Position) -> bool:
        if scope.everything:
            return True
        grid = self._grids[1].get(position.grid)
        return grid is not None and scope.holds_grid(*grid)

    def _refresh_grids(self) -> None:
        with suppress(NotFound, Unavailable):
            boundaries = self._atlas.at_hand()
            if boundaries is not None and boundaries.id != self._grids[0]:
                grids = {member.id: (member.code, member.squad) for member in boundaries.base}
                self._grids = boundaries.id, grids


def _row(position: Position) -> list[Any]:
    """Return device, person, moment (ms), lon and lat (µdeg), accuracy, speed, heading, flags."""
    return [
        position.device,
        position.person,
        position.at_ms,
        round(position.lon * 1e6),
        round(position.lat * 1e6),
        position.accuracy_m,
        position.speed_mps,
        position.heading_deg,
        position.flags,
    ]

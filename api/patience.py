"""A bound on how long a request may take to arrive, so that slow clients cannot hold connections for ever."""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Impatient(HttpToolsProtocol):
    """uvicorn's protocol, which closes a connection whose request has not arrived whole in time."""

    # a batch of 48 MiB passes in this time at 7 Mbit/s
    arrival_s: ClassVar[float] = 60

    _due: float | None = None
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait(self.arrival_s)

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a request."""
        super().on_message_begin()
        self._wait(self.arrival_s)

    def on_message_complete(self) -> None:
        """Stop waiting: the request is here, and its answer may take what it takes."""
        self._due = None
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting: nothing will come any more."""
        if self._timer:
            self._timer.cancel()
        super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        """Close the connection after so long, unless the end is put off or taken back before."""
        self._due = self.loop.time() + seconds
        # a timer for each request would cost more than the request: one runs on and looks when it rings
        if self._timer is None or self._timer.when() > self._due:
            self._set(self._due)

    def _set(self, when: float) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_at(when, self._ring)

    def _ring(self) -> None:
        self._timer = None
        if self._due is None:
            return
        if self._due > self.loop.time():
            self._set(self._due)
        else:
            self.transport.close()

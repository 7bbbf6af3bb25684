"""The TCP door of vehicle terminals (JT/T 808): bytes in and out, under bounds of size, time and number."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from gis.protocols.jt808_frame import split
from gis.service.reception.terminals import Conversation, Terminals

AT_ONCE_BYTES = 16 * 1024
MOST_LINES = 5000
MOST_REFUSED = 20
SIGN_ON_S = 60.0
IDLE_S = 600.0
"""Terminals send a heartbeat every minute or every few."""


class TerminalDoor:
    """Holds the connections of terminals, each a conversation of its own."""

    def __init__(self, terminals: Terminals, clock: Callable[[], datetime], idle_s: float = IDLE_S) -> None:
        self._terminals = terminals
        self._clock = clock
        self._idle_s = idle_s
        self._lines: set[asyncio.StreamWriter] = set()

    async def serve(self, listener: socket.socket) -> None:
        """Listen for ever; at its end no connection is left."""
        server = await asyncio.start_server(self._line, sock=listener, limit=AT_ONCE_BYTES)
        try:
            await server.serve_forever()
        finally:
            for writer in self._lines:
                writer.transport.abort()

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._lines) >= MOST_LINES:
            writer.transport.abort()
            return
        self._lines.add(writer)
        host = writer.get_extra_info("peername")[0]
        try:
            # whoever hangs up or falls silent has had every answer that was due
            with suppress(OSError, TimeoutError):
                await self._talk(Conversation(self._terminals, host), reader, writer)
        finally:
            self._lines.discard(writer)
            writer.close()

    async def _talk(
        self, conversation: Conversation, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        rest = b""
        while conversation.refused < MOST_REFUSED:
            patience = self._idle_s if conversation.signed_on else min(SIGN_ON_S, self._idle_s)
            came = await asyncio.wait_for(reader.read(AT_ONCE_BYTES), patience)
            if not came:
                return
            frames, rest = split(rest + came)
            for frame in frames:
                writer.write(await conversation.answer(frame, int(self._clock().timestamp() * 1000)))
            await asyncio.wait_for(writer.drain(), patience)

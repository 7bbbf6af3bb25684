"""HTTP of a worker: hot doors answer before a request becomes a task, the application answers all else."""

import secrets
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from api.hot_doors import Door, HotDoors
from api.live_pipe import TRANSPORT
from api.patience import Impatient
from api.tile_answer import Reply
from api.wrapping import with_headers

HEAD_END = b"\r\n\r\n"


class HotProtocol(Impatient):
    """uvicorn's protocol with hot doors in front of the application.

    A request that a door may answer is held back from the application until its body is here; when the door
    declines, the application gets it as if it came just now.
    """

    def __init__(self, *given: Any, doors: HotDoors, **named: Any) -> None:
        super().__init__(*given, **named)
        self._doors = doors
        self._door: Door | None = None
        self._held = bytearray()
        self._between = True
        self._whole: bytes | None = None

    def data_received(self, data: bytes) -> None:
        """Answer a request that comes again as it is, or read what came."""
        reply = self._doors.repeated(data) if self._between and self._is_free() else None
        if reply is not None:
            self._unset_keepalive_if_required()
            self._answer(reply)
            return
        # one head and nothing behind it
        alone = self._between and data.find(HEAD_END) == len(data) - len(HEAD_END)
        self._whole = data if alone else None
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._between = False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Hold the request back for a door, or begin to handle it."""
        if self._is_free():
            self._door = self._doors.door(self.parser.get_method(), self.url, self.headers, self._whole)
        if self._door is None:
            self._begin()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        if self._door is None:
            super().on_body(body)
        else:
            self._held += body

    def on_message_complete(self) -> None:
        """Answer what was held back, or pass it on."""
        self._between = True
        if self._door is None:
            super().on_message_complete()
            return
        reply = self._door(bytes(self._held))
        if reply is None:
            self._pass_on()
            super().on_message_complete()
            return
        self._door = None
        self._held.clear()
        self._answer(reply)

    def shutdown(self) -> None:
        """Pass on what is held back, so that it is still answered, before closing."""
        if self._door is not None:
            self._pass_on()
        super().shutdown()

    def _is_free(self) -> bool:
        # answers keep the order of their requests, and nobody is sent more while he does not read
        idle = self.cycle is None or self.cycle.response_complete
        return idle and not self.flow.write_paused and bool(self.parser.should_keep_alive())

    def _begin(self) -> None:
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]
        scope[TRANSPORT] = self.transport
        super().on_headers_complete()

    def _pass_on(self) -> None:
        self._door = None
        self._begin()
        if self._held:
            super().on_body(bytes(self._held))
            self._held.clear()

    def _answer(self, reply: Reply) -> None:
        self.transport.writelines(self._written(reply))
        self._wait(self.timeout_keep_alive)

    def _written(self, reply: Reply) -> tuple[bytes, bytes]:
        status, headers, body = reply
        lines = [STATUS_LINE[status]]
        told = with_headers(headers, secrets.token_hex(8))
        for name, value in (*self.server_state.default_headers, *told):
            lines += (name, b": ", value, b"\r\n")
        lines.append(b"\r\n")
        return b"".join(lines), body

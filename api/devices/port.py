"""HTTP of the device port: the parameter form is answered from the commit itself, without a task."""

from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from api.devices.doors import LARGEST, PARAMETERS, Doors, door_name
from api.devices.requests import NOTHING, RETRY_AFTER, Answer, Header, away, header_lines, knock_of
from api.patience import Impatient
from api.wrapping import Scope
from gis.errors import Unavailable
from gis.service.reception.desk import Desk


class DevicePort(Impatient):
    """uvicorn's protocol with the door of parameters in front of the application.

    A phone that reports alone is most of what comes, and a task, a scope and two events for each would cost
    more than its fix does.
    """

    def __init__(self, *given: Any, doors: Doors, desk: Desk, **named: Any) -> None:
        super().__init__(*given, **named)
        self._doors = doors
        self._desk = desk
        self._body: bytearray | None = None
        self._keeps_alive = True
        self._waits = False
        self._leaves = False

    def on_message_begin(self) -> None:
        """Begin a request; one that comes before the last is answered is not read, and has to come again."""
        if self._waits:
            self._leaves = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Hold back what the door of parameters answers, or begin to handle it."""
        if self._leaves:
            return
        idle = self.cycle is None or self.cycle.response_complete
        if idle and not self.expect_100_continue and self._is_parameters():
            self._body = bytearray()
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        if self._leaves:
            return
        if self._body is None:
            super().on_body(body)
            return
        self._body += body
        if len(self._body) > LARGEST:
            self._pass_on()

    def on_message_complete(self) -> None:
        """Give what was held back to the desk, or pass it on."""
        if self._leaves:
            return
        super().on_message_complete() if self._body is None else self._take(bytes(self._body))

    def shutdown(self) -> None:
        """Close once what waits is answered."""
        if self._waits:
            self._leaves = True
        else:
            if self._body is not None:
                self._pass_on()
            super().shutdown()

    def _is_parameters(self) -> bool:
        path = self.url.partition(b"?")[0]
        plain = path.startswith(b"/") and b"%" not in path and b"#" not in self.url
        return plain and door_name(path.decode("latin-1")) in PARAMETERS

    def _pass_on(self) -> None:
        held, self._body = self._body, None
        super().on_headers_complete()
        if held:
            super().on_body(bytes(held))

    def _take(self, body: bytes) -> None:
        self._body, self._due = None, None
        self._keeps_alive = bool(self.parser.should_keep_alive()) and self.parser.get_http_version() != "1.0"
        path, _, query = self.url.partition(b"?")
        scope: Scope = {**self.scope, "path": path.decode("latin-1"), "query_string": query}
        try:
            message = self._doors.said(knock_of(scope, body, self._doors.now_ms()))
            if message is None:
                self._answer(NOTHING)
                return
            self._waits = True
            self._desk.put(message, self._done)
        except Unavailable as refusal:
            self._done(refusal)

    def _done(self, refusal: Unavailable | None) -> None:
        self._waits = False
        if refusal:
            self._answer(away(refusal), RETRY_AFTER)
        else:
            self._answer(NOTHING)

    def _answer(self, answer: Answer, *more: Header) -> None:
        if self.transport.is_closing():
            return
        status, _, body = answer
        stays = self._keeps_alive and not self._leaves
        lines = [STATUS_LINE[status]]
        told = header_lines(answer, *more, *(() if stays else ((b"connection", b"close"),)))
        for name, value in (*self.server_state.default_headers, *told):
            lines += (name, b": ", value, b"\r\n")
        self.transport.write(b"".join((*lines, b"\r\n", body)))
        if stays:
            self._wait(self.timeout_keep_alive)
        else:
            self.transport.close()

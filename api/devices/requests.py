"""A device's request as the doors read it, and the few answers they give."""

import base64
from dataclasses import dataclass
from urllib.parse import parse_qs

import orjson

from api.wrapping import Receive, Scope, Send
from gis.errors import Unavailable
from gis.protocols.base import Message

Header = tuple[bytes, bytes]
Answer = tuple[int, bytes, bytes]
"""Status, content type, body."""

NOTHING: Answer = (200, b"text/plain", b"")
WRONG: Answer = (401, b"text/plain", b"The device's name and password do not belong together.\n")
UNKNOWN_DOOR: Answer = (404, b"text/plain", b"There is no such door for devices.\n")
TOO_LARGE: Answer = (413, b"text/plain", b"The message is too large.\n")
RETRY_AFTER = (b"retry-after", b"2")


@dataclass(frozen=True, slots=True)
class Knock:
    """One request: the rest of its path, its message and where it came from."""

    path: str
    message: Message
    address: str

    @property
    def basic(self) -> tuple[str, str] | None:
        """The name and password of HTTP Basic, if it was sent and can be read."""
        scheme, _, coded = self.message.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            name, colon, password = base64.b64decode(coded, validate=True).decode().partition(":")
        except ValueError:  # no base64, no ASCII, or no UTF-8 in it
            return None
        return (name, password) if colon else None

    @property
    def bearer(self) -> str | None:
        """The token that was sent as a bearer's."""
        scheme, _, token = self.message.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None

    def argument(self, name: str) -> str | None:
        """Return one argument of the query."""
        try:
            found = parse_qs(self.message.query, max_num_fields=200, errors="replace").get(name)
        except ValueError:  # more arguments than any device sends
            return None
        return found[0] if found else None


def away(refusal: Unavailable) -> Answer:
    """Return what a device is told whose message is not known to be durable."""
    problem = {"type": "about:blank", "title": "Unavailable", "status": 503, "detail": str(refusal)}
    return 503, b"application/problem+json", orjson.dumps(problem)


def header_lines(answer: Answer, *more: Header) -> list[Header]:
    """Return the header lines of an answer."""
    _, kind, body = answer
    return [(b"content-type", kind), (b"content-length", b"%d" % len(body)), *more]


async def read_body(receive: Receive, largest: int) -> bytes | None:
    """Return the body, or None when it is larger than it may be or the device has hung up."""
    parts: list[bytes] = []
    length = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return None
        part = event.get("body", b"")
        length += len(part)
        if length > largest:
            return None
        parts.append(part)
        if not event.get("more_body"):
            return b"".join(parts)


def knock_of(scope: Scope, body: bytes, received_ms: int) -> Knock:
    """Return the request of an ASGI scope."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    message = Message(
        body=body,
        query=scope["query_string"].decode("latin-1"),
        content_type=headers.get("content-type", ""),
        headers=headers,
        received_ms=received_ms,
    )
    client = scope.get("client")
    return Knock(scope["path"], message, client[0] if client else "")


async def send_answer(send: Send, answer: Answer, *more: Header) -> None:
    """Send a whole answer."""
    status, _, body = answer
    headers = header_lines(answer, *more)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

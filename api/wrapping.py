"""What wraps every request: its number, a bound on its body, and headers that keep browsers strict."""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson
from starlette.exceptions import HTTPException

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MEBIBYTE = 1024 * 1024
# bodies are read before anybody is asked who he is: only the doors for batches and files let large ones in
LARGE_BODIES = {
    "/api/lookup": 48 * MEBIBYTE,
    "/api/lookup/dated": 8 * MEBIBYTE,
    "/api/scans": 20 * MEBIBYTE,
    "/api/setup": 16 * MEBIBYTE,
    "/api/setup/outline": 16 * MEBIBYTE,
}
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    # what is shown to one person must not lie in a cache; what may be kept says so itself
    b"cache-control": b"no-store",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
}
ALWAYS = [*HEADERS.items(), (b"content-security-policy", POLICY.encode())]


class BodyTooLarge(HTTPException):
    """More bytes came than a body may have; FastAPI passes this kind of error on while it reads."""

    def __init__(self, largest: int) -> None:
        super().__init__(413, f"A body has at most {largest // MEBIBYTE} MiB.")


class Wrapping:
    """ASGI middleware around the whole application."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on with its number, and its answer back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = scope["wangge.request_id"] = secrets.token_hex(8)
        largest = LARGE_BODIES.get(scope["path"], MEBIBYTE)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = with_headers(message["headers"], request_id)
            await send(message)

        try:
            _check_announced(scope, largest)
            await self.app(scope, _bounded(receive, largest), send_with_headers)
        except BodyTooLarge as refusal:
            if not started:
                await _refuse(send_with_headers, request_id, refusal.detail)


def _check_announced(scope: Scope, largest: int) -> None:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > largest:
            raise BodyTooLarge(largest)


def _bounded(receive: Receive, largest: int) -> Receive:
    seen = 0

    async def receive_bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > largest:
            raise BodyTooLarge(largest)
        return message

    return receive_bounded


def with_headers(headers: list[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
    """Return an answer's headers with those that every answer has, and the request's number."""
    present = dict(headers)
    missing = [pair for pair in ALWAYS if pair[0] not in present]
    return [*headers, *missing, (b"x-request-id", request_id.encode())]


async def _refuse(send: Send, request_id: str, detail: str) -> None:
    body = orjson.dumps(
        {
            "type": "about:blank",
            "title": "Too large",
            "status": 413,
            "detail": detail,
            "request_id": request_id,
        }
    )
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})

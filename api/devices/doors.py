"""The doors by their paths: each knows who knocks, reads the message and waits until it is durable."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import orjson

from api.devices.requests import (
    NOTHING,
    RETRY_AFTER,
    TOO_LARGE,
    UNKNOWN_DOOR,
    WRONG,
    Answer,
    Knock,
    away,
    knock_of,
    read_body,
    send_answer,
)
from api.devices.shifts import Shifts
from api.wrapping import MEBIBYTE, Receive, Scope, Send
from gis.errors import NotSignedIn, Unavailable
from gis.protocols import fixes, owntracks
from gis.protocols.base import Decoded, Refused
from gis.protocols.registry import protocols
from gis.service.reception.arrivals import Arrived, Many
from gis.service.reception.claims import Claims
from gis.service.reception.desk import Desk
from gis.service.reception.files import track_file
from gis.store.devices import DeviceRow

LARGEST = MEBIBYTE
LARGEST_BULK = {"fixes": 16 * MEBIBYTE, "gpx": 32 * MEBIBYTE, "csv": 32 * MEBIBYTE}
FILES_AT_ONCE = 2
GATEWAY = "gateway"
PARAMETERS = ("", "osmand")
"""The doors of the parameter form."""
EMPTY_LIST: Answer = (200, b"application/json", b"[]")
FOREIGN = Decoded(refused=(Refused("The topic is another device's than the sign-in."),))
Door = Callable[[Knock], Awaitable[Answer]]


class Doors:
    """The ASGI application of the device port."""

    def __init__(self, desk: Desk, claims: Claims, clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._claims = claims
        self._clock = clock
        self._protocols = protocols()
        self._shifts = Shifts()
        self._reading = asyncio.Semaphore(FILES_AT_ONCE)
        # the bare address too: Traccar's app is given a host and nothing else
        self._doors: dict[str, Door] = {
            **dict.fromkeys(PARAMETERS, self._osmand),
            "owntracks": self._owntracks,
            "pub": self._owntracks,
            "fixes": self._fixes,
            "gpx": self._file,
            "csv": self._file,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; authenticated and readable is always 2xx."""
        if scope["type"] != "http":
            return
        name = door_name(scope["path"])
        door = self._doors.get(name)
        body = await read_body(receive, LARGEST_BULK.get(name, LARGEST)) if door else b""
        if door is None or body is None:
            await send_answer(send, UNKNOWN_DOOR if door is None else TOO_LARGE)
            return
        knock = knock_of(scope, body, self.now_ms())
        try:
            await send_answer(send, await door(knock))
        except NotSignedIn:
            await send_answer(send, WRONG, (b"www-authenticate", b'Basic realm="wangge"'))
        except Unavailable as refusal:
            await send_answer(send, away(refusal), RETRY_AFTER)

    def now_ms(self) -> int:
        """Return the moment at which a message that is here now was received."""
        return int(self._clock().timestamp() * 1000)

    def said(self, knock: Knock) -> Arrived | None:
        """Return what came by the door of parameters; None from a device that nobody knows."""
        name = "traccar" if knock.message.content_type.startswith("application/json") else "osmand"
        decoded = self._protocols[name].decode(knock.message)
        token = _token(knock.path) or decoded.device
        device = self._desk.roll.by_token(token) if token else None
        if device is None:
            self._claims.note(name, token, None, knock.address)
            return None
        return _arrived(device, name, decoded, knock)

    async def _osmand(self, knock: Knock) -> Answer:
        message = self.said(knock)
        if message:
            await self._desk.receive(message)
        return NOTHING

    async def _owntracks(self, knock: Knock) -> Answer:
        decoded = self._protocols["owntracks"].decode(knock.message)
        device = self._owner(knock, decoded)
        if device is None or not knock.message.body:
            return EMPTY_LIST
        if knock.basic and owntracks.speaks_for_another(knock.message, device.name):
            decoded = FOREIGN
        await self._desk.receive(_arrived(device, "owntracks", decoded, knock))
        told = self._shifts.reply(device, self._desk.roll, decoded, knock.message.received_ms)
        return 200, b"application/json", told

    def _owner(self, knock: Knock, decoded: Decoded) -> DeviceRow | None:
        """Return whose message it is: by the token of the address, else by name and password."""
        roll = self._desk.roll
        token = _token(knock.path)
        if token:
            device = roll.by_token(token)
            if device is None:
                raise NotSignedIn("No device has this address.")
            return device
        name, secret = knock.basic or (_stated(knock) or decoded.device, "")
        device = roll.by_name(name, secret) if name else None
        if device is None:
            self._claims.note("owntracks", name, secret, knock.address)
        return device

    async def _fixes(self, knock: Knock) -> Answer:
        sender = self._sender(knock.bearer)
        columns = fixes.protocol.columns(knock.message)
        many = Many(columns, tuple(self._spoken_for(sender, name) for name in columns.names))
        decoded = Decoded(refused=columns.refused)
        message = Arrived(sender, "fixes", decoded, knock.message.body, knock.message.received_ms, many)
        await self._desk.receive(message)
        return 200, b"application/json", b'{"received":%d}' % len(columns)

    async def _file(self, knock: Knock) -> Answer:
        sender = self._sender(knock.bearer or _token(knock.path) or knock.argument("token"))
        name = "gpx" if door_name(knock.path) == "gpx" else "track_csv"
        async with self._reading:
            decoded = await asyncio.to_thread(self._protocols[name].decode, knock.message)
            file = track_file(decoded, lambda each: self._spoken_for(sender, each))
        bare = replace(decoded, reports=())
        raw, received_ms = knock.message.body, knock.message.received_ms
        await self._desk.receive(Arrived(sender, name, bare, raw, received_ms, file.many))
        told = {"received": file.received, "left_out": file.left_out}
        return 200, b"application/json", orjson.dumps(told)

    def _sender(self, token: str | None) -> DeviceRow:
        """Return the device of a token; NotSignedIn when there is none."""
        sender = self._desk.roll.by_token(token) if token else None
        if sender is None:
            raise NotSignedIn("Send the device's token as a bearer token.")
        return sender

    def _spoken_for(self, sender: DeviceRow, name: str) -> DeviceRow | None:
        """Return the device of a name: a gateway speaks for all, any other device for itself."""
        if name in ("", sender.name):
            return sender
        return self._desk.roll.named(name) if sender.protocol == GATEWAY else None


def _arrived(device: DeviceRow, protocol: str, decoded: Decoded, knock: Knock) -> Arrived:
    parts = (knock.message.query.encode("latin-1"), knock.message.body)
    raw = b"\n".join(part for part in parts if part)
    if decoded.device and protocol != "owntracks":
        # what Traccar and OsmAnd call themselves is their secret, and secrets are stored as digests only
        raw = raw.replace(decoded.device.encode("utf-8", "replace"), b"*")
    return Arrived(device, protocol, decoded, raw, knock.message.received_ms)


def _stated(knock: Knock) -> str | None:
    headers = knock.message.headers
    user = headers.get("x-limit-u") or knock.argument("u")
    return user or None


def _parts(path: str) -> list[str]:
    parts = [part for part in path.split("/") if part]
    return parts[1:] if parts[:1] == ["devices"] else parts


def door_name(path: str) -> str:
    """Return which door a path leads to."""
    return "".join(_parts(path)[:1])


def _token(path: str) -> str | None:
    parts = [part for part in _parts(path)[1:] if part != "pub"]
    return parts[0] if parts else None

"""What the town and a JT/T 808 terminal say to each other: sign-on, locations, answers after the commit."""

from dataclasses import replace
from typing import Final

from gis.errors import NotSignedIn, Unavailable
from gis.protocols import jt808
from gis.protocols.base import Decoded, Refused
from gis.protocols.jt808_frame import FLAG, Frame, parse
from gis.protocols.jt808_session import (
    Registered,
    Result,
    acknowledge,
    authentication,
    joined,
    registered,
    registration,
)
from gis.service.reception.arrivals import Arrived
from gis.service.reception.claims import Claims
from gis.service.reception.desk import Desk
from gis.service.reception.registering import Registrar
from gis.store.devices import DeviceRow

PROTOCOL: Final = jt808.protocol.name
GENERAL_ANSWER = 0x0001
KNOWN = (jt808.LOCATION, jt808.BATCH, jt808.HEARTBEAT)


class Terminals:
    """What all conversations share."""

    def __init__(self, desk: Desk, claims: Claims, registrar: Registrar) -> None:
        self.desk = desk
        self.claims = claims
        self.registrar = registrar


class Conversation:
    """One connection, which serves one terminal from its sign-on to its end."""

    def __init__(self, shared: Terminals, address: str) -> None:
        self._shared = shared
        self._address = address
        self._signed_on: DeviceRow | None = None
        self._serial = 0
        self._waiting: tuple[Frame, ...] = ()
        self._raws: dict[int, bytes] = {}
        self.refused = 0
        """How many messages were refused since the last good one."""

    async def answer(self, raw: bytes, received_ms: int) -> bytes:
        """Take one frame without its flags and return what to send back, once everything in it is durable.

        What is not known to be durable is not answered, so that the terminal sends it again.
        """
        frame = parse(raw)
        try:
            if isinstance(frame, Refused):
                return await self._unreadable(raw, frame, received_ms)
            if frame.message_id == jt808.REGISTER:
                return await self._register(frame)
            if frame.message_id == jt808.AUTHENTICATE:
                return self._acknowledged([frame.serial], frame, self._sign_on(frame))
            return await self._told(frame, raw, received_ms)
        except Unavailable:
            return b""

    @property
    def signed_on(self) -> bool:
        """Tell whether the terminal has proved who it is."""
        return self._signed_on is not None

    def _device(self) -> DeviceRow | None:
        """Return the terminal that signed on, None as soon as the roll no longer holds it as it was."""
        if self._signed_on is None:
            return None
        device = self._shared.desk.roll.named(self._signed_on.name)
        same = device is not None and device.token_digest == self._signed_on.token_digest
        return device if same else None

    async def _register(self, frame: Frame) -> bytes:
        said = registration(frame)
        device = self._shared.desk.roll.named(frame.phone)
        if isinstance(said, Refused):
            result, code = Registered.NO_VEHICLE, None
        elif device is None or device.protocol != PROTOCOL:
            self._shared.claims.note(PROTOCOL, frame.phone, "", self._address)
            result, code = Registered.NO_TERMINAL, None
        else:
            code = await self._shared.registrar.code_for(device, said, self._address)
            result = Registered.OK if code else Registered.TERMINAL_TAKEN
            await self._shared.desk.refresh()
        self._count(good=result == Registered.OK)
        return registered(frame, self._next(), result, code or "")

    def _sign_on(self, frame: Frame) -> Result:
        code = authentication(frame) or ""
        self._signed_on = None
        try:
            device = self._shared.desk.roll.by_name(frame.phone, code)
        except NotSignedIn:
            return Result.FAILED
        if device is None:
            self._shared.claims.note(PROTOCOL, frame.phone, code, self._address)
        elif device.protocol == PROTOCOL:
            self._signed_on = device
        return Result.OK if self._signed_on else Result.FAILED

    async def _told(self, frame: Frame, raw: bytes, received_ms: int) -> bytes:
        """Take what is no sign-on; whatever comes without one is refused."""
        device = self._device()
        if device is None or frame.phone != device.name:
            return self._acknowledged([frame.serial], frame, Result.FAILED)
        whole, raws = self._whole(frame, raw)
        if whole is None:
            return b""
        kept = FLAG + FLAG.join(raws.values()) + FLAG
        decoded = jt808.decode_frame(whole)
        await self._shared.desk.receive(Arrived(device, PROTOCOL, decoded, kept, received_ms))
        if frame.message_id == jt808.LOGOUT:
            self._signed_on = None
        elif frame.message_id == GENERAL_ANSWER:
            return b""
        known = frame.message_id in (*KNOWN, jt808.LOGOUT)
        return self._acknowledged(list(raws), frame, Result.OK if known else Result.UNSUPPORTED)

    def _whole(self, frame: Frame, raw: bytes) -> tuple[Frame | None, dict[int, bytes]]:
        """Return a message once all its parts have come, and the frames that it came in by their serials."""
        self._waiting, whole = joined(self._waiting, frame)
        raws = {**self._raws, frame.serial: raw}
        self._raws = {part.serial: raws[part.serial] for part in self._waiting}
        return whole, {} if whole is None else raws

    async def _unreadable(self, raw: bytes, reason: Refused, received_ms: int) -> bytes:
        """Keep what a known terminal sent and nobody can read; there is nothing to answer it by."""
        device = self._device()
        if device is None:
            self._count(good=False)
        else:
            decoded = Decoded(refused=(reason,))
            await self._shared.desk.receive(Arrived(device, PROTOCOL, decoded, raw, received_ms))
        return b""

    def _acknowledged(self, serials: list[int], frame: Frame, result: Result) -> bytes:
        self._count(good=result != Result.FAILED)
        frames = (replace(frame, serial=serial) for serial in serials)
        return b"".join(acknowledge(each, self._next(), result) for each in frames)

    def _count(self, *, good: bool) -> None:
        self.refused = 0 if good else self.refused + 1

    def _next(self) -> int:
        self._serial += 1
        return self._serial - 1

"""JT/T 808 (2013 and 2019): locations of vehicles, single and in batches, from whole frames."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from gis.protocols import reading
from gis.protocols.base import Decoded, Message, Protocol, Refused, Report
from gis.protocols.jt808_frame import FLAG, Frame, parse

LOCATION, BATCH = 0x0200, 0x0704
REGISTER, AUTHENTICATE, HEARTBEAT, LOGOUT = 0x0100, 0x0102, 0x0002, 0x0003
EMERGENCY = 1
LOCATED, SOUTH, WEST = 2, 4, 8
FIXED = struct.Struct(">IIIIHHH6s")
BEIJING = timezone(timedelta(hours=8))
SIGNAL, SATELLITES = 0x30, 0x31
MOST_IN_BATCH = 1000


class Jt808(Protocol):
    """A message's body is one frame, with or without its flags.

    The device is the terminal's number without leading zeros. A location whose status says 'not located' is a
    sign of life, with its alarm. A message in several frames is joined before it is read. The datum is the
    maker's choice, hence the device's setting.
    """

    title = ("JT/T 808 车载终端", "JT/T 808 vehicle terminal")

    def decode(self, message: Message) -> Decoded:
        """Read one frame."""
        frame = parse(message.body.removeprefix(FLAG).removesuffix(FLAG))
        return Decoded(refused=(frame,)) if isinstance(frame, Refused) else decode_frame(frame)


protocol = Jt808()


def decode_frame(frame: Frame) -> Decoded:
    """Read what one frame, or a message joined from several, says; what is no location says nothing."""
    if frame.parts > 1:
        return Decoded(frame.phone, refused=(Refused("A part of a message cannot be read alone."),))
    if frame.message_id == LOCATION:
        bodies = [frame.body]
    elif frame.message_id == BATCH:
        bodies = list(_batched(frame.body))
    else:
        return Decoded(frame.phone)
    read = [_report(body) for body in bodies]
    return Decoded(
        frame.phone,
        tuple(each for each in read if isinstance(each, Report)),
        tuple(each for each in read if isinstance(each, Refused)),
        "kmh",
        _health(bodies[-1]) if bodies else {},
    )


def _batched(body: bytes) -> Iterator[bytes]:
    """Yield the locations of a batch; a last one that is cut off is yielded as far as it goes."""
    if len(body) < 3:
        yield body
        return
    (count,) = struct.unpack_from(">H", body)
    at = 3
    for _ in range(min(count, MOST_IN_BATCH)):
        length = int.from_bytes(body[at : at + 2], "big")
        yield body[at + 2 : at + 2 + length] if at + 2 + length <= len(body) else b""
        at += 2 + length
        if at > len(body):
            return


def _report(body: bytes) -> Report | Refused:
    if len(body) < FIXED.size:
        return Refused("The location is cut off.")
    alarms, status, lat, lon, altitude, speed, course, written = FIXED.unpack_from(body)
    at_ms = _time(written)
    if at_ms is None:
        return Refused("The time cannot be read.")
    alarm = "sos" if alarms & EMERGENCY else None
    if not status & LOCATED:
        return Report(at_ms, alarm=alarm)
    if lat > 90_000_000 or lon > 180_000_000:
        return Refused("The place is no place on earth.", at_ms)
    return Report(
        at_ms,
        -lon / 1e6 if status & WEST else lon / 1e6,
        -lat / 1e6 if status & SOUTH else lat / 1e6,
        altitude_m=float(altitude),
        speed=speed / 10,
        heading_deg=course % 360.0 if course <= 360 else None,
        alarm=alarm,
    )


def _time(written: bytes) -> int | None:
    """Return YYMMDDhhmmss in binary coded decimals, Beijing time, as UTC milliseconds."""
    try:
        moment = datetime.strptime(f"20{written.hex()}", "%Y%m%d%H%M%S").replace(tzinfo=BEIJING)
    except ValueError:
        return None
    return reading.in_bounds(moment.astimezone(UTC).timestamp() * 1000)


def _health(body: bytes) -> dict[str, str | int | float | bool]:
    """Return reception and satellites from the items behind a location."""
    told: dict[str, str | int | float | bool] = {}
    at = FIXED.size
    while at + 2 <= len(body):
        key, length = body[at], body[at + 1]
        if length == 1 and key in (SIGNAL, SATELLITES) and at + 2 < len(body):
            told["signal" if key == SIGNAL else "satellites"] = body[at + 2]
        at += 2 + length
    return told

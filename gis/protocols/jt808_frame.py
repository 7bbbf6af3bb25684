"""Frames of JT/T 808 on a TCP stream: found, unescaped, checked and taken apart, and built the same way."""

import struct
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Literal

from gis.protocols.base import Refused

FLAG = b"\x7e"
LONGEST_FRAME = 4096
"""Twice the longest escaped body (1,023 bytes) and more."""
SUB_PACKAGED, NEWER = 1 << 13, 1 << 14
ENCRYPTED = 7 << 10
LENGTH = 0x3FF

Edition = Literal[2013, 2019]


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of a terminal; `part` counts from 1 when a message came in several frames."""

    message_id: int
    phone: str
    serial: int
    body: bytes
    edition: Edition = 2013
    parts: int = 1
    part: int = 1


def split(stream: bytes) -> tuple[list[bytes], bytes]:
    """Return the raw frames in a stream, flags taken off, and the rest to put before what comes next.

    What stands before the first flag is noise. One flag may close a frame and open the next, so the rest
    begins with the last flag. A rest longer than a frame can be is dropped.
    """
    _, *pieces = stream.split(FLAG)
    if not pieces:
        return [], b""
    rest = FLAG + pieces.pop()
    return [piece for piece in pieces if piece], rest if len(rest) <= LONGEST_FRAME else b""


def parse(raw: bytes) -> Frame | Refused:
    """Take apart one frame without its flags."""
    if len(raw) > LONGEST_FRAME:
        return Refused("The frame is too long.")
    plain = _unescaped(raw)
    if plain is None or len(plain) < 13:
        return Refused("The frame is broken.")
    if reduce(xor, plain):
        return Refused("The frame's checksum is wrong.")
    message_id, properties = struct.unpack_from(">HH", plain)
    if properties & ENCRYPTED:
        return Refused("The frame is encrypted.")
    return _parsed(message_id, properties, plain[4:-1])


def build(frame: Frame) -> bytes:
    """Return a frame as it goes on the wire, both flags included; its body has at most 1,023 bytes."""
    properties = len(frame.body) | (NEWER if frame.edition == 2019 else 0)
    digits = 20 if frame.edition == 2019 else 12
    head = struct.pack(">HH", frame.message_id, properties)
    head += b"\x01" if frame.edition == 2019 else b""
    head += bytes.fromhex(frame.phone.zfill(digits)) + struct.pack(">H", frame.serial)
    plain = head + frame.body
    plain += bytes([reduce(xor, plain)])
    return FLAG + plain.replace(b"\x7d", b"\x7d\x01").replace(FLAG, b"\x7d\x02") + FLAG


def _unescaped(raw: bytes) -> bytes | None:
    """Undo 7D 01 and 7D 02; None where another byte follows 7D."""
    if raw.count(b"\x7d") != raw.count(b"\x7d\x01") + raw.count(b"\x7d\x02"):
        return None
    return raw.replace(b"\x7d\x02", FLAG).replace(b"\x7d\x01", b"\x7d")


def _parsed(message_id: int, properties: int, rest: bytes) -> Frame | Refused:
    edition: Edition = 2019 if properties & NEWER else 2013
    start, digits = (1, 10) if edition == 2019 else (0, 6)
    head = start + digits + 2 + (4 if properties & SUB_PACKAGED else 0)
    if len(rest) != head + (properties & LENGTH):
        return Refused("The frame's length is wrong.")
    phone = rest[start : start + digits].hex()
    if not phone.isdecimal():
        return Refused("The terminal's number is no number.")
    (serial,) = struct.unpack_from(">H", rest, start + digits)
    parts, part = struct.unpack_from(">HH", rest, head - 4) if properties & SUB_PACKAGED else (1, 1)
    if not 1 <= part <= parts:
        return Refused("The frame's part is none of its parts.")
    # leading zeros only fill the field, and the two editions fill differently
    return Frame(message_id, phone.lstrip("0") or "0", serial, rest[head:], edition, parts, part)

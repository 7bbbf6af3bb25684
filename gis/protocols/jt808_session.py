"""What a JT/T 808 terminal and the town tell each other besides places: sign-on, answers, parts."""

import struct
from dataclasses import dataclass, replace
from enum import IntEnum

from gis.protocols import reading
from gis.protocols.base import Refused
from gis.protocols.jt808_frame import Frame, build

ACKNOWLEDGED, REGISTERED = 0x8001, 0x8100
MOST_PARTS = 64


class Result(IntEnum):
    """How a message was taken."""

    OK, FAILED, WRONG, UNSUPPORTED = 0, 1, 2, 3


class Registered(IntEnum):
    """How a registration was taken; a vehicle or terminal that is unknown here is 2 or 4."""

    OK, VEHICLE_TAKEN, NO_VEHICLE, TERMINAL_TAKEN, NO_TERMINAL = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Registration:
    """What a terminal says of itself when it registers; the plate is empty before the vehicle has one."""

    maker: str
    model: str
    terminal: str
    plate_colour: int
    plate: str


def registration(frame: Frame) -> Registration | Refused:
    """Read 0x0100, whose first fields (maker, model, terminal) have other widths in each edition."""
    widths = (11, 30, 30) if frame.edition == 2019 else (5, 20, 7)
    if len(frame.body) < 5 + sum(widths):
        return Refused("The registration is cut off.")
    fields, at = [], 4
    for width in widths:
        fields.append(_text(frame.body[at : at + width]))
        at += width
    maker, model, terminal = fields
    return Registration(maker, model, terminal, frame.body[at], _text(frame.body[at + 1 :]))


def authentication(frame: Frame) -> str | None:
    """Return the code of 0x0102, None when there is none."""
    if frame.edition == 2019:
        length = frame.body[0] if frame.body else 0
        return reading.name(_text(frame.body[1 : 1 + length])) if length < len(frame.body) else None
    return reading.name(_text(frame.body))


def acknowledge(frame: Frame, serial: int, result: Result) -> bytes:
    """Return the general answer 0x8001 to a frame; `serial` is our own, counted by the connection."""
    body = struct.pack(">HHB", frame.serial, frame.message_id, result)
    return build(Frame(ACKNOWLEDGED, frame.phone, serial & 0xFFFF, body, frame.edition))


def registered(frame: Frame, serial: int, result: Registered, code: str = "") -> bytes:
    """Return the answer 0x8100 to a registration, with the code to authenticate by when it is OK."""
    body = struct.pack(">HB", frame.serial, result)
    if result == Registered.OK:
        body += code.encode("ascii")
    return build(Frame(REGISTERED, frame.phone, serial & 0xFFFF, body, frame.edition))


def joined(waiting: tuple[Frame, ...], frame: Frame) -> tuple[tuple[Frame, ...], Frame | None]:
    """Take one part of a message; return the parts that wait and, when it was the last, the whole.

    Parts may come in any order and twice. A part of another message, or of one with over 64 parts, begins
    anew, so no terminal fills the memory.
    """
    if frame.parts > MOST_PARTS:
        return (), None
    kept = {each.part: each for each in (*waiting, frame) if _message(each) == _message(frame)}
    if len(kept) < frame.parts:
        return tuple(kept.values()), None
    body = b"".join(kept[part].body for part in range(1, frame.parts + 1))
    return (), replace(frame, body=body, parts=1, part=1)


def _message(part: Frame) -> tuple[int, int, int]:
    """Tell parts of one message by its kind, size and the serial before its first."""
    return part.message_id, part.parts, (part.serial - part.part) & 0xFFFF


def _text(field: bytes) -> str:
    """Return a field in GBK (with the letters that came later) without its filling and control characters."""
    text = field.decode("gb18030", "replace")
    return "".join(letter for letter in text if letter.isprintable()).strip()

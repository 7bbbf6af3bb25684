"""Damages real messages in every way that networks, bugs and malice do."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from gis.protocols.base import Message
from gis.protocols.fixes import ARROW, PACKED
from tests.protocols import wire

NOW = 1_764_000_000_000
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
WHOLE: tuple[tuple[str, Message], ...] = tuple(
    (name, replace(message, received_ms=NOW))
    for name, message in (
        ("osmand", Message(query=wire.CLIENT_8)),
        ("osmand", Message(wire.CLIENT_10, content_type=FORM)),
        (
            "osmand",
            Message(query="id=x&timestamp=2025-11-24T10:06:40.5%2B08:00&location=31.75,120.34&alarm=sos"),
        ),
        *(
            ("traccar", Message(body, content_type=JSON))
            for body in (wire.CLIENT_9_MOVING, wire.CLIENT_9_STILL, wire.CLIENT_9_HEARTBEAT)
        ),
        *(
            ("owntracks", Message(body, content_type=JSON))
            for body in (
                wire.ANDROID,
                wire.IOS,
                wire.ENTER,
                wire.STATUS,
                b"[" + wire.IOS + b"," + wire.ENTER + b"]",
            )
        ),
        ("fixes", Message(wire.FIX_ROWS, content_type=JSON)),
        ("fixes", Message(wire.FIX_COLUMNS, content_type=JSON)),
        ("fixes", Message(wire.PACKED_FIX, content_type=PACKED)),
        ("fixes", Message(wire.arrow_fix(), content_type=ARROW)),
        *(
            ("jt808", Message(bytes.fromhex(hexadecimal)))
            for hexadecimal in (wire.LOCATION_2013, wire.SOS_2019, wire.NOT_LOCATED, wire.BATCH)
        ),
        ("gpx", Message(wire.GPX_11.encode(), content_type="application/gpx+xml")),
        ("gpx", Message(wire.GPX_10.encode(), content_type="application/gpx+xml")),
        ("track_csv", Message(wire.TABLE, content_type="text/csv")),
    )
)
POISON = (
    b"NaN",
    b"1e999",
    b"-1e999",
    b"[" * 100_000,
    b'{"a":' * 2000,
    b"\0",
    b"%00",
    b"\\ud800",
    b"%ED%A0%80",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b"\x7d\x02",
    b'"',
    b"null",
    b"true",
    b"-",
    b"99999999999999999999999",
    b"&",
    b"<!DOCTYPE a>",
)
LONG = 10_000_000

Damage = Callable[[bytes, random.Random], bytes]


def mangled(count: int, chance: random.Random) -> Iterator[tuple[str, Message]]:
    """Yield so many damaged messages, each with its protocol; one in 2,000 has ten million bytes."""
    for number in range(count):
        name, message = chance.choice(WHOLE)
        in_query = bool(message.query)
        raw = message.query.encode() if in_query else message.body
        for _ in range(chance.choice((1, 1, 2, 4))):
            raw = chance.choice(DAMAGES)(raw, chance)
        if number % 2000 == 1999:
            raw = raw * (LONG // max(len(raw), 1) + 1)
        if in_query:
            yield name, replace(message, query=raw.decode("latin-1"))
        else:
            yield name, replace(message, body=raw)


def flip(raw: bytes, chance: random.Random) -> bytes:
    out = bytearray(raw)
    for _ in range(min(chance.choice((1, 2, 8)), len(out))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def drop(raw: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + raw[start + chance.choice((1, 4, 30)) :]


def double(raw: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(raw) + 1)
    part = raw[start : start + chance.choice((1, 4, 30))]
    return raw[:start] + part * 2 + raw[start + len(part) :]


def poison(raw: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + chance.choice(POISON) + raw[start:]


def poison_value(raw: bytes, chance: random.Random) -> bytes:
    return _replaced(raw, rb"(?<=[:=,])-?[\d.]+(?=[&,}\]\n]|$)", lambda _: chance.choice(POISON), chance)


def drop_field(raw: bytes, chance: random.Random) -> bytes:
    return _replaced(raw, rb'"\w+":[^,{}\[\]]+,|\w+=[^&]*&', lambda _: b"", chance)


def double_field(raw: bytes, chance: random.Random) -> bytes:
    return _replaced(raw, rb'"\w+":[^,{}\[\]]+,|\w+=[^&]*&', lambda found: found * 2, chance)


def other_number(raw: bytes, chance: random.Random) -> bytes:
    def number(_: bytes) -> bytes:
        return str(chance.choice((0, -1, 91, 1e9, 2**31, 2**63, chance.uniform(-200, 200)))).encode()

    return _replaced(raw, rb"(?<=[:=,])-?\d+(\.\d+)?", number, chance)


def encode(raw: bytes, chance: random.Random) -> bytes:
    return raw.decode("utf-8", "replace").encode(chance.choice(("utf-16", "gb18030", "utf-8-sig")))


def cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def repair_sum(raw: bytes, chance: random.Random) -> bytes:
    """Change a byte of a frame and its checksum with it, so that the damage is believed."""
    if not raw.startswith(b"\x7e") or len(raw) < 20:
        return flip(raw, chance)
    out, at, bit = bytearray(raw), chance.randrange(1, len(raw) - 2), 1 << chance.randrange(8)
    out[at] ^= bit
    out[-2] ^= bit
    return bytes(out)


DAMAGES: tuple[Damage, ...] = (
    flip,
    drop,
    double,
    poison,
    poison_value,
    drop_field,
    double_field,
    other_number,
    other_number,
    encode,
    cut,
    repair_sum,
)


def _replaced(raw: bytes, pattern: bytes, made: Callable[[bytes], bytes], chance: random.Random) -> bytes:
    found = list(re.finditer(pattern, raw))
    if not found:
        return raw
    one = chance.choice(found)
    return raw[: one.start()] + made(one[0]) + raw[one.end() :]

"""Second decoders of the binary forms, written plainly from the documents alone."""

from gis.protocols.base import Message
from tests.protocols.plain_values import Row, Unreadable, bounded, iso_ms, name_of, rows, timely


def packed(message: Message) -> list[Row]:
    body = message.body
    if len(body) > 4 << 20 or body[:4] != b"WGF1" or len(body) < 6:
        raise Unreadable
    names, at = [], 6
    for _ in range(int.from_bytes(body[4:6], "little")):
        if at >= len(body) or at + 1 + body[at] > len(body):
            raise Unreadable
        own = body[at + 1 : at + 1 + body[at]].decode("utf-8", "replace")
        if own and name_of(own) is None:
            raise Unreadable
        names.append(own)
        at += 1 + body[at]
    if (len(body) - at) % 28 or (len(body) - at) // 28 > 100_000:
        raise Unreadable
    found: list[Row] = []
    for start in range(at, len(body), 28):
        found += one_record(body[start : start + 28], len(names), message.received_ms)
    return found


def one_record(record: bytes, names: int, received_ms: int) -> list[Row]:
    def whole(start: int, end: int, *, signed: bool = False) -> int:
        return int.from_bytes(record[start:end], "little", signed=signed)

    if whole(18, 20) >= names:
        return []
    lon, lat = whole(8, 12, signed=True), whole(12, 16, signed=True)
    x = None if lon == -(2**31) else bounded(lon / 1e7, -180, 180)
    y = None if lat == -(2**31) else bounded(lat / 1e7, -90, 90)
    placed = None if lon == lat == -(2**31) else x is not None and y is not None
    accuracy = None if whole(20, 22) in (0, 65535) else whole(20, 22) / 10
    speed = None if whole(22, 24) == 65535 else whole(22, 24) / 100
    alarm = "sos" if record[27] & 1 else None
    return rows(timely(whole(0, 8, signed=True)), placed, [x, y, accuracy, speed, alarm], received_ms)


def jt808(message: Message) -> list[Row]:
    plain = frame_of(message.body.removeprefix(b"\x7e").removesuffix(b"\x7e"))
    message_id, properties = plain[0] << 8 | plain[1], plain[2] << 8 | plain[3]
    newer, parted = properties & 0x4000, properties & 0x2000
    start = 4 + (11 if newer else 6) + 2 + (4 if parted else 0)
    phone = plain[5:15] if newer else plain[4:10]
    if properties & 0x1C00 or len(plain) != start + (properties & 0x3FF) + 1 or not phone.hex().isdigit():
        raise Unreadable
    if parted and (plain[start - 4 : start] != b"\0\1\0\1"):
        raise Unreadable
    body = plain[start:-1]
    return location(body) if message_id == 0x0200 else batch(body) if message_id == 0x0704 else []


def frame_of(raw: bytes) -> bytes:
    plain, at, check = bytearray(), 0, 0
    while at < len(raw) <= 4096:
        byte = raw[at]
        if byte == 0x7D:
            at += 1
            if raw[at : at + 1] not in (b"\1", b"\2"):
                raise Unreadable
            byte = 0x7E if raw[at] == 2 else 0x7D
        plain.append(byte)
        check ^= byte
        at += 1
    if check or len(plain) < 13:
        raise Unreadable
    return bytes(plain)


def batch(body: bytes) -> list[Row]:
    found: list[Row] = []
    place = 3
    for _ in range(min(int.from_bytes(body[:2], "big"), 1000)):
        end = place + 2 + int.from_bytes(body[place : place + 2], "big")
        if end > len(body):
            break
        found += location(body[place + 2 : end])
        place = end
    return found


def location(body: bytes) -> list[Row]:
    if len(body) < 28 or not body[22:28].hex().isdigit():
        return []
    digits = body[22:28].hex()
    parts = [digits[place : place + 2] for place in range(0, 12, 2)]
    at = iso_ms(f"20{parts[0]}-{parts[1]}-{parts[2]}T{parts[3]}:{parts[4]}:{parts[5]}+08:00")
    alarms, status, lat, lon = (int.from_bytes(body[place : place + 4], "big") for place in (0, 4, 8, 12))
    speed = (body[18] << 8 | body[19]) / 10
    alarm = "sos" if alarms & 1 else None
    if at is None:
        return []
    if not status & 2:
        return [(at, None, None, None, None, alarm)]
    if lat > 90_000_000 or lon > 180_000_000:
        return []
    x, y = lon / 1e6 * (-1 if status & 8 else 1), lat / 1e6 * (-1 if status & 4 else 1)
    return [(at, x, y, None, speed, alarm)]

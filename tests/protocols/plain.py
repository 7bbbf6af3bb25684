"""Second decoders, written plainly from the documents alone, to hold the first ones against.

Each gives the reports of a message as rows, and raises Unreadable where it cannot be read at all.
"""

import json
import math
import re
from typing import Any

from gis.protocols.base import Message
from tests.protocols.plain_frames import jt808, packed
from tests.protocols.plain_values import (
    Row,
    Unreadable,
    alarm_of,
    bounded,
    iso_ms,
    name_of,
    of_json,
    of_text,
    rows,
    timely,
)


def osmand(message: Message) -> list[Row]:
    if len(message.query) + len(message.body) > 16_384:
        raise Unreadable
    pairs = f"{message.query}&{message.body.decode('utf-8', 'replace')}".split("&")
    if len(pairs) > 64:
        raise Unreadable
    given = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if value:
            given[unescaped(key)] = unescaped(value)
    if not set(given) & {"id", "deviceid", "timestamp", "lat", "lon", "location", "alarm"}:
        raise Unreadable
    names_place = bool(set(given) & {"lat", "lon", "location"})
    if "notificationToken" in given and not names_place:
        return []
    stamp = given.get("timestamp")
    at = message.received_ms if stamp is None else stamp_ms(stamp)
    lat, _, lon = given.get("location", "").partition(",")
    x = bounded(of_text(given.get("lon", lon)), -180, 180)
    y = bounded(of_text(given.get("lat", lat)), -90, 90)
    valid = given.get("valid", "true").lower() in ("true", "1")
    placed = (x is not None and y is not None) if names_place and valid else None
    accuracy = bounded(of_text(given.get("accuracy")), 0, 1e6) or None
    speed = bounded(of_text(given.get("speed")), 0, 1000)
    return rows(at, placed, [x, y, accuracy, speed, alarm_of(given.get("alarm"))], message.received_ms)


def stamp_ms(stamp: str) -> int | None:
    plain = stamp.strip()
    if plain.isascii() and plain.isdigit():
        count = int(plain) if len(plain) <= 16 else 0
        return timely(count * 1000 if count < 2**31 else count)
    return iso_ms(plain.replace(" ", "+") if "T" in plain else plain)


def unescaped(text: str) -> str:
    out = bytearray()
    raw = text.replace("+", " ").encode("utf-8", "surrogatepass")
    at = 0
    while at < len(raw):
        pair = raw[at + 1 : at + 3]
        if (
            raw[at : at + 1] == b"%"
            and len(pair) == 2
            and all(chr(c) in "0123456789abcdefABCDEF" for c in pair)
        ):
            out.append(int(pair, 16))
            at += 3
        else:
            out.append(raw[at])
            at += 1
    return out.decode("utf-8", "replace")


def json_of(body: bytes, longest: int) -> Any:
    if len(body) > longest:
        raise Unreadable
    try:
        said = json.loads(
            body.decode("utf-8"), parse_constant=_refuse, parse_float=_finite, parse_int=_finite
        )
        json.dumps(said, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError, UnicodeError):
        raise Unreadable from None
    return said


def _refuse(_: str) -> None:
    raise ValueError


def _finite(text: str) -> int | float:
    if not math.isfinite(float(text)):
        raise ValueError
    return int(text) if re.fullmatch("-?[0-9]{1,19}", text) else float(text)


def traccar(message: Message) -> list[Row]:
    said = json_of(message.body, 65_536)
    location = said.get("location") if isinstance(said, dict) else None
    if not isinstance(location, dict):
        raise Unreadable
    stamp, coords = location.get("timestamp"), location.get("coords")
    at = iso_ms(stamp) if isinstance(stamp, str) else None
    own = coords if isinstance(coords, dict) else {}
    x, y = bounded(of_json(own.get("longitude")), -180, 180), bounded(of_json(own.get("latitude")), -90, 90)
    placed = None if coords is None else x is not None and y is not None
    seen = own if placed and at is not None else {}
    accuracy = bounded(of_json(seen.get("accuracy")), 0, 1e6) or None
    speed = bounded(of_json(seen.get("speed")), 0, 1000)
    return rows(at, placed, [x, y, accuracy, speed, alarm_of(location.get("alarm"))], message.received_ms)


def owntracks(message: Message) -> list[Row]:
    if not message.body.strip():
        return []
    said = json_of(message.body, 1 << 20)
    parts = said if isinstance(said, list) else [said]
    if len(parts) > 1000:
        raise Unreadable
    found: list[Row] = []
    for part in parts:
        if not isinstance(part, dict) or part.get("_type") not in ("location", "transition"):
            continue
        seconds = of_json(part.get("tst"))
        at = None if seconds is None else timely(seconds * 1000)
        x, y = bounded(of_json(part.get("lon")), -180, 180), bounded(of_json(part.get("lat")), -90, 90)
        accuracy = bounded(of_json(part.get("acc")), 0, 1e6) or None
        speed = bounded(of_json(part.get("vel")), 0, 3000)
        found += rows(at, x is not None and y is not None, [x, y, accuracy, speed, None], 0)
    return found


def fixes(message: Message) -> list[Row]:
    if message.content_type == "application/vnd.wangge.fixes":
        return packed(message)
    said = json_of(message.body, 2 << 20)
    if isinstance(said, dict) and isinstance(said.get("at_ms"), list):
        said = turned(said)
    parts = said if isinstance(said, list) else [said]
    if not any(isinstance(part, dict) for part in parts):
        raise Unreadable
    found = [one_fix(part if isinstance(part, dict) else {}, message.received_ms) for part in parts]
    return [row for rows_of_one in found for row in rows_of_one]


def turned(said: dict[str, Any]) -> list[dict[str, Any]]:
    numbers = ["at_ms", "lon", "lat", "accuracy_m", "speed_mps", "heading_deg", "altitude_m", "battery_pct"]
    keys = ["device", *numbers, "alarm", "mock", "ping"]
    count = len(said["at_ms"])
    columns = {key: said[key] for key in keys if key in said}
    if "device" in columns and not isinstance(columns["device"], list):
        columns["device"] = [columns["device"]] * count
    if any(not isinstance(column, list) or len(column) != count for column in columns.values()):
        raise Unreadable
    return [{key: column[place] for key, column in columns.items()} for place in range(count)]


def one_fix(part: dict[str, Any], received_ms: int) -> list[Row]:
    if part.get("device") not in (None, "") and name_of(part["device"]) is None:
        return []
    at = of_json(part.get("at_ms"))
    at = at if at is not None and 946_684_800_000 <= at < 4_102_444_800_000 else None
    silent = part.get("lon") is None and part.get("lat") is None
    x, y = bounded(of_json(part.get("lon")), -180, 180), bounded(of_json(part.get("lat")), -90, 90)
    placed = None if silent else x is not None and y is not None
    accuracy = bounded(of_json(part.get("accuracy_m")), 0, 1e6) or None
    speed = bounded(of_json(part.get("speed_mps")), 0, 1000)
    alarm = part.get("alarm")
    rung = "sos" if isinstance(alarm, str) and alarm.lower() == "sos" else None
    return rows(None if at is None else int(at), placed, [x, y, accuracy, speed, rung], received_ms)


DECODERS = {
    "osmand": osmand,
    "traccar": traccar,
    "owntracks": owntracks,
    "fixes": fixes,
    "jt808": jt808,
}

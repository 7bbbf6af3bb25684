"""Reads numbers, names and times that a device wrote, strictly and without ever raising."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import orjson

EARLIEST_MS = 946_684_800_000
"""2000-01-01: what says it is older was sent by a device that does not know the time."""
LATEST_MS = 4_102_444_800_000
"""2100-01-01."""
LAST_SECOND = 2**31 - 1
LONGEST_NAME = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DECIMAL = re.compile(r"[+-]?(\d{1,20}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-][01]\d:?[0-5]\d)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,16}", re.ASCII)


def number(value: object, low: float, high: float) -> float | None:
    """Return a JSON number within [low, high], else None; true and false are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if low <= value <= high else None


def written_number(text: str | None, low: float, high: float) -> float | None:
    """Return a number written in ASCII decimals within [low, high], else None."""
    if text is None or not _DECIMAL.fullmatch(text.strip()):
        return None
    found = float(text)
    return found if low <= found <= high else None


def heading(degrees: float | None) -> float | None:
    """Return a course in [0, 360); a full circle is north."""
    return None if degrees is None else degrees % 360.0


def name(value: object) -> str | None:
    """Return what a device calls itself, 1 to 100 printable characters, else None."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    plain = value.strip()
    return plain if 0 < len(plain) <= LONGEST_NAME and plain.isprintable() else None


def alarm(value: object) -> str | None:
    """Return an alarm's name, `sos` in lower case however it was written."""
    told = name(value)
    return "sos" if told and told.lower() == "sos" else told


def placed(said: Mapping[str, Any], lon: str, lat: str) -> bool:
    """Tell whether two members of a JSON object are degrees of a place on earth."""
    x, y = number(said.get(lon), -180, 180), number(said.get(lat), -90, 90)
    return x is not None and y is not None


def in_bounds(at_ms: float) -> int | None:
    """Return a time in whole milliseconds, None unless it lies in this century."""
    return round(at_ms) if math.isfinite(at_ms) and EARLIEST_MS <= at_ms < LATEST_MS else None


def iso_ms(text: str, zone: tzinfo | None = None) -> int | None:
    """Return a time such as 2025-11-24T10:06:40.5+08:00 as UTC milliseconds, None for what is none.

    Of the fraction six digits count. A time that names no zone is taken in `zone`, and without one it is
    None: nobody can tell when it was.
    """
    plain = text.strip()
    if not _ISO.fullmatch(plain):
        return None
    try:
        moment = datetime.fromisoformat(plain)
        if moment.tzinfo is None:
            if zone is None:
                return None
            moment = moment.replace(tzinfo=zone)
        return in_bounds((moment - _EPOCH) / timedelta(milliseconds=1))
    except (ValueError, OverflowError):
        return None


def epoch_ms(text: str) -> int | None:
    """Return whole seconds (up to 2³¹ − 1) or, above, milliseconds since 1970 as UTC milliseconds."""
    if not _WHOLE.fullmatch(text):
        return None
    count = int(text)
    return in_bounds(count * 1000 if count <= LAST_SECOND else count)


def json_value(body: bytes, longest: int) -> Any:
    """Return what a JSON body says, None for what is none, is too deep or has over `longest` bytes.

    NaN, infinities, numbers beyond a double and lone surrogates make a body unreadable.
    """
    if len(body) > longest:
        return None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None

"""What the second decoders share: values read plainly, one rule a function."""

import calendar
import re
from typing import Any

Row = tuple[int, float | None, float | None, float | None, float | None, str | None]
"""Time, longitude, latitude, accuracy, speed, alarm."""


class Unreadable(Exception):
    """The message says nothing that can be read."""


def bounded(value: float | None, low: float, high: float) -> float | None:
    return value if value is not None and low <= value <= high else None


def of_text(text: str | None) -> float | None:
    """Read decimals; everything else that Python takes for a number is none."""
    if text is None or not set(text.strip()) <= set("+-.0123456789eE"):
        return None
    try:
        return float(text)
    except ValueError:
        return None


def of_json(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def name_of(value: Any) -> str | None:
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if 1 <= len(text) <= 100 and text.isprintable() else None


def alarm_of(value: Any) -> str | None:
    named = name_of(value)
    return "sos" if named is not None and named.lower() == "sos" else named


def timely(ms: float | None) -> int | None:
    return round(ms) if ms is not None and 946_684_800_000 <= ms < 4_102_444_800_000 else None


ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,12}))?)?"
    r"(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))"
)


def iso_ms(text: str) -> int | None:
    match = ISO.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute = (int(match[group]) for group in range(1, 6))
    second = int(match[6] or 0)
    last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 and year >= 1 else 0
    if not (1 <= day <= last and hour <= 23 and minute <= 59 and second <= 59):
        return None
    shift = 0
    if match[9]:
        if int(match[10]) > 19 or int(match[11]) > 59:
            return None
        shift = (int(match[10]) * 3600 + int(match[11]) * 60) * (1 if match[9] == "+" else -1)
    seconds = calendar.timegm((year, month, day, hour, minute, second)) - shift
    microseconds = int((match[7] or "0").ljust(6, "0")[:6])
    return timely((seconds * 1_000_000 + microseconds) / 1000)


def rows(at: int | None, placed: bool | None, row: list[Any], received_ms: int) -> list[Row]:
    """Give the report; None for `placed` is a message that names no place, False one that is none."""
    lon, lat, accuracy, speed, alarm = row
    if at is None:
        return [(received_ms, None, None, accuracy, speed, alarm)] if alarm else []
    if placed is False and not alarm:
        return []
    return [(at, lon if placed else None, lat if placed else None, accuracy, speed, alarm)]

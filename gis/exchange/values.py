"""Turn what stands in a cell into a value of a field, or say in a sentence why it is none."""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gis.errors import BadInput
from gis.exchange.damaged import damage_of

LONGEST_TEXT = 4000
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_GUARDED = ("'=", "'+", "'-", "'@")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s*(\d{2})(\d{2})(\d{2})?)?")
_CLOCK = re.compile(r"(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*(?:[:：分]\s*(\d{1,2})(?:\.\d+)?)?\s*[分秒]?")
# day 60 of Excel is a 29 February 1900 that never was: counting from here is right from March 1900 on
_EXCEL_ZERO = datetime.fromisoformat("1899-12-30")
_EXCEL_DAYS = (20_000, 80_000)


class Damaged(BadInput):
    """A code that a spreadsheet has damaged: the whole file is refused, for others may be damaged unseen."""


def text(value: Any) -> str:
    """Return a cell as text: composed (NFC), without control characters, at most 4,000 characters."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = unicodedata.normalize("NFC", str(value)).strip()
    if plain.startswith(_GUARDED):
        plain = plain[1:]  # the apostrophe keeps a spreadsheet from taking the text for a formula
    if len(plain) > LONGEST_TEXT:
        raise BadInput(f"The text has {len(plain):,} characters; at most {LONGEST_TEXT:,} are kept.")
    if _CONTROL.search(plain):
        raise BadInput("The text holds control characters.")
    return plain


def code(value: Any) -> str:
    """Return a code as text; raises Damaged for one that a spreadsheet has spoiled."""
    damage = damage_of(value)
    if damage:
        raise Damaged(f"{text(value)[:24]} {damage}.")
    plain = unicodedata.normalize("NFKC", text(value)).lstrip("'").strip()
    if not plain:
        raise BadInput("The code is empty.")
    return plain


def number(value: Any) -> float:
    """Return a finite number; thousands may be grouped by commas."""
    if isinstance(value, bool):
        raise BadInput("This is no number.")
    try:
        plain = unicodedata.normalize("NFKC", value).replace(",", "") if isinstance(value, str) else value
        found = float(plain)
    except (ValueError, TypeError):
        raise BadInput(f"{text(value)[:24]} is no number.") from None
    if not math.isfinite(found):
        raise BadInput("The number is not finite.")
    return found


def whole(value: Any, low: int = 0, high: int = 2**31 - 1) -> int:
    """Return a whole number between `low` and `high`."""
    found = number(value)
    if not found.is_integer() or not low <= found <= high:
        raise BadInput(f"{text(value)[:24]} is no whole number from {low:,} to {high:,}.")
    return int(found)


def choice(value: Any, names: Mapping[str, str]) -> str:
    """Return what a name stands for; names are compared without case."""
    plain = text(value).lower()
    for name, meaning in names.items():
        if plain == name.lower():
            return meaning
    raise BadInput(f"{text(value)[:24]} is none of {', '.join(names)[:200]}.")


def day(value: Any) -> date:
    """Return a civil day: 2026-03-01, 2026年3月1日, 2026/3/1, 20260301, a date of Excel."""
    return _naive(value).date()


def moment(value: Any, zone: ZoneInfo) -> datetime:
    """Return a moment with its zone; times without one are the town's."""
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            found = _naive(value)
    else:
        found = _naive(value)
    aware = found if found.tzinfo else found.replace(tzinfo=zone)
    return aware.astimezone(ZoneInfo("UTC"))


def _naive(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, int | float) and _EXCEL_DAYS[0] <= value <= _EXCEL_DAYS[1]:
        return _EXCEL_ZERO + timedelta(days=value)
    plain = unicodedata.normalize("NFKC", text(value))
    try:
        return _parsed(plain)
    except (ValueError, OverflowError):
        raise BadInput(f"{plain[:24]} is no day or time, such as 2026-03-01 08:30.") from None


def _parsed(plain: str) -> datetime:
    compact = _COMPACT.fullmatch(plain)
    if compact:
        return _civil(*compact.groups())
    found = _DAY.match(plain)
    if not found:
        raise ValueError
    rest = plain[found.end() :].strip().removeprefix("T")
    clock = _CLOCK.fullmatch(rest) if rest else None
    if rest and not clock:
        raise ValueError
    return _civil(*found.groups(), *(clock.groups() if clock else ()))


def _civil(year: str, month: str, day: str, *clock: str | None) -> datetime:
    hour, minute, second = ([int(part or 0) for part in clock] + [0, 0, 0])[:3]
    return datetime.combine(date(int(year), int(month), int(day)), time(hour, minute, second))

"""Fixes as JSON: one object, an array of objects, or one object of columns."""

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.protocols import reading
from gis.protocols.columns import NUMBERS, FixColumns, Said, check, nothing

LONGEST_BYTES = 2 << 20
KEYS = ("device", *NUMBERS, "alarm", "mock", "ping")
_PLAIN = {int, float, type(None)}
_NAMES = {str, int, type(None)}
_NO_NAME = "\0"

Columns = Mapping[str, Sequence[Any]]


def read(body: bytes, received_ms: int) -> FixColumns:
    """Read a body; of columns, `device` may be one name for all, and all others have one length."""
    said = reading.json_value(body, LONGEST_BYTES)
    if isinstance(said, dict) and isinstance(said.get("at_ms"), list):
        columns = _columns(said)
        return nothing("The columns differ in length.") if columns is None else check(columns, received_ms)
    rows = said if isinstance(said, list) else [said]
    if not rows or not any(isinstance(row, dict) for row in rows):
        return nothing("The body is no JSON of fixes.")
    given = [row if isinstance(row, dict) else {} for row in rows]
    return check(_said(_turned(given), len(given)), received_ms)


def _columns(said: dict[str, Any]) -> Said | None:
    count = len(said["at_ms"])
    given = {key: said[key] for key in KEYS if key in said}
    if "device" in given and not isinstance(given["device"], list):
        given["device"] = [given["device"]] * count
    if any(not isinstance(column, list) or len(column) != count for column in given.values()):
        return None
    return _said(given, count)


def _turned(rows: list[dict[str, Any]]) -> Columns:
    """Turn rows into columns; those with the same keys, as one sender's mostly have, turn at once."""
    keys = tuple(rows[0])
    if len(keys) > 1 and all(len(row) == len(keys) for row in rows):
        with suppress(KeyError):
            return dict(zip(keys, zip(*map(itemgetter(*keys), rows), strict=True), strict=True))
    return {key: [row.get(key) for row in rows] for key in KEYS}


def _said(given: Columns, count: int) -> Said:
    names, device = _devices(given.get("device", [None] * count))
    numbers = np.full((len(NUMBERS), count), np.nan)
    for row, key in enumerate(NUMBERS):
        if key in given:
            numbers[row] = _numbers(given[key])
    answers = np.zeros((3, count), bool)
    if "alarm" in given:
        answers[0] = [isinstance(alarm, str) and alarm.lower() == "sos" for alarm in given["alarm"]]
    for row, key in enumerate(("mock", "ping"), start=1):
        if key in given:
            answers[row] = [answer is True for answer in given[key]]
    return Said(names, device, numbers, answers)


def _numbers(values: Sequence[Any]) -> Sequence[float | None]:
    """Return numbers and nulls, infinity for what is neither."""
    if set(map(type, values)) <= _PLAIN:
        return values
    return [value if type(value) in _PLAIN else math.inf for value in values]


def _devices(given: Sequence[Any]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the names in the order of their coming and each fix's index, -1 for what is no name."""
    if not set(map(type, given)) <= _NAMES:
        given = [value if type(value) in _NAMES else _NO_NAME for value in given]
    names: dict[str, int] = {}
    known: dict[str | int | None, int] = {}
    for value in dict.fromkeys(given):
        own = "" if value in (None, "") else reading.name(value)
        known[value] = -1 if own is None else names.setdefault(own, len(names))
    return tuple(names), np.array([known[value] for value in given], np.int64)

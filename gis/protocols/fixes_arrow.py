"""Fixes as an Arrow IPC stream of plain columns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.arrow_messages import plain_batches
from gis.errors import BadInput
from gis.protocols import reading
from gis.protocols.columns import MOST_FIXES, NUMBERS, FixColumns, Said, check, nothing

LONGEST_BYTES = 8 << 20


def read(body: bytes, received_ms: int) -> FixColumns:
    """Read columns named as in JSON: `device` and `alarm` text, `mock` and `ping` booleans, the rest numbers.

    `at_ms` may be a timestamp in milliseconds. Columns of other names are passed over; compressed batches and
    dictionaries are refused.
    """
    import pyarrow as pa

    if len(body) > LONGEST_BYTES:
        return nothing("The body is too long.")
    try:
        schema, batches = plain_batches(body)
        count = sum(batch.num_rows for batch in batches)
        # a column of nulls weighs nothing however long it is
        if count > MOST_FIXES:
            return nothing("The body holds too many fixes.")
        table = pa.Table.from_batches(batches, schema)
        table.validate(full=True)
        return check(_said(table, count), received_ms)
    except BadInput as refusal:
        return nothing(str(refusal))
    except (pa.ArrowException, OSError, ValueError, KeyError):
        return nothing("The body is no Arrow stream of fixes.")


def _said(table: Any, count: int) -> Said:
    names, device = _devices(table, count)
    numbers = np.full((len(NUMBERS), count), np.nan)
    for row, key in enumerate(NUMBERS):
        if key in table.column_names:
            numbers[row] = _numbers(table.column(key))
    answers = np.zeros((3, count), bool)
    if "alarm" in table.column_names:
        answers[0] = [isinstance(told, str) and told.lower() == "sos" for told in table["alarm"].to_pylist()]
    for row, key in enumerate(("mock", "ping"), start=1):
        if key in table.column_names:
            answers[row] = table[key].cast("bool").fill_null(False).to_numpy()
    return Said(names, device, numbers, answers)


def _numbers(column: Any) -> NDArray[np.float64]:
    if str(column.type).startswith("timestamp"):
        column = column.cast("timestamp[ms]").cast("int64")
    values: NDArray[np.float64] = column.cast("double").to_numpy()
    return values


def _devices(table: Any, count: int) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    if "device" not in table.column_names:
        return ("",), np.zeros(count, np.int64)
    coded = table["device"].cast("string").fill_null("").combine_chunks().dictionary_encode()
    given = coded.dictionary.to_pylist()
    names: list[str] = []
    number_of = np.full(len(given) + 1, -1, np.int64)
    for place, value in enumerate(given):
        own = "" if value == "" else reading.name(value)
        if own is not None:
            if own not in names:
                names.append(own)
            number_of[place] = names.index(own)
    return tuple(names), number_of[coded.indices.to_numpy(zero_copy_only=False)]

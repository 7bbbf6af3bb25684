"""Damaged messages: never an exception, and what is read is what a second decoder reads."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from gis.protocols.base import Decoded, Message
from gis.protocols.fixes import ARROW
from gis.protocols.registry import protocols
from tests.protocols.mangled import WHOLE, mangled
from tests.protocols.plain import DECODERS
from tests.protocols.plain_values import Row, Unreadable

SEED = 20261125


def has_second(name: str, message: Message) -> bool:
    """Tell whether a second decoder reads this; of Arrow there is none."""
    return name in DECODERS and message.content_type != ARROW


def rows_of(decoded: Decoded) -> list[Row]:
    return [
        (report.at_ms, report.lon, report.lat, report.accuracy_m, report.speed, report.alarm)
        for report in decoded.reports
    ]


def plain_rows(name: str, message: Message) -> list[Row] | None:
    """Give what the second decoder reads, None when it cannot read the message at all."""
    try:
        return DECODERS[name](message)
    except Unreadable:
        return None


def same(found: list[Row], expected: list[Row]) -> bool:
    """Compare numbers as they are stored: quality in single precision."""
    return len(found) == len(expected) and all(
        a[:3] == b[:3] and a[5] == b[5] and near(a[3], b[3]) and near(a[4], b[4])
        for a, b in zip(found, expected, strict=True)
    )


def near(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else abs(a - b) <= 1e-6 * abs(b)


def test_whole_messages_are_read_alike() -> None:
    for name, message in WHOLE:
        decoded = protocols()[name].decode(message)
        assert decoded.reports or decoded.health
        if has_second(name, message):
            assert same(rows_of(decoded), plain_rows(name, message) or [])


def test_damaged_messages_are_read_alike_or_refused() -> None:
    for name, message in mangled(4000, random.Random(SEED)):
        decoded = protocols()[name].decode(message)
        if has_second(name, message):
            expected = plain_rows(name, message)
            assert same(rows_of(decoded), expected or []), (name, message.query[:500], message.body[:500])
            assert expected is not None or decoded.refused


@settings(max_examples=300)
@given(st.sampled_from(sorted(protocols())), st.binary(max_size=300), st.text(max_size=50))
def test_anything_at_all_is_read_or_refused(name: str, body: bytes, query: str) -> None:
    decoded = protocols()[name].decode(Message(body, query, headers={"x-limit-u": query}))
    assert all(report.at_ms >= 0 for report in decoded.reports)

"""What stands in a cell, and what it is taken for."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import BadInput
from gis.exchange import values
from gis.exchange.damaged import credit_check, damage_of, zeroed

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "code",
    [
        320281104001001,
        "320281104001001",
        "3202811040010011",
        "320281104001001001",
        "91320281MA1XX2345" + credit_check("91320281MA1XX2345"),
        "S1",
        12.0,
    ],
)
def test_whole_codes(code: Any) -> None:
    assert damage_of(code) is None
    assert values.code(code) == str(int(code) if isinstance(code, float) else code)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (3202811040010011, "lost its last digits"),
        (3.20281104001001e17, "lost its last digits"),
        ("3.20281E+14", "scientific notation"),
        ("3.20281104001E+17", "scientific notation"),
        ("3.20282101001001E+017", "scientific notation"),
        ("91320281MA1XX23450", "wrong check character"),
        (3.5, "decimals"),
    ],
)
def test_damaged_codes_are_recognised(code: Any, words: str) -> None:
    with pytest.raises(values.Damaged, match=words):
        values.code(code)


@pytest.mark.parametrize(
    ("cells", "damaged"),
    [
        (["320281104001001000"], [0]),
        (["3202811040010010"], []),
        ([None, "3202811040010010", "3202811040010020", "3202811040010030"], [1, 2, 3]),
        ([str(3202811040010000 + running) for running in range(100)], []),
        ([str(320281104001001000 + running) for running in range(3000)], []),
        ([str(320281104001001000 + running * 500) for running in range(4)], [0, 2]),
        (["320281104001001", 3202811040010010, "91320281MA1XX23450", "S1000000000000000"], []),
    ],
    ids=["a long one", "a short one", "all", "one in ten", "one in a thousand", "half", "others"],
)
def test_zeros_are_damage_when_chance_does_not_explain_them(cells: list[Any], damaged: list[int]) -> None:
    assert zeroed(cells) == damaged


def test_the_check_character_is_that_of_the_standard() -> None:
    # example from the text of GB 32100-2015
    assert credit_check("91350100M000100Y4") == "3"


@given(st.integers(0, 10**19), st.integers(1, 18))
def test_a_spreadsheet_is_caught_whenever_it_loses_digits(number: int, digits: int) -> None:
    code = str(number).zfill(digits)
    if str(int(float(code))) != str(int(code)):
        assert damage_of(float(code)) is not None


@pytest.mark.parametrize(
    "text",
    ["2026-03-01", "2026/3/1", "2026年3月1日", "20260301", "２０２６－０３－０１", date(2026, 3, 1), 46082],
)
def test_days(text: Any) -> None:
    assert values.day(text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01 08:30",
        "2026/3/1 8:30:00",
        "2026年3月1日 8时30分",
        "20260301083000",
        "2026-03-01T08:30:00+08:00",
        "2026-03-01T00:30:00Z",
        datetime(2026, 3, 1, 8, 30),
        46082 + 8.5 / 24,
    ],
)
def test_moments_are_the_towns(text: Any) -> None:
    found = values.moment(text, SHANGHAI)
    assert abs((found - datetime(2026, 3, 1, 0, 30, tzinfo=UTC)).total_seconds()) < 0.01


@pytest.mark.parametrize(
    "text", ["", "x", "2026-13-01", "2026-02-30", "2026-03-01 25:00", "1e999", "去年", 3]
)
def test_no_day_at_all(text: Any) -> None:
    with pytest.raises(BadInput, match="no day or time"):
        values.day(text)


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", "x", True, None, "1.2.3"])
def test_no_number_at_all(value: Any) -> None:
    with pytest.raises(BadInput):
        values.number(value)


def test_texts() -> None:
    assert values.text(" e\u0301 ") == "é"
    assert values.text("'=1+1") == "=1+1"
    assert values.text(12.0) == "12"
    for bad in ("a\x00b", "\ud800", "x" * 4001):
        with pytest.raises(BadInput):
            values.text(bad)

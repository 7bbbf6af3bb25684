"""Shifts become spans of time: across midnight, around breaks, by season, and over a change of the clock."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import BadInput
from gis.service.roster import Pattern, laid_out
from gis.service.shifts import read_hours, read_seasons, spans_of

TOWN = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 2)


def spans(*hours: dict[str, object], day: date = DAY, zone: ZoneInfo = TOWN) -> list[tuple[str, str]]:
    """Return the spans as the town's clocks show them: day of the month and time."""
    return [
        (f"{begin:%d %H:%M}", f"{end:%d %H:%M}") for begin, end in spans_of(read_seasons(hours), day, zone)
    ]


def test_a_night_shift_ends_on_the_next_day_and_its_break_lies_past_midnight() -> None:
    night = {"begin": "22:00", "end": "06:00", "breaks": [["01:00", "01:30"]]}
    assert spans(night) == [("02 22:00", "03 01:00"), ("03 01:30", "03 06:00")]
    assert spans({"begin": "08:00", "end": "08:00"}) == [("02 08:00", "03 08:00")]


def test_the_hours_of_summer_begin_on_their_day_and_last_until_those_of_winter() -> None:
    winter = {"since": "10-01", "begin": "08:30", "end": "17:00"}
    summer = {"since": "05-01", "begin": "08:00", "end": "18:00"}
    begins = [spans(summer, winter, day=date(2026, *on))[0][0] for on in ((4, 30), (5, 1), (9, 30), (10, 1))]
    assert begins == ["30 08:30", "01 08:00", "30 08:00", "01 08:30"]


def test_hours_are_those_of_the_clock_on_the_wall_when_it_is_changed() -> None:
    night = read_seasons([{"begin": "22:00", "end": "06:00"}])
    begin, end = spans_of(night, date(2026, 10, 31), ZoneInfo("America/Chicago"))[0]
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=9)


@pytest.mark.parametrize(
    "hours",
    [
        {"begin": "8:00", "end": "17:00"},
        {"begin": "24:00", "end": "17:00"},
        {"begin": "08:00", "end": "17:00", "since": "02-32"},
        {"begin": "08:00", "end": "17:00", "breaks": [["07:00", "07:30"]]},
        {"begin": "08:00", "end": "17:00", "breaks": [["12:00", "13:00"], ["12:30", "14:00"]]},
        {"begin": "08:00", "end": "17:00", "breaks": [["08:00", "17:00"]]},
    ],
)
def test_hours_that_cannot_be_are_refused(hours: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        read_seasons([hours])


@pytest.mark.parametrize("count", [0, 7])
def test_a_shift_has_one_to_six_seasons(count: int) -> None:
    with pytest.raises(BadInput, match="1 to 6 seasons"):
        read_seasons([{"since": f"{n:02}-01", "begin": "08:00", "end": "09:00"} for n in range(1, count + 1)])
    with pytest.raises(BadInput, match="different days"):
        read_seasons([{"begin": "08:00", "end": "09:00"}] * 2)


minutes = st.integers(0, 1439)


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


@given(minutes, st.lists(st.integers(1, 200), min_size=1, max_size=7))
def test_every_minute_is_on_duty_or_off_as_counted_one_by_one(begin: int, steps: list[int]) -> None:
    if len(steps) % 2 == 0:
        steps = steps[1:]
    edges = [begin]
    for step in steps:
        edges.append(edges[-1] + step)
    if edges[-1] - begin > 1440:
        return
    pairs = [(clock(low), clock(high)) for low, high in list(pairwise(edges))[1::2]]
    hours = read_hours({"begin": clock(begin), "end": clock(edges[-1]), "breaks": pairs})
    midnight = datetime(2026, 11, 2, tzinfo=TOWN)
    on = [
        any(low <= minute < high for low, high in list(pairwise(edges))[0::2]) for minute in range(3 * 1440)
    ]
    held = spans_of((hours,), DAY, TOWN)
    moments = [midnight + timedelta(minutes=minute) for minute in range(3 * 1440)]
    assert on == [any(low <= moment < high for low, high in held) for moment in moments]


def test_a_pattern_rotates_and_each_person_is_some_days_ahead() -> None:
    days = [(DAY + timedelta(days=step), step not in (5, 6)) for step in range(7)]
    cells = laid_out(Pattern(("早", "夜", None), stagger=1), [1, 2], days)
    assert [shift for who, _, shift in cells if who == 1] == ["早", "夜", None, "早", "夜", None, "早"]
    assert [shift for who, _, shift in cells if who == 2] == ["夜", None, "早", "夜", None, "早", "夜"]
    office = laid_out(Pattern(("甲", "乙"), working_days=True), [1], days)
    assert [shift for _, _, shift in office] == ["甲", "乙", "甲", "乙", "甲", None, None]

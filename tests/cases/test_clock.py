"""The case clock against hand-worked days and against a count of every minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.cases.calendar import UNITS, Calendar, Hours, Unit
from gis.cases.clock import CaseClock, Interval, Limit
from gis.errors import BadInput

ZONE = ZoneInfo("Asia/Shanghai")
# the first week of October 2026 is off, and a Saturday is worked for it
HOLIDAYS = {date(2026, 10, day): "rest" for day in range(1, 8)} | {date(2026, 10, 10): "work"}
SUMMER = Hours(((time(8), time(12)), (time(14, 30), time(18, 30))), date(2026, 6, 1), date(2026, 10, 1))
CALENDAR = Calendar((SUMMER, Hours()), HOLIDAYS, known=frozenset({2026}))  # type: ignore[arg-type]
CLOCK = CaseClock(CALENDAR, ZONE)


def at(text: str, zone: ZoneInfo = ZONE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def due(start: str, value: float, unit: Unit, suspended: tuple[Interval, ...] = ()) -> str:
    found = CLOCK.due(at(start), Limit(value, unit), suspended).at
    assert found
    return found.astimezone(ZONE).replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")


@pytest.mark.parametrize(
    ("start", "value", "unit", "expected"),
    [
        ("2026-11-02 10:00", 4, "urgent_hour", "2026-11-02 14:00"),
        ("2026-11-06 22:00", 4, "urgent_hour", "2026-11-07 02:00"),
        # two hours before noon, two after the break
        ("2026-11-02 10:00", 4, "work_hour", "2026-11-02 16:00"),
        # Friday 17:00: one hour, then Monday morning
        ("2026-11-06 17:00", 4, "work_hour", "2026-11-09 11:00"),
        # summer hours: the afternoon begins at half past two
        ("2026-09-30 11:00", 2, "work_hour", "2026-09-30 15:30"),
        # the last hour of September, then the holidays, then Thursday the 8th by winter hours
        ("2026-09-30 17:30", 2, "work_hour", "2026-10-08 09:00"),
        ("2026-10-09 10:00", 1, "work_day", "2026-10-10 10:00"),
        ("2026-10-10 10:00", 1, "work_day", "2026-10-12 10:00"),
        ("2026-09-30 10:00", 1, "natural_day", "2026-10-01 10:00"),
        ("2026-11-02 10:00", 0, "work_hour", "2026-11-02 10:00"),
    ],
)
def test_limits_run_out_when_a_clerk_would_say(start: str, value: float, unit: Unit, expected: str) -> None:
    assert due(start, value, unit) == expected


def test_what_is_suspended_does_not_count() -> None:
    pause = (at("2026-11-02 11:00"), at("2026-11-03 09:00"))
    # one hour before, three after nine on Tuesday
    assert due("2026-11-02 10:00", 4, "work_hour", (pause,)) == "2026-11-03 12:00"
    assert CLOCK.due(at("2026-11-02 10:00"), Limit(4, "work_hour"), ((pause[0], None),)).at is None
    assert CLOCK.elapsed(at("2026-11-02 10:00"), at("2026-11-03 12:00"), "work_hour", (pause,)) == 4
    assert CLOCK.elapsed(at("2026-11-02 10:00"), at("2026-11-02 10:00"), "work_hour") == 0


def test_a_year_that_nobody_has_settled_is_provisional() -> None:
    found = CLOCK.due(at("2026-12-31 17:00"), Limit(8, "work_hour"))
    assert found.provisional
    assert not CLOCK.due(at("2026-12-31 17:00"), Limit(8, "urgent_hour")).provisional
    assert not CLOCK.due(at("2026-12-30 17:00"), Limit(1, "work_hour")).provisional


def test_days_go_by_the_wall_and_hours_as_they_pass() -> None:
    boston = CaseClock(CALENDAR, ZoneInfo("America/New_York"))
    # clocks go back an hour in the night to the first of November 2026
    eve = at("2026-10-31 12:00", ZoneInfo("America/New_York"))
    day = boston.due(eve, Limit(1, "natural_day")).at
    hours = boston.due(eve, Limit(24, "urgent_hour")).at
    assert day
    assert hours
    assert (day - eve.astimezone(UTC), hours - eve.astimezone(UTC)) == (
        timedelta(hours=25),
        timedelta(hours=24),
    )


def test_bad_limits_and_working_times_are_refused() -> None:
    for value in (-1, 99_999):
        with pytest.raises(BadInput):
            CLOCK.due(at("2026-11-02 10:00"), Limit(value, "work_day"))
    never = CaseClock(Calendar(weekend=frozenset(range(1, 8))), ZONE)
    with pytest.raises(BadInput, match="ten years"):
        never.due(at("2026-11-02 10:00"), Limit(1, "work_day"))
    for spans in ((), ((time(9), time(9)),), ((time(9), time(12)), (time(11), time(13)))):
        with pytest.raises(BadInput):
            Hours(spans)


def every_minute(start: datetime, limit: Limit, suspended: list[Interval]) -> datetime:
    """Count minute by minute, the slow and obvious way."""
    left, now = round(limit.seconds / 60), start
    while left > 0:
        local = now.astimezone(ZONE)
        day, clock = local.date(), local.time()
        works = HOLIDAYS.get(day) == "work" or (day not in HOLIDAYS and day.isoweekday() < 6)
        afternoon = (
            (time(14, 30), time(18, 30))
            if date(2026, 6, 1) <= day < date(2026, 10, 1)
            else (time(14), time(18))
        )
        open_now = time(8) <= clock < time(12) or afternoon[0] <= clock < afternoon[1]
        counts = {
            "urgent_hour": True,
            "natural_day": True,
            "work_day": works,
            "work_hour": works and open_now,
        }[limit.unit]
        if counts and not any(a <= now and (b is None or now < b) for a, b in suspended):
            left -= 1
        now += timedelta(minutes=1)
    return now


MINUTES = st.integers(0, 60 * 24 * 40).map(lambda minute: at("2026-09-20 00:00") + timedelta(minutes=minute))
PAUSES = st.lists(st.tuples(MINUTES, st.integers(1, 5000)), max_size=3).map(
    lambda found: [(begin, begin + timedelta(minutes=length)) for begin, length in found]
)


@settings(max_examples=150, deadline=None)
@given(MINUTES, st.integers(1, 40), st.sampled_from(UNITS), PAUSES)
def test_the_clock_equals_a_count_of_every_minute(
    start: datetime, hours: int, unit: Unit, pauses: list[Interval]
) -> None:
    limit = Limit(hours if unit.endswith("hour") else max(hours // 8, 1), unit)
    found = CLOCK.due(start, limit, pauses).at
    assert found
    assert found == every_minute(start, limit, pauses).astimezone(UTC)
    assert CLOCK.elapsed(start, found, unit, pauses) == pytest.approx(limit.value)

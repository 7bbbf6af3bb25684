"""Required visits against actual ones: by hand, and by trying every way that unknown days may have gone."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.analysis.frequency import Outcome, Requirement, in_force, judge, windows

MONDAY = date(2026, 10, 5)
WEEKLY = Requirement(3, 7, MONDAY, MONDAY, None, "risk", 3)
WEEK = (MONDAY, MONDAY + timedelta(days=6))


def days(*ahead: int) -> set[date]:
    return {MONDAY + timedelta(days=one) for one in ahead}


@pytest.mark.parametrize(
    ("been", "hidden", "until", "outcome", "late"),
    [
        # the week is over
        ((0, 2, 4), (), 6, "met", 0),
        ((0, 2), (), 6, "missed", 0),
        ((0, 2), (3,), 6, "unknown", 0),
        ((0,), (3,), 6, "missed", 0),
        # a day that was visited is known, whoever else was silent on it
        ((0, 2), (0, 2), 6, "missed", 0),
        # it runs: the first visit is due by Wednesday, the second by Friday, the third by Sunday
        ((), (), 1, "on_time", 0),
        ((), (), 2, "late", 1),
        ((), (), 3, "late", 2),
        ((), (1,), 3, "unknown", 0),
        ((), (1,), 4, "late", 1),
        ((1,), (), 3, "on_time", 0),
        ((1,), (), 5, "late", 2),
        ((0, 1, 2), (), 3, "met", 0),
        # what is to come does not count
        ((5,), (6,), 2, "late", 1),
    ],
)
def test_a_week_of_three_visits(
    been: tuple[int, ...], hidden: tuple[int, ...], until: int, outcome: Outcome, late: int
) -> None:
    found = judge(WEEKLY, WEEK, days(*been), days(*hidden), MONDAY + timedelta(days=until))
    assert (found.outcome, found.late_days) == (outcome, late)


def test_the_next_visit_is_due_by_the_end_of_its_part_of_the_window() -> None:
    assert [WEEKLY.due(MONDAY, visit) for visit in (1, 2, 3)] == sorted(days(2, 4, 6))
    assert judge(WEEKLY, WEEK, days(1), set(), MONDAY + timedelta(days=2)).due == MONDAY + timedelta(days=4)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 8).flatmap(lambda length: st.tuples(st.integers(1, length), st.just(length))),
    st.sets(st.integers(0, 7)),
    st.sets(st.integers(0, 7), max_size=6),
    st.integers(0, 9),
)
def test_what_unknown_days_could_turn_is_unknown(
    wanted: tuple[int, int], been: set[int], hidden: set[int], until: int
) -> None:
    visits, length = wanted
    window = MONDAY, MONDAY + timedelta(days=length - 1)
    requirement = Requirement(visits, length, MONDAY, MONDAY, None, "grid")
    found = judge(requirement, window, days(*been), days(*hidden), MONDAY + timedelta(days=until))
    over = min(until, length - 1)
    doubtful = [day for day in hidden - been if day <= over]
    sure = sum(day <= over for day in been)
    # every visit that is due by now lies in one of the parts that are over
    due = (
        visits
        if until >= length - 1
        else sum((over + 1) * visits >= part * length for part in range(1, visits + 1))
    )
    counts = [sure + sum(chosen) for chosen in product((0, 1), repeat=len(doubtful))]
    enough = {count >= due for count in counts}
    if sure >= visits:
        assert found.outcome == "met"
    elif sure >= due:
        assert found.outcome == "on_time"
    elif enough == {False}:
        assert found.outcome == ("missed" if until >= length - 1 else "late")
    else:
        assert found.outcome == "unknown"
    assert (found.late_days > 0) == (found.outcome == "late")


def test_windows_follow_each_other_and_only_whole_ones_count() -> None:
    span = (MONDAY + timedelta(days=10), MONDAY + timedelta(days=22))
    assert windows(WEEKLY, span) == [
        (MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + 6)) for first in (7, 14, 21)
    ]
    short = Requirement(3, 7, MONDAY, MONDAY + timedelta(days=8), MONDAY + timedelta(days=24), "risk", 3)
    assert windows(short, span) == [(MONDAY + timedelta(days=14), MONDAY + timedelta(days=20))]
    assert windows(WEEKLY, (MONDAY - timedelta(days=9), MONDAY - timedelta(days=1))) == []


def test_what_is_said_of_a_grid_goes_before_its_risk() -> None:
    first, last = MONDAY + timedelta(days=7), MONDAY + timedelta(days=13)
    own = Requirement(1, 7, first, first, last, "grid")
    held = in_force([own], [WEEKLY])
    assert [(one.by, one.first, one.last) for one in held] == [
        ("risk", MONDAY, first - timedelta(days=1)),
        ("grid", first, last),
        ("risk", last + timedelta(days=1), None),
    ]
    assert all(one.origin == MONDAY for one in held if one.by == "risk")
    assert in_force([Requirement(1, 7, MONDAY, MONDAY, None, "grid")], [WEEKLY])[0].by == "grid"

"""When rules ring: calendars over midnight, stays, what nobody visited, and corrections that never double."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gis.analysis.crossing import Span
from gis.analysis.reconcile import SAME_MS, Changes, Rang, reconcile
from gis.analysis.ringing import Calendar, Ring, crossings, lines, stays, unvisited, windows

MONDAY = date(2026, 11, 2)
ZONE = "Asia/Shanghai"
ALWAYS = (0, 1 << 62)
MINUTE = 60_000


def ms(day: int, hour: int, minute: int = 0) -> int:
    """Return a moment of November 2026 by the town's clocks."""
    local = datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)
    return int(local.timestamp() * 1000)


def span(inside: bool, begin_ms: int, end_ms: int, *, crossed: bool = True) -> Span:
    return Span(inside, begin_ms, end_ms, crossed, True, 120.0, 31.6)


def test_hours_hold_on_their_weekdays_and_may_end_on_the_next_day() -> None:
    nights = Calendar((1,), begin=22 * 60, end=6 * 60)
    assert windows(nights, (MONDAY, MONDAY + timedelta(days=7)), ZONE, ALWAYS) == [
        (ms(2, 22), ms(3, 6)),
        (ms(9, 22), ms(10, 6)),
    ]
    assert windows(Calendar(), (MONDAY, MONDAY), ZONE, ALWAYS) == [(ms(2, 0), ms(3, 0))]
    assert windows(Calendar(), (MONDAY, MONDAY), ZONE, (ms(2, 9), ms(2, 10))) == [(ms(2, 9), ms(2, 10))]
    assert windows(Calendar(), (MONDAY, MONDAY), ZONE, (ms(3, 0), ms(4, 0))) == []


def test_a_crossing_rings_within_the_hours_and_only_in_its_direction() -> None:
    way = [
        span(False, ms(2, 7), ms(2, 9), crossed=False),
        span(True, ms(2, 9), ms(2, 10)),
        span(False, ms(2, 10), ms(2, 11)),
    ]
    hours = [(ms(2, 9), ms(2, 10))]
    assert [ring.at_ms for ring in crossings(way, hours, inside=True)] == [ms(2, 9)]
    assert crossings(way, hours, inside=False) == []


def test_a_stay_rings_once_when_it_has_lasted_so_long_within_the_hours() -> None:
    stay = [span(True, ms(2, 23), ms(3, 1))]
    whole = windows(Calendar(), (MONDAY, MONDAY + timedelta(days=1)), ZONE, ALWAYS)
    assert stays(stay, whole, 90, inside=True) == [Ring(ms(3, 0, 30))]
    assert stays(stay, whole, 121, inside=True) == []
    assert stays(stay, [(ms(3, 0), ms(3, 6))], 60, inside=True) == [Ring(ms(3, 1))]
    assert stays(stay, whole, 90, inside=False) == []


def test_what_nobody_visits_rings_once_for_each_time_that_is_too_long() -> None:
    hours = [(ms(2, 8), ms(2, 18))]
    visits = [
        span(True, ms(2, 9), ms(2, 10)),
        span(True, ms(2, 9, 30), ms(2, 9, 40)),
        span(True, ms(2, 13), ms(2, 14)),
    ]
    rings = [ring.at_ms for ring in unvisited(visits, hours, 120, ms(2, 18))]
    assert rings == [ms(2, 12), ms(2, 16)]
    assert [ring.at_ms for ring in unvisited(visits, hours, 120, ms(2, 15))] == [ms(2, 12)]
    assert unvisited(visits, hours, 241, ms(2, 18)) == []
    assert [ring.at_ms for ring in unvisited([], hours, 600, ms(3, 0))] == [ms(2, 18)]
    assert unvisited([], hours, 60, ms(2, 7)) == []


def test_those_beyond_the_ceiling_are_one_line_an_hour() -> None:
    rings = [Ring(ms(2, 9, minute)) for minute in range(10)] + [Ring(ms(2, 10))]
    assert [lines(rings, ceiling) for ceiling in (1, 3, 9, 10)] == [3, 5, 11, 11]
    assert lines([], 3) == 0


def applied(known: list[Rang], changes: Changes) -> list[Rang]:
    """Do to stored rings what the changes say."""
    moved = dict(changes.corrected)
    rest = [replace(old, withdrawn=old.withdrawn or old.id in changes.withdrawn) for old in known]
    rest = [Rang(old.id, moved[old.id].at_ms) if old.id in moved else old for old in rest]
    first = max((old.id for old in known), default=0) + 1
    return rest + [Rang(first + place, ring.at_ms) for place, ring in enumerate(changes.raised)]


def standing(known: list[Rang]) -> list[int]:
    return sorted(old.at_ms for old in known if not old.withdrawn)


def test_a_moment_that_moves_is_corrected_and_one_that_was_none_is_withdrawn() -> None:
    known = [Rang(1, 0), Rang(2, 10 * SAME_MS)]
    changes = reconcile(known, [Ring(MINUTE), Ring(20 * SAME_MS)])
    assert changes == Changes((Ring(20 * SAME_MS),), ((1, Ring(MINUTE)),), (2,))
    assert reconcile(applied(known, changes), [Ring(MINUTE), Ring(20 * SAME_MS)]) == Changes()
    back = reconcile(applied(known, changes), [Ring(10 * SAME_MS)])
    assert back.corrected == ((2, Ring(10 * SAME_MS)),)
    assert back.raised == ()


moments = st.lists(st.integers(0, 40).map(lambda n: n * 2 * MINUTE), unique=True, max_size=8)


@given(st.lists(moments, min_size=1, max_size=5))
def test_however_often_it_is_judged_anew_what_stands_is_what_was_found_last(
    rounds: list[list[int]],
) -> None:
    known: list[Rang] = []
    for found in rounds:
        known = applied(known, reconcile(known, [Ring(at) for at in found]))
        assert standing(known) == sorted(found)
        assert reconcile(known, [Ring(at) for at in found]) == Changes()

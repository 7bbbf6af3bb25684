"""Facts of hot spots: who was rostered, which works is beside, what was late, and the words that say it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from gis.cases.calendar import Calendar
from gis.cases.clock import CaseClock
from gis.service.hotspot_facts import Around, Concerned, Told, clues
from gis.service.hotspot_lateness import late
from gis.service.hotspot_words import chinese, english
from gis.store.cases import CaseRow
from gis.store.happenings import Happenings

MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
CASE = CaseRow(
    1, "1", "city", "x", "0101", "暴露垃圾", "", 1, "01", MONDAY, None, 120.3, 31.7, 4.0, "urgent_hour"
)
TOLD = Told(
    120.3,
    31.7,
    radius_m=150.0,
    since=date(2026, 10, 1),
    until=date(2026, 10, 30),
    days=30,
    observed=29,
    expected=4.5,
    p=0.001,
    place="璜塘农贸市场",
    grids=(Concerned("1", "甲网格", "1", "一中队", 20), Concerned("2", "乙网格", "2", "二中队", 9)),
    kinds=(("占道经营", 20), ("暴露垃圾", 9)),
    departments=("城管办", "建设局"),
    straddles_grids=True,
    straddles_squads=True,
    few=True,
)


def events(places: list[tuple[float, float]]) -> Happenings:
    """Return events an hour apart at places."""
    n = len(places)
    lon, lat = np.array(places).T
    at = (MONDAY.timestamp() + 3600.0 * np.arange(n)).astype(np.float64)
    ago, hour, said = np.ones(n, np.int64), np.full(n, 18), np.array(["x"] * n, object)
    return Happenings(np.arange(n), lon, lat, ago, hour, at, said, np.array(["05"] * n, object), said, said)


def test_the_share_of_unrostered_hours_and_of_one_works_is_counted() -> None:
    inside = events([(120.3, 31.7)] * 3 + [(120.302, 31.7)])
    begin = MONDAY.timestamp()
    near = Around(None, (("霞客纺织厂", 120.3, 31.7), ("远处", 120.4, 31.7)), ((begin, begin + 3600),), 0.4)
    found = clues(TOLD, inside, near)
    assert found.causes == {
        "straddled": pytest.approx(9 / 29),
        "unrostered": 0.75,
        "enterprise": 0.75,
        "late": 0.4,
    }
    assert found.names["enterprise"] == "霞客纺织厂"
    assert found.group() == "05"
    assert found.bands() == {"evening"}
    # a town without rosters, without cases, and with no works near says nothing of them
    assert set(clues(TOLD, inside, Around(None)).causes) == {"straddled"}


def test_a_case_is_late_once_its_limit_is_over() -> None:
    clock = CaseClock(Calendar(), ZoneInfo("Asia/Shanghai"))
    for hours, is_late in ((3, False), (5, True)):
        assert late(CASE, [], clock, MONDAY + timedelta(hours=hours)) is is_late
    assert not late(replace(CASE, limit_unit="natural_day"), [], clock, MONDAY + timedelta(days=3))


@pytest.mark.parametrize("say", [chinese, english])
def test_the_sentence_holds_what_the_row_holds(say: object) -> None:
    words = say(TOLD)  # type: ignore[operator]
    for part in (
        "璜塘农贸市场",
        "150",
        "2026-10-01",
        "2026-10-30",
        "29",
        "4.5",
        "0.1%",
        "占道经营",
        "城管办",
        "建设局",
        "甲网格",
        "乙网格",
        "一中队",
        "二中队",
        "30",
    ):
        assert part in words, part
    plain = replace(TOLD, few=False, straddles_grids=False, grids=(), kinds=(), departments=(), place=None)
    assert "None" not in say(plain)  # type: ignore[operator]

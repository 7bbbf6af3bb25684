"""Advice at hot spots: every row is told where its cause is planted, with the figure that triggered it."""

from collections import Counter
from dataclasses import replace

import pytest

from gis.analysis.advice import LEAST, Cause, Clues, advise
from gis.analysis.advice_table import TABLE
from gis.analysis.trend import Trend

NAMES = {"grids": "甲网格", "departments": "城管办", "enterprise": "霞客纺织厂"}
EVENING, NIGHT, RUSH, NOON = [18, 19, 20], [23, 0, 2], [7, 8, 16], [12, 13, 14]


def clues(
    group: str = "02", hours: list[int] = NOON, trend: Trend | None = "sporadic", **causes: float
) -> Clues:
    return Clues({group: 0.8}, hours, trend, causes, NAMES)  # type: ignore[arg-type]


PLANTED: dict[str, Clues] = {
    "night-dumping": clues("01", NIGHT, unrostered=0.7),
    "evening-stalls": clues("05", EVENING, unrostered=0.7),
    "no-roster-growing": clues(trend="new", unrostered=0.7),
    "no-roster": clues(unrostered=0.7),
    "border-lasting": clues("05", trend="persistent", straddled=0.7),
    "border-street": clues("05", straddled=0.7),
    "border-cleaning": clues("01", straddled=0.7),
    "border": clues(straddled=0.7),
    "site": clues("03", enterprise=0.7),
    "forecourt": clues("05", enterprise=0.7),
    "one-enterprise": clues("01", enterprise=0.7),
    "late-sudden": clues("04", late=0.7),
    "late-growing": clues(trend="intensifying", late=0.7),
    "late": clues(late=0.7),
    "rush-parking": clues("05", RUSH),
    "neighbours": clues("06"),
    "fading": clues(trend="fading"),
    "look": clues(),
}


def test_every_row_has_its_planted_cause() -> None:
    assert [row.name for row in TABLE] == list(PLANTED)
    assert len(TABLE) >= 12


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_cause_is_told_by_its_row_with_its_figure(name: str) -> None:
    (told,) = advise(PLANTED[name], TABLE)
    assert told.row == name
    row = next(row for row in TABLE if row.name == name)
    if row.cause != "none":
        assert told.figure == 0.7
        assert told.zh.startswith("70%")
        assert told.en.startswith("70%")
    assert "{" not in told.zh + told.en
    assert any(word in told.zh for word in NAMES.values())


@pytest.mark.parametrize("cause", [cause for cause in LEAST if cause != "none"])
def test_below_its_least_share_a_cause_is_none(cause: Cause) -> None:
    below, least = (replace(clues(), causes={cause: share}) for share in (LEAST[cause] - 0.01, LEAST[cause]))
    assert advise(below, TABLE)[0].cause == "none"
    assert advise(least, TABLE)[0].cause == cause


def test_every_cause_that_holds_is_told_once_and_each_has_a_row_for_everything() -> None:
    told = advise(clues(unrostered=0.4, straddled=0.3, enterprise=0.6, late=0.5), TABLE)
    assert [one.cause for one in told] == ["unrostered", "straddled", "enterprise", "late"]
    last = {row.cause: row for row in TABLE}
    assert all(not (row.groups or row.bands or row.trends) for row in last.values())
    assert all(count == 1 for count in Counter(row.name for row in TABLE).values())

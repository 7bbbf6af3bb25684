"""Faulty phones of the simulator: what goes over the wire reads as the fault that it is."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from api.simulated_faults import SINCE_S, FaultyWalker, faulty
from fixtures.patrols import Walk
from fixtures.phone_faults import PHONE_FAULTS
from gis.protocols.base import Message, Report
from gis.protocols.registry import protocols
from tests.soak.suspicions import made_up_patrols

BEGIN = datetime(2026, 11, 2, 8, tzinfo=UTC)
BEGIN_MS = int(BEGIN.timestamp() * 1000)


@pytest.fixture(scope="module")
def walkers() -> dict[str, FaultyWalker]:
    patrols = made_up_patrols()
    walks: list[Walk] = [patrols.walk(number, "wire", 0.5, 10) for number in sorted(patrols.beats)[:10]]
    return {each.fault: each for each in faulty([f"token {k}" for k in range(10)], walks)}


def said(walker: FaultyWalker) -> list[tuple[float, Report]]:
    """Return what a decoder reads of each message, with the second at which it comes."""
    form = "application/x-www-form-urlencoded"
    reports = []
    for place, come_s in enumerate(walker.comes_s):
        decoded = protocols()["osmand"].decode(Message(walker.form(place, BEGIN), content_type=form))
        (report,) = decoded.reports
        assert (decoded.device, decoded.refused) == (walker.token, ())
        reports.append((float(come_s), report))
    return reports


def test_every_fault_has_a_phone(walkers: dict[str, FaultyWalker]) -> None:
    assert list(walkers) == list(PHONE_FAULTS)


def test_the_wire_says_what_the_fault_is(walkers: dict[str, FaultyWalker]) -> None:
    for fault, is_so in {
        "mock": lambda come, report: report.mock,
        "no_place": lambda come, report: not report.placed,
        "clock": lambda come, report: report.at_ms > BEGIN_MS + come * 1000 + 500_000,
        "clock behind": lambda come, report: report.at_ms < BEGIN_MS + come * 1000 - 250_000,
    }.items():
        reports = said(walkers[fault])
        assert any(come >= SINCE_S for come, _ in reports)
        assert {come >= SINCE_S for come, report in reports if is_so(come, report)} == {True}
        assert all(is_so(come, report) for come, report in reports if come >= SINCE_S)


def test_a_battery_runs_empty_and_a_saver_sleeps(walkers: dict[str, FaultyWalker]) -> None:
    assert [report.battery_pct for _, report in said(walkers["battery"])][-1] == 4
    late = [come for come, _ in said(walkers["saver"]) if come >= SINCE_S]
    assert min(later - come for come, later in pairwise(late)) > 100

"""The judge over a real reception: what rings, corrected and withdrawn by late fixes, never rung twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from gis.analysis.ringing import Calendar
from gis.model import EVERYTHING
from gis.protocols.base import Report
from gis.service.alerting.judge import Judge
from gis.service.alerting.rules import AlertRules
from gis.service.atlas import Atlas
from gis.service.rights import Caller
from gis.service.sealing import Sealer
from gis.store.alert_rules import AlertRule, Who
from tests.service.reception.conftest import NOON_MS, Reception, at, reception
from tests.small_town import CODES, NOON

assert reception  # the fixture of this name

COMMANDER = Caller("commander", "", ("commander",), EVERYTHING)
# by themselves at walking pace eastwards: the border of the first two grids lies 526 metres on
STEP_DEG = 0.0001
BORDER_S = 555


def walk(first: int, last: int, **more: Any) -> list[Report]:
    """Return a fix every ten seconds from 474 m east of the corner on, 9.5 m each."""
    return [at(10 * k, lon=120.0050 + STEP_DEG * k, **more) for k in range(first, last)]


@dataclass
class Court:
    """A reception, a judge beside it, and the clock of both."""

    reception: Reception
    atlas: Atlas
    judge: Judge
    rules: AlertRules
    now: list[datetime]

    async def make(self, kind: str, **about: Any) -> int:
        """Make a rule about the second grid."""
        values = {
            "name": "rule",
            "grids": (CODES[1],),
            "shape": None,
            "who": Who(),
            "minutes": None,
            "calendar": Calendar(),
            "severity": "warning",
            "ceiling": 20,
            "since": NOON,
        }
        return await self.rules.make(AlertRule(**values | {"kind": kind} | about), COMMANDER, "")

    async def hear(self, *reports: Report) -> None:
        """Let reports come in now, and judge."""
        await self.reception.send(*reports, received_ms=round(self.now[0].timestamp() * 1000))
        await self.judge.judge()

    async def pass_to(self, moment: datetime) -> None:
        """Let time pass."""
        self.now[0] = moment
        await self.atlas.refresh()

    async def seconds(self, *, withdrawn: bool = False) -> list[float]:
        """Return the seconds after noon of the alerts that stand, or of those withdrawn."""
        state = "NOT NULL" if withdrawn else "NULL"
        rows = await self.reception.rows(
            f"SELECT extract(epoch FROM at) FROM alert WHERE withdrawn_at IS {state} ORDER BY at"
        )
        return [round(float(row[0]) - NOON_MS / 1000, 1) for row in rows]


@pytest.fixture
async def court(reception: Reception) -> Court:
    """Set a judge up whose clock stands half an hour after noon, with rules made at noon."""
    now = [NOON]
    atlas = Atlas(reception.database, lambda: now[0])
    await atlas.refresh()
    judge = Judge(reception.database, atlas, lambda: now[0])
    made = Court(reception, atlas, judge, AlertRules(reception.database, atlas, lambda: NOON), now)
    await judge.judge()
    await made.pass_to(NOON + timedelta(minutes=30))
    return made


async def test_coming_in_rings_once_where_and_when_the_border_was_crossed(court: Court) -> None:
    await court.make("enter")
    await court.hear(*walk(0, 50))
    assert await court.seconds() == []
    await court.hear(*walk(50, 70))
    for _ in range(2):
        await court.hear(*walk(70, 80))
    (rung,) = await court.reception.rows(
        "SELECT a.kind, a.person_id, code, ST_X(geom), extract(epoch FROM at)::float"
        " FROM alert a JOIN grid ON grid.id = grid_id"
    )
    assert rung[:3] == ("enter", 1, CODES[1])
    assert rung[3] == pytest.approx(120.0105, abs=0.0002)
    assert rung[4] - NOON_MS / 1000 == pytest.approx(BORDER_S, abs=3)


async def test_going_out_is_another_rule_and_what_was_before_a_rule_rings_no_more(court: Court) -> None:
    await court.make("leave", grids=(CODES[0],), since=NOON)
    await court.hear(*walk(0, 80))
    assert len(await court.seconds()) == 1
    late = AlertRules(court.reception.database, court.atlas, lambda: NOON + timedelta(minutes=20))
    court.rules = late
    await court.make("enter")
    await court.judge.judge()
    assert len(await court.seconds()) == 1


async def test_late_fixes_correct_the_moment_and_a_new_judge_finds_the_same(court: Court) -> None:
    await court.make("enter")
    waited = [at(10 * k, lon=120.0050 + STEP_DEG * 45) for k in range(46, 70)]
    await court.hear(*walk(0, 46), *walk(70, 90))
    (early,) = await court.seconds()
    await court.hear(*waited)
    (corrected,) = await court.seconds()
    assert early < 650
    assert corrected > 690
    again = Judge(court.reception.database, court.atlas, lambda: court.now[0])
    await again.judge()
    assert await court.seconds() == [corrected]
    assert await court.seconds(withdrawn=True) == []


async def test_a_crossing_that_late_fixes_disprove_is_withdrawn_and_may_come_back(court: Court) -> None:
    await court.make("enter")
    near = 120.0050 + STEP_DEG * 50
    beyond = near + 0.0014
    await court.hear(at(0, lon=near), at(10, lon=near), at(20, lon=beyond))
    assert len(await court.seconds()) == 1
    await court.hear(at(19, lon=near), at(21, lon=near), at(22, lon=near))
    assert await court.seconds() == []
    assert len(await court.seconds(withdrawn=True)) == 1
    await court.hear(*[at(30 + k, lon=beyond) for k in range(5)])
    assert len(await court.seconds()) == 1
    assert len(await court.reception.rows("SELECT id FROM alert")) == 1


async def test_late_fixes_of_a_closed_day_are_judged_when_it_is_sealed_again(court: Court) -> None:
    await court.make("enter")
    waited = [at(10 * k, lon=120.0050 + STEP_DEG * 45) for k in range(46, 70)]
    await court.hear(*walk(0, 46), *walk(70, 90))
    (early,) = await court.seconds()
    await court.pass_to(NOON + timedelta(days=1))
    sealer = Sealer(court.reception.database, court.atlas, lambda: court.now[0])
    await sealer.seal_closed_days()
    await court.judge.judge()
    assert await court.seconds() == [early]
    await court.pass_to(NOON + timedelta(days=1, minutes=5))
    await court.hear(*waited)
    await sealer.seal_closed_days()
    await court.judge.judge()
    (corrected,) = await court.seconds()
    assert corrected > 690


async def test_staying_rings_when_it_has_lasted_and_never_twice(court: Court) -> None:
    await court.make("inside_longer", minutes=5)
    stay = [at(10 * k, lon=120.0150) for k in range(40)]
    await court.hear(*stay[:29])
    assert await court.seconds() == []
    await court.hear(*stay[29:])
    assert await court.seconds() == [300]


async def test_what_nobody_visited_rings_and_a_visit_that_was_late_withdraws_it(court: Court) -> None:
    await court.make("not_visited", minutes=20)
    await court.judge.judge()
    assert await court.seconds() == [1200]
    await court.hear(*[at(600 + 10 * k, lon=120.0150) for k in range(6)])
    assert await court.seconds() == []
    assert await court.seconds(withdrawn=True) == [1200]


async def test_only_those_meant_ring_and_only_within_the_hours(court: Court) -> None:
    await court.make("enter", who=Who(people=(2,)))
    await court.make("enter", calendar=Calendar(weekdays=(2, 3)))
    await court.make("enter", calendar=Calendar(begin=13 * 60, end=14 * 60))
    await court.hear(*walk(0, 80))
    assert await court.seconds() == []
    await court.make("enter", who=Who(squads=("1",), posts=("grid_head",), people=(1, 2)))
    await court.judge.judge()
    assert len(await court.seconds()) == 1


async def test_a_rule_switched_off_keeps_what_it_rang_and_rings_no_more(court: Court) -> None:
    number = await court.make("enter")
    await court.hear(*walk(0, 80))
    assert len(await court.seconds()) == 1
    switch = AlertRules(court.reception.database, court.atlas, lambda: NOON + timedelta(minutes=15))
    await switch.change(number, COMMANDER, "", on=False)
    back = [at(900 + 10 * k, lon=120.0130 - STEP_DEG * k) for k in range(60)]
    again = [at(1500 + 10 * k, lon=120.0070 + STEP_DEG * k) for k in range(20)]
    await court.hear(*back, *again)
    assert len(await court.seconds()) == 1
    async with court.reception.database.begin() as connection:
        query = "SELECT action, detail->>'on' FROM audit WHERE action LIKE 'alert_rule.%' ORDER BY id"
        rows = [tuple(row) for row in await connection.execute(text(query))]
    assert rows == [("alert_rule.make", "true"), ("alert_rule.change", "false")]

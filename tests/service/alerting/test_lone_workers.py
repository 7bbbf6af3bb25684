"""Lone workers over a real reception: asked first, rung for when silent, else left alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from gis.analysis.ringing import Calendar
from gis.errors import BadInput, NotFound
from gis.model import EVERYTHING
from gis.service.alerting.judge import Judge
from gis.service.alerting.lone_workers import LoneWorkers
from gis.service.alerting.rules import AlertRules
from gis.service.atlas import Atlas
from gis.service.rights import Caller
from gis.store.alert_rules import AlertRule, Who
from gis.store.still_checks import answer, checks_of
from tests.service.reception.conftest import Reception, at, reception
from tests.small_town import CODES, NOON

assert reception  # the fixture of this name
COMMANDER = Caller("commander", "", ("commander",), EVERYTHING)
HERE, THERE = 120.006, 120.009


@dataclass
class Watch:
    """A reception, whoever watches beside it, and the clock of both."""

    reception: Reception
    workers: LoneWorkers
    rules: AlertRules
    judge: Judge
    now: list[datetime]

    async def make(self, **about: Any) -> int:
        """Make a rule about the first grid: asked after ten minutes, rung for five minutes later."""
        values: dict[str, Any] = {
            "name": "alone",
            "kind": "no_movement",
            "grids": (CODES[0],),
            "shape": None,
            "who": Who(),
            "minutes": 10,
            "answer_minutes": 5,
            "calendar": Calendar(),
            "severity": "urgent",
            "ceiling": 20,
            "since": NOON,
        }
        return await self.rules.make(AlertRule(**values | about), COMMANDER, "")

    async def stand(self, first_min: float, last_min: float, lon: float = HERE) -> None:
        """Let the phone say every half minute that it is at one place, then look."""
        reports = [at(30 * k, lon=lon) for k in range(int(first_min * 2), int(last_min * 2) + 1)]
        await self.look(last_min, *reports)

    async def look(self, minute: float, *reports: Any) -> None:
        """Let it be so many minutes after noon, hear reports, and look."""
        self.now[0] = NOON + timedelta(minutes=minute)
        if reports:
            await self.reception.send(*reports, received_ms=round(self.now[0].timestamp() * 1000))
        await self.workers.look()

    async def checks(self) -> list[tuple[float, float | None, str | None]]:
        """Return when each was asked, when it rang (minutes after noon), and how it was closed."""
        rows = await self.reception.rows("SELECT asked_at, rang_at, closed_as FROM still_check ORDER BY id")
        return [(_minute(asked) or 0, _minute(rang), closed) for asked, rang, closed in rows]

    async def alerts(self) -> list[tuple[Any, ...]]:
        return await self.reception.rows(
            "SELECT a.kind, a.person_id, code, round(ST_X(a.geom)::numeric, 3)::float8, withdrawn_at"
            " FROM alert a LEFT JOIN grid ON grid.id = grid_id ORDER BY a.id"
        )


def _minute(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - NOON).total_seconds() / 60


@pytest.fixture
async def watch(reception: Reception) -> Watch:
    now = [NOON]
    atlas = Atlas(reception.database, lambda: now[0])
    await atlas.refresh()
    rules = AlertRules(reception.database, atlas, lambda: NOON)
    workers, judge = (kind(reception.database, atlas, lambda: now[0]) for kind in (LoneWorkers, Judge))
    return Watch(reception, workers, rules, judge, now)


async def test_without_a_rule_nobody_is_asked(watch: Watch) -> None:
    await watch.stand(0, 60)
    assert await watch.checks() == []


async def test_silence_after_the_question_rings_once_where_the_person_is(watch: Watch) -> None:
    await watch.make()
    await watch.stand(0, 9)
    assert await watch.checks() == []
    await watch.stand(9.5, 10)
    assert await watch.checks() == [(10, None, None)]
    await watch.stand(10.5, 14)
    assert await watch.alerts() == []
    for minute in (15, 16):
        await watch.stand(minute, minute)
        await watch.judge.judge()
    assert await watch.checks() == [(10, 15, None)]
    assert await watch.alerts() == [("no_movement", 1, CODES[0], 120.006, None)]


async def test_a_phone_that_falls_silent_after_the_question_rings_too(watch: Watch) -> None:
    await watch.make()
    await watch.stand(0, 10)
    await watch.look(15)
    assert len(await watch.alerts()) == 1


async def test_who_says_that_he_is_well_is_asked_again_only_after_as_long_again(watch: Watch) -> None:
    await watch.make()
    await watch.stand(0, 10)
    async with watch.reception.database.begin() as connection:
        (one,) = await checks_of(connection, 1)
        with pytest.raises(NotFound):
            await answer(connection, one.id, 2, "fine", watch.now[0])
        await answer(connection, one.id, 1, "fine", watch.now[0])
    await watch.stand(10.5, 19)
    assert await watch.checks() == [(10, None, "fine")]
    await watch.stand(19.5, 20)
    assert await watch.checks() == [(10, None, "fine"), (20, None, None)]
    assert await watch.alerts() == []


async def test_who_moves_is_left_alone(watch: Watch) -> None:
    await watch.make()
    await watch.stand(0, 10)
    await watch.stand(10.5, 12, lon=THERE)
    await watch.look(16)
    assert await watch.checks() == [(10, None, "moved")]
    assert await watch.alerts() == []


@pytest.mark.parametrize(
    "about",
    [
        {"grids": (CODES[1],)},
        {"who": Who(people=(2,))},
        {"calendar": Calendar(begin=13 * 60, end=14 * 60)},
        {"calendar": Calendar(weekdays=(2,))},
    ],
)
async def test_other_places_people_and_hours_are_not_asked(watch: Watch, about: dict[str, Any]) -> None:
    await watch.make(**about)
    await watch.stand(0, 20)
    assert await watch.checks() == []


async def test_hours_that_began_just_now_count_from_then(watch: Watch) -> None:
    await watch.make(calendar=Calendar(begin=12 * 60 + 15, end=13 * 60))
    await watch.stand(0, 24)
    assert await watch.checks() == []
    await watch.stand(24.5, 25)
    assert await watch.checks() == [(25, None, None)]


async def test_who_goes_off_duty_is_watched_no_more(watch: Watch) -> None:
    await watch.make(answer_minutes=60)
    await watch.stand(200, 235)
    await watch.look(241)
    assert await watch.checks() == [(235, None, "off_duty")]


async def test_a_rule_that_is_switched_off_asks_no_more(watch: Watch) -> None:
    rule = await watch.make()
    await watch.stand(0, 10)
    await watch.rules.change(rule, COMMANDER, "", on=False)
    await watch.look(16)
    assert await watch.checks() == [(10, None, "ended")]
    assert await watch.alerts() == []


async def test_a_rule_needs_a_time_for_the_answer_and_asks_neither_too_soon_nor_too_late(
    watch: Watch,
) -> None:
    for about in (
        {"answer_minutes": None},
        {"minutes": 4},
        {"minutes": 121},
        {"kind": "enter", "minutes": None},
    ):
        with pytest.raises(BadInput):
            await watch.make(**about)

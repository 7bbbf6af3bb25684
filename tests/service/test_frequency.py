"""Required visits in the small town: one walk, one silent day, one visit cut short."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from gis.analysis.coverage import CoverageParameters
from gis.errors import BadInput
from gis.model import EVERYTHING, Scope
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked
from gis.service.coverage.frequency import Frequencies, FrequencyRow
from gis.service.coverage.reading import Coverage
from gis.service.coverage.requirements import Requirements, Wanted
from gis.service.importing.preparing import Options, prepare
from gis.service.importing.writing import read_home, save
from gis.store.database import Database
from gis.store.importing import Outcome
from gis.store.record import Act
from tests.service.test_coverage import NINE, WALK_S, clock, on_duty, walk, walked
from tests.small_town import CODES, NOON, TOWN, B

BY = Act("test", "")
FIRST, LAST = date(2026, 10, 28), date(2026, 11, 1)
PARAMETERS = CoverageParameters(roam_m=0)


@pytest.fixture
async def atlas(fresh_database: Database) -> Atlas:
    made = Atlas(fresh_database, clock)
    await made.refresh()
    return made


@pytest.fixture
async def asks(fresh_database: Database, atlas: Atlas) -> Requirements:
    """Ask of risk 2, which the first grid has, for two of three days."""
    made = Requirements(fresh_database, atlas)
    await made.set(EVERYTHING, Wanted(None, 2, 2, 3, FIRST, None), BY)
    await made.set_risk(EVERYTHING, CODES[0], 2, (FIRST, None), BY)
    return made


async def rows(
    database: Database, atlas: Atlas, scope: Scope = EVERYTHING, squad: str | None = None
) -> dict[str, FrequencyRow]:
    asked = Asked(FIRST, LAST, squad=squad)
    read = Frequencies(database, atlas, Coverage(database, atlas))
    return {row.code: row for row in await read.rows(scope, asked, PARAMETERS)}


async def test_a_window_with_too_few_visits_was_missed_and_the_next_is_late(
    fresh_database: Database, atlas: Atlas, asks: Requirements
) -> None:
    await walked(fresh_database, Coverage(fresh_database, atlas), walk())
    await on_duty(fresh_database, "001", NINE, WALK_S)
    (only,) = (await rows(fresh_database, atlas)).values()
    assert (only.code, only.by, only.risk, only.visits, only.days) == (CODES[0], "risk", 2, 2, 3)
    assert (only.met, only.missed, only.unknown) == (0, 1, 0)
    # the first of two visits in three days was due by the second, which is yesterday
    assert (only.now, only.due, only.late_days) == ("late", LAST, 1)
    assert only.last_visit == NINE + timedelta(seconds=WALK_S)
    assert only.days_since == 2
    assert [(one.visited, one.outcome) for one in only.windows] == [(1, "missed"), (0, "late")]


async def test_a_silent_day_never_counts_as_missed(
    fresh_database: Database, atlas: Atlas, asks: Requirements
) -> None:
    await walked(fresh_database, Coverage(fresh_database, atlas), walk())
    await on_duty(fresh_database, "001", NINE, WALK_S)
    await on_duty(fresh_database, "001", NINE - timedelta(days=1), 3600)
    (only,) = (await rows(fresh_database, atlas)).values()
    assert (only.missed, only.unknown, only.windows[0].unknown) == (0, 1, 1)


async def test_a_short_visit_whose_begin_was_not_seen_is_unknown(
    fresh_database: Database, atlas: Atlas, asks: Requirements
) -> None:
    await walked(fresh_database, Coverage(fresh_database, atlas), walk(seconds=30))
    await on_duty(fresh_database, "001", NINE, 30)
    (only,) = (await rows(fresh_database, atlas)).values()
    assert (only.windows[0].visited, only.windows[0].unknown, only.days_since) == (0, 1, None)


async def test_nobody_on_duty_leaves_nothing_unknown(
    fresh_database: Database, atlas: Atlas, asks: Requirements
) -> None:
    (only,) = (await rows(fresh_database, atlas)).values()
    assert (only.missed, only.last_visit, only.now) == (1, None, "late")


async def test_a_grids_own_requirement_goes_first_and_follows_the_scope(
    fresh_database: Database, atlas: Atlas, asks: Requirements
) -> None:
    await asks.set(EVERYTHING, Wanted(CODES[0], None, 1, 1, FIRST, FIRST), BY)
    await asks.set(EVERYTHING, Wanted(CODES[2], None, 1, 1, LAST, None), BY)
    found = await rows(fresh_database, atlas)
    # the first window of three days has one day with another requirement, so nobody measures it
    assert [(one.first, one.last, one.outcome) for one in found[CODES[0]].windows] == [
        (FIRST, FIRST, "missed"),
        (LAST - timedelta(days=1), LAST + timedelta(days=1), "late"),
    ]
    assert found[CODES[2]].missed == 1
    assert set(await rows(fresh_database, atlas, Scope(codes=frozenset({B})))) == {CODES[2]}
    assert set(await rows(fresh_database, atlas, squad="1")) == {CODES[0]}


async def test_a_new_requirement_stands_in_place_of_the_old_on_its_days(
    fresh_database: Database, asks: Requirements
) -> None:
    winter = date(2027, 1, 1), date(2027, 1, 31)
    await asks.set(EVERYTHING, Wanted(None, 2, 1, 7, *winter), BY)
    told = [(one.first, one.last, one.visits) for one in await asks.all(EVERYTHING)]
    assert told == [
        (FIRST, date(2026, 12, 31), 2),
        (*winter, 1),
        (date(2027, 2, 1), None, 2),
    ]
    await asks.set(EVERYTHING, Wanted(None, 2, 0, 7, date(2027, 1, 15), None), BY)
    told = [(one.first, one.last, one.visits) for one in await asks.all(EVERYTHING)]
    assert told == [(FIRST, date(2026, 12, 31), 2), (winter[0], date(2027, 1, 14), 1)]


async def test_requirements_that_cannot_be_are_refused(asks: Requirements) -> None:
    for wrong in (
        Wanted(CODES[0], 2, 1, 7, FIRST, None),
        Wanted(None, None, 1, 7, FIRST, None),
        Wanted(None, 4, 1, 7, FIRST, None),
        Wanted(None, 1, 8, 7, FIRST, None),
        Wanted(None, 1, 1, 93, FIRST, None),
        Wanted(None, 1, 1, 7, FIRST, FIRST - timedelta(days=1)),
        Wanted(None, 1, 1, 7, date.min, None),
        Wanted(None, 1, 1, 7, FIRST, date.max),
    ):
        with pytest.raises(BadInput):
            await asks.set(EVERYTHING, wrong, BY)


async def test_both_come_from_a_file_and_twice_changes_nothing(
    fresh_database: Database, atlas: Atlas, tmp_path: Path
) -> None:
    files = {
        "risks": f"网格编号,风险等级,开始日期\n{CODES[0]},高,{FIRST}\n{CODES[2]},低,{FIRST}\n",
        "frequencies": f"风险等级,网格,次数,天数,开始日期\n高,,2,3,{FIRST}\n,{CODES[1]},1,,{FIRST}\n",
    }
    for expected in (Outcome(added=2), Outcome(unchanged=2)):
        for kind, text in files.items():
            path = tmp_path / f"{kind}.csv"
            path.write_text(text)
            prepared = prepare(kind, path, Options(), await read_home(fresh_database, TOWN))
            assert prepared.refused == ()
            assert (await save(fresh_database, prepared, "test", NOON.date())).outcome == expected
    found = await rows(fresh_database, atlas)
    assert {code: (row.by, row.risk, row.days) for code, row in found.items()} == {
        CODES[0]: ("risk", 3, 3),
        CODES[1]: ("grid", None, 7),
    }
    both = tmp_path / "both.csv"
    both.write_text(f"风险等级,网格,次数,开始日期\n高,{CODES[0]},2,{FIRST}\n")
    with pytest.raises(BadInput, match="one grid or of one level"):
        prepare("frequencies", both, Options(), await read_home(fresh_database, TOWN))

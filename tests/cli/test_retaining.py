"""wangge retain: counts without changing, takes out, goes on after a kill, and holds evidence."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gis.store.cluster import Cluster
from tests.cli.conftest import Home, Run
from tests.soak.kill import place_in

TODAY = datetime.now(UTC).date()
ROWS = 30_000


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


def fill(home: Home, rows: int) -> None:
    """Store counts of the gate that are past their keep, an hour each."""
    counts = f"now() - interval '181 days' - n * interval '1 hour', 1 FROM generate_series(1, {rows}) n"
    home.value(f"INSERT INTO gate_count (person_id, hour, refused) SELECT 1, {counts} RETURNING 1")


def test_a_dry_run_counts_and_the_run_takes_out_as_many(home: Home, run: Run) -> None:
    fill(home, 72)
    code, out, err = run("retain", "--dry-run")
    assert (code, err) == (0, "")
    assert "  counts of the gate: 72 rows\n" in out
    assert out.endswith("Nothing was taken out (--dry-run).\n")
    assert home.value("SELECT count(*) FROM gate_count") == 72
    assert home.value("SELECT count(*) FROM audit WHERE action = 'retain'") == 0
    assert run("retain")[:2] == (0, out.replace("Nothing was taken out (--dry-run).\n", ""))
    assert home.value("SELECT count(*) FROM gate_count") == 0
    detail = home.value("SELECT detail -> 'rows' FROM audit WHERE action = 'retain'")
    assert detail == {"counts of the gate": 72}


async def test_killed_at_work_it_goes_on_and_counts_all_of_it(
    cluster: Cluster, small_template: str, home: Home, run: Run, tmp_path: Path
) -> None:
    await asyncio.to_thread(fill, home, ROWS)
    name = home.url.partition("@/")[2].partition("?")[0]
    async with place_in(cluster, tmp_path) as place:
        process = await place.start(name, ("retain",))
        await place.until_writing(process, name)
        process.kill()
        assert await process.wait() == -9
        while await place.count(name):  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.02)
    assert await asyncio.to_thread(home.value, "SELECT count(*) FROM audit WHERE action = 'retain'") == 0
    code, out, _ = await asyncio.to_thread(run, "retain")
    assert code == 0
    assert f"  counts of the gate: {ROWS:,} rows\n" in out
    assert await asyncio.to_thread(home.value, "SELECT count(*) FROM gate_count") == 0


def test_a_hold_is_made_listed_and_released(home: Home, run: Run) -> None:
    days = ("--from", day(-3), "--to", day(-1), "--until", day(30))
    code, out, _ = run("retain", "hold", "001", *days, "--reason", "苏公字 7")
    assert (code, out) == (0, f"Hold 1 is in force until the end of {day(30)}.\n")
    listed = f"1  001 张三丰  {day(-3)} – {day(-1)} (0 days with a track)  until {day(30)}  苏公字 7\n"
    assert run("retain", "holds")[1] == listed
    assert run("retain", "release", 1)[1] == "Hold 1 is released.\n"
    assert run("retain", "holds")[1] == ""
    assert run("retain", "release", 1) == (2, "", "wangge: No hold of this number is in force.\n")


@pytest.mark.parametrize(
    ("person", "first", "last", "until", "reason", "words"),
    [
        ("999", -3, -1, 30, "x", "Nobody has the staff number 999."),
        ("001", -1, -3, 30, "x", "The days held begin before they end"),
        ("001", -3, 4, 30, "x", "are not to come"),
        ("001", -3, -1, -2, "x", "A hold ends on a day from today on"),
        ("001", -3, -1, 4000, "x", "at most ten years ahead"),
        ("001", -3, -1, 30, " ", "A reason has 1 to 200 characters."),
    ],
)
def test_what_cannot_be_held(
    home: Home, run: Run, person: str, first: int, last: int, until: int, reason: str, words: str
) -> None:
    days = ("--from", day(first), "--to", day(last), "--until", day(until))
    code, out, err = run("retain", "hold", person, *days, "--reason", reason)
    assert (code, out) == (2, "")
    assert words in err
    assert home.value("SELECT count(*) FROM hold") == 0


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TRACK", "1", "greater than or equal to 2"),
        ("TRACK", "181", "less than or equal to 180"),
        ("FIGURE", "179", "greater than or equal to 180"),
        ("AUDIT", "189", "greater than or equal to 190"),
    ],
)
def test_keeps_have_bounds(
    home: Home, run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(f"WANGGE_KEEP_{name}_DAYS", value)
    code, out, err = run("retain", "--dry-run")
    assert (code, out) == (2, "")
    assert f"WANGGE_KEEP_{name}_DAYS: Input should be {words}" in err

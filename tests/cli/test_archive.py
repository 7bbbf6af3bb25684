"""wangge archive and analyse: a day into open files, tables out of them, and retention of both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Home, Run

YESTERDAY = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()


def test_a_day_is_archived_analysed_and_on_record(home: Home, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "省档案"
    code, out, err = run("archive", str(folder), "--from", YESTERDAY, "--to", YESTERDAY)
    assert (code, out) == (0, f"1 days with 0 fixes and 0 events in {folder}.\n"), err
    assert home.value("SELECT detail ->> 'folder' FROM audit WHERE action = 'archive'") == str(folder)
    table = tmp_path / "coverage.csv"
    given = ("--from", YESTERDAY, "--to", YESTERDAY, "-o", str(table))
    code, out, err = run("analyse", "coverage", str(folder), *given)
    assert (code, out) == (0, f"4 rows in {table}.\n"), err
    head, first, *_ = table.read_text("utf-8-sig").splitlines()
    assert head.startswith("town,code,name,area_m2,covered,unknown,not_covered,off,effort,state,cause")
    assert "not_covered" in first
    heat = tmp_path / "heat.xlsx"
    assert run("analyse", "heat", str(folder), *given[:-1], str(heat))[:2] == (0, f"0 rows in {heat}.\n")
    # an archive that is not there is named in the record of every night
    folder.rename(tmp_path / "away")
    assert run("retain")[0] == 0
    lost = home.value("SELECT detail #>> '{archives,unreachable,0}' FROM audit WHERE action = 'retain'")
    assert lost == str(folder)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("archive", "a", "--from", "2999-01-01", "--to", "2999-01-02"), "days that are over"),
        (("analyse", "heat", "nowhere", "--from", YESTERDAY, "--to", YESTERDAY, "-o", "x.csv"), "no town"),
        (("analyse", "heat", "nowhere", "--from", YESTERDAY, "--to", YESTERDAY, "-o", "x.doc"), "no town"),
        (
            ("analyse", "heat", "x", "--from", YESTERDAY, "--to", YESTERDAY, "-o", "x.csv", "--of", "people"),
            "events or of fixes",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    home: Home, run: Run, given: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*given)
    assert (code, out) == (2, "")
    assert said in err.splitlines()[-1]
    assert "Traceback" not in err


def test_an_engine_and_a_form_that_do_not_exist_are_refused(home: Home, run: Run, tmp_path: Path) -> None:
    folder = str(tmp_path / "a")
    span = ("--from", YESTERDAY, "--to", YESTERDAY)
    assert run("archive", folder, *span)[0] == 0
    for more, said in (
        (("-o", str(tmp_path / "x.doc")), "a .csv or an .xlsx"),
        (("-o", str(tmp_path / "x.csv"), "--engine", "spark"), "no engine spark"),
        (("-o", str(tmp_path / "x.csv"), "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"), "No Dask"),
    ):
        code, _, err = run("analyse", "heat", folder, *span, *more)
        assert code == 2
        assert said in err

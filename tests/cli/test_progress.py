"""Progress: a bar with rate and time left on a terminal, plain lines elsewhere; a stop leaves nothing."""

import io
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console

from api.cli.progress import steps
from tests.cli.conftest import Home
from tests.small_town import DAY


def shown(*, terminal: bool) -> str:
    console = Console(
        file=io.StringIO(), force_terminal=terminal, width=120, color_system=None, _environ={"TERM": "xterm"}
    )
    with steps(console) as step:
        step("writing [b]3,000[/b] rows")
        step.count(1000, 3000)
        time.sleep(0.01)
        step.count(2000, 3000)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_elsewhere_each_step_is_one_plain_line() -> None:
    assert shown(terminal=False) == "writing [b]3,000[/b] rows …\n"


def test_a_terminal_shows_how_many_rows_are_done_and_how_fast() -> None:
    drawn = shown(terminal=True)
    assert "writing [b]3,000[/b] rows" in drawn
    assert "2,000/3,000 rows" in drawn
    assert "/s" in drawn


def test_stopped_on_a_terminal_it_leaves_nothing_half_written(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    heads = "编号,类别,问题描述,上报时间,经度,纬度\n"
    rows = (f"N{number},0101,示例,{DAY} 12:00,120.0,31.6\n" for number in range(60_000))
    path.write_text(heads + "".join(rows), encoding="utf-8")
    before = home.value("SELECT count(*) FROM event"), home.counts()
    code, told = stopped_while("writing", "import", "events", str(path), "--crs", "EPSG:4326")
    assert (code, "added" in told) == (130, False)
    assert told.rstrip().endswith("wangge: stopped; nothing was left half done")
    assert (home.value("SELECT count(*) FROM event"), home.counts()) == before


def stopped_while(word: str, *command: str) -> tuple[int, str]:
    """Run a command on a terminal, press Ctrl-C once it shows a word; return exit code and what it told."""
    master, slave = pty.openpty()
    arguments = [sys.executable, "-m", "api", *command]
    process = subprocess.Popen(
        arguments,
        env={**os.environ, "TERM": "xterm"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    told = b""
    sent = False
    while True:
        try:
            told += os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not sent and word.encode() in told:
            process.send_signal(signal.SIGINT)
            sent = True
    os.close(master)
    return process.wait(), told.decode(errors="replace")

"""wangge draft: a whole redrawing on the command line, over the small town."""

import io
import json
from pathlib import Path

import pytest

from tests.api.test_lookup import place
from tests.cli.conftest import Home, Run
from tests.small_town import CODES

MOVE = {"kind": "move", "at": [501_000_000, 3_500_400_000], "to": place(1100, 400)}


def edit(run: Run, *asked: object) -> tuple[int, str, str]:
    return run("draft", "edit", "2", *(json.dumps(one) for one in asked))


def test_from_new_to_published(home: Home, run: Run) -> None:
    assert run("draft", "new", "调整边界")[:2] == (0, "Draft 2: 调整边界, begun from edition 1.\n")
    code, out, _ = edit(run, MOVE)
    assert (code, out[:3]) == (0, "1  ")
    _, out, _ = run("draft", "impact", "2")
    assert out.splitlines()[-2].startswith("Changing hands: 0 households")
    assert out.splitlines()[-1] == "Patrols are those of 0 of the last 30 days."
    _, out, _ = run("draft", "changes", "2")
    assert f"{CODES[1]} → {CODES[0]}  20000.00 m²" in out
    _, out, _ = run("draft", "show", "2")
    assert f"{CODES[0]}  甲村第1网格  102.00 ha  10 households  1 enterprises" in out
    assert run("draft", "undo", "2")[1].startswith("2  ")
    assert run("draft", "undo", "2")[::2] == (2, "wangge: There is nothing to undo.\n")
    assert run("draft", "redo", "2")[1].startswith("3  ")
    paper = ("--from", "2099-01-01", "--document", "1", "--approver", "李四")
    assert run("publish", "2", *paper)[::2] == (2, "wangge: Submit the draft for review first.\n")
    assert run("draft", "submit", "2")[:2] == (0, "Draft 2 is under review.\n")
    assert run("draft", "list")[1].startswith("2  in_review  3 edits  machine:")
    assert run("publish", "2", *paper)[0] == 2
    assert run("draft", "rules", "--scan", "sometimes")[0] == 2
    told = run("draft", "rules", "--scan", "never")[1]
    assert told.splitlines()[0] == "Announcement: no days. Signed scan: never."
    assert run("publish", "2", *paper)[:2] == (0, "Edition 2 is in force from 2099-01-01.\n")
    # only what was redrawn got a new shape: two grids, their village and their squad's zone
    assert home.value("SELECT count(*) FROM grid_shape") == 4 + 2 + 1 + 2
    assert run("draft", "recall", "2")[:2] == (0, "Edition 2 is recalled.\n")


def test_a_log_makes_the_same_draft_again(home: Home, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("draft", "new", "one")
    edit(run, MOVE)
    edit(run, {"kind": "rename", "code": CODES[3], "name": "东网格"})
    run("draft", "undo", "2")
    edit(run, {"kind": "rename", "code": CODES[3], "name": "东"})
    code, log, _ = run("draft", "history", "2", "--json")
    assert (code, len(log.splitlines())) == (0, 2)
    run("draft", "new", "other")
    monkeypatch.setattr("sys.stdin", io.StringIO(log))
    assert run("draft", "edit", "3", "-")[0] == 0
    assert run("draft", "show", "2")[1].splitlines()[1:] == run("draft", "show", "3")[1].splitlines()[1:]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("{", "Edit 1 is not JSON"),
        ("[]", "Edit 1 must be an object."),
        ('{"kind": "x"}', "The kind of an edit is one of"),
        ('{"kind": "rename", "code": "none", "name": "x"}', "There is no grid none."),
    ],
)
def test_bad_edits_are_refused_in_a_sentence(home: Home, run: Run, asked: str, told: str) -> None:
    run("draft", "new", "x")
    code, _, error = run("draft", "edit", "2", asked)
    assert code == 2
    assert told in error
    assert run("draft", "edit", "99", '{"kind": "rename", "code": "x", "name": "y"}')[0] == 2


def test_proposals_are_compared(home: Home, run: Run) -> None:
    run("draft", "new", "x")
    code, out, _ = run("draft", "propose", "2", "--village", CODES[0][:12])
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("today: coefficient of variation")
    assert [line.split(":")[0] for line in lines[1:]] == [f"proposal {n}" for n in range(1, 5)]
    assert run("draft", "propose", "2", "--village", "9")[::2] == (2, "wangge: There is no village 9.\n")


@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
def test_the_approval_file_is_written_with_its_digest(
    home: Home, run: Run, tmp_path: Path, name: str
) -> None:
    run("draft", "new", "调整")
    edit(run, MOVE)
    path = tmp_path / name
    code, out, _ = run("draft", "approval", "2", "-o", str(path))
    assert code == 0
    digest = out.split()[-1]
    assert len(digest) == 64
    assert path.stat().st_size > 10_000
    edit(run, {"kind": "rename", "code": CODES[3], "name": "东"})
    assert run("draft", "approval", "2", "-o", str(path))[1].split()[-1] != digest
    assert run("draft", "approval", "2", "-o", "a.txt")[0] == 2


def test_announced_signed_and_published(home: Home, run: Run, tmp_path: Path) -> None:
    run("draft", "rules", "--announce-days", "7")
    run("draft", "new", "调整边界")
    edit(run, MOVE)
    assert run("draft", "announce", "2")[0] == 2, "it is no draft under review"
    run("draft", "submit", "2")
    assert run("draft", "announce", "2", "--to", "2000-01-01")[0] == 2
    code, out, _ = run("draft", "consult", "2")
    assert (code, "/announcement#" in out) == (0, True)
    code, out, _ = run("draft", "announce", "2")
    assert (code, out.count("2 is on show")) == (0, 1)
    days = "SELECT last_day - first_day FROM showing WHERE step = 'announced' AND closed_at IS NULL"
    assert home.value(days) == 6
    paper = ("--from", "2099-01-01", "--document", "1", "--approver", "李四")
    assert "announced until" in run("publish", "2", *paper)[2]
    home.value("UPDATE showing SET first_day = '2020-01-01', last_day = '2020-01-07' RETURNING 1")
    assert "scan" in run("publish", "2", *paper)[2]
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(b"%PDF-1.7 signed")
    printed = run("draft", "approval", "2", "-o", str(tmp_path / "a.pdf"))[1].split()[-1]
    assert run("draft", "scan", "2", str(signed), "--digest", "0" * 64)[0] == 2
    assert run("draft", "scan", "2", str(signed), "--digest", printed)[1].startswith("Kept: pdf, 15 bytes")
    assert run("publish", "2", *paper)[0] == 0
    assert run("draft", "opinions", "2")[1] == "0 opinions\n"
    assert run("draft", "told", "2")[1].splitlines()[-1] == "2 told, 2 have not confirmed"
    assert run("draft", "sign-rules", "--post", "nobody")[0] == 2
    assert "Supervision: 12345" in run("draft", "sign-rules", "--no-names", "--supervision-phone", "12345")[1]
    assert run("draft", "signs", "2", "-o", str(tmp_path / "signs.docx"))[0] == 2
    assert run("draft", "signs", "2", "-o", str(tmp_path / "signs.pdf"))[1] == "Wrote signs.pdf: 2 signs.\n"
    assert (tmp_path / "signs.pdf").read_bytes().startswith(b"%PDF")


def test_rules_are_set_and_told(home: Home, run: Run) -> None:
    code, out, _ = run("draft", "rules", "--set", "void_on_split=yes", "--set", "least_households=250")
    assert code == 0
    assert "void_on_split=yes" in out
    assert "least_households=250" in run("draft", "rules")[1]
    code, _, error = run("draft", "rules", "--set", "width=3")
    assert code == 2
    assert error.startswith("wangge: The rules are void_on_split, ")
    assert run("draft", "rules", "--set", "least_households=9999")[0] == 2
    assert "least_households=250" in run("draft", "rules")[1]


def test_posts_of_grids_that_end_are_told_chosen_and_carried_out(home: Home, run: Run) -> None:
    run("draft", "new", "合并")
    edit(run, {"kind": "merge", "codes": list(CODES[:2]), "keep": CODES[1]})
    code, out, _ = run("draft", "posts", "2")
    head, member, count = out.splitlines()
    assert (code, count) == (0, "2 posts of grids that end, 0 without a grid")
    assert f"{CODES[0]}  Grid head  张三丰  → {CODES[1]}  (as proposed)" in head
    _, out, _ = run("draft", "posts", "2", "--to", f"{member.split()[0]}=")
    assert "→ ends  (chosen by machine:" in out
    assert run("draft", "posts", "2", "--to", "x=1")[0] == 2
    assert run("draft", "posts", "2", "--to", f"{member.split()[0]}={CODES[0]}")[0] == 2
    run("draft", "submit", "2")
    run("draft", "rules", "--scan", "never")
    paper = ("--from", "2099-01-01", "--document", "1", "--approver", "李四")
    code, out, _ = run("publish", "2", *paper)
    assert out.splitlines()[1:] == ["Posts of grids that end: 1 go on in other grids, 1 end."]


def test_no_gap_is_allowed_where_there_is_none(home: Home, run: Run) -> None:
    run("draft", "new", "湖")
    assert run("draft", "gaps")[:2] == (0, "0 allowed gaps\n")
    lon, lat = (str(value) for value in place(500, 500))
    assert run("draft", "allow-gap", "2", lon, lat)[::2] == (2, "wangge: There is no gap here.\n")
    assert run("draft", "forbid-gap", "1")[::2] == (2, "wangge: There is no such allowed gap.\n")

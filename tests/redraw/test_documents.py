"""The reference names every edit, every kind of finding and every limit."""

import re
from dataclasses import fields
from pathlib import Path

from gis.redraw.base import edits
from gis.redraw.checks.base import KINDS
from gis.redraw.rules import Rules

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "redrawing.md").read_text(encoding="utf-8")


def test_every_edit_has_its_heading() -> None:
    assert set(edits()) <= set(re.findall(r"^### (\w+)$", TEXT, flags=re.MULTILINE))


def test_every_kind_of_finding_has_its_row() -> None:
    findings = TEXT.split("## Findings")[1].split("## Proofs")[0]
    assert set(KINDS) <= set(re.findall(r"`(\w+)`", findings))


def test_every_limit_has_its_row() -> None:
    assert {field.name for field in fields(Rules)} <= set(
        re.findall(r"^\| `(\w+)`", TEXT, flags=re.MULTILINE)
    )

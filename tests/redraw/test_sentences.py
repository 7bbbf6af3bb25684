"""A person who has only the sentences draws the same town: they hold every place to the millimetre."""

import re
from typing import Any

import numpy as np
import pytest

from gis.geometry.projection import to_degrees
from gis.redraw.base import edit_of
from gis.redraw.codes import CodeIssuer
from gis.redraw.partition import Partition
from tests.redraw.playing import Game
from tests.redraw.random_edits import MAKERS, Planner
from tests.redraw.small import issuer
from tests.redraw.test_damage import damaged, faults
from tests.redraw.test_sequences import ragged_town

PLACE = re.compile(r"\(N (-?[\d.]+), E (-?[\d.]+)\)")
CODE = re.compile(r"\b\d{15}\b")


def places(sentence: str) -> list[tuple[int, int]]:
    found = [
        (round(float(east) * 1000), round(float(north) * 1000)) for north, east in PLACE.findall(sentence)
    ]
    return found


def rebuilt(kind: str, sentence: str, partition: Partition) -> dict[str, Any]:
    """Read an English sentence back as the edit that it tells."""
    points, codes = places(sentence), CODE.findall(sentence)
    metres = np.array(points, dtype=np.float64).reshape(-1, 2) / 1000
    lon, lat = to_degrees(metres[:, 0], metres[:, 1], partition.epsg)
    drawn = list(zip(lon.tolist(), lat.tolist(), strict=True))
    village = re.search(r"go to village (\d+)", sentence)
    squad = re.search(r"go to squad (\w+)", sentence)
    read: dict[str, dict[str, Any]] = {
        "split": {"code": codes[0], "line": drawn},
        "merge": {"codes": codes[:-1], "keep": codes[-1]},
        "move": {"at": points[0], "to": drawn[-1]} if points else {},
        "insert": {"between": points[-2:], "to": drawn[0]} if points else {},
        "delete": {"at": points[0]} if points else {},
        "reshape": {"codes": codes[:2], "line": drawn},
        "snap": {"codes": codes[:2], "line": drawn, "within_m": _within(sentence)},
        "transfer": {"from": codes[0], "to": codes[-1], "ring": drawn},
        "rename": {"code": codes[0], "name": sentence.partition("“")[2].rpartition("”")[0]},
        "recode": {"code": codes[0]},
        "match": {"codes": codes},
        "resolve_overlap": {"at": drawn[0], "to": codes[0]} if points else {},
        "assign_gap": _gap(sentence, codes, drawn),
        "reassign": {
            "codes": codes[: len(codes) - 1] if "new codes" in sentence else codes,
            "village": village[1] if village else None,
            "squad": squad[1] if squad else None,
        },
    }
    return {"kind": kind} | read[kind]


def _gap(sentence: str, codes: list[str], drawn: list[tuple[float, float]]) -> dict[str, Any]:
    if not drawn or not codes:
        return {}
    goes = {"village": codes[0][:12]} if "becomes the new grid" in sentence else {"to": codes[0]}
    return {"at": drawn[0]} | goes


def _within(sentence: str) -> float:
    told = re.search(r"within ([\d.]+) m", sentence)
    return float(told[1]) if told else 1.0


def test_the_edits_that_mend_are_rebuilt_from_their_sentences() -> None:
    dice, kinds = np.random.default_rng(7), set()
    for _ in range(12):
        town = damaged(dice)
        for fix in [fix for finding in faults(town) for fix in finding.fixes]:
            edit = fix[1]
            patch = edit.apply(town, issuer())
            _, english = edit.sentence(town, patch)
            if "narrower than 1 mm" in english:
                continue  # nobody gets anything: the points alone close it
            assert edit_of(rebuilt(edit.kind, english, town)).apply(town, issuer()) == patch, english
            kinds.add(edit.kind)
    assert kinds >= {"assign_gap", "resolve_overlap"}


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_the_same_edit_is_rebuilt_from_its_sentence(kind: str) -> None:
    town, dice = ragged_town(), np.random.default_rng(3)
    done = 0
    while done < 5:
        game = Game.on(town)
        _, edit = Planner(dice, kinds=(kind,)).edit(town)
        if edit is None:
            continue
        issue = CodeIssuer(frozenset(town.cells))
        game.play(_Given(edit))  # type: ignore[arg-type]
        if not game.log:
            continue
        _, english = edit.sentence(town, game.log[0])
        again = edit_of(rebuilt(kind, english, town)).apply(town, issue)
        assert again == game.log[0], english
        done += 1


class _Given:
    """A planner who makes one given edit."""

    def __init__(self, edit: Any) -> None:
        self.given = edit

    def edit(self, partition: Partition) -> tuple[str, Any]:
        return self.given.kind, self.given

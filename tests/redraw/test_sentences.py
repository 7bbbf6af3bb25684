"""A person who has only the sentences, in either language, draws the same town to the millimetre."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from gis.geometry.projection import to_degrees
from gis.redraw.base import edit_of
from gis.redraw.checks.base import full_check
from gis.redraw.codes import CodeIssuer
from gis.redraw.partition import Partition
from tests.redraw.playing import Game
from tests.redraw.random_edits import MAKERS, Planner
from tests.redraw.small import issuer
from tests.redraw.test_damage import damaged, faults
from tests.redraw.test_fixes import World, invalid, outside
from tests.redraw.test_sequences import ragged_town

CODE = re.compile(r"(?<!\d)\d{15}(?!\d)")


@dataclass(frozen=True)
class Words:
    """How one language writes places, villages, squads, distances, and what becomes new."""

    language: int
    place: str
    village: str
    squad: str
    within: str
    coded: str
    new_grid: str
    closed: str


CHINESE = Words(
    0,
    r"（北 (-?[\d.]+)，东 (-?[\d.]+)）",
    r"划归 (\d+) 村",
    r"划归 (\w+) 中队",
    r" ([\d.]+) 米以内",
    "新代码",
    "成为新网格",
    "窄于 1 毫米",
)
ENGLISH = Words(
    1,
    r"\(N (-?[\d.]+), E (-?[\d.]+)\)",
    r"go to village (\d+)",
    r"go to squad (\w+)",
    r"within ([\d.]+) m",
    "new codes",
    "becomes the new grid",
    "narrower than 1 mm",
)
BOTH = pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=["zh", "en"])


def places(sentence: str, words: Words) -> list[tuple[int, int]]:
    found = re.findall(words.place, sentence)
    return [(round(float(east) * 1000), round(float(north) * 1000)) for north, east in found]


def rebuilt(kind: str, sentence: str, partition: Partition, words: Words) -> dict[str, Any]:
    """Read a sentence back as the edit that it tells."""
    points, codes = places(sentence, words), CODE.findall(sentence)
    metres = np.array(points, dtype=np.float64).reshape(-1, 2) / 1000
    lon, lat = to_degrees(metres[:, 0], metres[:, 1], partition.epsg)
    drawn = list(zip(lon.tolist(), lat.tolist(), strict=True))
    village, squad = re.search(words.village, sentence), re.search(words.squad, sentence)
    # Chinese names the new vertex last, English first
    new, between = (-1, points[:2]) if words is CHINESE else (0, points[-2:])
    read: dict[str, dict[str, Any]] = {
        "split": {"code": codes[0], "line": drawn},
        "merge": {"codes": codes[:-1], "keep": codes[-1]},
        "move": {"at": points[0], "to": drawn[-1]} if points else {},
        "insert": {"between": between, "to": drawn[new]} if points else {},
        "delete": {"at": points[0]} if points else {},
        "reshape": {"codes": codes[:2], "line": drawn},
        "snap": {"codes": codes[:2], "line": drawn, "within_m": _within(sentence, words)},
        "transfer": {"from": codes[0], "to": codes[-1], "ring": drawn},
        "rename": {"code": codes[0], "name": sentence.partition("“")[2].rpartition("”")[0]},
        "recode": {"code": codes[0]},
        "match": {"codes": codes},
        "resolve_overlap": {"at": drawn[0], "to": codes[0]} if points else {},
        "cut_off": {"code": codes[0], "at": drawn[0]} if points else {},
        "untangle": {"code": codes[0]},
        "assign_gap": _gap(words.new_grid in sentence, codes, drawn),
        "reassign": {
            "codes": _kept(sentence, words),
            "village": village[1] if village else None,
            "squad": squad[1] if squad else None,
        },
    }
    return {"kind": kind} | read[kind]


def _kept(sentence: str, words: Words) -> list[str]:
    """Return the codes that a sentence names before it tells new ones."""
    return CODE.findall(sentence.partition(words.coded)[0])


def _gap(new: bool, codes: list[str], drawn: list[tuple[float, float]]) -> dict[str, Any]:
    if not drawn or not codes:
        return {}
    goes = {"village": codes[0][:12]} if new else {"to": codes[0]}
    return {"at": drawn[0]} | goes


def _within(sentence: str, words: Words) -> float:
    told = re.search(words.within, sentence)
    return float(told[1]) if told else 1.0


@BOTH
def test_the_edits_that_mend_are_rebuilt_from_their_sentences(words: Words) -> None:
    dice, kinds = np.random.default_rng(7), set()
    for _ in range(12):
        town = damaged(dice)
        for fix in [fix for finding in faults(town) for fix in finding.fixes]:
            edit = fix[1]
            patch = edit.apply(town, issuer())
            said = edit.sentence(town, patch)[words.language]
            if words.closed in said:
                continue  # nobody gets anything: the points alone close it
            assert edit_of(rebuilt(edit.kind, said, town, words)).apply(town, issuer()) == patch, said
            kinds.add(edit.kind)
    assert kinds >= {"assign_gap", "resolve_overlap"}


@BOTH
@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_the_same_edit_is_rebuilt_from_its_sentence(kind: str, words: Words) -> None:
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
        said = edit.sentence(town, game.log[0])[words.language]
        again = edit_of(rebuilt(kind, said, town, words)).apply(town, issue)
        assert again == game.log[0], said
        done += 1


@BOTH
@pytest.mark.parametrize("world", [outside, invalid], ids=["cut_off", "untangle"])
def test_what_mends_a_single_grid_is_rebuilt_too(world: Callable[[], World], words: Words) -> None:
    broken, _, offered = world()
    (kind,) = offered
    fixes = [edit for one in full_check(broken) for _, edit in one.fixes if edit.kind == kind]
    patch = fixes[0].apply(broken, issuer())
    said = fixes[0].sentence(broken, patch)[words.language]
    assert edit_of(rebuilt(kind, said, broken, words)).apply(broken, issuer()) == patch, said


class _Given:
    """A planner who makes one given edit."""

    def __init__(self, edit: Any) -> None:
        self.given = edit

    def edit(self, partition: Partition) -> tuple[str, Any]:
        return self.given.kind, self.given

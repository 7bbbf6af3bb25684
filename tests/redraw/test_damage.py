"""Towns damaged by dice: edits never make it worse, and the offered fixes, taken by dice, mend all of it."""

import numpy as np
import pytest

from gis.redraw.base import edit_of
from gis.redraw.checks.base import Finding, full_check
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.rings import Point, points_of
from tests.redraw.playing import BROKEN, Game
from tests.redraw.random_edits import Planner
from tests.redraw.small import issuer
from tests.redraw.test_sequences import ragged_town

SHAKES_MM = (1, 5, 500, 3_000, 20_000)
MOST_STEPS = 60


def damaged(dice: np.random.Generator) -> Partition:
    """Return the ragged town with a few runs of vertices moved in one grid each, within the outline."""
    partition = ragged_town()
    for _ in range(int(dice.integers(1, 6))):
        cell = partition.cells[partition.boxes.codes[int(dice.integers(len(partition.boxes.codes)))]]
        ring = points_of(cell.polygons[0][0])
        shake, first = int(dice.choice(SHAKES_MM)), int(dice.integers(len(ring)))
        for n in range(first, first + int(dice.integers(1, 7))):
            if not on_outline(ring[n % len(ring)]):
                dx, dy = dice.integers(-shake, shake + 1, 2).tolist()
                x, y = ring[n % len(ring)]
                ring[n % len(ring)] = (x + dx, y + dy)
        shaken = cell.drawn([[ring, *map(points_of, cell.polygons[0][1:])]])
        if shaken.metric.is_valid and shaken != cell:
            partition = partition.replaced(Patch({cell.code: cell}, {cell.code: shaken}))
    return partition


def on_outline(point: Point) -> bool:
    edges = {edge for cell in ragged_town().holders(point) for edge in cell.edges if point in edge}
    return any(edge[::-1] not in edges for edge in edges)


def faults(partition: Partition) -> list[Finding]:
    return [one for one in full_check(partition) if one.kind in BROKEN]


def faulty_m2(partition: Partition) -> float:
    return sum(one.area_m2 or 0 for one in faults(partition))


@pytest.mark.parametrize("seed", range(10))
def test_edits_on_a_damaged_town_change_no_fault_and_are_taken_back(seed: int) -> None:
    dice = np.random.default_rng(seed)
    game, planner = Game.on(damaged(dice)), Planner(dice)
    before = faulty_m2(game.now)
    for _ in range(10):
        game.play(planner)
    assert game.now.twice_area_mm2 == game.first.twice_area_mm2
    assert faulty_m2(game.now) == pytest.approx(before, abs=1e-3)
    assert game.undo_all()


@pytest.mark.parametrize("seed", range(100, 110))
def test_offered_fixes_mend_a_damaged_town(seed: int) -> None:
    dice = np.random.default_rng(seed)
    town = damaged(dice)
    for _ in range(MOST_STEPS):
        found = faults(town)
        if not found:
            break
        # a gap that becomes a grid of its own leaves a sliver, which is no fault of the tiling
        _, edit = found[0].fixes[int(dice.integers(len(found[0].fixes)))]
        assert edit_of(edit.as_json()) == edit
        patch = edit.apply(town, issuer())
        assert all(edit.sentence(town, patch))
        town = town.replaced(patch)
    assert faults(town) == []
    assert town.twice_area_mm2 == ragged_town().twice_area_mm2

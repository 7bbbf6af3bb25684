"""Sequences of edits: whatever is done, the town stays whole, and all of it can be taken back bit by bit."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gis.redraw.base import edit_of
from gis.redraw.cell import Cell
from gis.redraw.partition import Partition, Shaped, partition_of
from gis.redraw.refused import Refused
from gis.redraw.rings import Edge
from gis.redraw.tracing import net, polygons_of
from gis.service.drafting import all_on_lattice
from tests.geometry.worlds import SOUTH_WEST, noisy_partition
from tests.redraw.playing import Game
from tests.redraw.random_edits import MAKERS, Planner
from tests.redraw.small import drawn, issuer, mm, small_partition
from tests.small_town import CODES, EPSG

GRIDS = 40


@cache
def ragged_town() -> Partition:
    """Return forty ragged grids in four villages, about 700 m wide each."""
    faces = noisy_partition(np.random.default_rng(5), GRIDS, 3)
    metres = shapely.transform(np.array(faces, dtype=object), lambda p: (p - SOUTH_WEST) * 1e5 + (5e5, 3.5e6))
    shapes = all_on_lattice(list(metres))
    order = np.argsort(shapely.get_x(shapely.centroid(shapes)))
    villages = [f"320281999{n * 4 // len(order) + 1:03d}" for n in range(len(order))]
    rows = zip(villages, shapes[order].tolist(), strict=True)
    made = partition_of(
        [
            Shaped(f"{village}{n + 1:03d}", f"网格{n}", village, village[-1], "basic", shape)
            for n, (village, shape) in enumerate(rows)
        ],
        EPSG,
    )
    return replace(made, limits=made.outline)


def games(edits: int, seed: int) -> Iterator[Game]:
    """Play edits and yield the game after each that was done; grids stay between 30 and 60."""
    game, planner = Game.on(ragged_town()), Planner(np.random.default_rng(seed))
    for _ in range(edits):
        count = len(game.now.cells)
        kinds = ("merge",) if count > 60 else ("split",) if count < 30 else tuple(MAKERS)
        if game.play(replace(planner, kinds=kinds)):
            yield game


def test_five_hundred_edits_leave_the_town_whole_and_are_taken_back() -> None:
    game = None
    for number, game in enumerate(games(500, 20261130)):
        if number % 25 == 0:
            assert game.faults() == []
    assert game is not None
    assert game.faults() == []
    assert sum(game.done.values()) > 350
    assert set(game.done) == set(MAKERS)
    assert game.undo_all()


class Editing(RuleBasedStateMachine):
    """Edits, undoes and redoes in any order; after each step the full check finds nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.game = Game.on(ragged_town())
        self.undone: list[object] = []

    @rule(kind=st.sampled_from(sorted(MAKERS)), seed=st.integers(0, 2**32 - 1))
    def edit(self, kind: str, seed: int) -> None:
        self.game.play(Planner(np.random.default_rng(seed), kinds=(kind,)))

    @precondition(lambda self: bool(self.game.log))
    @rule()
    def undo_and_redo(self) -> None:
        patch = self.game.log[-1]
        before = self.game.now
        undone = before.replaced(patch.inverse())
        assert undone.replaced(patch).cells == before.cells

    @precondition(lambda self: bool(self.game.log))
    @rule()
    def undo(self) -> None:
        self.game.now = self.game.now.replaced(self.game.log.pop().inverse())

    @invariant()
    def whole(self) -> None:
        assert self.game.faults() == []

    def teardown(self) -> None:
        assert self.game.undo_all()


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)


places = st.tuples(st.integers(-300, 4300), st.integers(-300, 1300))
lines = st.lists(places, min_size=3, max_size=7)


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(["split", "reshape", "transfer", "snap"]), way=lines, fine=st.booleans())
def test_any_line_is_followed_or_refused_and_never_breaks_the_town(
    kind: str, way: list[tuple[int, int]], fine: bool
) -> None:
    town = small_partition()
    points = [drawn(x / 7 if fine else x, y / 7 if fine else y) for x, y in way]
    asked: dict[str, dict[str, object]] = {
        "split": {"code": CODES[0], "line": points},
        "reshape": {"codes": list(CODES[:2]), "line": points},
        "transfer": {"from": CODES[0], "to": CODES[1], "ring": points},
        "snap": {"codes": list(CODES[:2]), "line": points, "within_m": 60},
    }
    edit = edit_of({"kind": kind} | asked[kind])
    try:
        patch = edit.apply(town, issuer())
    except Refused:
        return
    game = Game.on(replace(town, limits=town.outline))
    game.now = game.now.replaced(patch)
    assert game.faults() == []


@settings(max_examples=300, deadline=None)
@given(at=st.sampled_from([mm(1000, 400), mm(2000, 600), mm(1000, 0), mm(500, 0)]), to=places)
def test_a_vertex_goes_anywhere_or_stays(at: tuple[int, int], to: tuple[int, int]) -> None:
    town = small_partition()
    try:
        patch = edit_of({"kind": "move", "at": at, "to": drawn(*to)}).apply(town, issuer())
    except Refused:
        return
    game = Game.on(replace(town, limits=town.outline))
    game.now = game.now.replaced(patch)
    assert game.faults() == []


def test_a_bug_in_an_edit_is_refused_and_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    town = small_partition()
    edit = edit_of({"kind": "move", "at": mm(1000, 400), "to": drawn(1050, 400)})
    monkeypatch.setattr(
        "gis.redraw.edits.move.inner_holders", lambda partition, point: [partition.cells[CODES[0]]]
    )
    with pytest.raises(Refused, match="a gap or an overlap"):
        edit.apply(town, issuer())


def squares_town(dice: np.random.Generator) -> Partition:
    """Return grids of squares by dice: in pieces, with holes and islands, four meeting in corners, a lake."""
    label = dice.integers(0, 14, (8, 8))
    label[2:5, 2:5], label[3, 3] = 1, 2
    lake = tuple(dice.integers(0, 8, 2).tolist())
    cells = {}
    for value in sorted(set(label.ravel().tolist())):
        own = [(x, y) for x, y in np.argwhere(label == value).tolist() if (x, y) != lake]
        village = f"320281999{value % 3 + 1:03d}"
        empty = Cell(f"{village}{value + 1:03d}", "", village, str(value % 2 + 1), "basic", ())
        cells[empty.code] = empty.drawn(polygons_of(net(*(square_of(x, y) for x, y in own))))
    made = Partition(
        EPSG, MappingProxyType({code: cell for code, cell in sorted(cells.items()) if cell.polygons})
    )
    return replace(made, limits=made.outline)


def square_of(x: int, y: int) -> list[Edge]:
    ring = [mm(150 * a, 150 * b) for a, b in ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))]
    return list(zip(ring, [*ring[1:], ring[0]], strict=True))


@pytest.mark.parametrize("seed", range(8))
def test_grids_in_pieces_with_holes_and_islands_stay_whole(seed: int) -> None:
    dice = np.random.default_rng(seed)
    game, planner = Game.on(squares_town(dice)), Planner(dice)
    assert game.faults() == []
    for number in range(40):
        if game.play(planner) and number % 8 == 0:
            assert game.faults() == []
    assert game.faults() == []
    assert game.undo_all()

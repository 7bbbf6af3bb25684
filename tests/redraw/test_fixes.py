"""Each kind of finding with each fix that is offered: the finding is gone, and the undo gives it back."""

import dataclasses
from collections.abc import Callable

import pytest

from gis.redraw.base import edit_of
from gis.redraw.checks.base import KINDS, NOTHING, Finding, Reference, full_check
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.rings import Point, points_of
from tests.redraw.broken import town, with_cell, with_moved
from tests.redraw.small import issuer, mm
from tests.small_town import CODES, A, B

ONE, TWO, THREE, FOUR = CODES
World = tuple[Partition, Reference, dict[str, int]]
"""A broken town, what it is held against, and how many fixes of each kind are offered."""


def gap() -> World:
    moves = {mm(1000, 400): mm(970, 400), mm(1000, 600): mm(970, 600)}
    return with_moved(town(), ONE, moves), NOTHING, {"assign_gap": 3}


def overlap() -> World:
    return with_moved(town(), ONE, {mm(1000, 400): mm(1030, 410)}), NOTHING, {"resolve_overlap": 2}


def outside() -> World:
    return with_moved(town(), ONE, {mm(400, 0): mm(400, -30)}), NOTHING, {"cut_off": 1}


def invalid() -> World:
    # the border runs north, back, and north again, and so crosses itself
    moves = {mm(1000, 400): mm(1010, 700), mm(1000, 600): mm(1010, 300)}
    return with_moved(town(), ONE, moves), NOTHING, {"untangle": 1}


def unmatched() -> World:
    cell = town().cells[ONE]
    ring = [point for point in points_of(cell.polygons[0][0]) if point != mm(1000, 400)]
    return with_cell(town(), cell.drawn([[ring]])), NOTHING, {"match": 1}


def nesting() -> World:
    other = dataclasses.replace(town().cells[TWO], parent=B)
    return with_cell(town(), other), NOTHING, {"recode": 1, "reassign": 1}


def code() -> World:
    short = dataclasses.replace(town().cells[TWO], code=f"{A}2")
    broken = town().replaced(Patch({TWO: town().cells[TWO]}, {short.code: short}))
    return broken, Reference(code_digits=15), {"recode": 1}


def squad_pieces() -> World:
    third = dataclasses.replace(town().cells[THREE], squad="1")
    second = dataclasses.replace(town().cells[TWO], squad="2")
    return with_cell(with_cell(town(), second), third), NOTHING, {"reassign": 1}


def village_pieces() -> World:
    far = dataclasses.replace(town().cells[FOUR], code=f"{A}009", parent=A)
    return town().replaced(Patch({FOUR: town().cells[FOUR]}, {far.code: far})), NOTHING, {"reassign": 1}


def with_island(ring: list[Point]) -> Partition:
    """Return the town in which the first grid has a piece amid the second."""
    a, b = town().cells[ONE], town().cells[TWO]
    made = {
        ONE: a.drawn([*a.polygons, [ring]]),
        TWO: b.drawn([[b.polygons[0][0], ring[::-1]]]),
    }
    return town().replaced(Patch({ONE: a, TWO: b}, made))


def pieces() -> World:
    ring = [mm(1400, 400), mm(1600, 400), mm(1600, 600), mm(1400, 600)]
    return with_island(ring), NOTHING, {"transfer": 1}


def sliver_piece() -> World:
    ring = [mm(1400, 400), mm(1600, 400), mm(1600, 402), mm(1400, 402)]
    return with_island(ring), NOTHING, {"transfer": 1}


def sliver_grid() -> World:
    strip = with_island([mm(1400, 400), mm(1600, 400), mm(1600, 402), mm(1400, 402)])
    one, whole = strip.cells[ONE], town().cells[ONE]
    thin = dataclasses.replace(one, code=f"{A}007").drawn([one.polygons[1]])
    return strip.replaced(Patch({ONE: one}, {ONE: whole, thin.code: thin})), NOTHING, {"merge": 1}


def code_due() -> World:
    return town(), Reference(changed_shares={ONE: 0.7}), {"recode": 1}


WORLDS: dict[str, list[Callable[[], World]]] = {
    "gap": [gap],
    "overlap": [overlap],
    "outside": [outside],
    "invalid": [invalid],
    "unmatched": [unmatched],
    "nesting": [nesting],
    "code": [code],
    "squad_pieces": [squad_pieces],
    "village_pieces": [village_pieces],
    "pieces": [pieces],
    "sliver": [sliver_piece, sliver_grid],
    "code_due": [code_due],
}
WITHOUT = {"few_households", "many_households", "building", "block", "village_line", "post", "named", "road"}
"""What only a person can mend, by drawing."""


def of_kind(partition: Partition, reference: Reference, kind: str) -> list[Finding]:
    return [one for one in full_check(partition, reference) if one.kind == kind]


def test_every_kind_is_mended_here_or_by_drawing() -> None:
    assert set(WORLDS) | WITHOUT == set(KINDS)


CASES = [(kind, world) for kind, worlds in WORLDS.items() for world in worlds]


@pytest.mark.parametrize(("kind", "world"), CASES, ids=[world.__name__ for _, world in CASES])
def test_each_fix_that_is_offered_mends(kind: str, world: Callable[[], World]) -> None:
    broken, reference, offered = world()
    first, *more = of_kind(broken, reference, kind)
    kinds = [edit.kind for _, edit in first.fixes]
    assert {name: kinds.count(name) for name in kinds} == offered
    for (zh, en), edit in first.fixes:
        assert zh
        assert en
        assert edit_of(edit.as_json()) == edit
        patch = edit.apply(broken, issuer())
        assert all(edit.sentence(broken, patch))
        mended = broken.replaced(patch)
        # a recoded grid is another one, of which nobody knows that its households changed
        assert len(of_kind(mended, reference, kind)) <= len(more), en
        assert mended.replaced(patch.inverse()).cells == broken.cells


def test_a_border_that_crosses_the_outline_between_vertices_cannot_be_cut_there() -> None:
    cell = town().cells[ONE]
    spike = {mm(400, 0): [mm(300, 10), mm(400, -30), mm(500, 10)]}
    ring = [point for known in points_of(cell.polygons[0][0]) for point in spike.get(known, [known])]
    broken = with_cell(town(), cell.drawn([[ring]]))
    (found,) = of_kind(broken, NOTHING, "outside")
    assert found.fixes == ()


def test_an_untangled_grid_keeps_its_ground() -> None:
    broken, _, _ = invalid()
    before = sum(one.area_m2 or 0 for one in full_check(broken) if one.kind in ("gap", "overlap"))
    (found,) = of_kind(broken, NOTHING, "invalid")
    mended = broken.replaced(found.fixes[0][1].apply(broken, issuer()))
    after = sum(one.area_m2 or 0 for one in full_check(mended) if one.kind in ("gap", "overlap"))
    # the crossing went onto the lattice
    assert after == pytest.approx(before, abs=1)

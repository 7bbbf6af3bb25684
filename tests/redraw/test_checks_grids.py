"""Findings about single grids and what lies on the ground, on four squares, with the fixes offered."""

import dataclasses

import pytest
from shapely import LineString, Polygon, box

from gis.redraw.cell import Cell
from gis.redraw.checks.base import Reference, full_check
from gis.redraw.patch import Patch
from tests.redraw.broken import kinds, mend, town, with_cell, with_moved
from tests.redraw.small import issuer, mm
from tests.small_town import CODES, A, B


def test_a_piece_apart_goes_to_its_neighbour() -> None:
    whole = town()
    a, b = whole.cells[CODES[0]], whole.cells[CODES[1]]
    island = [mm(1400, 400), mm(1600, 400), mm(1600, 600), mm(1400, 600)]
    broken = whole.replaced(
        Patch(
            {CODES[0]: a, CODES[1]: b},
            {
                CODES[0]: a.drawn([*a.polygons, [island]]),
                CODES[1]: b.drawn([[b.polygons[0][0], island[::-1]]]),
            },
        )
    )
    (piece,) = full_check(broken)
    assert (piece.kind, piece.area_m2) == ("pieces", 40_000)
    mend(broken, piece)
    fixed = broken.replaced(piece.fixes[0][1].apply(broken, issuer()))
    assert fixed.cells[CODES[1]].twice_area_mm2 == b.twice_area_mm2
    assert len(fixed.cells[CODES[1]].polygons[0]) == 1


def test_a_sliver_is_told_with_its_width() -> None:
    narrow = dataclasses.replace(town(), rules=dataclasses.replace(town().rules, least_width_m=1001))
    assert kinds(full_check(narrow)) == ["sliver"] * 4
    assert full_check(narrow)[0].width_m == pytest.approx(1000, abs=60)


def test_villages_and_squads_in_pieces_are_told_and_reassigned() -> None:
    whole = town()
    second = dataclasses.replace(whole.cells[CODES[1]], squad="2")
    third = dataclasses.replace(whole.cells[CODES[2]], squad="1")
    broken = with_cell(with_cell(whole, second), third)
    apart = [one for one in full_check(broken) if one.kind == "squad_pieces"]
    assert [one.codes for one in apart] == [(CODES[2],), (CODES[3],)]
    mend(broken, apart[0])
    moved = dataclasses.replace(whole.cells[CODES[3]], code=f"{A}009", parent=A)
    exclave = whole.replaced(Patch({CODES[3]: whole.cells[CODES[3]]}, {f"{A}009": moved}))
    (village,) = full_check(exclave)
    assert (village.kind, village.severity, village.codes) == ("village_pieces", "warning", (f"{A}009",))
    mend(exclave, village)


def test_codes_have_their_form_and_their_village() -> None:
    whole = town()
    renamed = dataclasses.replace(whole.cells[CODES[0]], parent=B)
    assert kinds(full_check(with_cell(whole, renamed))) == ["nesting", "village_pieces"]
    assert kinds(full_check(whole, Reference(code_digits=16))) == ["code"] * 4


def test_households_are_held_against_both_limits() -> None:
    counts = dict(zip(CODES, (299, 300, 500, 501), strict=True))
    found = full_check(town(), Reference(households=counts))
    assert [(one.kind, one.codes) for one in found] == [
        ("few_households", (CODES[0],)),
        ("many_households", (CODES[3],)),
    ]
    assert found[0].sentence[1] == f"{CODES[0]} has 299 households, fewer than 300"


def test_a_building_on_a_border_is_told_and_one_that_touches_it_is_not() -> None:
    def house(x: float) -> Polygon:
        return box(500_000 + x, 3_500_500, 500_000 + x + 20, 3_500_510)

    found = full_check(town(), Reference(buildings=[house(990), house(1000), house(985), house(500)]))
    assert [(one.kind, one.codes, one.area_m2) for one in found] == [("building", CODES[:2], 100)]
    assert "cuts 2 buildings" in found[0].sentence[1]


def test_a_grid_that_changed_too_much_gets_a_new_code() -> None:
    shares = {CODES[0]: 0.5, CODES[1]: 0.51, "9": 1.0}
    (due,) = full_check(town(), Reference(changed_shares=shares))
    assert (due.kind, due.codes) == ("code_due", (CODES[1],))
    assert due.sentence[1].startswith(f"51% of the households of {CODES[1]} changed")
    patch = due.fixes[0][1].apply(town(), issuer())
    assert (list(patch.before), list(patch.after)) == ([CODES[1]], [f"{A}003"])
    assert patch.after[f"{A}003"].polygons == patch.before[CODES[1]].polygons
    assert full_check(town(), Reference(changed_shares=shares, code_outlives=0.6)) == ()


def test_a_border_through_a_block_names_it() -> None:
    def block(x: float) -> Polygon:
        return box(500_000 + x, 3_500_500, 500_200 + x, 3_500_600)

    blocks = [("甲村第1村民小组", block(900)), ("", block(990)), ("乙", block(0)), ("丙", block(999.5))]
    (found,) = full_check(town(), Reference(blocks=blocks))
    assert (found.kind, found.codes, found.area_m2) == ("block", CODES[:2], 10_000)
    assert found.sentence[1].endswith("cuts 2 blocks: 甲村第1村民小组, —")


def test_a_village_beyond_its_line_is_told_in_the_words_of_the_office() -> None:
    line = box(500_000, 3_500_000, 501_990, 3_501_000)
    (found,) = full_check(town(), Reference(village_lines={A: line, "9": line}))
    assert (found.kind, found.codes, found.area_m2) == ("village_line", (CODES[1],), 10_000)
    assert "与村界不一致" in found.sentence[0]
    assert found.place
    assert mm(1990, 0) < found.place < mm(2000, 1000)
    exact = box(500_000, 3_500_000, 502_000, 3_501_000)
    assert full_check(town(), Reference(village_lines={A: exact})) == ()


def test_a_road_in_a_gap_has_no_owner() -> None:
    broken = with_moved(town(), CODES[0], {mm(1000, 400): mm(970, 400)})
    road = LineString([(500_500, 3_500_400), (501_500, 3_500_400)])
    found = full_check(broken, Reference(roads=[("霞客路", road)]))
    assert kinds(found) == ["gap", "road"]
    assert found[1].sentence == (
        "道路霞客路有 30 米不属于任何网格",
        "30 m of the road 霞客路 belong to no grid",
    )
    assert kinds(full_check(town(), Reference(roads=[("霞客路", road)]))) == []


def test_an_invalid_shape_is_told() -> None:
    broken = with_moved(town(), CODES[0], {mm(1000, 400): mm(-100, 400)})
    assert "invalid" in kinds(full_check(broken))


def test_a_dedicated_grid_takes_no_part_in_the_tiling() -> None:
    whole = town()
    park = Cell(
        f"{A}100",
        "公园",
        A,
        None,
        "dedicated",
        whole.cells[CODES[0]].drawn([[[(0, 0), (9, 0), (9, 9)]]]).polygons,
    )
    assert full_check(whole.replaced(Patch({}, {park.code: park}))) == ()


def test_the_squares_are_those_of_the_small_town() -> None:
    assert town().cells[CODES[3]].metric.bounds == (503_000, 3_500_000, 504_000, 3_501_000)

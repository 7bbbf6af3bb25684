"""Every kind of finding on four squares, and every fix that is offered: applied, it mends the finding."""

import dataclasses
from collections.abc import Mapping

import numpy as np
import pytest
from shapely import LineString, Polygon, box

from gis.redraw.cell import Cell
from gis.redraw.checks.base import KINDS, Finding, Reference, checks, full_check
from gis.redraw.partition import Partition, partition_of
from gis.redraw.patch import Patch
from gis.redraw.rings import Point, points_of
from tests.redraw.small import issuer, mm, small_partition
from tests.small_town import CODES, EPSG, A, B


def town() -> Partition:
    """Return the four squares with their outline."""
    whole = small_partition()
    return dataclasses.replace(whole, limits=whole.outline)


def with_moved(partition: Partition, code: str, moves: Mapping[Point, Point]) -> Partition:
    """Return a broken partition: vertices of one grid moved alone."""
    cell = partition.cells[code]
    ring = [moves.get(point, point) for point in points_of(cell.polygons[0][0])]
    return with_cell(partition, cell.drawn([[ring]]))


def with_cell(partition: Partition, cell: Cell) -> Partition:
    return partition.replaced(Patch({cell.code: partition.cells[cell.code]}, {cell.code: cell}))


def kinds(found: tuple[Finding, ...]) -> list[str]:
    return [finding.kind for finding in found]


def mend(partition: Partition, finding: Finding) -> None:
    """Apply each fix by itself: the finding is gone, and no new one has come."""
    before = full_check(partition)
    assert finding.fixes
    for (zh, en), edit in finding.fixes:
        assert zh
        assert en
        patch = edit.apply(partition, issuer())
        assert all(edit.sentence(partition, patch))
        mended = partition.replaced(patch)
        left = kinds(full_check(mended))
        assert left.count(finding.kind) < kinds(before).count(finding.kind), (en, left)
        assert {kind for kind in left if kind not in kinds(before)} <= {"sliver"}
        assert mended.replaced(patch.inverse()).cells == partition.cells


def test_the_town_has_no_finding() -> None:
    assert full_check(town()) == ()


def test_a_town_without_grids_has_no_finding_but_its_whole_gap() -> None:
    assert full_check(partition_of([], EPSG)) == ()
    (gap,) = full_check(partition_of([], EPSG, limits=box(0, 0, 10, 10)))
    assert (gap.kind, gap.area_m2, gap.fixes) == ("gap", 100, ())


def test_an_enclosed_gap_is_a_hole_of_the_outline_and_none_of_the_rim() -> None:
    whole = town()
    cell = whole.cells[CODES[0]]
    lake = [mm(400, 400), mm(400, 600), mm(600, 600), mm(600, 400)]
    holed = with_cell(whole, cell.drawn([[cell.polygons[0][0], lake]]))
    assert full_check(dataclasses.replace(holed, limits=holed.outline)) == ()
    filled = dataclasses.replace(holed, limits=holed.rim)
    (gap,) = full_check(filled)
    assert (gap.kind, gap.area_m2) == ("gap", 40_000)
    mend(filled, gap)


def test_the_outline_of_a_broken_town_is_its_union() -> None:
    broken = with_moved(
        small_partition(), CODES[0], {mm(1000, 400): mm(1030, 410), mm(1000, 800): mm(970, 800)}
    )
    assert broken.outline.is_valid
    assert broken.outline.area == pytest.approx(4e6 - 30 * 400 / 2)
    assert kinds(full_check(dataclasses.replace(broken, limits=broken.rim))) == ["gap", "overlap"]


def test_every_kind_has_words() -> None:
    assert len(checks()) == 11
    assert all(zh and en for zh, en in KINDS.values())


def test_a_gap_has_place_area_width_and_is_given_to_either_neighbour_or_becomes_a_grid() -> None:
    broken = with_moved(town(), CODES[0], {mm(1000, 400): mm(970, 400), mm(1000, 600): mm(970, 600)})
    (gap,) = full_check(broken)
    assert (gap.kind, gap.severity) == ("gap", "error")
    assert gap.area_m2 == pytest.approx(30 * 400)
    assert gap.width_m == pytest.approx(29, abs=1)
    assert gap.place
    assert mm(970, 200) < gap.place < mm(1000, 800)
    assert [edit.as_json().get("to") for _, edit in gap.fixes] == [CODES[0], CODES[1], None]
    assert "wide" in gap.sentence[1]
    mend(broken, gap)


def test_an_allowed_gap_is_none() -> None:
    broken = with_moved(town(), CODES[0], {mm(1000, 400): mm(970, 400)})
    lake = box(500_900, 3_500_100, 501_000, 3_500_700)
    assert kinds(full_check(broken, Reference(allowed_gaps=[lake]))) == []
    small = box(500_990, 3_500_100, 501_000, 3_500_700)
    assert kinds(full_check(broken, Reference(allowed_gaps=[small]))) == ["gap"]


def test_a_gap_at_the_rim_is_filled_to_the_outline() -> None:
    broken = with_moved(town(), CODES[0], {mm(400, 0): mm(400, 30)})
    (gap,) = full_check(broken)
    assert gap.kind == "gap"
    mend(broken, gap)


def test_an_overlap_goes_to_either_owner() -> None:
    broken = with_moved(town(), CODES[0], {mm(1000, 400): mm(1030, 410)})
    (overlap,) = full_check(broken)
    assert (overlap.kind, overlap.codes) == ("overlap", CODES[:2])
    assert overlap.area_m2 == pytest.approx(6000)
    mend(broken, overlap)


def test_borders_that_cross_each_other_are_mended_step_by_step() -> None:
    broken = with_moved(town(), CODES[0], {mm(1000, 400): mm(1000.731, 405), mm(1000, 600): mm(998.517, 607)})
    assert sorted(kinds(full_check(broken))) == ["gap", "overlap"]
    for finding in full_check(broken):
        mend(broken, finding)
    steps = 0
    while found := full_check(broken):
        broken = broken.replaced(found[0].fixes[0][1].apply(broken, issuer()))
        steps += 1
    assert steps <= 4
    assert broken.twice_area_mm2 == town().twice_area_mm2


def test_a_nudge_of_a_millimetre_is_found_and_mended() -> None:
    broken = with_moved(town(), CODES[0], {mm(1000, 400): mm(1000.001, 400)})
    (overlap,) = full_check(broken)
    assert overlap.kind == "overlap"
    assert overlap.width_m == pytest.approx(0.001, rel=0.2)
    mend(broken, overlap)


def test_what_leaves_the_outline_is_told() -> None:
    broken = with_moved(town(), CODES[0], {mm(400, 0): mm(400, -30)})
    assert kinds(full_check(broken)) == ["outside"]


def test_missing_vertices_on_a_border_are_put_in() -> None:
    cell = town().cells[CODES[0]]
    ring = [point for point in points_of(cell.polygons[0][0]) if point != mm(1000, 400)]
    broken = with_cell(town(), cell.drawn([[ring]]))
    (unmatched,) = full_check(broken)
    assert (unmatched.kind, unmatched.codes) == ("unmatched", CODES[:2])
    mend(broken, unmatched)


@pytest.mark.parametrize("middle", [(100_000, 1), (99_999, 1)])
def test_borders_apart_by_less_than_rounding_are_told_and_matched(middle: Point) -> None:
    # the vertex lies five millionths of a millimetre beside the other's edge, above or below
    a, b = mm(0, 0), mm(199.999, 0.002)
    vertex = (a[0] + middle[0], a[1] + middle[1])
    lower = [a, mm(0, -100), mm(199.999, -100), b]
    upper = [a, vertex, b, mm(199.999, 100), mm(0, 100)]
    empty = Cell("", "", A, None, "basic", ())
    low = dataclasses.replace(empty, code=CODES[0]).drawn([[lower]])
    high = dataclasses.replace(empty, code=CODES[1]).drawn([[upper]])
    limits = Polygon(np.array([a, *lower[1:3], b, *upper[3:]]) / 1000)
    broken = dataclasses.replace(
        partition_of([], EPSG, limits=limits), cells={low.code: low, high.code: high}
    )
    found, apart = full_check(broken)
    assert (found.kind, found.codes, apart.kind) == ("unmatched", CODES[:2], "village_pieces")
    mended = broken.replaced(found.fixes[0][1].apply(broken, issuer()))
    assert full_check(mended) == ()
    assert mended.whole


def test_a_vertex_that_the_outline_lacks_is_told() -> None:
    whole = town()
    assert whole.limits
    corners = dataclasses.replace(whole, limits=box(*whole.limits.bounds))
    assert kinds(full_check(corners)) == ["unmatched"] * 4
    assert "outline" in full_check(corners)[0].sentence[1]


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

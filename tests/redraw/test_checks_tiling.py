"""Findings about the tiling of four squares, gaps, overlaps and borders; every offered fix mends its own."""

import dataclasses

import numpy as np
import pytest
from shapely import Polygon, box

from gis.redraw.cell import Cell
from gis.redraw.checks.base import KINDS, Reference, checks, full_check
from gis.redraw.partition import partition_of
from gis.redraw.rings import Point, points_of
from tests.redraw.broken import kinds, mend, town, with_cell, with_moved
from tests.redraw.small import issuer, mm, small_partition
from tests.small_town import CODES, EPSG, A


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
    assert len(checks()) == 13
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

"""The contract of edits on four squares: patches, their inverse and bytes, refusals, codes."""

import dataclasses

import numpy as np
import pytest
from shapely import box

from gis.errors import BadInput
from gis.redraw.base import edit_of, edits
from gis.redraw.codes import CodeIssuer
from gis.redraw.partition import Shaped, area_mm2, partition_of, shape
from gis.redraw.patch import Patch, Stale
from gis.redraw.refused import Refused
from tests.redraw.small import drawn, issuer, mm, small_partition
from tests.small_town import CODES, EPSG, A, B


def test_every_edit_is_found_by_its_files_name() -> None:
    for kind, made in edits().items():
        assert made.__module__ == f"gis.redraw.edits.{kind}"


def test_cells_are_exact() -> None:
    town = small_partition()
    assert [area_mm2(cell) for cell in town.cells.values()] == [10**12] * 4
    assert town.twice_area_mm2 == 8 * 10**12
    assert shape(town.cells[CODES[0]]).bounds == (500_000.0, 3_500_000.0, 501_000.0, 3_501_000.0)
    assert town.outline.area == 4e6
    ring = town.cells[CODES[0]].polygons[0][0]
    assert ring.dtype == np.int64
    assert not ring.flags.writeable
    assert len(ring) == 20


def test_a_shared_vertex_moves_in_both_grids_and_back() -> None:
    town = small_partition()
    edit = edit_of({"kind": "move", "at": mm(1000, 400), "to": drawn(1050, 420)})
    patch = edit.apply(town, issuer())
    after = town.replaced(patch)
    assert patch.touched == CODES[:2]
    assert [spot[0] for spot in after.owners(mm(1050, 420))] == list(CODES[:2])
    assert not after.owners(mm(1000, 400))
    assert after.twice_area_mm2 == town.twice_area_mm2
    assert area_mm2(after.cells[CODES[0]]) == 10**12 + 50 * 400 * 10**6 // 2
    assert after.replaced(patch.inverse()).cells == town.cells
    assert edit.sentence(town, patch)[1] == (
        f"The vertex shared by {CODES[0]} (网格0), {CODES[1]} (网格1) moves from "
        "(N 3500400.000, E 501000.000) to (N 3500420.000, E 501050.000)."
    )


@pytest.mark.parametrize(
    ("at", "to", "why"),
    [
        (mm(1000, 0), drawn(1050, 20), "outline"),
        (mm(0, 400), drawn(50, 20), "outline"),
        (mm(1001, 400), drawn(1050, 20), "No grid has a vertex"),
        (mm(1000, 400), drawn(1000, 600), "a vertex already"),
        (mm(1000, 400), drawn(2500, 400), "cross"),
        (mm(1000, 400), drawn(1000, 400), "nothing"),
    ],
)
def test_a_move_that_would_break_the_town_is_refused(
    at: tuple[int, int], to: tuple[float, float], why: str
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        edit_of({"kind": "move", "at": at, "to": to}).apply(small_partition(), issuer())
    assert refused.value.zh


def test_a_patch_survives_its_bytes() -> None:
    town = small_partition()
    patch = edit_of({"kind": "move", "at": mm(1000, 400), "to": drawn(1050, 420)}).apply(town, issuer())
    assert Patch.from_bytes(patch.to_bytes()) == patch
    assert Patch.from_bytes(patch.inverse().to_bytes()) == patch.inverse()
    for damaged in (b"", b"x", patch.to_bytes()[:-9]):
        with pytest.raises(BadInput):
            Patch.from_bytes(damaged)


def test_a_patch_made_on_other_grids_is_stale() -> None:
    town = small_partition()
    first = edit_of({"kind": "rename", "code": CODES[0], "name": "甲"}).apply(town, issuer())
    second = edit_of({"kind": "rename", "code": CODES[0], "name": "乙"}).apply(town, issuer())
    with pytest.raises(Stale, match=CODES[0]) as stale:
        town.replaced(first).replaced(second)
    assert stale.value.codes == (CODES[0],)


def test_the_index_of_boxes_follows_edits_as_if_made_anew() -> None:
    town = small_partition()
    assert town.near((*mm(500, 500), *mm(500, 500))) == [town.cells[CODES[0]]]
    patch = edit_of({"kind": "move", "at": mm(1000, 400), "to": drawn(1050, 420)}).apply(town, issuer())
    after = town.replaced(patch)
    anew = dataclasses.replace(after)
    assert (after.boxes.sides == anew.boxes.sides).all()
    assert after.boxes.codes == anew.boxes.codes


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "fly"},
        {"kind": "move", "at": [1.5, 2], "to": [120, 31]},
        {"kind": "move", "at": [1, 2], "to": [float("nan"), 31]},
        {"kind": "move", "at": [1, 2], "to": [181, 31]},
        {"kind": "move", "at": [1, 2], "to": [120, 31], "more": 1},
        {"kind": "rename", "code": "1", "name": "  "},
        {"kind": "rename", "code": "1", "name": "a\nb"},
        {"kind": "rename", "code": "1", "name": "a\u202eb"},
        {"kind": "rename", "code": "1\x00", "name": "a"},
        {"kind": "reassign", "codes": ["1"]},
        {"kind": "assign_gap", "at": [120, 31]},
        {"kind": "assign_gap", "at": [120, 31], "to": "1", "village": "2"},
        {"kind": "snap", "codes": ["1", "2"], "line": [[1, 1], [2, 2]], "within_m": float("inf")},
    ],
)
def test_an_edit_that_cannot_be_read_is_bad_input(data: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        edit_of(data)


def test_an_edit_reads_what_it_writes() -> None:
    made = edit_of({"kind": "move", "at": [1, 2], "to": [120.123456789, 31]})
    assert edit_of(made.as_json()) == made


def test_codes_go_on_after_the_highest_and_are_never_reused() -> None:
    issue = CodeIssuer(frozenset({f"{A}001", f"{A}007", f"{B}999", f"{A}x01"}))
    assert issue.codes(A, 2) == (f"{A}008", f"{A}009")
    assert issue.codes(A, 1, [f"{A}008"]) == (f"{A}009",)
    assert issue.codes(B, 2) == (f"{B}001", f"{B}002")
    with pytest.raises(Refused, match="no grid numbers left"):
        CodeIssuer(frozenset({"12"}), digits=1).codes("1", 9)


def test_a_dedicated_grid_lies_over_the_others_and_owns_no_vertex() -> None:
    whole = [Shaped(CODES[0], "a", A, None, "basic", box(0, 0, 10, 10))]
    park = Shaped(CODES[1], "公园", A, None, "dedicated", box(0, 0, 5, 5))
    town = partition_of([*whole, park], EPSG)
    assert [cell.code for cell in town.holders((0, 0))] == [CODES[0]]
    renamed = edit_of({"kind": "rename", "code": CODES[1], "name": "学校"}).apply(town, issuer())
    assert town.replaced(renamed).cells[CODES[1]].name == "学校"
    assert town.replaced(renamed).twice_area_mm2 == town.twice_area_mm2 == 2 * 10**8

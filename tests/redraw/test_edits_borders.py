"""Merges, vertices and borders of the four squares: what each edit does, refuses and says."""

import dataclasses
from typing import Any

import pytest

from gis.redraw.partition import area_mm2
from gis.redraw.patch import Patch
from tests.redraw.editing import SQUARE, areas, line, made, refused, split, with_lake
from tests.redraw.small import drawn, mm, small_partition
from tests.small_town import CODES, A


def test_merging_what_was_split_gives_the_first_shape_with_the_cut_points() -> None:
    town = small_partition()
    _, _, cut = made(town, split((-50, 200), (1050, 200)))
    _, patch, back = made(cut, {"kind": "merge", "codes": [CODES[0], f"{A}003"], "keep": None})
    assert back.cells == town.cells
    assert f"{A}003" in patch.before
    assert f"{A}003" not in patch.after


def test_merge_keeps_what_is_asked_for_and_refuses_what_does_not_touch() -> None:
    town = small_partition()
    _, _, after = made(town, {"kind": "merge", "codes": list(CODES[:2]), "keep": CODES[1]})
    assert areas(after) == {CODES[1]: 2 * SQUARE, CODES[2]: SQUARE, CODES[3]: SQUARE}
    assert "different villages" in refused(town, {"kind": "merge", "codes": list(CODES[1:3])}).en
    third = dataclasses.replace(town.cells[CODES[2]], parent=A)
    apart = town.replaced(Patch({CODES[2]: town.cells[CODES[2]]}, {CODES[2]: third}))
    assert "does not touch" in refused(apart, {"kind": "merge", "codes": [CODES[0], CODES[2]]}).en
    assert "one of them" in refused(town, {"kind": "merge", "codes": list(CODES[:2]), "keep": CODES[3]}).en
    assert "twice" in refused(town, {"kind": "merge", "codes": [CODES[0], CODES[0]]}).en
    assert "no grid" in refused(town, {"kind": "merge", "codes": [CODES[0], "9"]}).en


def test_insert_and_delete_undo_each_other() -> None:
    town = small_partition()
    between = [mm(1000, 400), mm(1000, 600)]
    _, patch, after = made(town, {"kind": "insert", "between": between, "to": drawn(1010, 500)})
    assert patch.touched == CODES[:2]
    assert area_mm2(after.cells[CODES[0]]) == SQUARE + 10 * 200 * 10**6 // 2
    _, _, back = made(after, {"kind": "delete", "at": mm(1010, 500)})
    assert back.cells == town.cells


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"kind": "insert", "between": [mm(0, 400), mm(0, 600)], "to": drawn(10, 500)}, "outline"),
        (
            {"kind": "insert", "between": [mm(1000, 400), mm(1000, 800)], "to": drawn(1, 500)},
            "No border leads",
        ),
        ({"kind": "insert", "between": [mm(1000, 400), mm(1000, 600)], "to": drawn(1000, 800)}, "already"),
        ({"kind": "delete", "at": mm(0, 400)}, "outline"),
        ({"kind": "delete", "at": mm(1000, 0)}, "outline"),
        ({"kind": "delete", "at": mm(1000, 400)}, "nothing"),
    ],
)
def test_vertices_that_have_to_stay(data: dict[str, Any], why: str) -> None:
    assert why in refused(small_partition(), data).en


def test_a_corner_where_three_meet_moves_but_is_not_deleted() -> None:
    _, _, cut = made(small_partition(), split((-50, 500), (1100, 500)))
    assert "More than two borders" in refused(cut, {"kind": "delete", "at": mm(1000, 500)}).en
    _, patch, after = made(cut, {"kind": "move", "at": mm(1000, 500), "to": drawn(1040, 520)})
    assert len(patch.touched) == 3
    assert len(after.owners(mm(1040, 520))) == 3


@pytest.mark.parametrize("codes", [None, list(CODES[:2]), [CODES[1], CODES[0]]])
def test_a_reshape_replaces_the_run_in_both(codes: list[str] | None) -> None:
    way = line((990, 250), (1050, 300), (1050, 700), (990, 750))
    _, patch, after = made(small_partition(), {"kind": "reshape", "codes": codes, "line": way})
    assert patch.touched == CODES[:2]
    # a trapezium, from where the line crosses x = 1000 to where it does again
    low, high = 250 + 50 * 10 / 60, 750 - 50 * 10 / 60
    gained = ((high - low) + 400) / 2 * 50 * 10**6
    assert area_mm2(after.cells[CODES[0]]) - SQUARE == pytest.approx(gained, abs=10**6)
    assert not after.owners(mm(1000, 400))
    assert len(after.owners(mm(1050, 500))) == 2  # the long edge is divided


def test_a_reshape_that_does_not_meet_the_border_or_leaves_the_pair_is_refused() -> None:
    town = small_partition()
    far = line((1100, 250), (1100, 700))
    assert "twice" in refused(town, {"kind": "reshape", "codes": list(CODES[:2]), "line": far}).en
    through = line((990, 250), (2500, 300), (990, 700))
    told = refused(town, {"kind": "reshape", "codes": list(CODES[:2]), "line": through})
    assert told.en == "The line meets another border."
    assert told.place
    assert told.place[0] == mm(2000, 0)[0]


def test_the_border_of_an_island_is_reshaped_by_the_lesser_change() -> None:
    way = line((500, 395), (400, 300), (300, 400), (395, 500))
    _, _, after = made(with_lake(), {"kind": "reshape", "codes": [CODES[0], f"{A}050"], "line": way})
    assert area_mm2(after.cells[f"{A}050"]) > 4 * 10**10


def test_snap_lets_the_border_follow_a_road_three_metres_off() -> None:
    road = line((1003, 100), (1004, 500), (1003, 900))
    data = {"kind": "snap", "codes": list(CODES[:2]), "line": road, "within_m": 10}
    _, patch, after = made(small_partition(), data)
    assert patch.touched == CODES[:2]
    assert len(after.owners(mm(1004, 500))) == 2
    assert not after.owners(mm(1000, 400))
    far = {"kind": "snap", "codes": list(CODES[:2]), "line": line((1050, 0), (1050, 900)), "within_m": 10}
    assert "near this line" in refused(small_partition(), far).en

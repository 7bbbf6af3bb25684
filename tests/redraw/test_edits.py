"""Each edit on the four squares: what it does, to the mm², what it refuses, and what it says."""

import dataclasses
from typing import Any

import pytest

from gis.redraw.base import Edit, Weigh, edit_of
from gis.redraw.checks.base import full_check
from gis.redraw.partition import Partition, area_mm2
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.rules import Rules
from tests.redraw.small import drawn, issuer, mm, small_partition
from tests.small_town import CODES, A, B

SQUARE = 10**12


def line(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [drawn(*point) for point in points]


def made(town: Partition, data: dict[str, Any]) -> tuple[Edit, Patch, Partition]:
    """Apply an edit; the town stays whole, its area the same, and the way back leads to the same bits."""
    edit = edit_of(data)
    patch = edit.apply(town, issuer())
    after = town.replaced(patch)
    assert after.twice_area_mm2 == town.twice_area_mm2
    errors = [
        one for one in full_check(dataclasses.replace(after, limits=town.outline)) if one.severity == "error"
    ]
    assert errors == []
    assert after.replaced(patch.inverse()).cells == town.cells
    assert all(edit.sentence(town, patch))
    return edit, patch, after


def refused(town: Partition, data: dict[str, Any]) -> Refused:
    with pytest.raises(Refused) as told:
        edit_of(data).apply(town, issuer())
    assert told.value.zh
    return told.value


def areas(after: Partition) -> dict[str, int]:
    return {code: area_mm2(cell) for code, cell in after.cells.items()}


def split(*points: tuple[float, float], code: str = CODES[0]) -> dict[str, Any]:
    return {"kind": "split", "code": code, "line": line(*points)}


def test_a_split_gives_both_parts_their_area_and_the_neighbour_the_new_point() -> None:
    edit, patch, after = made(small_partition(), split((-50, 295), (1100, 295)))
    assert patch.touched == (CODES[0], CODES[1], f"{A}003")
    # on the outline the cut ends at a vertex that is there: at 200 m, the nearer one
    assert areas(after)[f"{A}003"] + areas(after)[CODES[0]] == SQUARE
    assert after.owners(mm(1000, 295))[0][0] == CODES[0]
    assert {code for code, _ in after.owners(mm(1000, 295))} == {CODES[0], CODES[1], f"{A}003"}
    assert after.owners(mm(0, 200))
    assert not after.owners(mm(0, 295))
    assert area_mm2(after.cells[f"{A}003"]) == (200 + 295) * 1000 * 10**6 // 2
    assert "is split along" in edit.sentence(small_partition(), patch)[1]


def test_the_part_with_the_larger_weight_keeps_the_code() -> None:
    town = small_partition()
    edit = edit_of(split((500, -50), (500, 1050)))

    def farther(side: int) -> Weigh:
        return lambda part: side * part.centroid.x

    west, east = (edit.apply(town, issuer(), farther(side)) for side in (-1, 1))
    for patch, kept in ((west, 0), (east, 1)):
        after = town.replaced(patch)
        centres = [after.cells[code].metric.centroid.x - 500_000 for code in (CODES[0], f"{A}003")]
        assert centres.index(min(centres)) == kept


def test_with_void_on_split_no_part_keeps_the_code() -> None:
    town = dataclasses.replace(small_partition(), rules=Rules(void_on_split=True))
    _, patch, after = made(town, split((400, -50), (400, 1050)))
    assert set(after.cells) == {f"{A}003", f"{A}004", *CODES[1:]}
    assert after.cells[f"{A}003"].metric.centroid.x < after.cells[f"{A}004"].metric.centroid.x
    assert patch.before.keys() == {CODES[0]}


@pytest.mark.parametrize("short", [0.0, 0.4, 4.9])
def test_a_line_that_stops_a_little_short_is_prolonged(short: float) -> None:
    _, _, after = made(small_partition(), split((400, short), (1000 - short, 500)))
    assert len(after.cells) == 5


def test_a_line_that_stops_inside_is_refused_where_it_stops() -> None:
    told = refused(small_partition(), split((400, -10), (400, 700)))
    assert told.en == "The line stops inside the grid, 300.0 m short of its border."
    assert told.place == mm(400, 700)


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ([(-100, -100), (-50, -50)], "does not part"),
        ([(-50, 50), (50, 50), (50, -50)], "does not part"),
        ([(998.5, -10), (998.5, 1010)], "does not part"),
        ([(400, -50), (400, 600), (200, 600), (200, 500), (600, 500), (600, 1050)], "cross itself"),
    ],
)
def test_splits_that_part_badly_are_refused(way: list[tuple[float, float]], why: str) -> None:
    assert why in refused(small_partition(), split(*way)).en


def test_a_split_leaves_no_sliver_and_no_crumb() -> None:
    strict = dataclasses.replace(small_partition(), rules=Rules(least_width_m=300, least_area_m2=1))
    told = refused(strict, split((-10, 200), (1010, 200)))
    assert told.en == "This would make a sliver narrower than 300 m."
    assert told.place
    assert mm(0, 0) < told.place < mm(1000, 200)
    crumbs = dataclasses.replace(small_partition(), rules=Rules(least_area_m2=300_000))
    assert "piece of only 200,000.0" in refused(crumbs, split((-10, 200), (1010, 200))).en


def with_lake() -> Partition:
    """Return the town with a round lake as a grid of its own within the first."""
    town = small_partition()
    a = town.cells[CODES[0]]
    lake = [mm(400, 400), mm(600, 400), mm(600, 600), mm(400, 600)]
    held = dataclasses.replace(a.drawn([[lake]]), code=f"{A}050", name="湖")
    return town.replaced(
        Patch({CODES[0]: a}, {CODES[0]: a.drawn([[a.polygons[0][0], lake[::-1]]]), held.code: held})
    )


def test_a_line_through_a_hole_cuts_both_rings() -> None:
    _, patch, after = made(with_lake(), split((500, -50), (500, 1050)))
    assert set(patch.after) == {CODES[0], f"{A}051", f"{A}050"}
    assert areas(after)[CODES[0]] + areas(after)[f"{A}051"] == SQUARE - 4 * 10**10
    assert len(after.cells[CODES[0]].polygons[0]) == 1
    assert len(after.owners(mm(500, 400))) == 3


def test_a_line_into_a_hole_parts_nothing() -> None:
    assert "does not part" in refused(with_lake(), split((450, -50), (450, 500))).en


def test_a_cut_across_leaves_the_hole_to_its_part() -> None:
    _, _, after = made(with_lake(), split((200, -50), (200, 1050)))
    assert len(after.cells[CODES[0]].polygons[0]) == 2


def test_new_edges_over_200_m_are_divided_in_every_ring() -> None:
    _, _, after = made(small_partition(), split((400, -50), (400, 1050)))
    for y in (200, 400, 600, 800):
        assert len(after.owners(mm(400, y))) == 2


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


def test_a_block_passes_to_the_neighbour() -> None:
    ring = line((900, 200), (1000, 200), (1000, 400), (900, 400))
    for closed in (ring, [*ring, ring[0]]):
        data = {"kind": "transfer", "from": CODES[0], "to": CODES[1], "ring": closed}
        _, _, after = made(small_partition(), data)
        assert areas(after)[CODES[1]] == SQUARE + 100 * 200 * 10**6
        assert len(after.cells[CODES[1]].polygons) == 1


def test_a_ring_drawn_beyond_the_border_takes_what_is_inside() -> None:
    ring = line((900, 210), (1100, 210), (1100, 390), (900, 390))
    _, _, after = made(
        small_partition(), {"kind": "transfer", "from": CODES[0], "to": CODES[1], "ring": ring}
    )
    assert areas(after)[CODES[1]] == SQUARE + 100 * 180 * 10**6


def test_a_ring_round_an_island_gives_it_what_lies_between() -> None:
    ring = line((350, 350), (650, 350), (650, 650), (350, 650))
    _, _, after = made(with_lake(), {"kind": "transfer", "from": CODES[0], "to": f"{A}050", "ring": ring})
    assert areas(after)[f"{A}050"] == 9 * 10**10
    assert len(after.cells[f"{A}050"].polygons[0]) == 1


@pytest.mark.parametrize(
    ("ring", "to", "why"),
    [
        ([(-10, -10), (1010, -10), (1010, 1010), (-10, 1010)], CODES[1], "All of"),
        ([(1500, 200), (1600, 200), (1600, 400)], CODES[1], "No part"),
        ([(400, 200), (600, 200), (600, 400), (400, 400)], CODES[1], "does not touch"),
        ([(900, 200), (1000, 200), (1000, 400), (900, 400)], CODES[3], "does not touch"),
        ([(400, -50), (600, -50), (600, 1050), (400, 1050)], CODES[1], "fall into pieces"),
    ],
)
def test_transfers_that_cannot_be(ring: list[tuple[float, float]], to: str, why: str) -> None:
    data = {"kind": "transfer", "from": CODES[0], "to": to, "ring": line(*ring)}
    assert why in refused(small_partition(), data).en


def test_a_grid_of_another_village_gets_a_code_of_it() -> None:
    town = small_partition()
    edit, patch, after = made(town, {"kind": "reassign", "codes": [CODES[1]], "village": B, "squad": "2"})
    new = after.cells[f"{B}003"]
    assert (new.parent, new.squad, CODES[1] in after.cells) == (B, "2", False)
    assert edit.sentence(town, patch)[1] == (
        f"{CODES[1]} (网格1) go to village {B} and go to squad 2, with the new codes {B}003."
    )
    _, patch, after = made(town, {"kind": "reassign", "codes": list(CODES[:2]), "squad": "2"})
    assert [after.cells[code].squad for code in CODES] == ["2"] * 4
    assert "nothing" in refused(town, {"kind": "reassign", "codes": [CODES[0]], "village": A}).en
    assert "no village" in refused(town, {"kind": "reassign", "codes": [CODES[0]], "village": "3"}).en


def test_a_dedicated_grid_is_not_cut() -> None:
    town = small_partition()
    park = dataclasses.replace(town.cells[CODES[0]], code=f"{A}100", kind="dedicated")
    with_park = town.replaced(Patch({}, {park.code: park}))
    assert "dedicated" in refused(with_park, split((400, -50), (400, 1050), code=park.code)).en
    _, patch, _ = made(with_park, split((400, -50), (400, 1050)))
    assert park.code not in patch.touched

"""Splits of the four squares: parts to the mm², holes, codes, and what is refused."""

import dataclasses

import pytest

from gis.redraw.base import Weigh, edit_of
from gis.redraw.partition import area_mm2
from gis.redraw.rules import Rules
from tests.redraw.editing import SQUARE, areas, made, refused, split, with_lake
from tests.redraw.small import issuer, mm, small_partition
from tests.small_town import CODES, A


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

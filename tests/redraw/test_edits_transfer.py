"""Blocks that pass between grids, and grids that pass between villages."""

import dataclasses

import pytest

from gis.redraw.patch import Patch
from tests.redraw.editing import SQUARE, areas, line, made, refused, split, with_lake
from tests.redraw.small import small_partition
from tests.small_town import CODES, A, B


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

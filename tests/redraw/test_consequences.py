"""Villages and squads' zones move with the grids that they are made of, and it is said."""

from typing import Any

from gis.redraw.base import edit_of
from gis.redraw.consequences import consequences, moved_by
from tests.redraw.small import drawn, issuer, mm, small_partition
from tests.small_town import CODES, A, B


def moved(data: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    patch = edit_of(data).apply(small_partition(), issuer())
    return [(one.group, one.code, round(one.gained_m2), round(one.lost_m2)) for one in moved_by(patch)]


def test_a_vertex_between_two_villages_moves_the_line_of_both_and_the_zones() -> None:
    data = {"kind": "move", "at": mm(2000, 400), "to": drawn(2050, 400)}
    area = 50 * 400 // 2
    villages = [("village", A, area, 0), ("village", B, 0, area)]
    assert moved(data) == [*villages, ("squad", "1", area, 0), ("squad", "2", 0, area)]
    said = consequences(edit_of(data).apply(small_partition(), issuer()), {A: "甲村"})
    assert said[0][0] == "村界随之移动：甲村 增加 10,000 平方米，减少 0 平方米"
    assert said[0][1] == "The line of village 甲村 moves too: 10,000 m² more, 0 m² less"
    assert said[3][0] == "中队辖区随之变化：2 增加 0 平方米，减少 10,000 平方米"


def test_as_much_gained_as_lost_is_a_move_too() -> None:
    way = [drawn(2000, 200), drawn(2050, 400), drawn(2000, 500), drawn(1950, 600), drawn(2000, 800)]
    found = moved({"kind": "reshape", "codes": list(CODES[1:3]), "line": way})
    assert [(code, gained) for _, code, gained, lost in found if gained == lost] == [
        (code, found[0][2]) for code in (A, B, "1", "2")
    ]


def test_within_a_village_and_a_squad_nothing_above_moves() -> None:
    assert moved({"kind": "move", "at": mm(1000, 400), "to": drawn(1050, 400)}) == []
    assert moved({"kind": "split", "code": CODES[0], "line": [drawn(300, -10), drawn(330, 1010)]}) == []
    assert moved({"kind": "merge", "codes": list(CODES[:2])}) == []


def test_another_squad_takes_the_whole_grid() -> None:
    data = {"kind": "reassign", "codes": [CODES[1]], "squad": "2"}
    assert moved(data) == [("squad", "1", 0, 1_000_000), ("squad", "2", 1_000_000, 0)]

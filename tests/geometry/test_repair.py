"""Repair: gaps and overlaps within the width are closed, everything else is refused and named."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from gis.errors import BadInput
from gis.geometry.partition import check_partition
from gis.geometry.repair import repair


def test_a_crack_and_an_overlap_are_closed() -> None:
    left, middle, right = box(0, 0, 100, 100), box(100.2, 0, 200.3, 100), box(200, 0, 300, 100)
    above, below = box(0, 100, 300, 200), box(0, -100, 300, 0)
    new, moved = repair(list("12345"), [left, middle, right, above, below], width_m=0.5)
    assert check_partition(list("12345"), list(new)) == ()
    assert {one.code for one in moved} <= set("12345")
    assert max(one.farthest_m for one in moved) <= 0.5
    assert abs(shapely.area(new).sum() - 90_000) < 1e-6


def test_a_sound_partition_stays_bit_by_bit() -> None:
    squares = [box(100 * column, 0, 100 * column + 100, 100) for column in range(4)]
    new, moved = repair(list("1234"), squares, width_m=1)
    assert moved == ()
    assert all(
        shapely.normalize(a).equals_exact(shapely.normalize(b), 0) for a, b in zip(new, squares, strict=True)
    )


def test_a_wide_gap_stays_a_finding() -> None:
    ring = box(0, 0, 300, 300).difference(box(100, 100, 150, 150))
    new, moved = repair(["1"], [ring], width_m=1)
    assert moved == ()
    assert [finding.kind for finding in check_partition(["1"], list(new))] == ["gap"]


def test_what_would_move_too_far_is_refused() -> None:
    with pytest.raises(BadInput, match=r"would move . by 20\.00 m \(. grids by more than 1 m\)"):
        repair(["1", "2"], [box(0, 0, 100, 100), box(80, 0, 200, 100)], width_m=1)


def test_what_would_change_too_much_is_refused_unless_forced() -> None:
    shapes = [box(0, 0, 100, 100), box(99, 0, 110, 100)]
    with pytest.raises(BadInput, match=r"would change 2 by .*% of its area"):
        repair(["1", "2"], shapes, width_m=2)
    new, _ = repair(["1", "2"], shapes, width_m=2, force=True)
    assert check_partition(["1", "2"], list(new)) == ()


def test_a_bow_tie_is_made_valid() -> None:
    bow = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    new, _ = repair(["1"], [bow], width_m=1)
    assert new[0].is_valid
    assert new[0].area == pytest.approx(5000)


@pytest.mark.parametrize("width", [0, -1, float("nan"), float("inf"), 1001])
def test_a_width_has_bounds(width: float) -> None:
    with pytest.raises(BadInput, match="width of a repair"):
        repair(["1"], [box(0, 0, 1, 1)], width_m=width)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_shaken_squares_tile_again_within_the_width(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def shake(vertices: int) -> np.ndarray:
        return rng.uniform(-0.1, 0.1, (vertices, 2))

    shapes = [
        Polygon(
            np.array([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]) * 100 + rng.uniform(-0.1, 0.1, (4, 2))
        )
        for x in range(3)
        for y in range(3)
    ]
    codes = [str(number) for number in range(9)]
    new, moved = repair(codes, shapes, width_m=1)
    assert [finding.kind for finding in check_partition(codes, list(new)) if finding.area_m2 > 0] == []
    assert all(one.farthest_m <= 1.001 and one.share <= 0.005 for one in moved)

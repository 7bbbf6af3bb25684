"""The full check of a partition, fault by fault, and the union by key."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from gis.geometry.partition import check_partition, union_by
from gis.geometry.projection import lattice
from tests.geometry.worlds import as_shape, noisy_partition

CODES = ("a", "b", "c", "d")
TILES = [box(0, 0, 10, 10), box(10, 0, 20, 10), box(0, 10, 10, 20), box(10, 10, 20, 20)]
OUTLINE = box(0, 0, 20, 20)


def faults(shapes: list[Polygon], outline: Polygon | None = OUTLINE) -> list[tuple[str, str, float]]:
    return [
        (fault.kind, "".join(fault.codes), round(fault.area_m2, 6))
        for fault in check_partition(CODES, shapes, outline)
    ]


def test_tiles_have_no_fault() -> None:
    assert check_partition(CODES, TILES, OUTLINE) == ()
    assert check_partition(CODES, TILES) == ()


def test_overlap_names_its_owners_and_a_place_inside() -> None:
    (fault,) = check_partition(CODES, [box(0, 0, 12, 10), *TILES[1:]], OUTLINE)
    assert (fault.kind, fault.codes, fault.area_m2) == ("overlap", ("a", "b"), 20)
    assert fault.place
    assert box(10, 0, 12, 10).contains(shapely.Point(fault.place))
    assert fault.sentence == ("a、b 重叠 20.0 平方米", "a and b overlap by 20.0 m²")


def test_shrunken_tile_leaves_a_gap_only_the_outline_shows() -> None:
    shrunken = [box(0, 0, 10, 9), *TILES[1:]]
    assert faults(shrunken) == [("gap", "", 10)]
    assert faults(shrunken, None) == []


def test_enclosed_gap_needs_no_outline() -> None:
    ring = Polygon(box(0, 0, 30, 30).exterior, [box(10, 10, 20, 20).exterior])
    (fault,) = check_partition(["a"], [ring])
    assert (fault.kind, fault.area_m2, fault.place) == ("gap", 100, (15, 15))
    assert fault.sentence[1] == "100.0 m² belong to no grid"


def test_tile_beyond_the_outline_is_told() -> None:
    assert faults([*TILES[:3], box(10, 10, 21, 20)]) == [("outside", "d", 10)]


def test_nudge_of_a_millimetre_is_found() -> None:
    nudged = Polygon([(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)])
    bent = Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10.001, 5)])
    assert faults([nudged, bent, *TILES[2:]]) == [("gap", "", 0.005)]
    assert faults([bent_back(nudged), TILES[1], *TILES[2:]]) == [("overlap", "ab", 0.005)]


def bent_back(shape: Polygon) -> Polygon:
    return Polygon([(10.001, y) if (x, y) == (10, 5) else (x, y) for x, y in shape.exterior.coords])


def test_borders_that_are_not_noded_are_still_counted_right() -> None:
    column = [box(0, 0, 10, 20), box(10, 0, 20, 7), box(10, 7, 20, 12), box(10, 11, 20, 20)]
    assert faults(column) == [("overlap", "cd", 10)]
    slanted = [
        Polygon([(0, 0), (3, 0), (20, 17), (20, 20), (0, 20)]),
        Polygon([(3, 0), (9, 6), (20, 0)]),
        Polygon([(9, 6), (20, 17), (20, 0)]),
    ]
    assert [f.kind for f in check_partition(CODES[:3], slanted, OUTLINE)] == []


def test_same_shape_twice_is_a_full_overlap() -> None:
    assert faults([TILES[0], TILES[0], *TILES[2:]]) == [("overlap", "ab", 100), ("gap", "", 100)]


def test_invalid_shape_is_told_with_reason_and_place() -> None:
    bow_tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    invalid, *others = check_partition(CODES, [bow_tie, *TILES[1:]], OUTLINE)
    assert (invalid.kind, invalid.codes, invalid.place) == ("invalid", ("a",), (5, 5))
    assert invalid.sentence[1] == "a is not a valid polygon: Self-intersection (5.000, 5.000)"
    assert [(f.kind, f.area_m2) for f in others] == [("gap", 25), ("gap", 25)]


def test_empty_shape_is_invalid() -> None:
    faults_found = check_partition(CODES, [Polygon(), *TILES[1:]], OUTLINE)
    assert [f.kind for f in faults_found] == ["invalid", "gap"]
    assert faults_found[0].place is None


def test_code_used_twice_is_told_with_its_rows() -> None:
    (fault,) = check_partition(["a", "b", "a", "d"], TILES, OUTLINE)
    assert (fault.kind, fault.codes) == ("duplicate", ("a",))
    assert fault.sentence == ("代码 a 出现多次：第 1, 3 行", "Code a is used more than once: rows 1, 3")


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_faults_among_ragged_polygons_have_their_full_area(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tiles = [
        as_shape(shapely.transform(face, lambda p: lattice(p * 1e5))) for face in noisy_partition(rng, 40, 3)
    ]
    codes = [f"{i:03d}" for i in range(len(tiles))]
    outline = as_shape(shapely.coverage_union_all(tiles))
    assert check_partition(codes, tiles, outline) == ()
    broken = list(tiles)
    broken[5] = as_shape(tiles[5].buffer(-1.0))
    broken[20] = as_shape(tiles[20].union(tiles[20].centroid.buffer(tiles[20].length / 2)))
    found = check_partition(codes, broken, outline)
    assert sum(f.area_m2 for f in found if f.kind == "gap") == pytest.approx(
        outline.area - shapely.union_all(broken).intersection(outline).area
    )
    assert sum(f.area_m2 for f in found if f.kind == "outside") == pytest.approx(
        shapely.union_all(broken).difference(outline).area
    )
    twice = {frozenset(f.codes) for f in found if f.kind == "overlap"}
    assert all("020" in pair for pair in twice)
    assert twice


@settings(max_examples=60, deadline=None)
@given(
    placed=st.dictionaries(
        st.integers(0, 24), st.tuples(*[st.integers(-2, 20)] * 2, *[st.integers(1, 9)] * 2), max_size=3
    ),
    outlined=st.booleans(),
)
def test_faults_among_many_matched_tiles_have_the_areas_that_counting_squares_gives(
    placed: dict[int, tuple[int, int, int, int]], outlined: bool
) -> None:
    tiles = {n: (n // 5 * 4, n % 5 * 4, 4, 4) for n in range(25)} | placed
    owners: dict[tuple[int, int], list[str]] = {(x, y): [] for x in range(-2, 30) for y in range(-2, 30)}
    for n, (west, south, width, height) in sorted(tiles.items()):
        for x in range(west, west + width):
            for y in range(south, south + height):
                owners[x, y].append(f"{n:02d}")
    expected: dict[tuple[str, ...], float] = {}
    for (x, y), own in owners.items():
        inside = 0 <= x < 20 and 0 <= y < 20
        if len(own) > 1 or (outlined and inside != bool(own)):
            expected[tuple(own)] = expected.get(tuple(own), 0) + 1
    shapes = [box(x, y, x + width, y + height) for _, (x, y, width, height) in sorted(tiles.items())]
    codes = [f"{n:02d}" for n in range(25)]
    found: dict[tuple[str, ...], float] = {}
    for fault in check_partition(codes, shapes, box(0, 0, 20, 20) if outlined else None):
        if outlined or fault.kind == "overlap":
            found[fault.codes] = found.get(fault.codes, 0) + fault.area_m2
    assert found == pytest.approx(expected)


@settings(max_examples=40, deadline=None)
@given(labels=st.lists(st.integers(0, 3), min_size=16, max_size=16), keep=st.floats(0, 1))
def test_union_by_key_covers_what_its_members_cover(labels: list[int], keep: float) -> None:
    # A T-junction (keep < 1) makes members that are not edge-matched.
    squares = [
        box(i + (keep if j % 2 else 0), j, i + 1 + (keep if j % 2 else 0), j + 1)
        for i in range(4)
        for j in range(4)
    ]
    joined = union_by(labels, squares)
    assert set(joined) == set(labels)
    for key, shape in joined.items():
        members = [square for square, label in zip(squares, labels, strict=True) if label == key]
        assert shape.is_valid
        assert shape.symmetric_difference(shapely.union_all(members)).area < 1e-9


def test_union_keeps_outer_vertices_and_the_order_of_keys() -> None:
    joined = union_by(["v2", "v1", "v2", "v1"], [TILES[0], TILES[1], TILES[2], TILES[3]])
    assert list(joined) == ["v2", "v1"]
    assert (0, 10) in joined["v2"].exterior.coords  # type: ignore[union-attr]
    apart = union_by(["v", "v"], [box(0, 0, 1, 1), box(5, 5, 6, 6)])["v"]
    assert isinstance(apart, MultiPolygon)

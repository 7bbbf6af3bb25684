"""Balanced proposals on worlds whose best division fits in the head."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from shapely import box

from gis.redraw.codes import CodeIssuer
from gis.redraw.partition import Partition, Shaped, partition_of
from gis.redraw.proposing import search
from gis.redraw.proposing.dividing import Homes, blocks_between, divided
from gis.redraw.proposing.graph import Graph
from gis.redraw.proposing.growing import grown
from gis.redraw.proposing.propose import (
    CHANGES,
    Work,
    Worlds,
    measured,
    propose,
    redivide,
    worlds_of,
    zones_of,
)

EPSG = 4549
VILLAGE = "320281999001"
E, N = 500_000.0, 3_500_000.0
BLOCKS = [box(E + 100 * n, N, E + 100 * (n + 1), N + 100) for n in range(6)]


def town(widths: tuple[int, ...] = (5, 1)) -> Partition:
    """Return grids in a row, each so many blocks of 100 m wide."""
    edges = np.cumsum([0, *widths]) * 100.0
    shapes = [shapely.segmentize(box(E + a, N, E + b, N + 100), 100) for a, b in pairwise(edges.tolist())]
    return partition_of(
        (
            Shaped(f"{VILLAGE}00{n + 1}", f"第{n + 1}网格", VILLAGE, str(n + 1), "basic", shape)
            for n, shape in enumerate(shapes)
        ),
        EPSG,
    )


def work(households: tuple[int, ...]) -> Work:
    """Return so many households in the middle of each block."""
    places = np.array([(E + 100 * n + 50, N + 50) for n in range(len(households))])
    counts = np.array(households, dtype=np.int64)
    return Work(places, counts / counts.sum(), counts)


def worlds(households: tuple[int, ...] = (10,) * 6, widths: tuple[int, ...] = (5, 1)) -> Worlds:
    return worlds_of(town(widths), [VILLAGE], BLOCKS, work(households))


def codes(*numbers: int) -> list[str]:
    return [f"{VILLAGE}00{n}" for n in numbers]


def test_six_even_blocks_make_two_even_grids() -> None:
    made = worlds()
    assert len(made.each[0].atoms) == 6
    today = measured(made, (made.each[0].graph.home,), 0.0)
    assert (round(today.spread, 3), round(today.worst, 3), today.kept, today.moved) == (0.667, 0.667, 1.0, 0)
    best = propose(made, 0.0, [], 1)
    assert (round(best.spread, 9), round(best.kept, 9), best.moved) == (0.0, round(4 / 6, 9), 20)
    edit = redivide(town(), made, best)
    patch = edit.apply(town(), CodeIssuer(frozenset(codes(1, 2))))
    after = town().replaced(patch)
    assert {code: round(cell.metric.area) for code, cell in after.cells.items()} == dict.fromkeys(
        codes(1, 2), 30_000
    )
    assert after.twice_area_mm2 == town().twice_area_mm2
    zh, en = edit.sentence(town(), patch)
    assert f"{codes(1)[0]}（第1网格）由 50,000.0 变为 30,000.0 平方米" in zh
    assert "from 50,000.0 to 30,000.0 m²" in en


def test_dear_change_leaves_the_map_and_a_locked_grid_stays() -> None:
    made = worlds((10, 10, 10, 10, 11, 49))
    assert propose(made, 5.0, [], 1).moved == 0
    assert propose(worlds(), 0.0, codes(2), 1).moved == 0


def test_a_grid_that_keeps_less_than_half_gets_a_new_code() -> None:
    # of 90 households in the first grid at most 40 stay together when three grids share them
    made = worlds((20, 20, 20, 30, 0, 0), (4, 1, 1))
    before = town((4, 1, 1))
    edit = redivide(before, made, propose(made, 0.0, [], 1))
    assert {group.of: group.keeps for group in edit.groups} == dict(
        zip(codes(1, 2, 3), (False, True, True), strict=True)
    )
    patch = edit.apply(before, CodeIssuer(frozenset(codes(1, 2, 3))))
    assert list(before.replaced(patch).cells) == codes(2, 3, 4)
    assert f"改用新码 {codes(4)[0]}" in edit.sentence(before, patch)[0]


def test_blocks_that_hold_too_much_are_divided_between_buildings() -> None:
    homes = np.array([box(E + 20, N + 40, E + 40, N + 60), box(E + 60, N + 40, E + 80, N + 60)], dtype=object)
    west, east = divided([BLOCKS[0]], Homes(homes, np.array([30.0, 30.0])), 40)
    assert {round(west.area), round(east.area)} == {5000}
    assert not any(part.boundary.intersects(home) for part in (west, east) for home in homes)
    assert divided([BLOCKS[0]], Homes(homes, np.array([30.0, 30.0])), 60) == [BLOCKS[0]]


def test_roads_make_blocks_where_there_are_none() -> None:
    roads = np.array([shapely.LineString([(E + 150, N - 10), (E + 150, N + 110)])], dtype=object)
    found = blocks_between(roads, town().outline)
    assert sorted(round(block.area) for block in found) == [15_000, 45_000]


def test_a_block_whose_border_ends_beside_a_vertex_of_the_outline_leaves_it_alone() -> None:
    # a road ends 30 m from the next vertex of the outline, which a proposal must not refine
    road = shapely.LineString([(E + 130, N), (E + 130, N + 100)])
    blocks = shapely.get_parts(
        shapely.polygonize(shapely.get_parts(shapely.union_all([road, town().outline.boundary])))
    ).tolist()
    made = worlds_of(town(), [VILLAGE], blocks, work((10,) * 6))
    assert len(made.each[0].atoms) == 2
    again = worlds_of(town(), [VILLAGE], [*blocks, *BLOCKS[3:]], work((10,) * 6))
    edit = redivide(town(), again, propose(again, 0.0, [], 1))
    after = town().replaced(edit.apply(town(), CodeIssuer(frozenset())))
    assert after.outline.equals_exact(town().outline, 0) or after.outline.equals(town().outline)


def test_zones_are_balanced_from_whole_grids() -> None:
    shapes = [
        Shaped(cell.code, cell.name, VILLAGE, "1" if n < 5 else "2", "basic", cell.metric)
        for n, cell in enumerate(town((1,) * 6).cells.values())
    ]
    made = zones_of(partition_of(shapes, EPSG), {cell.code: 1.0 for cell in shapes})
    chosen = propose(made, 0.0, [], 1)
    assert (round(chosen.spread, 9), made.each[0].grids) == (0.0, ("1", "2"))
    assert np.bincount(chosen.labels[0]).tolist() == [3, 3]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 50), min_size=6, max_size=6).filter(sum),
    st.sampled_from([(5, 1), (1, 4, 1), (2, 2, 2), (1, 1, 1, 3)]),
    st.sampled_from(CHANGES),
    st.integers(0, 1000),
)
def test_every_proposal_is_a_partition_as_even_as_today_at_least(
    households: list[int], widths: tuple[int, ...], change: float, seed: int
) -> None:
    before, made = town(widths), worlds(tuple(households), widths)
    chosen = propose(made, change, [], seed)
    if chosen.moved or any((chosen.labels[0] != made.each[0].graph.home).tolist()):
        patch = redivide(before, made, chosen).apply(before, CodeIssuer(frozenset(before.cells)))
        after = before.replaced(patch)
        assert after.twice_area_mm2 == before.twice_area_mm2
        assert all(len(cell.polygons) == 1 for cell in after.cells.values())
        assert after.replaced(patch.inverse()).cells == before.cells
    assert chosen.kept == pytest.approx(1 - chosen.moved / sum(households))


@settings(max_examples=30, deadline=None)
@given(
    size=st.integers(4, 9), groups=st.integers(2, 5), first=st.integers(0, 3), seed=st.integers(0, 2**32 - 1)
)
def test_groups_that_grow_are_whole_and_nearly_even(size: int, groups: int, first: int, seed: int) -> None:
    # a square lattice of atoms, of loads between one and two
    atoms = lattice_of(size)
    load = 1 + np.random.default_rng(seed).random(size * size)
    home = np.arange(size * size, dtype=np.int64) % groups
    graph = Graph(*atoms, home, 1.0)
    label = grown(graph, load, first)
    assert set(label.tolist()) == set(range(groups))
    at = [np.flatnonzero(label == group) for group in range(groups)]
    for own in at:
        _, parts = connected_components(_matrix(atoms, size)[own][:, own])
        assert set(parts) == {0}
    if groups == 2:
        # of two the lighter one grows, until it is shut in
        lighter, heavier = sorted(float(load[own].sum()) for own in at)
        assert lighter > 0.2 * heavier


def test_even_grids_come_without_metis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "pymetis", None)
    found = propose(worlds(), 0.0, (), 1)
    assert found.worst == pytest.approx(0)
    assert found.spread == pytest.approx(0)


def lattice_of(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a square lattice in compressed rows."""
    place = np.arange(size * size).reshape(size, size)
    pairs = [*zip(place[:, :-1].ravel(), place[:, 1:].ravel(), strict=True)]
    pairs += zip(place[:-1].ravel(), place[1:].ravel(), strict=True)
    one, other = np.array(pairs).T
    held = csr_matrix((np.ones(2 * len(one)), (np.append(one, other), np.append(other, one))))
    return held.indptr.astype(np.int64), held.indices.astype(np.int64), held.data


def _matrix(atoms: tuple[np.ndarray, np.ndarray, np.ndarray], size: int) -> csr_matrix:
    indptr, indices, data = atoms
    return csr_matrix((data, indices, indptr), shape=(size * size, size * size))

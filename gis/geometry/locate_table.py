"""Packs the cells of a look-up index into two flat arrays that a kernel reads."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.geometry.locate_cells import Cells, Frame
from gis.geometry.locate_edges import MIXED, Edges, unpack_owners
from gis.geometry.ragged import Ints, run_lengths, run_starts, spread

HEAD = 4
NOBODY = np.int64(np.iinfo(np.int32).max)

Floats = NDArray[np.float64]


class CellTable(NamedTuple):
    """The packed index: `code` per cell, records in `words` (`bits` is the same memory as integers).

    code ≥ -1 is the answer for the whole cell; code ≤ -2 says that a record begins at word -(code + 2):
    two integers, then the anchor's x and y.
    A two-way record (second integer n > 0) answers by one bit: its first integer holds the answers for an
    even and an odd number of edges between point and anchor; n edges of four words follow.
    Any other record (second integer 0) lists as many polygons as its first integer says, lowest first; each
    has one integer (polygon, covers the anchor, number of edges) and its edges.
    """

    code: NDArray[np.int32]
    words: Floats
    bits: Ints
    x0: float
    y0: float
    cells_per_degree: float
    columns: int
    rows: int


class _Uses(NamedTuple):
    """Rows (touched cell, polygon, edge) of cells that need polygon lists; edge -1: covers the anchor."""

    cell: Ints
    owner: Ints
    edge: Ints


def table_of(edges: Edges, frame: Frame, cells: Cells) -> CellTable:
    """Write the record of every touched cell and point the cell's code at it."""
    two_way = _two_way(edges, cells)
    uses = _listed_uses(edges, cells, ~two_way)
    group = run_starts(uses.cell * edges.polygons + uses.owner)
    groups = np.bincount(uses.cell[group], minlength=len(cells.touched))
    listed_edges = np.bincount(uses.cell[uses.edge >= 0], minlength=len(cells.touched))
    sizes = HEAD + np.where(two_way, 4 * cells.entries, groups + 4 * listed_edges)
    offset = np.cumsum(sizes) - sizes
    words = np.empty(int(sizes.sum()))
    bits = words.view(np.int64)
    even, odd = _answers(edges, cells)
    bits[offset] = np.where(two_way, even << 32 | odd & 0xFFFFFFFF, groups)
    bits[offset + 1] = np.where(two_way, cells.entries, 0)
    words[offset + 2], words[offset + 3] = cells.anchor_x, cells.anchor_y
    _write_two_way(words, offset, edges, cells, two_way)
    _write_lists(words, offset, edges, uses)
    code = cells.face
    code[cells.touched] = -(offset + 2)
    for array in (code, words, bits):
        array.flags.writeable = False
    return CellTable(code, words, bits, *frame)


def _two_way(edges: Edges, cells: Cells) -> NDArray[np.bool_]:
    """Tell which cells hold edges of one and the same pair of owners only."""
    if not len(cells.touched):
        return np.zeros(0, np.bool_)
    key = edges.owners_key[cells.entry_edge]
    lowest = np.minimum.reduceat(key, cells.first_entry)
    two_way: NDArray[np.bool_] = (lowest == np.maximum.reduceat(key, cells.first_entry)) & (lowest != MIXED)
    return two_way


def _answers(edges: Edges, cells: Cells) -> tuple[Ints, Ints]:
    """Give the lowest polygon (-1: none) on the anchor's side of a two-way cell's edges and on the other."""
    key = edges.owners_key[cells.entry_edge[cells.first_entry]]
    even = np.full(len(key), NOBODY)
    odd = even.copy()
    owners = unpack_owners(key, edges.polygons)
    by_owner = [cells.cover_owner == owner[cells.cover_cell] for owner in owners]
    lasting = ~(by_owner[0] | by_owner[1])
    np.minimum.at(even, cells.cover_cell, cells.cover_owner)
    np.minimum.at(odd, cells.cover_cell[lasting], cells.cover_owner[lasting])
    for owner, covers in zip(owners, by_owner, strict=True):
        joins = owner >= 0
        joins[cells.cover_cell[covers]] = False
        odd[joins] = np.minimum(odd, owner)[joins]
    return np.where(even == NOBODY, -1, even), np.where(odd == NOBODY, -1, odd)


def _listed_uses(edges: Edges, cells: Cells, listed: NDArray[np.bool_]) -> _Uses:
    """Collect edges and anchor covers of the listed cells, sorted by cell, polygon, covers first."""
    cell = np.repeat(np.arange(len(cells.touched)), cells.entries)
    entry = np.flatnonzero(listed[cell])
    edge = cells.entry_edge[entry]
    which, use = spread(edges.first_use[edge], edges.uses[edge])
    cover = np.flatnonzero(listed[cells.cover_cell])
    of = np.concatenate([cell[entry][which], cells.cover_cell[cover]])
    owner = np.concatenate([edges.owner[use], cells.cover_owner[cover]])
    used = np.concatenate([edge[which], np.full(len(cover), -1)])
    order = np.lexsort((used, owner, of))
    return _Uses(of[order], owner[order], used[order])


def _write_two_way(
    words: Floats, offset: Ints, edges: Edges, cells: Cells, two_way: NDArray[np.bool_]
) -> None:
    cell = np.repeat(np.arange(len(cells.touched)), cells.entries)
    rank = np.arange(len(cell)) - cells.first_entry[cell]
    kept = two_way[cell]
    _write_edges(words, (offset[cell] + HEAD + 4 * rank)[kept], edges, cells.entry_edge[kept])


def _write_lists(words: Floats, offset: Ints, edges: Edges, uses: _Uses) -> None:
    """Write group after group: the words before a use are its cell's earlier groups and edges."""
    group = run_starts(uses.cell * edges.polygons + uses.owner)
    if not len(group):
        return
    is_edge = (uses.edge >= 0).astype(np.int64)
    starts_group = np.zeros(len(uses.cell), np.int64)
    starts_group[group] = 1
    before = np.cumsum(starts_group + 4 * is_edge) - 4 * is_edge
    first_of_cell = run_starts(uses.cell)
    lengths = run_lengths(first_of_cell, len(uses.cell))
    # Every cell begins with a group's integer, already counted in `before`.
    place = before - np.repeat((before - starts_group)[first_of_cell], lengths) + offset[uses.cell] + HEAD
    edge_count = np.add.reduceat(is_edge, group)
    covers = uses.edge[group] < 0
    words.view(np.int64)[place[group] - 1] = (
        uses.owner[group] << 32 | covers.astype(np.int64) << 31 | edge_count
    )
    _write_edges(words, place[is_edge == 1], edges, uses.edge[is_edge == 1])


def _write_edges(words: Floats, place: Ints, edges: Edges, edge: Ints) -> None:
    words[place], words[place + 1] = edges.low[edge].T
    words[place + 2], words[place + 3] = edges.high[edge].T

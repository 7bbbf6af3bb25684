"""What each grid's ground adds up to: covered, unknown for each reason, effort, and how far it may be off."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from gis.analysis.coverage import CoverageParameters
from gis.analysis.ground import Ground
from gis.analysis.tally import Tally
from gis.analysis.unknown import REASONS, Unseen, is_bounded, unknown
from gis.service.coverage.parts import Read
from gis.service.coverage.unheard import unheard

Sums = dict[str, NDArray[np.float64]]


class Coded(Protocol):
    """A grid as far as posts name it."""

    @property
    def code(self) -> str:
        """Its code."""


def unseen(ground: Ground, grids: Sequence[Coded], read: Read) -> Iterator[Unseen]:
    """Give everybody's silences on duty; `grids` are those of the ground's list."""
    rows = {grid.code: n for n, grid in enumerate(grids)}
    for person, silent in unheard(read.ways, read.duties).items():
        if silent:
            own = [rows[code] for code in read.posts.get(person, ()) if code in rows]
            # the ground of posts matters to silences alone that nothing else bounds
            wide = any(not is_bounded(one) for one, _ in silent)
            yield Unseen(silent, ground.cells(own) if wide else BitMap())


def masks_of(
    ground: Ground,
    tally: Tally,
    people: Sequence[Unseen],
    parameters: CoverageParameters,
    where: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.int32], dict[str, NDArray[np.bool_]]]:
    """Return how often each cell was covered (rows, columns), and which are covered, unknown, and why.

    What is unknown is sought on all ground, or on some cells.
    """
    count = tally.on(ground)
    covered = count > 0
    free = ~covered if where is None else ~covered & where
    reasons = unknown(ground, free, people, parameters)
    masks = {"covered": covered, "unknown": reasons > 0}
    return count, masks | {str(why): reasons == n for n, why in enumerate(REASONS, 1)}


def ground_sums(ground: Ground, count: NDArray[np.int32], masks: dict[str, NDArray[np.bool_]]) -> Sums:
    """Add up cells for each grid, (grids,)."""
    whole = ground.sizes
    sums = {"all": whole, "effort": ground.sums(count), "off": ground.bounds(masks["covered"]) * whole}
    return sums | {name: ground.sums(mask) for name, mask in masks.items()}

"""Which grids somebody could have visited while nobody knew where he was."""

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gis.analysis.coverage import CoverageParameters, Silence
from gis.analysis.ground import Ground
from gis.analysis.unknown import Unseen, unknown

HALF_DIAGONAL = 0.71
"""A cell is reached when its corner is, not its centre only."""


def hidden(
    ground: Ground, wanted: Collection[int], people: Iterable[Unseen], parameters: CoverageParameters
) -> set[int]:
    """Return those of some grids (rows of the ground's list) in which a visit may have gone unseen.

    Whoever stays somewhere for the least stay has so much less time to go there and on.
    """
    free = _of(ground, wanted)
    corners = replace(parameters, swath_m=max(HALF_DIAGONAL * ground.lattice.cell_m, 1.0))
    shorter = [_shorter(one, round(parameters.stay_s * 1000)) for one in people]
    reached = unknown(ground, free, shorter, corners) > 0
    return set(np.unique(ground.label[reached]).tolist())


def _of(ground: Ground, wanted: Collection[int]) -> NDArray[np.bool_]:
    chosen = np.zeros(ground.grids + 1, np.bool_)
    chosen[list(wanted)] = True
    # label -1, nobody's ground, is the last one
    return np.asarray(chosen[ground.label])


def _shorter(one: Unseen, stay_ms: int) -> Unseen:
    left = [
        (Silence(each.begin_ms, each.end_ms - stay_ms, each.before, each.after), why)
        for each, why in one.silences
        if each.end_ms - each.begin_ms >= stay_ms
    ]
    return Unseen(left, one.posted)

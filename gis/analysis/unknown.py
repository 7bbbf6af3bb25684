"""Where people could have been while nobody knew: the unknown ground of a town, with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import shapely
from numpy.typing import NDArray
from pyroaring import BitMap

from gis.analysis.cells_kernel import BLOCK, mark_hull, mark_reaches
from gis.analysis.coverage import CoverageParameters, Place, Silence, Unheard
from gis.analysis.ground import Ground

BRIEF_MS = 600_000
"""Who is silent for no longer at the begin or end of his duty is still near where he was known."""
REASONS: tuple[Unheard, ...] = get_args(Unheard)
TAKEN = 255

Reasons = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Unseen:
    """One person's silences on duty, each with its reason, and the cells that he is posted to."""

    silences: Sequence[tuple[Silence, Unheard]]
    posted: BitMap


def unknown(
    ground: Ground, free: NDArray[np.bool_], people: Iterable[Unseen], parameters: CoverageParameters
) -> Reasons:
    """Return for the free cells (rows, columns) why they are unknown: 1 + the place in REASONS, 0 if not.

    Between two known places somebody could have been wherever it takes him at `speed_mps`, as far as the
    swath looks. Where one of the two is missing these are the ground that he is posted to, what lies between
    its parts and between it and the other place, and what lies `roam_m` round that; but what lies within
    reach of the other, where the silence lasts no longer than ten minutes. A cell that several reasons reach
    has the first of them.
    """
    mask = np.where(free, np.uint8(0), np.uint8(TAKEN))
    left = _free(mask)
    everybody = [one for one in people if one.silences]
    for value, reason in enumerate(REASONS, 1):
        silent = [(one, each) for one in everybody for each, why in one.silences if why == reason]
        bounded = [_reach(ground, each, parameters) for _, each in silent if is_bounded(each)]
        mark_reaches(np.array(bounded, np.float64).reshape(-1, 5), value, mask, left)
        # of whom nothing was known all day, day after day, is sought once
        wide = {(id(one), each.before or each.after): one for one, each in silent if not is_bounded(each)}
        for (_, known), one in wide.items():
            if one.posted:
                _mark_wide(ground, one.posted, known, parameters.roam_m, (value, mask))
        left = _free(mask)
    mask[mask == TAKEN] = 0
    return mask


def touches(ground: Ground, one: Unseen, parameters: CoverageParameters) -> bool:
    """Tell whether somebody could have been on some ground during his silences."""
    return bool(unknown(ground, ground.label >= 0, [one], parameters).any())


def is_bounded(silence: Silence) -> bool:
    """Tell whether what is known beside a silence bounds where its person could have been."""
    if silence.before and silence.after:
        return True
    known = silence.before or silence.after
    return known is not None and silence.end_ms - silence.begin_ms <= BRIEF_MS


def within(silence: Silence, parameters: CoverageParameters) -> tuple[Place, Place, float]:
    """Return two places and the longest way between them that a bounded silence leaves time for (metres)."""
    far = parameters.speed_mps * (silence.end_ms - silence.begin_ms) / 1000
    if silence.before and silence.after:
        return silence.before, silence.after, far + 2 * parameters.swath_m
    known = silence.before or silence.after
    if known is None:
        raise ValueError("nothing bounds a silence between two unknown places")
    return known, known, 2 * (far + parameters.swath_m)


def _reach(ground: Ground, silence: Silence, parameters: CoverageParameters) -> tuple[float, ...]:
    one, other, way = within(silence, parameters)
    lattice = ground.lattice
    places = [
        ((x - lattice.x) / lattice.cell_m - ground.column, (y - lattice.y) / lattice.cell_m - ground.row)
        for x, y in (one, other)
    ]
    return (*places[0], *places[1], way / lattice.cell_m)


def _mark_wide(
    ground: Ground, posted: BitMap, known: Place | None, roam_m: float, into: tuple[int, Reasons]
) -> None:
    value, mask = into
    lattice = ground.lattice
    hull = lattice.around(posted, known, roam_m)
    if isinstance(hull, shapely.Polygon) and not hull.is_empty:
        ring = (shapely.get_coordinates(hull.exterior) - (lattice.x, lattice.y)) / lattice.cell_m
        mark_hull(np.ascontiguousarray(ring - (ground.column, ground.row)), value, mask)


def _free(mask: Reasons) -> NDArray[np.int64]:
    """Count the cells that are 0 in each block."""
    rows, columns = (-(-size // BLOCK) * BLOCK for size in mask.shape)
    whole = np.ones((rows, columns), np.uint8)
    whole[: mask.shape[0], : mask.shape[1]] = mask
    blocks = whole.reshape(rows // BLOCK, BLOCK, columns // BLOCK, BLOCK)
    return np.ascontiguousarray((blocks == 0).sum(axis=(1, 3)), np.int64)

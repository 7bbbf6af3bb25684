"""Devices that never part: two that move within a few metres of each other as long as both report."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields

import numpy as np

from gis.analysis.suspicion_parameters import SuspicionParameters
from gis.analysis.suspicion_signs import Finding, Walked, runs
from gis.analysis.track_fixes import Bools, Floats, Ints

MINUTE_MS = 60_000
BRIEF_S = 20.0
"""So short a distance is the receivers' and not the people's."""


def together(
    walked: Mapping[int, Walked], parameters: SuspicionParameters
) -> list[tuple[tuple[int, int], Finding]]:
    """Return pairs of people whose devices move as if one person carried both, with the median distance.

    People who walk side by side part now and then, one waits outside a door, one crosses a street; devices
    in one bag never do.
    """
    people = list(walked)
    tracks = [_precise(one, parameters) for one in walked.values()]
    found = []
    for first, second in _met(tracks, parameters):
        finding = _inseparable(tracks[first], tracks[second], parameters)
        if finding:
            found.append(((people[first], people[second]), finding))
    return found


def _precise(one: Walked, parameters: SuspicionParameters) -> Walked:
    kept = ~(one.accuracy_m > parameters.precise_m)
    return Walked(*(getattr(one, each.name)[kept] for each in fields(Walked)))


def _met(tracks: list[Walked], parameters: SuspicionParameters) -> list[tuple[int, int]]:
    """Return the pairs that moved near each other in enough minutes to be looked at."""
    minute, x, y, owner = _each_minute(tracks, parameters)
    side = 4 * parameters.near_m
    met: set[tuple[int, int, int]] = set()
    # whoever is within half a side of another shares a cell with him in one of four shifted grids
    for dx, dy in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        column, row = (
            np.floor(values / side + shift).astype(np.int64) for values, shift in ((x, dx), (y, dy))
        )
        order = np.lexsort((owner, row, column, minute))
        cells = np.stack([minute[order], column[order], row[order]])
        met |= _sharing(cells, owner[order])
    least = parameters.together_s / 60 / 2
    minutes = Counter((first, second) for first, second, _ in met)
    return sorted(pair for pair, count in minutes.items() if count >= least)


def _sharing(cells: Ints, owner: Ints) -> set[tuple[int, int, int]]:
    """Return (owner, owner, minute) of those in one cell; the columns are sorted."""
    found: set[tuple[int, int, int]] = set()
    for ahead in range(1, cells.shape[1]):
        same = np.flatnonzero((cells[:, ahead:] == cells[:, :-ahead]).all(axis=0))
        if len(same) == 0:
            break
        found |= set(
            zip(*(each.tolist() for each in (owner[same], owner[same + ahead], cells[0, same])), strict=True)
        )
    return found


def _each_minute(tracks: list[Walked], parameters: SuspicionParameters) -> tuple[Ints, Floats, Floats, Ints]:
    """Return minute, place and owner of one fix a minute of everybody who moves."""
    parts: list[tuple[Ints, Floats, Floats, Ints]] = []
    for number, one in enumerate(tracks):
        if len(one) < 2:
            continue
        moving = np.flatnonzero(one.moving(parameters))
        minute, first = np.unique(one.at_ms[moving] // MINUTE_MS, return_index=True)
        chosen = moving[first]
        parts.append((minute, one.x[chosen], one.y[chosen], np.full(len(chosen), number, np.int64)))
    nothing = np.empty(0, np.int64)
    if not parts:
        return nothing, nothing.astype(float), nothing.astype(float), nothing
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return columns[0], columns[1], columns[2], columns[3]


def _inseparable(one: Walked, other: Walked, parameters: SuspicionParameters) -> Finding | None:
    """Return the whole common time, or the longest stretch of it, in which two devices never part."""
    at, far_m, seconds, moving = _side_by_side(one, other, parameters)
    if len(at) == 0:
        return None
    near = far_m <= parameters.near_m
    moved_s = float(seconds[near & moving].sum())
    apart = float(seconds[~near].sum()) / max(float(seconds.sum()), 1.0)
    if moved_s >= parameters.together_s and apart <= parameters.apart_share:
        return int(at[0]), int(at[-1]), float(np.median(far_m))
    for first, last in runs(_without_brief(near, seconds)):
        stretch = slice(first, last + 1)
        if float(seconds[stretch][moving[stretch]].sum()) >= parameters.unbroken_s:
            return int(at[first]), int(at[last]), float(np.median(far_m[stretch]))
    return None


def _side_by_side(
    one: Walked, other: Walked, parameters: SuspicionParameters
) -> tuple[Ints, Floats, Floats, Bools]:
    """Return at the moments of one: how far the other was, how long that counts, and whether one moved."""
    after = np.searchsorted(other.at_ms, one.at_ms[:-1])
    inside = (after > 0) & (after < len(other))
    before, after = np.where(inside, after - 1, 0), np.where(inside, after, 0)
    gap_ms = other.at_ms[after] - other.at_ms[before]
    step_s, _ = one.steps()
    known = inside & (gap_ms <= parameters.gap_s * 1000) & (step_s <= parameters.gap_s)
    at, before, after = one.at_ms[:-1][known], before[known], after[known]
    share = (at - other.at_ms[before]) / np.maximum(other.at_ms[after] - other.at_ms[before], 1)
    x, y = (values[before] * (1 - share) + values[after] * share for values in (other.x, other.y))
    far_m = np.hypot(one.x[:-1][known] - x, one.y[:-1][known] - y)
    return at, far_m, step_s[known], one.moving(parameters)[known]


def _without_brief(near: Bools, seconds: Floats) -> Bools:
    """Take brief distances for none."""
    smoothed = near.copy()
    for first, last in runs(~near):
        if float(seconds[first : last + 1].sum()) <= BRIEF_S:
            smoothed[first : last + 1] = True
    return smoothed

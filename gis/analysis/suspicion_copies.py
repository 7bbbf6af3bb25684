"""Tracks that go point by point over places where another track has gone: played back, or sent twice."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gis.analysis.suspicion_parameters import SuspicionParameters
from gis.analysis.suspicion_signs import Finding, Walked
from gis.analysis.track_fixes import Ints

Keys = NDArray[np.uint64]
# odd constants of 64 bits, so that every digit of a step reaches the whole key
MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)


def copies(
    walked: Mapping[int, Walked], parameters: SuspicionParameters
) -> list[tuple[tuple[int, int], Finding]]:
    """Return (person, whose track it repeats) with the stretch and how many steps are equal.

    A step is two neighbouring fixes while moving; two honest receivers never round two of them alike.
    A person may repeat himself. What was sent twice at the same time is named for both.
    """
    people = list(walked)
    key, owner, at_ms = _steps(list(walked.values()), parameters)
    order = np.lexsort((at_ms, key))
    key, owner, at_ms = key[order], owner[order], at_ms[order]
    first = np.flatnonzero((key[1:] == key[:-1]) & ((owner[1:] != owner[:-1]) | (np.diff(at_ms) > 0)))
    pairs: dict[tuple[int, int], list[Ints]] = {}
    earlier, later = owner[first], owner[first + 1]
    for pair in {*zip(earlier.tolist(), later.tolist(), strict=True)}:
        chosen = first[(earlier == pair[0]) & (later == pair[1])]
        pairs.setdefault((pair[1], pair[0]), []).append(at_ms[chosen + 1])
        if pair[0] != pair[1]:
            at_once = chosen[at_ms[chosen] == at_ms[chosen + 1]]
            pairs.setdefault(pair, []).append(at_ms[at_once])
    joined = {pair: np.concatenate(moments) for pair, moments in pairs.items()}
    return [
        ((people[copy], people[original]), (int(moments.min()), int(moments.max()), float(len(moments))))
        for (copy, original), moments in sorted(joined.items())
        if len(moments) >= parameters.copied_fixes
    ]


def _steps(walked: list[Walked], parameters: SuspicionParameters) -> tuple[Keys, Ints, Ints]:
    """Return key, owner and moment of every step of movement."""
    keys, owners, moments = [], [], []
    for number, one in enumerate(walked):
        if len(one) < 2:
            continue
        moving = one.moving(parameters)
        ends = (one.lon_e6[:-1], one.lat_e6[:-1], one.lon_e6[1:], one.lat_e6[1:])
        # unsigned arithmetic wraps round, as a key should
        parts = [values.astype(np.uint64) * mix for values, mix in zip(ends, MIX, strict=True)]
        key = parts[0] ^ (parts[1] >> np.uint64(7)) ^ (parts[2] >> np.uint64(13)) ^ (parts[3] << np.uint64(3))
        keys.append(key[moving])
        owners.append(np.full(int(moving.sum()), number, np.int64))
        moments.append(one.at_ms[:-1][moving])
    if not keys:
        return np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate(keys), np.concatenate(owners), np.concatenate(moments)

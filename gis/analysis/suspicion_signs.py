"""Signs in one person's track alone: said to be made up, too smooth, leaping."""

from dataclasses import dataclass

import numpy as np

from gis.analysis.suspicion_parameters import SuspicionParameters
from gis.analysis.track_fixes import UNSUPPORTED, Bools, Fixes, Floats, Ints, in_order
from gis.geometry.projection import to_metric
from gis.model import FixFlag

Finding = tuple[int, int, float]
"""First and last moment (ms), and the measure of its kind."""
# a made-up place or a jump is what is looked for
SOUND = UNSUPPORTED & ~(FixFlag.MOCK | FixFlag.JUMP)
LEAST_STAY = 3
LONGEST_STAY_S = 3600.0
TRAVELS_MPS, REACH_M = 6.0, 300.0
# corners are no noise, and most roads have some
QUARTER = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """A person's sound fixes in order of time: columns (n,), metres, and the exact places as integers."""

    at_ms: Ints
    x: Floats
    y: Floats
    lon_e6: Ints
    lat_e6: Ints
    accuracy_m: Floats
    mock: Bools

    def __len__(self) -> int:
        return len(self.at_ms)

    @classmethod
    def of(cls, fixes: Fixes, epsg: int) -> "Walked":
        """Take what is sound of a person's fixes; the places are rounded as pieces keep them."""
        ordered = in_order(fixes)
        sound = ordered.take(ordered.without(SOUND))
        x, y = to_metric(sound.lon, sound.lat, epsg)
        lon_e6, lat_e6 = (np.rint(values * 1e6).astype(np.int64) for values in (sound.lon, sound.lat))
        mock = (sound.flags & np.int32(FixFlag.MOCK)) != 0
        return cls(sound.at_ms, x, y, lon_e6, lat_e6, sound.accuracy_m.astype(np.float64), mock)

    def steps(self) -> tuple[Floats, Floats]:
        """Return seconds and metres from each fix to the next, (n - 1,)."""
        return np.diff(self.at_ms) / 1000, np.hypot(np.diff(self.x), np.diff(self.y))

    def moving(self, parameters: SuspicionParameters) -> Bools:
        """Tell which steps (n - 1,) are movement without a silence."""
        seconds, metres = self.steps()
        return (seconds > 0) & (seconds <= parameters.gap_s) & (metres >= parameters.moving_mps * seconds)


def runs(chosen: Bools) -> list[tuple[int, int]]:
    """Return first and last place of every run of true."""
    edges = np.diff(np.concatenate([[0], chosen.astype(np.int8), [0]]))
    begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return list(zip(begins.tolist(), ends.tolist(), strict=True))


def mocked(walked: Walked, parameters: SuspicionParameters) -> list[Finding]:
    """Return the stretches that the device itself calls made up, with the number of their fixes."""
    places = np.flatnonzero(walked.mock)
    parted = np.diff(walked.at_ms[places]) > parameters.gap_s * 10_000
    parts = np.split(places, np.flatnonzero(parted) + 1) if len(places) else []
    return [(int(walked.at_ms[part[0]]), int(walked.at_ms[part[-1]]), float(len(part))) for part in parts]


def too_smooth(walked: Walked, parameters: SuspicionParameters) -> list[Finding]:
    """Return runs of movement whose noise is smaller than a receiver's, with its lower quartile in metres.

    Noise is how far each fix lies from where its neighbours would have it at its moment.
    """
    if len(walked) < 3:
        return []
    moving = walked.moving(parameters)
    between = moving[:-1] & moving[1:]
    off_m = _off_line(walked)
    found = []
    for first, last in runs(between):
        begin, end = int(walked.at_ms[first]), int(walked.at_ms[last + 2])
        noise_m = float(np.quantile(off_m[first : last + 1], QUARTER))
        many = last + 1 - first >= parameters.smooth_fixes
        if many and end - begin >= parameters.smooth_s * 1000 and noise_m < parameters.smooth_m:
            found.append((begin, end, noise_m))
    return found


def _off_line(walked: Walked) -> Floats:
    at_ms = walked.at_ms
    share = (at_ms[1:-1] - at_ms[:-2]) / np.maximum(at_ms[2:] - at_ms[:-2], 1)
    off = [values[1:-1] - (values[:-2] * (1 - share) + values[2:] * share) for values in (walked.x, walked.y)]
    return np.asarray(np.hypot(*off))


def leapt(walked: Walked, parameters: SuspicionParameters) -> list[Finding]:
    """Return leaps that nobody can travel between places that several fixes prove, with metres.

    A leap there and one back within an hour are one finding, the stay between them. A single wrong fix, as
    phones send that remember an old place, is no leap.
    """
    seconds, metres = walked.steps()
    far = np.flatnonzero(
        (metres >= parameters.leap_m) & (metres > parameters.leap_mps * np.maximum(seconds, 1.0))
    )
    proven = np.diff(np.concatenate([[-1], far, [len(walked) - 1]])) >= LEAST_STAY
    leaps = far[proven[:-1] & proven[1:]].tolist()
    found: list[Finding] = []
    while leaps:
        out = leaps.pop(0)
        end = out + 1
        if leaps and _comes_back(walked, out, leaps[0]):
            end = leaps.pop(0)
        begin = out if end == out + 1 else out + 1
        found.append((int(walked.at_ms[begin]), int(walked.at_ms[end]), float(metres[out])))
    return found


def _comes_back(walked: Walked, out: int, back: int) -> bool:
    """Tell whether the place after two leaps is one where somebody who never leapt can be."""
    stay_s = (walked.at_ms[back] - walked.at_ms[out + 1]) / 1000
    metres = np.hypot(walked.x[back + 1] - walked.x[out], walked.y[back + 1] - walked.y[out])
    return bool(stay_s <= LONGEST_STAY_S and metres <= REACH_M + TRAVELS_MPS * stay_s)

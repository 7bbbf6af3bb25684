"""What spoils the record of an honest shift: silences, weak signals, dead and sparing phones, disorder."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fixtures.patrol_noise import Heard, drift
from fixtures.patrols import Walk

EVERY_S = 10.0
Disturb = Callable[[Heard, np.random.Generator], Heard]


def clean(walk: Walk, rng: np.random.Generator) -> Heard:
    """Return a fix every ten seconds with the noise of open ground."""
    at_s = np.arange(0.0, walk.moved.at_s[-1], EVERY_S)
    count = len(at_s)
    noise = drift(count, rng) * 3.0
    accuracy = np.round(rng.uniform(4.0, 8.0, count))
    speed = walk.moved.speed_at(at_s)
    return Heard(
        at_s, walk.moved.place_at(at_s) + noise, accuracy, speed, np.zeros(count), np.zeros(count, bool)
    )


def _without(said: Heard, gone: NDArray[np.bool_]) -> Heard:
    return _taken(said, ~gone)


def _taken(said: Heard, chosen: NDArray[Any]) -> Heard:
    return Heard(*(getattr(said, each.name)[chosen] for each in fields(Heard)))


def _silent(said: Heard, rng: np.random.Generator) -> Heard:
    """Take out one to three stretches of two to forty minutes."""
    gone = np.zeros(len(said.at_s), bool)
    for _n in range(int(rng.integers(1, 4))):
        begin, length = rng.uniform(0, said.at_s[-1]), rng.uniform(120, 2400)
        gone |= (said.at_s > begin) & (said.at_s < begin + length)
    return _without(said, gone)


def _canyon(said: Heard, rng: np.random.Generator) -> Heard:
    """Throw fixes 35 m about for some minutes, and let the phone know it."""
    inside = np.zeros(len(said.at_s), bool)
    for begin in rng.uniform(0, said.at_s[-1], 4):
        inside |= (said.at_s > begin) & (said.at_s < begin + rng.uniform(120, 600))
    noise = drift(len(said.at_s), rng) * 35.0
    return replace(
        said,
        place_m=said.place_m + np.where(inside[:, None], noise, 0.0),
        accuracy_m=np.where(inside, np.round(35 * rng.uniform(1.2, 2.2, len(inside))), said.accuracy_m),
    )


def _coarse(said: Heard, rng: np.random.Generator) -> Heard:
    """Place some half hour by masts alone: 80 m off and more."""
    begin = rng.uniform(0, said.at_s[-1] - 1800)
    inside = (said.at_s >= begin) & (said.at_s <= begin + 1800)
    noise = drift(len(inside), rng) * 80.0
    return replace(
        said,
        place_m=said.place_m + np.where(inside[:, None], noise, 0.0),
        accuracy_m=np.where(inside, np.round(rng.uniform(80, 400, len(inside))), said.accuracy_m),
    )


def _dead(said: Heard, rng: np.random.Generator) -> Heard:
    """Let the battery end before the shift does."""
    return _without(said, said.at_s > rng.uniform(0.4, 0.95) * said.at_s[-1])


def _late(said: Heard, rng: np.random.Generator) -> Heard:
    """Switch the phone on after the shift began."""
    return _without(said, said.at_s < rng.uniform(0.05, 0.4) * said.at_s[-1])


def _sparse(said: Heard, rng: np.random.Generator) -> Heard:
    """Send a fix every minute or two, as a saver of power does."""
    return _without(said, np.arange(len(said.at_s)) % int(rng.integers(6, 13)) != 0)


def _jumping(said: Heard, rng: np.random.Generator) -> Heard:
    """Throw single fixes kilometres away."""
    hit = rng.random(len(said.at_s)) < 0.004
    far = rng.normal(0, 4000, said.place_m.shape)
    return replace(said, place_m=np.where(hit[:, None], said.place_m + far, said.place_m))


def _disordered(said: Heard, rng: np.random.Generator) -> Heard:
    """Let the fixes come in any order, and one in fifty twice."""
    twice = np.flatnonzero(rng.random(len(said.at_s)) < 0.02)
    order = rng.permutation(np.concatenate([np.arange(len(said.at_s)), twice]))
    return _taken(said, order)


DISTURBANCES: Mapping[str, Disturb] = {
    "silent": _silent,
    "canyon": _canyon,
    "coarse": _coarse,
    "dead": _dead,
    "late": _late,
    "sparse": _sparse,
    "jumping": _jumping,
    "disordered": _disordered,
}

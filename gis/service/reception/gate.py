"""The gate: who carried the device, whether he knew and was on duty, and whether the moment can be true."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.model import FixFlag
from gis.service.reception.arrivals import Places
from gis.service.reception.roll import Roll

FUTURE_MS = 2 * 60_000

FUTURE = "the clock of the device is more than 2 minutes ahead"
TOO_OLD = "older than what is kept"
NO_PLACE = "no place on the globe"

OFF_DUTY, NO_NOTICE = "off_duty", "no_notice"


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """The verdict on each place: its person (-1 nobody), whether it may be kept, and what is wrong with it.

    `told` says whether the person had confirmed the notice, where one is needed. `wrong` is an index into
    REASONS, 0 being nothing.
    """

    person: NDArray[np.int64]
    told: NDArray[np.bool_]
    open: NDArray[np.bool_]
    wrong: NDArray[np.int8]

    @property
    def too_old(self) -> NDArray[np.bool_]:
        """Tell which places are of a day that is not kept any more: no byte of them may be stored."""
        return np.equal(self.wrong, REASONS.index(TOO_OLD))


REASONS = ("", FUTURE, TOO_OLD, NO_PLACE)


def pass_gate(places: Places, roll: Roll, oldest_ms: int) -> Passed:
    """Judge every place at the moment it was fixed; an SOS keeps its place on duty or off, told or not.

    The first civil day that is kept begins at `oldest_ms`.
    """
    person, told = roll.carried(places.device, places.at_ms)
    sos = (places.flags & FixFlag.SOS) != 0
    is_open = (person >= 0) & ((roll.on_duty(person, places.at_ms) & told) | sos)
    wrong = np.zeros(len(places), np.int8)
    wrong[places.at_ms < oldest_ms] = 2
    wrong[places.at_ms > places.received_ms + FUTURE_MS] = 1
    wrong[~(np.abs(places.lon) <= 180) | ~(np.abs(places.lat) <= 90)] = 3
    return Passed(person, told, is_open, wrong)

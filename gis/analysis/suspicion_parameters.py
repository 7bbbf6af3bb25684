"""The thresholds by which a track is doubted."""

import math
from dataclasses import dataclass, fields

from gis.errors import BadInput


@dataclass(frozen=True, slots=True)
class SuspicionParameters:
    """The thresholds of suspicions; raises BadInput unless all are positive numbers."""

    moving_mps: float = 0.5
    """Slower is standing."""
    precise_m: float = 25.0
    """Fixes that are worse say nothing of who is near whom, nor of small noise."""
    gap_s: float = 60.0
    """Across longer silences nothing is compared."""
    smooth_m: float = 0.15
    smooth_s: float = 300.0
    smooth_fixes: float = 20
    """Noise (lower quartile) of fewer metres over so long and so many fixes of movement is too small."""
    leap_m: float = 1000.0
    leap_mps: float = 55.0
    """At least so far and faster than that."""
    copied_fixes: float = 30
    """So many steps between equal places are no chance."""
    near_m: float = 15.0
    together_s: float = 1800.0
    apart_share: float = 0.02
    """Within this distance, moving for so long, and apart for at most this share of the common time."""
    unbroken_s: float = 7200.0
    """Or moving so long without ever being apart, whatever the rest of the day was."""

    def __post_init__(self) -> None:
        """Refuse what is no threshold."""
        values = [getattr(self, each.name) for each in fields(self)]
        if not all(math.isfinite(value) and value > 0 for value in values):
            raise BadInput("Every threshold of a suspicion must be a positive number.")

"""The times of a day at which somebody's fixes prove nothing."""

from collections import defaultdict
from collections.abc import Mapping

from gis.analysis.suspicion import suspicions
from gis.analysis.suspicion_parameters import SuspicionParameters
from gis.analysis.track_fixes import Fixes


def doubtful(fixes: Mapping[int, Fixes], epsg: int) -> dict[int, list[list[int]]]:
    """Return the times (ms) that prove nothing, by person, from everybody's fixes of one day.

    Of two devices that never part one is where it says, so the ground was walked: that suspicion stays out.
    """
    found: dict[int, list[list[int]]] = defaultdict(list)
    for one in suspicions(fixes, epsg, SuspicionParameters()):
        if one.kind == "together":
            continue
        own = found[one.person]
        # suspicions come by person in order of their begin, and may overlap
        if own and one.begin_ms <= own[-1][1]:
            own[-1][1] = max(own[-1][1], one.end_ms)
        else:
            own.append([one.begin_ms, one.end_ms])
    return found

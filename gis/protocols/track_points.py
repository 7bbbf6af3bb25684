"""Brings the points of a track file into order, and counts what was left out of them."""

from collections import Counter
from collections.abc import Iterable

from gis.protocols.base import Refused, Report


def settled(
    reports: Iterable[Report], left_out: Counter[str]
) -> tuple[tuple[Report, ...], tuple[Refused, ...]]:
    """Return points by time, each place at an instant once, and one refusal for every reason with its count.

    Times may run backward in a file; different places at one instant are all kept, in the file's order.
    """
    kept: dict[tuple[int, float | None, float | None], Report] = {}
    repeats = 0
    for report in reports:
        key = (report.at_ms, report.lon, report.lat)
        repeats += key in kept
        kept.setdefault(key, report)
    counts = left_out + Counter({"that repeat another": repeats})
    refused = tuple(Refused(f"Points {reason}: {count:,}.") for reason, count in sorted(counts.items()))
    return tuple(sorted(kept.values(), key=lambda report: report.at_ms)), refused

"""What makes a track doubtful: kinds of suspicion, their thresholds, and all of them over many people.

A suspicion is no verdict: it names a stretch that somebody should look at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gis.analysis.base import Analysis
from gis.analysis.suspicion_copies import copies
from gis.analysis.suspicion_pairs import together
from gis.analysis.suspicion_parameters import SuspicionParameters
from gis.analysis.suspicion_signs import Finding, Walked, leapt, mocked, too_smooth
from gis.analysis.track_fixes import Fixes

Kind = Literal["mock", "smooth", "leap", "copied", "together"]
"""Said by the device itself to be made up; less noise than any receiver has; a leap that nobody can travel;
point by point like another track; two devices that never part, as if one person carried both."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A doubtful stretch of one person's track; `other` is whose track or device it is doubtful beside.

    `measure` counts the fixes (mock, copied), or is metres: of noise (smooth), of distance (leap, together).
    """

    person: int
    kind: Kind
    begin_ms: int
    end_ms: int
    measure: float
    other: int | None = None


def suspicions(tracks: Mapping[int, Fixes], epsg: int, parameters: SuspicionParameters) -> list[Suspicion]:
    """Return what is doubtful about the tracks of many people; metres are those of metric CRS `epsg`.

    Copies and companions are sought among the tracks that are given and nowhere else.
    """
    walked = {person: Walked.of(fixes, epsg) for person, fixes in tracks.items()}
    found: list[Suspicion] = []
    for person, one in walked.items():
        alone: dict[Kind, list[Finding]] = {
            "mock": mocked(one, parameters),
            "smooth": too_smooth(one, parameters),
            "leap": leapt(one, parameters),
        }
        found += [
            Suspicion(person, kind, *finding) for kind, findings in alone.items() for finding in findings
        ]
    for (person, other), finding in copies(walked, parameters):
        found.append(Suspicion(person, "copied", *finding, other=other))
    for (person, other), finding in together(walked, parameters):
        found.append(Suspicion(person, "together", *finding, other=other))
    return sorted(found, key=lambda each: (each.person, each.begin_ms, each.kind))


analysis = Analysis("suspicion", ("轨迹存疑", "Suspicions"), 1, SuspicionParameters, suspicions)

"""What coverage is asked for, and what of it can be told."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from gis.analysis.coverage import KEPT_SWATHS_M, CoverageParameters
from gis.errors import BadInput

By = Literal["grid", "village", "squad"]
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """Which civil days (both included), by whom, counted by what, under the edition of which day."""

    first: date
    last: date
    by: By = "grid"
    squad: str | None = None
    on: date | None = None


def checked(asked: Asked, parameters: CoverageParameters, today: date) -> Asked:
    """Return a period without the days that are not over; BadInput for what cannot be told."""
    if not 0 <= (asked.last - asked.first).days < MOST_DAYS:
        raise BadInput(f"A period is at least a day and at most {MOST_DAYS} days.")
    if not set(parameters.swaths_m) <= set(KEPT_SWATHS_M):
        kept = ", ".join(f"{swath}" for swath in KEPT_SWATHS_M)
        raise BadInput(f"The swaths and radii that are kept are {kept} m.")
    yesterday = today - timedelta(days=1)
    if asked.first > yesterday:
        raise BadInput("Coverage is told of days that are over.")
    return replace(asked, last=min(asked.last, yesterday))

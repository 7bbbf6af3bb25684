"""What a town has decided: how its grids are drawn and weighed, and what is asked for before publication."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from gis.errors import BadInput
from gis.redraw.rules import Rules
from gis.redraw.workload import Mix
from gis.store.database import Connection
from gis.store.town import load_setting, raise_version, save_setting

KEY = "publication"
DRAWING = "drawing"
MOST_DAYS = 90
Scans = Literal["drawn", "always", "never"]
SCANS: tuple[Scans, ...] = ("drawn", "always", "never")


@dataclass(frozen=True, slots=True)
class PublicationRules:
    """The town's rules; raises BadInput for what is none.

    `announce_days` 0 asks for no announcement. A scan is asked for of drafts that were `drawn` here, whose
    approval file this program printed; `always`, of those too that came in by a file; or `never`. The first
    edition of a town is free of all of it.
    """

    announce_days: int = 0
    scan: Scans = "drawn"

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        if not 0 <= self.announce_days <= MOST_DAYS:
            raise BadInput(f"An announcement lasts between 0 (off) and {MOST_DAYS} days.")
        if self.scan not in SCANS:
            raise BadInput(f"The scan is asked for: {', '.join(SCANS)}.")


async def rules_of(connection: Connection) -> PublicationRules:
    """Return the town's rules."""
    return PublicationRules(**(await load_setting(connection, KEY) or {}))


async def set_rules(connection: Connection, rules: PublicationRules) -> None:
    """Set the town's rules."""
    await save_setting(connection, KEY, asdict(rules))


BOUNDS: dict[str, tuple[float, float]] = {
    "code_outlives": (0, 1),
    "least_households": (0, 100_000),
    "most_households": (1, 100_000),
    "least_width_m": (0.1, 100),
    "least_area_m2": (1, 1_000_000),
    "weight_households": (0, 100),
    "weight_events": (0, 100),
    "weight_enterprises": (0, 100),
}
"""The least and the most that each figure of `DrawingRules` may be."""


@dataclass(frozen=True, slots=True)
class DrawingRules:
    """How a town's grids are drawn and weighed; raises BadInput for what is out of bounds.

    With `void_on_split` no part of a split keeps the code. A grid needs a new code once a larger share of its
    households than `code_outlives` came or left. Fewer and more households than the two limits are findings.
    No part is made that is narrower or smaller than the two limits. The weights are those of the shares that
    make a workload.
    """

    void_on_split: bool = False
    code_outlives: float = 0.5
    least_households: int = 300
    most_households: int = 500
    least_width_m: float = 3.0
    least_area_m2: float = 100.0
    weight_households: float = 0.5
    weight_events: float = 0.3
    weight_enterprises: float = 0.2

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        for name, (least, most) in BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                raise BadInput(f"{name} lies between {least:g} and {most:g}.")
        if self.least_households > self.most_households:
            raise BadInput("The least households of a grid are not more than the most.")
        if self.weight_households + self.weight_events + self.weight_enterprises == 0:
            raise BadInput("At least one of the three weights is more than 0.")

    @property
    def edits(self) -> Rules:
        """The limits of edits."""
        return Rules(
            least_width_m=self.least_width_m,
            least_area_m2=self.least_area_m2,
            void_on_split=self.void_on_split,
        )

    @property
    def mix(self) -> Mix:
        """The weights of a workload."""
        return Mix(self.weight_households, self.weight_events, self.weight_enterprises)


async def drawing_rules(connection: Connection) -> DrawingRules:
    """Return how the town's grids are drawn and weighed."""
    return DrawingRules(**(await load_setting(connection, DRAWING) or {}))


async def set_drawing_rules(connection: Connection, rules: DrawingRules) -> None:
    """Set how the town's grids are drawn and weighed; every process follows."""
    await save_setting(connection, DRAWING, asdict(rules))
    await raise_version(connection)


def drawing_rules_of(known: DrawingRules, given: dict[str, Any]) -> DrawingRules:
    """Return the rules with some of them changed; BadInput for what is out of bounds."""
    return DrawingRules(**{**asdict(known), **given})

"""What to do at a hot spot: rows of a table that fit its kind, trend, hours and cause, with the figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gis.analysis.trend import Trend

Cause = Literal["unrostered", "straddled", "enterprise", "late", "none"]
Band = Literal["night", "evening", "rush", "day"]

BANDS: Mapping[Band, frozenset[int]] = {
    "night": frozenset({22, 23, 0, 1, 2, 3, 4, 5}),
    "evening": frozenset({17, 18, 19, 20, 21}),
    "rush": frozenset({7, 8, 16, 17}),
    "day": frozenset(range(8, 17)),
}
"""Hours of the town's clock; a hot spot belongs to the bands that hold at least half of its events."""
LEAST: Mapping[Cause, float] = {
    "unrostered": 0.3,
    "straddled": 0.2,
    "enterprise": 0.5,
    "late": 0.3,
    "none": 0.0,
}
"""From which share of the events on a cause is one."""
MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a hot spot: shares of its events by group and hour, trend, and share by cause.

    `names` fill the words: `enterprise`, `grids`, `departments`.
    """

    groups: Mapping[str, float]
    hours: Sequence[int]
    trend: Trend | None
    causes: Mapping[Cause, float]
    names: Mapping[str, str] = field(default_factory=dict)

    def group(self) -> str | None:
        """Return the class that at least half of the events are of."""
        return next((group for group, share in self.groups.items() if share >= MOSTLY), None)

    def bands(self) -> frozenset[Band]:
        """Return the bands of hours that hold at least half of the events."""
        total = max(len(self.hours), 1)
        counted = {band: sum(hour in held for hour in self.hours) for band, held in BANDS.items()}
        return frozenset(band for band, count in counted.items() if count / total >= MOSTLY and count)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; an empty set fits everything. Words may name `{share}` and the clues' names."""

    name: str
    cause: Cause
    zh: str
    en: str
    groups: frozenset[str] = frozenset()
    bands: frozenset[Band] = frozenset()
    trends: frozenset[Trend] = frozenset()

    def fits(self, clues: Clues) -> bool:
        """Tell whether group, hours and trend fit."""
        return (
            (not self.groups or clues.group() in self.groups)
            and (not self.bands or bool(self.bands & clues.bands()))
            and (not self.trends or clues.trend in self.trends)
        )


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, in words, by which row, and the share of the events that triggered it."""

    row: str
    cause: Cause
    figure: float
    zh: str
    en: str


def advise(clues: Clues, table: Sequence[Row]) -> tuple[Advice, ...]:
    """Return for each cause that holds the first row that fits; `none` only where no other does."""
    held: list[Cause] = [
        cause for cause in LEAST if cause != "none" and clues.causes.get(cause, 0.0) >= LEAST[cause]
    ]
    found = [_first(clues, cause, table) for cause in held or ["none"]]
    return tuple(_said(row, clues) for row in found if row is not None)


def _first(clues: Clues, cause: Cause, table: Sequence[Row]) -> Row | None:
    return next((row for row in table if row.cause == cause and row.fits(clues)), None)


def _said(row: Row, clues: Clues) -> Advice:
    if row.cause == "none":
        group = clues.group()
        share = clues.groups[group] if group else 0.0
    else:
        share = clues.causes[row.cause]
    said = {"share": f"{share:.0%}", **clues.names}
    english = {name: words.replace("、", ", ") for name, words in said.items()}
    return Advice(row.name, row.cause, share, row.zh.format_map(said), row.en.format_map(english))

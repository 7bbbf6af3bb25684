"""The nouns that every other module shares: a town's settings, its levels, and what a look-up answers."""

from dataclasses import dataclass
from datetime import date
from enum import IntFlag
from typing import Literal

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = ("wgs84", "cgcs2000", "gcj02", "bd09")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the hierarchy: its codes have `digits` characters and begin with their parent's."""

    key: str
    zh: str
    en: str
    digits: int


GridKind = Literal["basic", "dedicated"]
"""A dedicated grid 专属网格 (school, park, market) lies over basic ones, which alone tile the town."""


def precedence(kind: str, code: str) -> tuple[bool, str]:
    """Return the sort key by which grids answer for a place: dedicated before basic, then the lowest code."""
    return kind != "dedicated", code


TOWN_LEVELS = (
    Level("town", "镇", "Town", 9),
    Level("village", "村", "Village", 12),
    Level("grid", "网格", "Grid", 15),
)


@dataclass(frozen=True, slots=True)
class Town:
    """The settings of one home: names, code split, metric CRS (an EPSG code) and civil time zone."""

    name: str
    name_en: str
    code_prefix: str
    metric_crs: int
    time_zone: str = "Asia/Shanghai"
    levels: tuple[Level, ...] = TOWN_LEVELS
    made_up: bool = False

    @property
    def base_level(self) -> int:
        """Index of the level whose shapes tile the town; all others are unions of it."""
        return len(self.levels) - 1


@dataclass(frozen=True, slots=True)
class EditionRef:
    """Which edition answered: its number, title and first valid civil day."""

    number: int
    title: str
    valid_from: date


POSTS: dict[str, tuple[str, str]] = {
    "grid_head": ("网格长", "Grid head"),
    "grid_member": ("网格员", "Grid member"),
    "supervisor": ("督查员", "Supervisor"),
    "informant": ("信息员", "Informant"),
    "liaison": ("联络员", "Liaison"),
    "patroller": ("巡查员", "Patroller"),
}
"""The six posts of a grid's staff (一长五员), key → Chinese and English title."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an account may see: everything, or the union of code prefixes, squad zones, grids, departments.

    Squad zones are those of the edition asked about, so a scope follows a moved border.
    """

    everything: bool = False
    codes: frozenset[str] = frozenset()
    squads: frozenset[str] = frozenset()
    grids: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()

    def holds_grid(self, code: str, squad: str | None) -> bool:
        """Tell whether a grid of this code and squad lies inside."""
        named = code in self.grids or squad in self.squads
        return self.everything or named or code.startswith(tuple(self.codes))


EVERYTHING = Scope(everything=True)


@dataclass(frozen=True, slots=True)
class Lookout:
    """From where the data are looked at: edition, scope, and the town's civil day, zone and base level."""

    edition_id: int
    scope: Scope
    today: date
    time_zone: str
    base_level: int


MOST_TRACK_DAYS = 180


@dataclass(frozen=True, slots=True)
class Keeps:
    """For how many civil days before today personal data are kept, by class.

    `track_days` holds for places and what is made of them, `figure_days` for daily figures and visits,
    `audit_days` for the record.
    """

    track_days: int = MOST_TRACK_DAYS
    figure_days: int = 1096
    audit_days: int = 1096


class FixFlag(IntFlag):
    """What is known against a fix, or of it; flagged fixes stay, and figures say what they leave out.

    The first row is set when a fix is received, the second follows from its whole day.
    """

    MOCK, PING, LATE, SAME_TIME, SOS, NULL_ISLAND, POOR_ACCURACY = 1, 2, 4, 8, 16, 32, 64
    JUMP, REPEAT, DRIFT, OFF_DUTY = 128, 256, 512, 1024

"""The nouns that every other module shares: a town's settings, its levels, and what a look-up answers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = ("wgs84", "cgcs2000", "gcj02", "bd09")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the hierarchy; a code of this level has `digits` characters and starts with its parent's."""

    key: str
    zh: str
    en: str
    digits: int


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

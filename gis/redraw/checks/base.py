"""The contract of a check: a pure function from a partition and what is known of the ground to findings."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import shapely

import gis.redraw.checks
from gis.redraw.base import Edit, Sentence
from gis.redraw.partition import Partition
from gis.redraw.rings import Point

Severity = Literal["error", "warning"]
Fix = tuple[Sentence, Edit]
"""A label in both languages and the edit that mends it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where it is (mm), how large and how wide, in words, and the edits that would mend it.

    An error keeps a draft from publication, a warning does not.
    """

    kind: str
    severity: Severity
    codes: tuple[str, ...]
    place: Point | None
    sentence: Sentence
    area_m2: float | None = None
    width_m: float | None = None
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """What the grids are held against, in metres of the town's metric CRS.

    A gap within one of `allowed_gaps` is none. Households by code, with the least and the most that a grid
    should have. Roads and blocks with their names. Administrative lines by village code; a village without
    one is not held against any. `changed_shares`, for codes of the base edition: which share of a grid's
    households came or left since; a larger one than `code_outlives` needs a new code. `posts_without_grid`,
    for codes that end: how many posts no grid takes, and where the grid was. `nobody_posted`: where a new
    grid lies that nobody has a post in. `named`, for codes that end: how many accounts, alert rules and
    required visits name them, and where the grid was. `code_digits` is how long a code has to be.
    """

    allowed_gaps: Sequence[shapely.Polygon | shapely.MultiPolygon] = ()
    households: Mapping[str, int] | None = None
    household_limits: tuple[int, int] = (300, 500)
    buildings: Sequence[shapely.Polygon | shapely.MultiPolygon] = ()
    roads: Sequence[tuple[str, shapely.LineString | shapely.MultiLineString]] = ()
    blocks: Sequence[tuple[str, shapely.Polygon | shapely.MultiPolygon]] = ()
    village_lines: Mapping[str, shapely.Polygon | shapely.MultiPolygon] = field(default_factory=dict)
    changed_shares: Mapping[str, float] = field(default_factory=dict)
    code_outlives: float = 0.5
    posts_without_grid: Mapping[str, tuple[int, Point]] = field(default_factory=dict)
    nobody_posted: Mapping[str, Point] = field(default_factory=dict)
    named: Mapping[str, tuple[tuple[int, int, int], Point]] = field(default_factory=dict)
    code_digits: int | None = None


NOTHING = Reference()

Check = Callable[[Partition, Reference], Iterable[Finding]]


def checks() -> dict[str, Check]:
    """Find every check of the package by its file's name."""
    modules = (
        (found.name, importlib.import_module(f"{gis.redraw.checks.__name__}.{found.name}"))
        for found in pkgutil.iter_modules(gis.redraw.checks.__path__)
    )
    return {name: module.check for name, module in modules if hasattr(module, "check")}


def full_check(partition: Partition, reference: Reference = NOTHING) -> tuple[Finding, ...]:
    """Return everything that is wrong, errors first; a partition without findings tiles the town."""
    found = [finding for check in checks().values() for finding in check(partition, reference)]
    return tuple(sorted(found, key=lambda one: (one.severity, one.kind, one.codes, one.place or (0, 0))))


KINDS: Mapping[str, Sentence] = {
    "gap": ("空隙", "Gap"),
    "overlap": ("重叠", "Overlap"),
    "outside": ("超出边界", "Outside"),
    "invalid": ("图形无效", "Not valid"),
    "unmatched": ("界点不一致", "Unmatched borders"),
    "sliver": ("狭条", "Sliver"),
    "pieces": ("网格不连片", "In pieces"),
    "village_pieces": ("村不连片", "Village in pieces"),
    "squad_pieces": ("中队辖区不连片", "Squad zone in pieces"),
    "nesting": ("代码与上级不符", "Code unlike its village"),
    "code": ("代码格式不符", "Form of code"),
    "code_due": ("应换新代码", "New code due"),
    "few_households": ("户数过少", "Too few households"),
    "many_households": ("户数过多", "Too many households"),
    "building": ("边界切过建筑", "Border through a building"),
    "block": ("边界切过小区或村民小组", "Border through a block"),
    "village_line": ("与村界不一致", "Unlike the village's line"),
    "post": ("岗位无承接网格", "Post without grid"),
    "named": ("撤销网格仍被引用", "Void grid still named"),
    "road": ("道路无主", "Road without owner"),
}
"""What each kind of finding is called."""

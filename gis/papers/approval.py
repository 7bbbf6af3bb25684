"""What an approval file of new boundaries says, as plain values in Chinese."""

from dataclasses import asdict, dataclass
from typing import Any

MU_M2 = 2000 / 3
"""A mu 亩 in square metres."""
SIDE_NAMES = {"east": "东", "south": "南", "west": "西", "north": "北"}
FATES = {"void": "作废", "kept": "沿用", "new": "新编"}


@dataclass(frozen=True, slots=True)
class GridSheet:
    """One changed grid: areas before and after (None: none), its sides in words, points, and its staff."""

    code: str
    name: str
    village: str
    before_m2: float | None
    after_m2: float
    sides: str
    points: tuple[tuple[float, float], ...]
    staff_before: tuple[str, ...]
    staff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """What one person's grids hold before and after, in the order of the heads."""

    name: str
    posts: str
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PostMove:
    """Where a post goes whose grid ends; without a `to` it ends too."""

    grid: str
    post: str
    name: str
    to: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        return self.grid, self.post, self.name, self.to or "岗位终止"


@dataclass(frozen=True, slots=True)
class HandedCase:
    """An open case that one person hands over to others."""

    gives: str
    number: str
    what: str
    old: str
    new: str
    takes: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        return self.gives or "—", self.number, self.what, self.old, self.new, self.takes or "—"


POST_HEADS = ("撤销网格", "岗位", "姓名", "去向")
CASE_HEADS = ("移交人", "案件编号", "类别", "原网格", "现网格", "接收人")


@dataclass(frozen=True, slots=True)
class Approval:
    """The whole file; pictures are PNG. `digest` is that of the draft's log and stands on every page."""

    town: str
    title: str
    draft: int
    base: str
    crs: str
    digest: str
    made_on: str
    document: str
    author: str
    made_up: bool
    sentences: tuple[str, ...]
    grids: tuple[GridSheet, ...]
    codes: tuple[tuple[str, str, str], ...]
    lines: tuple[str, ...]
    moved: tuple[int, ...]
    handovers: tuple[Handover, ...]
    posts: tuple[PostMove, ...]
    cases: tuple[HandedCase, ...]
    before_png: bytes
    after_png: bytes

    def context(self) -> dict[str, Any]:
        """Return what a town's own template may name."""
        known = asdict(self)
        return {key: value for key, value in known.items() if not key.endswith("_png")}


def area(square_metres: float | None) -> str:
    """Write an area in square metres and in mu."""
    if square_metres is None:
        return "—"
    return f"{square_metres:,.1f} 平方米（{square_metres / MU_M2:,.2f} 亩）"


def sides_in_words(sides: dict[str, tuple[str | None, ...]], names: dict[str, str]) -> str:
    """Write the four sides: who lies east, south, west and north."""
    told = []
    for side, zh in SIDE_NAMES.items():
        who = "、".join(names.get(code, code) if code else "镇界" for code in sides.get(side, ()))
        told.append(f"{zh}至{who or '—'}")
    return "，".join(told) + "。"

"""What an edit does to what grids are made into: villages' lines and squads' zones that move with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import shapely
from shapely.geometry.base import BaseGeometry

from gis.redraw.base import Sentence
from gis.redraw.cell import Cell
from gis.redraw.patch import Patch

Group = Literal["village", "squad"]
LEAST_M2 = 1.0
"""Less moves when points are put into a border and rounded to the lattice."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A village or a squad's zone, and the ground that it gains and that it loses."""

    group: Group
    code: str
    gained_m2: float
    lost_m2: float


def moved_by(patch: Patch) -> tuple[Moved, ...]:
    """Return the villages and squads' zones that are not the same ground after a patch, villages first."""
    groups: tuple[tuple[Group, Callable[[Cell], str | None]], ...] = (
        ("village", lambda cell: cell.parent),
        ("squad", lambda cell: cell.squad),
    )
    found = []
    for group, key in groups:
        before, after = _ground(patch.before, key), _ground(patch.after, key)
        nothing = shapely.MultiPolygon()
        for code in sorted(before.keys() | after.keys()):
            old, new = before.get(code, nothing), after.get(code, nothing)
            moved = Moved(group, code, new.difference(old).area, old.difference(new).area)
            if max(moved.gained_m2, moved.lost_m2) >= LEAST_M2:
                found.append(moved)
    return tuple(found)


def consequences(patch: Patch, names: Mapping[str, str] | None = None) -> tuple[Sentence, ...]:
    """Say which villages and squads an edit gives ground to or takes it from; `names` are theirs by code."""
    return tuple(_said(moved, (names or {}).get(moved.code, moved.code)) for moved in moved_by(patch))


def _ground(cells: Mapping[str, Cell], key: Callable[[Cell], str | None]) -> dict[str, BaseGeometry]:
    """Return the union of the touched basic grids (metres) by village or squad."""
    parts: dict[str, list[shapely.MultiPolygon]] = {}
    for cell in cells.values():
        code = key(cell)
        if cell.kind == "basic" and code:
            parts.setdefault(code, []).append(cell.metric)
    return {code: shapely.union_all(shapes) for code, shapes in parts.items()}


def _said(moved: Moved, name: str) -> Sentence:
    zh, en = (
        ("村界随之移动", "line of village")
        if moved.group == "village"
        else ("中队辖区随之变化", "zone of squad")
    )
    gained, lost = f"{moved.gained_m2:,.0f}", f"{moved.lost_m2:,.0f}"
    return (
        f"{zh}：{name} 增加 {gained} 平方米，减少 {lost} 平方米",
        f"The {en} {name} moves too: {gained} m² more, {lost} m² less",
    )

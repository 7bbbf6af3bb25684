"""Turn base-level cells into a whole draft: lattice shapes, every level above by union, squads' zones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from gis.errors import BadInput
from gis.geometry.partition import union_by
from gis.geometry.projection import densify, lattice, to_mercator_shapes, to_wgs84_shape
from gis.model import GridKind, Town
from gis.store.copying import ewkb
from gis.store.database import Database
from gis.store.drafting import DraftMember, add_draft, add_members, add_missing_squads, add_zones
from gis.store.record import Act, record

Shapes = NDArray[np.object_]
# half a pixel at zoom 13, the last that draws the simplified shapes
LOW_TOLERANCE_M = 8.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One base-level grid as it comes in: its shape is in the home's metric CRS."""

    code: str
    name: str
    squad: str | None
    shape: Polygon | MultiPolygon
    kind: GridKind = "basic"


@dataclass(frozen=True)
class Draft:
    """All that a draft holds: members of every level, and zones (exact and for drawing) by squad code."""

    title: str
    author: str
    members: tuple[DraftMember, ...]
    zones: dict[str, tuple[bytes, bytes]]


def check_codes(codes: Sequence[str], town: Town) -> None:
    """Raise BadInput naming the first codes whose length or prefix is not the town's."""
    digits = town.levels[town.base_level].digits
    wrong = [code for code in codes if len(code) != digits or not code.startswith(town.code_prefix)]
    if wrong:
        shown = ", ".join(code[:24] for code in wrong[:5])
        raise BadInput(
            f"{len(wrong)} codes do not have {digits} characters beginning with "
            f"{town.code_prefix or 'anything'}: {shown}."
        )


def on_lattice(shape: Polygon | MultiPolygon) -> MultiPolygon:
    """Return the shape with every coordinate on the 1 mm lattice and no edge over 200 m (metric CRS)."""
    parts = shape.geoms if isinstance(shape, MultiPolygon) else (shape,)
    return MultiPolygon([densify(shapely.transform(part, lattice)) for part in parts])


def make_draft(cells: Sequence[Cell], town: Town, names: dict[str, str], author: str, title: str) -> Draft:
    """Return the draft that these cells make; `names` gives the names of upper levels by code.

    Raises BadInput for codes of the wrong length or twice.
    """
    codes = [cell.code for cell in cells]
    check_codes(codes, town)
    if len(set(codes)) != len(codes):
        raise BadInput("Every grid needs a code of its own.")
    shapes = np.array([on_lattice(cell.shape) for cell in cells], dtype=object)
    low = _low(cells, shapes, town)
    members = [
        member
        for level in range(town.base_level + 1)
        for member in _level_members(level, cells, (shapes, low), town, names)
    ]
    return Draft(title, author, tuple(members), _zones(cells, (shapes, low), town))


async def save_draft(database: Database, draft: Draft) -> int:
    """Write a draft with the squads it names in one transaction and return its key."""
    squads = sorted({member.squad for member in draft.members if member.squad})
    async with database.begin() as connection:
        await add_missing_squads(connection, squads)
        key = await add_draft(connection, draft.title, draft.author)
        await add_members(connection, key, draft.members)
        await add_zones(connection, key, draft.zones)
        await record(connection, Act(draft.author, "draft.import", target=str(key)))
    return key


def _low(cells: Sequence[Cell], shapes: Shapes, town: Town) -> Shapes:
    """Return the shapes for drawing a whole town: in web mercator, the basic ones simplified together."""
    drawn = to_mercator_shapes(np.array([to_wgs84_shape(shape, town.metric_crs) for shape in shapes]))
    basic = np.array([cell.kind == "basic" for cell in cells])
    simplified = shapely.coverage_simplify(drawn[basic], LOW_TOLERANCE_M)
    drawn[basic] = np.where(shapely.is_empty(simplified), drawn[basic], simplified)
    return drawn


def _level_members(
    level: int, cells: Sequence[Cell], both: tuple[Shapes, Shapes], town: Town, names: dict[str, str]
) -> list[DraftMember]:
    digits = town.levels[level].digits
    if digits == 0:  # a level without a code, such as a whole city, has no row of its own
        return []
    base = level == town.base_level
    if base:
        joined, low = ({cell.code: shape for cell, shape in zip(cells, each, strict=True)} for each in both)
    else:
        joined, low = (union_by(*_basic(cells, each, lambda cell: cell.code[:digits])) for each in both)
    codes = sorted(joined)
    metric = np.array([_multi(joined[code]) for code in codes], dtype=object)
    degrees = np.array([to_wgs84_shape(shape, town.metric_crs) for shape in metric], dtype=object)
    drawn = np.array([_multi(low[code]) for code in codes], dtype=object)
    own = {cell.code: cell for cell in cells} if base else {}
    above = town.levels[level - 1].digits if level else 0
    forms = zip(ewkb(metric, town.metric_crs), ewkb(degrees, 4326), ewkb(drawn, 3857), strict=True)
    return [
        DraftMember(
            code=code,
            level=level,
            name=own[code].name if base else names.get(code) or (town.name if level == 0 else code),
            parent=code[:above] or None,
            squad=own[code].squad if base else None,
            kind=own[code].kind if base else "basic",
            geom=geom,
            geom_wgs84=geom_wgs84,
            geom_low=geom_low,
            area_m2=float(area),
        )
        for code, (geom, geom_wgs84, geom_low), area in zip(codes, forms, shapely.area(metric), strict=True)
    ]


def _zones(cells: Sequence[Cell], both: tuple[Shapes, Shapes], town: Town) -> dict[str, tuple[bytes, bytes]]:
    joined, low = (union_by(*_basic(cells, each, lambda cell: cell.squad)) for each in both)
    if not joined:
        return {}
    degrees = [to_wgs84_shape(_multi(shape), town.metric_crs) for shape in joined.values()]
    exact = ewkb(np.array(degrees, dtype=object), 4326)
    drawn = ewkb(np.array([_multi(low[code]) for code in joined], dtype=object), 3857)
    return dict(zip(joined, zip(exact, drawn, strict=True), strict=True))


def _basic(
    cells: Sequence[Cell], shapes: Shapes, key_of: Callable[[Cell], str | None]
) -> tuple[list[str], list[MultiPolygon]]:
    """Return the keys and shapes of the basic cells that have a key: dedicated ones only lie over them."""
    pairs = zip(cells, shapes, strict=True)
    keyed = [(key, shape) for cell, shape in pairs if cell.kind == "basic" and (key := key_of(cell))]
    return [key for key, _ in keyed], [shape for _, shape in keyed]


def _multi(shape: Polygon | MultiPolygon) -> MultiPolygon:
    return shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])

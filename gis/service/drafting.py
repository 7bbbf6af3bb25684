"""Turn base-level cells into a whole draft: lattice shapes, every level above by union, squads' zones."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from gis.errors import BadInput
from gis.geometry.partition import Shape, union_by
from gis.geometry.projection import LONGEST_EDGE_M, densify, lattice, to_degrees, to_mercator_shapes
from gis.model import GridKind, Town
from gis.store.copying import ewkb
from gis.store.database import Connection, Database
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
    whole: MultiPolygon = all_on_lattice([shape])[0]
    return whole


def all_on_lattice(shapes: Sequence[Polygon | MultiPolygon]) -> Shapes:
    """Do for many shapes at once what `on_lattice` does for one."""
    rounded: Shapes = np.asarray(shapely.transform(np.array(shapes, dtype=object), lattice))
    for index in _with_long_edges(rounded):
        rounded[index] = densify(rounded[index])
    single = np.flatnonzero(shapely.get_type_id(rounded) == shapely.GeometryType.POLYGON)
    rounded[single] = shapely.multipolygons(rounded[single], indices=np.arange(len(single)))
    return rounded


def _with_long_edges(shapes: Shapes) -> NDArray[np.int64]:
    """Return which shapes may have edges that are too long; from ring to ring counts too."""
    points, of = shapely.get_coordinates(shapes, return_index=True)
    far = np.hypot(*np.diff(points, axis=0).T) > LONGEST_EDGE_M
    return np.unique(of[1:][far & (of[1:] == of[:-1])])


def make_draft(cells: Sequence[Cell], town: Town, names: dict[str, str], author: str, title: str) -> Draft:
    """Return the draft that these cells make; `names` gives the names of upper levels by code.

    Raises BadInput for codes of the wrong length or twice.
    """
    codes = [cell.code for cell in cells]
    check_codes(codes, town)
    if len(set(codes)) != len(codes):
        raise BadInput("Every grid needs a code of its own.")
    metric = all_on_lattice([cell.shape for cell in cells])
    degrees = _degrees(metric, town.metric_crs)
    low = _low(cells, degrees)
    patches = _patches(cells, metric, low, town)
    upper = [_upper_members(level, patches, town, names) for level in range(town.base_level)]
    base = _members(town.base_level, cells, (metric, degrees, low), town)
    return Draft(title, author, (*chain(*upper), *base), _zones(patches, town))


async def save_draft(database: Database, draft: Draft) -> int:
    """Write a draft with the squads it names in one transaction and return its key."""
    async with database.begin() as connection:
        key = await add_draft(connection, draft.title, draft.author)
        await write_members(connection, key, draft)
        await record(connection, Act(draft.author, "draft.import", target=str(key)))
    return key


async def write_members(connection: Connection, key: int, draft: Draft) -> None:
    """Write all that a draft holds, with the squads it names, into an edition that has no members yet."""
    squads = sorted({member.squad for member in draft.members if member.squad})
    await add_missing_squads(connection, squads)
    await add_members(connection, key, draft.members)
    await add_zones(connection, key, draft.zones)


def _degrees(metric: Shapes, epsg: int) -> Shapes:
    return np.asarray(
        shapely.transform(metric, lambda p: np.column_stack(to_degrees(p[:, 0], p[:, 1], epsg)))
    )


def _low(cells: Sequence[Cell], degrees: Shapes) -> Shapes:
    """Return the shapes for drawing a whole town: in web mercator, the basic ones simplified together."""
    drawn = to_mercator_shapes(degrees)
    basic = np.array([cell.kind == "basic" for cell in cells])
    simplified = shapely.coverage_simplify(drawn[basic], LOW_TOLERANCE_M)
    drawn[basic] = np.where(shapely.is_empty(simplified), drawn[basic], simplified)
    return drawn


@dataclass(frozen=True, slots=True)
class _Patches:
    """Unions of the basic cells with one parent and one squad, from which larger ones are made quickly."""

    parents: list[str]
    squads: list[str | None]
    metric: list[Shape]
    low: list[Shape]


def _patches(cells: Sequence[Cell], metric: Shapes, low: Shapes, town: Town) -> _Patches:
    """Join the basic cells into patches: dedicated ones only lie over them."""
    digits = town.levels[town.base_level - 1].digits if town.base_level else 0
    basic = [index for index, cell in enumerate(cells) if cell.kind == "basic"]
    keys = [(cells[index].code[:digits], cells[index].squad) for index in basic]
    joined, drawn = union_by(keys, list(metric[basic])), union_by(keys, list(low[basic]))
    parents, squads = [parent for parent, _ in joined], [squad for _, squad in joined]
    return _Patches(parents, squads, list(joined.values()), list(drawn.values()))


def _upper_members(level: int, patches: _Patches, town: Town, names: dict[str, str]) -> list[DraftMember]:
    digits = town.levels[level].digits
    if digits == 0:  # a level without a code, such as a whole city, has no row of its own
        return []
    codes, metric, low = _joined([parent[:digits] for parent in patches.parents], patches)
    unnamed = town.name if level == 0 else None
    cells = [
        Cell(code, names.get(code) or unnamed or code, None, shape)
        for code, shape in zip(codes, metric, strict=True)
    ]
    return _members(level, cells, (metric, _degrees(metric, town.metric_crs), low), town)


def _members(
    level: int, cells: Sequence[Cell], forms: tuple[Shapes, Shapes, Shapes], town: Town
) -> list[DraftMember]:
    """Return one level's members by code; `forms` are their shapes in metres, degrees, and for drawing."""
    above = town.levels[level - 1].digits if level else 0
    metric, degrees, low = (
        ewkb(shapes, srid) for shapes, srid in zip(forms, (town.metric_crs, 4326, 3857), strict=True)
    )
    rows = zip(cells, metric, degrees, low, shapely.area(forms[0]).tolist(), strict=True)
    members = [
        DraftMember(
            code=cell.code,
            level=level,
            name=cell.name,
            parent=cell.code[:above] or None,
            squad=cell.squad,
            kind=cell.kind,
            geom=geom,
            geom_wgs84=geom_wgs84,
            geom_low=geom_low,
            area_m2=area_m2,
        )
        for cell, geom, geom_wgs84, geom_low, area_m2 in rows
    ]
    return sorted(members, key=lambda member: member.code)


def _zones(patches: _Patches, town: Town) -> dict[str, tuple[bytes, bytes]]:
    codes, metric, low = _joined(patches.squads, patches)
    exact = ewkb(_degrees(metric, town.metric_crs), 4326)
    return dict(zip(codes, zip(exact, ewkb(low, 3857), strict=True), strict=True))


def _joined(keys: Sequence[str | None], patches: _Patches) -> tuple[list[str], Shapes, Shapes]:
    """Join the patches that have a key: the keys in order, and their shapes in metres and for drawing.

    Each shape begins and turns in one way, however the patches lay: equal shapes are equal bytes.
    """
    of = [index for index, key in enumerate(keys) if key]
    held = [str(keys[index]) for index in of]
    codes = sorted(set(held))

    def join(shapes: Sequence[Shape]) -> Shapes:
        joined = union_by(held, [shapes[index] for index in of])
        return np.array([shapely.normalize(_multi(joined[code])) for code in codes], dtype=object)

    return codes, join(patches.metric), join(patches.low)


def _multi(shape: Polygon | MultiPolygon) -> MultiPolygon:
    return shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])

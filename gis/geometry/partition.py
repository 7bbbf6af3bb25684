"""Checks that polygons tile a town without gap or overlap, and joins them by key."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

Kind = Literal["invalid", "duplicate", "overlap", "gap", "outside"]
Shape: TypeAlias = Polygon | MultiPolygon
Shapes: TypeAlias = NDArray[np.object_]
Key = TypeVar("Key", bound=Hashable)

# What is narrower comes from the rounding of crossing points; the coordinates' lattice is 1,000 times wider.
NARROWEST_M = 1e-6
REASON = re.compile(r"(?P<reason>[^\[]+)\[(?P<x>\S+) (?P<y>[^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: kind, codes concerned, area, a place inside it, and a sentence in Chinese and in English.

    invalid: a shape breaks the rules of polygons · duplicate: shapes share a code · overlap, gap: several
    polygons or none · outside: beyond the outline.
    """

    kind: Kind
    codes: tuple[str, ...]
    area_m2: float
    place: tuple[float, float] | None
    sentence: tuple[str, str]
    face: Polygon | None = field(default=None, repr=False, compare=False)
    """Where the fault lies, for those that are a face."""


def check_partition(
    codes: Sequence[str], polygons: Sequence[Shape], outline: Shape | None = None
) -> tuple[Finding, ...]:
    """Find everything that keeps polygons (metric CRS, one code each) from tiling their outline.

    Borders are noded and polygonized, and the owners of each face counted; so it finds what validators of
    shared edges miss, such as a shrunken polygon. Polygons that match all round go into it as one. Without an
    outline only enclosed gaps are gaps. Invalid shapes are counted as their repaired selves. Faces narrower
    than a micrometre are taken for rounding. Largest first within each kind.
    """
    shapes = np.asarray(polygons, dtype=object)
    valid = shapely.is_valid(shapes)
    sound = shapes.copy()
    sound[~valid] = shapely.make_valid(shapes[~valid])
    suspect = _suspects(sound, valid, outline)
    named = [code for code, suspected in zip(codes, suspect, strict=True) if suspected]
    faces, owners = _faces(_with_calm(sound, suspect), outline)
    found = [*_faulty_faces([*named, ""], faces, owners, outline)]
    found.sort(key=lambda finding: (("overlap", "gap", "outside").index(finding.kind), -finding.area_m2))
    return (*_invalid(codes, shapes, valid), *_duplicates(codes), *found)


def union_by(keys: Sequence[Key], polygons: Sequence[Shape]) -> dict[Key, Shape]:
    """Join the polygons that have the same key; keys stay in the order of their first polygon.

    Edge-matched polygons keep every vertex of their outer border exactly; others go through a general union.
    """
    groups: dict[Key, list[Shape]] = defaultdict(list)
    for key, polygon in zip(keys, polygons, strict=True):
        groups[key].append(polygon)
    return {key: _union(group) for key, group in groups.items()}


def _union(group: list[Shape]) -> Shape:
    if len(group) == 1 and group[0].is_valid:
        return group[0]
    join = shapely.coverage_union_all if shapely.coverage_is_valid(group) else shapely.union_all
    joined = join(group)
    assert isinstance(joined, Polygon | MultiPolygon)
    return joined


def _suspects(shapes: Shapes, valid: NDArray[np.bool_], outline: Shape | None) -> NDArray[np.bool_]:
    """Tell which shapes can be part of a fault: unmatched ones, what touches them, what leaves the outline.

    Of two that overlap at least one has unmatched edges; invalid ones count as unmatched.
    """
    wrong = ~valid
    wrong[valid] = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes[valid]))
    suspect = wrong.copy()
    suspect[shapely.STRtree(shapes).query(shapes[wrong], predicate="intersects")[1]] = True
    if outline is not None:
        shapely.prepare(outline)
        suspect |= ~shapely.covers(outline, shapes)
    return suspect


def _with_calm(shapes: Shapes, suspect: NDArray[np.bool_]) -> Shapes:
    """Return the suspects, and last of all the union of the others."""
    calm = shapely.coverage_union_all(shapes[~suspect])
    return np.array([*shapes[suspect], *([calm] if calm else [])], dtype=object)


def _faces(shapes: Shapes, outline: Shape | None) -> tuple[Shapes, list[list[int]]]:
    """Cut the plane along all borders; give every bounded face wide enough, and who owns it."""
    lines = shapely.boundary(shapes).tolist()
    noded = shapely.union_all([*lines, outline.boundary] if outline else lines)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    faces = faces[2 * shapely.area(faces) > NARROWEST_M * shapely.length(faces)]
    pairs = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="intersects")
    owners: list[list[int]] = [[] for _ in faces]
    for face, shape in pairs.T[np.lexsort(pairs[::-1])].tolist():
        owners[face].append(shape)
    return faces, owners


def _faulty_faces(
    codes: Sequence[str], faces: Shapes, owners: list[list[int]], outline: Shape | None
) -> Iterable[Finding]:
    for face, own in zip(faces, owners, strict=True):
        point = shapely.point_on_surface(face)
        inside = outline is None or bool(shapely.intersects(outline, point))
        kind: Kind | None = "overlap" if len(own) > 1 else None if inside == bool(own) else "gap"
        if kind == "gap" and not inside:
            kind = "outside"
        if kind:
            of = tuple(codes[i] for i in own)
            area = float(face.area)
            yield Finding(kind, of, area, (point.x, point.y), _sentence(kind, of, area), face)


def _sentence(kind: Kind, codes: tuple[str, ...], area_m2: float) -> tuple[str, str]:
    size = f"{area_m2:,.1f}" if area_m2 >= 1 else f"{area_m2:.2g}"
    if kind == "overlap":
        return f"{'、'.join(codes)} 重叠 {size} 平方米", f"{' and '.join(codes)} overlap by {size} m²"
    if kind == "gap":
        return f"有 {size} 平方米不属于任何网格", f"{size} m² belong to no grid"
    return (
        f"{'、'.join(codes)} 超出边界 {size} 平方米",
        f"{' and '.join(codes)} leaves the outline by {size} m²",
    )


def _invalid(codes: Sequence[str], shapes: Shapes, valid: NDArray[np.bool_]) -> Iterable[Finding]:
    for index in np.flatnonzero(~valid | shapely.is_empty(shapes)).tolist():
        code, shape = codes[index], shapes[index]
        told = REASON.match(shapely.is_valid_reason(shape))
        reason = told["reason"] if told else "Empty"
        place = (float(told["x"]), float(told["y"])) if told else None
        where = f" ({place[0]:.3f}, {place[1]:.3f})" if place else ""
        sentence = f"{code} 图形无效：{reason}{where}", f"{code} is not a valid polygon: {reason}{where}"
        yield Finding("invalid", (code,), float(shape.area), place, sentence)


def _duplicates(codes: Sequence[str]) -> Iterable[Finding]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, code in enumerate(codes, start=1):
        rows[code].append(row)
    for code, used in rows.items():
        if len(used) > 1:
            listed = ", ".join(map(str, used))
            sentence = (
                f"代码 {code} 出现多次：第 {listed} 行",
                f"Code {code} is used more than once: rows {listed}",
            )
            yield Finding("duplicate", (code,), 0.0, None, sentence)

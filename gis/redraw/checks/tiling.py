"""Gaps, overlaps, what leaves the outline, and invalid shapes: owners counted face by face."""

from collections.abc import Iterable

import numpy as np
import shapely

from gis.geometry import partition as faults
from gis.geometry.projection import to_degrees
from gis.redraw.base import Edit, Sentence
from gis.redraw.cell import Cell
from gis.redraw.checks.base import Finding, Fix, Reference
from gis.redraw.codes import CodeIssuer
from gis.redraw.edits.assign_gap import AssignGap
from gis.redraw.edits.cut_off import CutOff
from gis.redraw.edits.resolve_overlap import ResolveOverlap
from gis.redraw.edits.untangle import Untangle
from gis.redraw.partition import Partition
from gis.redraw.parts import width_m
from gis.redraw.refused import Refused

TOUCHING_M = 0.002
ON_M = 1e-5
MOST_FIXES = 5


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield every face that no grid or several grids own, but for allowed gaps."""
    if partition.whole:
        return
    cells = sorted(partition.basic(), key=lambda cell: cell.code)
    found = faults.check_partition(
        [cell.code for cell in cells], [cell.metric for cell in cells], partition.limits
    )
    allowed = [area.buffer(TOUCHING_M) for area in reference.allowed_gaps]
    for fault in found:
        if fault.kind != "gap" or not any(area.covers(fault.face) for area in allowed):
            yield _finding(partition, fault)


def _finding(partition: Partition, fault: faults.Finding) -> Finding:
    place = (round(fault.place[0] * 1000), round(fault.place[1] * 1000)) if fault.place else None
    wide = width_m(fault.face, max(fault.area_m2**0.5 / 100, 1e-4)) if fault.face else None
    said = _with_width(fault.sentence, wide) if wide is not None else fault.sentence
    fixes = tuple(_of_shape(partition, fault) if fault.kind == "invalid" else _fixes(partition, fault))
    return Finding(fault.kind, "error", fault.codes, place, said, fault.area_m2, wide, fixes)


def _with_width(sentence: Sentence, wide: float) -> Sentence:
    written = f"{wide:,.1f}" if wide >= 1 else f"{wide:.2g}"
    return f"{sentence[0]}，宽 {written} 米", f"{sentence[1]}, {written} m wide"


def _of_shape(partition: Partition, fault: faults.Finding) -> Iterable[Fix]:
    for code in fault.codes:
        made = Untangle(code=code)
        if _can(partition, made):
            yield ("在交点处断开", "Part it where it crosses itself"), made


def _can(partition: Partition, made: Edit) -> bool:
    try:
        made.apply(partition, CodeIssuer(frozenset()))
    except Refused:
        return False
    return True


def _fixes(partition: Partition, fault: faults.Finding) -> Iterable[Fix]:
    if not (fault.face and fault.place):
        return
    lon, lat = to_degrees(fault.place[0], fault.place[1], partition.epsg)
    at = (float(lon), float(lat))
    if fault.kind == "overlap":
        for code in fault.codes:
            yield (f"归 {code}", f"Give it to {code}"), ResolveOverlap(at=at, to=code)
    if fault.kind == "outside":
        for code in fault.codes:
            off = CutOff(code=code, at=at)
            if _can(partition, off):
                yield (f"从 {code} 切除", f"Cut it off {code}"), off
    if fault.kind == "gap":
        beside = _by_border(partition, fault.face)
        for n, (code, _) in enumerate(beside[:MOST_FIXES]):
            most = ("（共有边界最长）", ", which has the longest border with it") if not n else ("", "")
            yield (f"划给 {code}{most[0]}", f"Give it to {code}{most[1]}"), AssignGap(at=at, to=code)
        if beside:
            village = partition.cells[beside[0][0]].parent
            yield (
                (f"成为 {village} 的新网格", f"Make it a grid of {village}"),
                AssignGap(at=at, village=village),
            )


def _by_border(partition: Partition, face: shapely.Polygon | None) -> list[tuple[str, float]]:
    """Return the grids along a face with the length of their border with it, the longest first."""
    assert face is not None
    box = tuple(round(side * 1000) for side in face.bounds)
    near: list[Cell] = partition.near((box[0], box[1], box[2], box[3]), 10)
    # every piece of the rim lies on one border, for the face was cut along all of them
    ends = [np.array(ring.coords) for ring in (face.exterior, *face.interiors)]
    middles = shapely.points(np.concatenate([(ring[1:] + ring[:-1]) / 2 for ring in ends]))
    long = np.concatenate([np.hypot(*np.diff(ring, axis=0).T) for ring in ends])
    lengths = [(cell.code, float(long[shapely.distance(middles, cell.metric) < ON_M].sum())) for cell in near]
    return sorted(((code, length) for code, length in lengths if length), key=lambda one: (-one[1], one[0]))

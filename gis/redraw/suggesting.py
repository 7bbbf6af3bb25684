"""What a hot spot that straddles a border suggests: the part of one grid in it that the other could take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from gis.geometry.projection import to_degrees
from gis.redraw.codes import CodeIssuer
from gis.redraw.edits.transfer import Transfer
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused

MOST_OF_A_BLOCK = 0.5
"""A block goes with the circle that holds more than this share of it."""
MOST_OF_A_GRID = 0.5
"""Whoever gave more than this share would give the grid away."""
QUARTER_POINTS = 6
MOST_POINTS = 2000


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle in metres of the town's metric CRS."""

    x: float
    y: float
    radius_m: float


@dataclass(frozen=True)
class Offer:
    """An edit that has been tried, what it changes, its sentence, and the ground that passes (metres)."""

    edit: Transfer
    patch: Patch
    sentence: tuple[str, str]
    ground: BaseGeometry


def offers(
    partition: Partition, circle: Circle, pair: tuple[str, str], blocks: Sequence[shapely.Polygon]
) -> tuple[Offer, ...]:
    """Return what one of two grids could take of the other in a circle; the first of them takes first.

    Whole blocks (metres) pass where most of them lies in the circle; without such the circle is cut out.
    """
    first, second = pair
    found = (_offer(partition, circle, ways, blocks) for ways in ((second, first), (first, second)))
    return tuple(offer for offer in found if offer is not None)


def _offer(
    partition: Partition, circle: Circle, ways: tuple[str, str], blocks: Sequence[shapely.Polygon]
) -> Offer | None:
    giver, taker = (partition.cells[code] for code in ways)
    around = shapely.Point(circle.x, circle.y).buffer(circle.radius_m, quad_segs=QUARTER_POINTS)
    for area in (*_of_blocks(giver.metric, around, blocks), around):
        try:
            edit = Transfer(**{"from": giver.code}, to=taker.code, ring=_places(area, partition.epsg))
            patch = edit.apply(partition, CodeIssuer(frozenset(partition.cells)))
        except Refused:
            continue
        ground = shapely.difference(patch.after[taker.code].metric, taker.metric)
        if ground.area <= MOST_OF_A_GRID * giver.metric.area:
            return Offer(edit, patch, edit.sentence(partition, patch), ground)
    return None


def _of_blocks(
    giver: shapely.MultiPolygon, around: shapely.Polygon, blocks: Sequence[shapely.Polygon]
) -> Iterable[shapely.Polygon]:
    """Yield the blocks of a grid that go with a circle, joined, where they are one piece."""
    near = shapely.STRtree(blocks).query(around, predicate="intersects").tolist() if len(blocks) else []
    theirs = [
        blocks[place]
        for place in near
        if blocks[place].intersection(giver).area > MOST_OF_A_BLOCK * blocks[place].area
        and blocks[place].intersection(around).area > MOST_OF_A_BLOCK * blocks[place].area
    ]
    joined = shapely.union_all(theirs)
    if isinstance(joined, shapely.Polygon) and 0 < len(joined.exterior.coords) <= MOST_POINTS:
        yield joined


def _places(area: shapely.Polygon, epsg: int) -> tuple[tuple[float, float], ...]:
    x, y = shapely.get_coordinates(area.exterior)[:-1].T
    lon, lat = to_degrees(x, y, epsg)
    return tuple(zip(lon.tolist(), lat.tolist(), strict=True))

"""Gathers what a finding rests on: ground, roster and posts, and each person's known way near the grid."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np
import shapely
from pyroaring import BitMap

from gis.analysis.coverage import CoverageParameters, known_way
from gis.analysis.piece import decode
from gis.analysis.track_segments import Path
from gis.geometry.projection import to_metric_shape
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.service.coverage.counting import lattice_of
from gis.service.coverage.finding_recount import FORM, Evidence, Place, recount
from gis.service.coverage.parts import Part
from gis.service.coverage.proof import Proofs
from gis.service.coverage.reading import Coverage
from gis.service.coverage.rostered import rostered
from gis.service.coverage.rows import basic
from gis.store.coverage import doubts_of, own_sets, unpatrolled, ways_of
from gis.store.database import Connection
from gis.store.devices import person_of_number
from gis.store.proof import named, posts_to
from gis.store.tracks import Sealed, day_of, pieces_of

MILLIMETRES = 3
MARGIN_M = 10.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Stated:
    """What will be stated of a grid and day, the evidence for it, and the keys of those whom it is of."""

    grid_id: int
    people: list[int]
    content: dict[str, Any]
    evidence: list[Evidence]

    def result(self) -> Part:
        """Count it."""
        return recount(self.content, self.evidence)


class Gatherer:
    """Gathers the evidence of grids and days that are counted."""

    def __init__(self, atlas: Atlas, coverage: Coverage, proofs: Proofs) -> None:
        self._atlas = atlas
        self._coverage = coverage
        self._proofs = proofs

    async def count(self, scope: Scope, grid: str, day: date, parameters: CoverageParameters) -> None:
        """Count a day that is over; NotFound for a grid outside the scope, BadInput for other days."""
        await self._proofs.verdict(scope, grid, day, parameters)

    async def keys(self, connection: Connection, numbers: Sequence[str]) -> list[int]:
        """Return the keys of people by staff number."""
        return [(await person_of_number(connection, number))[0] for number in numbers]

    async def gather(
        self,
        connection: Connection,
        scope: Scope,
        where: tuple[str, date],
        parameters: CoverageParameters,
    ) -> Stated:
        """Return what stands behind a grid's state on a counted day.

        People are those whose known way comes within the swath, those posted to the grid, and those whose
        silence reaches it.
        """
        grid, day = where
        member = await self._proofs.member(scope, grid, day)
        boundaries = await self._atlas.on(day)
        epsg = self._atlas.town.metric_crs
        duties = await self._proofs.duties(connection, day_of(day, self._atlas.town.time_zone))
        quiet = await self._proofs.quiet(connection, (member, day), duties, parameters)
        part, _ = await self._coverage.ground(connection, day, grid)
        counted = sorted(await doubts_of(connection, day))
        sets = await own_sets(connection, counted, (day, day), int(parameters.swath_m))
        own = part.cells([basic(boundaries).index(member)])
        walkers = [person for person, cells in sets if own.intersect(BitMap.deserialize(cells))]
        people = sorted({*walkers, *quiet, *await posts_to(connection, member.id, day)})
        held = await rostered(connection, self._atlas, people, (day, day))
        names = await named(connection, people)
        shapes = {one.code: to_metric_shape(shapely.from_wkb(one.shape), epsg) for one in basic(boundaries)}
        wanted = {grid} | {code for person in people for code in held.posts.get(person, ()) if code in shapes}
        content = {
            "form": FORM,
            "program": version("wangge"),
            "town": self._atlas.town.name,
            "grid": grid,
            "name": member.name,
            "day": day.isoformat(),
            "edition": boundaries.ref.number,
            "parameters": asdict(parameters),
            "epsg": epsg,
            "lattice": asdict(await lattice_of(connection, self._atlas)),
            "shapes": {code: _written(shapes[code]) for code in sorted(wanted)},
            "unpatrolled": await self._unpatrolled(
                connection, day, [shapes[code] for code in sorted(wanted)]
            ),
            "people": [
                {
                    "number": names[person][0],
                    "name": names[person][1],
                    "posts": sorted(held.posts.get(person, ())),
                    "duties": [list(span) for span in held.duties.get(person, ())],
                }
                for person in people
            ],
        }
        west, south, east, north = shapes[grid].bounds
        room = parameters.swath_m + MARGIN_M
        box = (west - room, south - room, east + room, north + room)
        evidence = await self._evidence(connection, (people, day), {p: names[p][0] for p in people}, box)
        return Stated(member.id, people, content, evidence)

    async def _unpatrolled(
        self, connection: Connection, day: date, shapes: Sequence[shapely.Geometry]
    ) -> list[str]:
        """Return the waters and the sites closed or excused on a day that meet some shapes."""
        epsg = self._atlas.town.metric_crs
        waters, sites = await unpatrolled(connection, (day, day))
        metric = [to_metric_shape(one, epsg) for one in shapely.from_wkb([*waters, *sites]).tolist()]
        whole = shapely.union_all(list(shapes))
        return [_written(one) for one in metric if one.intersects(whole)]

    async def _evidence(
        self, connection: Connection, who: tuple[Sequence[int], date], numbers: Mapping[int, str], box: Box
    ) -> list[Evidence]:
        people, day = who
        ways = {one.person: one for one in await ways_of(connection, people, (day, day))}
        pieces = await pieces_of(connection, list(ways), (day, day))
        doubts = {person: [(b, e) for b, e in one.doubts] for person, one in ways.items()}
        epsg = self._atlas.town.metric_crs
        places = await asyncio.to_thread(_places, pieces, doubts, epsg, box)
        return [
            Evidence(
                number=numbers[person],
                places=places.get(person, []),
                stretches=[list(each) for each in one.stretches],
                poor=[(b, e) for b, e in one.poor],
                doubts=doubts[person],
            )
            for person, one in sorted(ways.items(), key=lambda each: numbers[each[0]])
        ]


def _places(
    pieces: Sequence[Sealed], doubts: Mapping[int, list[tuple[int, int]]], epsg: int, box: Box
) -> dict[int, list[Place]]:
    return {
        one.person: near(known_way(decode(*one.pieces), epsg, doubts[one.person]).path, box) for one in pieces
    }


def near(path: Path, box: Box) -> list[Place]:
    """Return the vertices of a path that lie in a box or at an edge that may cross it, run by run."""
    x, y = np.round(path.x, MILLIMETRES), np.round(path.y, MILLIMETRES)
    west, south, east, north = box
    kept = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    edges = path.edges()
    meets = (
        (np.minimum(x[edges], x[edges + 1]) <= east)
        & (np.maximum(x[edges], x[edges + 1]) >= west)
        & (np.minimum(y[edges], y[edges + 1]) <= north)
        & (np.maximum(y[edges], y[edges + 1]) >= south)
    )
    kept[edges[meets]] = kept[edges[meets] + 1] = True
    joined = np.zeros(len(x), np.bool_)
    joined[edges[meets] + 1] = True
    chosen = np.flatnonzero(kept)
    # a run goes on where an edge that was kept leads to its next vertex
    runs = np.cumsum(~joined[chosen]) - 1 if len(chosen) else chosen
    columns = (path.at_ms[chosen].tolist(), x[chosen].tolist(), y[chosen].tolist(), runs.tolist())
    return list(zip(*columns, strict=True))


def _written(shape: shapely.Geometry) -> str:
    return str(shapely.to_wkt(shape, rounding_precision=MILLIMETRES))

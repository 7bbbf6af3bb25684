"""What a finding states, counted from its evidence alone: the same at home and elsewhere."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import shapely

from gis.analysis.cells import Lattice
from gis.analysis.coverage import CoverageParameters
from gis.analysis.ground import ground_of, nobodys
from gis.analysis.tally import Tally
from gis.analysis.unknown import Unseen, is_bounded
from gis.service.coverage.parts import Part, Read, part_of
from gis.service.coverage.totals import ground_sums, masks_of
from gis.service.coverage.unheard import unheard
from gis.store.coverage import Ways

FORM = "wangge-finding-1"
Place = tuple[int, float, float, int]
"""Moment (ms), metres east and north, and which run of the way it belongs to."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one person's day near the grid: places that count, and when his way was known."""

    number: str
    places: list[Place]
    stretches: list[list[float]]
    poor: list[tuple[int, int]]
    doubts: list[tuple[int, int]]


def canonical(value: Any) -> str:
    """Return JSON that is the same for equal values, so that its digest is one of the content."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sm3(text: str) -> str:
    """Return the SM3 digest of a text, in hexadecimal."""
    return hashlib.new("sm3", text.encode()).hexdigest()


def digests_of(one: Evidence) -> dict[str, Any]:
    """Return the digest of each place, and that of the times; no place can be read from them."""
    times = [one.stretches, one.poor, one.doubts]
    return {
        "number": one.number,
        "places": [sm3(canonical([one.number, *place])) for place in one.places],
        "times": sm3(canonical([one.number, *times])),
    }


def recount(statement: Mapping[str, Any], evidence: Sequence[Evidence]) -> Part:
    """Return what a statement's grid was covered, by its parameters, ground, roster and the evidence."""
    lattice = Lattice(**statement["lattice"])
    shapes = {code: shapely.from_wkt(shape) for code, shape in statement["shapes"].items()}
    codes = [statement["grid"], *(code for code in shapes if code != statement["grid"])]
    unpatrolled = [shapely.from_wkt(shape) for shape in statement["unpatrolled"]]
    ground = ground_of(lattice, [shapes[code] for code in codes], nobodys(lattice, unpatrolled))
    parameters = CoverageParameters(**statement["parameters"])
    people = {one["number"]: one for one in statement["people"]}
    keys = {number: n for n, number in enumerate(sorted(people))}
    posts = {keys[number]: set(one["posts"]) for number, one in people.items()}
    duties = {keys[number]: [(b, e) for b, e in one["duties"]] for number, one in people.items()}
    ways = [Ways(keys[one.number], statement["day"], one.stretches, one.poor, one.doubts) for one in evidence]
    tally = Tally.of([_cells(lattice, one, parameters.swath_m) for one in evidence])
    unseen = []
    for person, silent in unheard(ways, duties).items():
        own = [n for n, code in enumerate(codes) if code in posts[person]]
        wide = any(not is_bounded(one) for one, _ in silent)
        unseen.append(Unseen(silent, ground.cells(own if wide else [])))
    part = ground.part([0])
    count, masks = masks_of(part, tally, unseen, parameters)
    totals = {name: float(values[0]) for name, values in ground_sums(part, count, masks).items()}
    read = Read({}, ways, (), posts, duties, expired=False, since={})
    return part_of(totals, codes[:1], read, parameters.enough)


def verified(file: Mapping[str, Any]) -> list[str]:
    """Return what differs between a finding's file and what follows from it; nothing where all is equal."""
    statement = file["statement"]
    evidence = [_evidence(one) for one in file["evidence"]]
    found = []
    if sm3(canonical(statement)) != file["sm3"]:
        found.append("The statement is not the one that was sealed.")
    stated = {one["number"]: one for one in statement["evidence"]}
    given = {one.number: digests_of(one) for one in evidence}
    for number in sorted(stated.keys() | given.keys()):
        found += _differing(number, stated.get(number), given.get(number))
    counted, told = asdict(recount(statement, evidence)), statement["result"]
    for name, value in counted.items():
        same = abs(value - told[name]) <= 1e-9 if isinstance(value, float) else value == told[name]
        if not same:
            found.append(f"{name} is stated as {told[name]} and counted as {value}.")
    return found


def _differing(number: str, stated: Mapping[str, Any] | None, given: Mapping[str, Any] | None) -> list[str]:
    if stated is None or given is None:
        return [f"The evidence of {number} is {'not stated' if stated is None else 'missing'}."]
    lost = len(set(stated["places"]) - set(given["places"]))
    more = len(set(given["places"]) - set(stated["places"]))
    found = [f"{lost} places of {number} are missing or changed."] if lost else []
    found += [f"{more} places of {number} are not stated."] if more else []
    return found + (
        [f"The known times of {number} are not those stated."] * (stated["times"] != given["times"])
    )


def _evidence(told: Mapping[str, Any]) -> Evidence:
    return Evidence(
        number=told["number"],
        places=[(int(t), float(x), float(y), int(run)) for t, x, y, run in told["places"]],
        stretches=told["stretches"],
        poor=[(b, e) for b, e in told["poor"]],
        doubts=[(b, e) for b, e in told["doubts"]],
    )


def _cells(lattice: Lattice, one: Evidence, swath_m: float) -> Any:
    columns = np.array(one.places, np.float64).reshape(-1, 4).T
    x, y = np.ascontiguousarray(columns[1]), np.ascontiguousarray(columns[2])
    return lattice.swath(x, y, columns[3].astype(np.int64), swath_m)

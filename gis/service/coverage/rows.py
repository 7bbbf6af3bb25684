"""The rows of coverage from what a period is counted from: shares, stays, states with their causes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from gis.analysis.coverage import CoverageParameters, State
from gis.analysis.ground import Ground
from gis.analysis.things import Placed, Things
from gis.analysis.unknown import Unseen
from gis.model import Scope
from gis.service.atlas import Boundaries
from gis.service.coverage.asking import Asked, By
from gis.service.coverage.parts import Cause, Part, Read, part_of
from gis.service.coverage.totals import Sums, ground_sums, masks_of, unseen
from gis.store.boundaries import Member
from gis.store.coverage import Stays


@dataclass(frozen=True, slots=True)
class Row:
    """What was patrolled of one grid, village or squad zone.

    The three shares of its patrolled ground add up to 1; `off` is how far the covered one may lie from the
    exact one. `effort` counts ground as often as it was covered. Stays count from the least stay on.
    `days_since` counts from the last visit, in the period or before, to the period's last day. Of roads (by
    metres), enterprises and components it is told how many were passed; None where there are none.
    """

    code: str
    name: str
    area_m2: float
    covered: float
    unknown: float
    not_covered: float
    off: float
    effort: float
    visits: int
    minutes: float
    metres: float
    last_visit: datetime | None
    state: State
    cause: Cause | None
    days_since: int | None = None
    roads: Part | None = None
    enterprises: Part | None = None
    components: Part | None = None


@dataclass(frozen=True, eq=False)
class Inventory:
    """What stands along the ways: roads in metres, enterprises and components by number."""

    roads: Things
    enterprises: Things
    components: Things


def basic(boundaries: Boundaries) -> list[Member]:
    """Return the grids that tile the town, in the order of a ground's list."""
    return [member for member in boundaries.base if member.kind == "basic"]


def rows_of(
    boundaries: Boundaries,
    ground: Ground,
    read: Read,
    things: Inventory,
    about: tuple[Scope, Asked, CoverageParameters],
) -> list[Row]:
    """Return the rows of a scope by code."""
    scope, asked, parameters = about
    members = basic(boundaries)
    sums = _sums(ground, list(unseen(ground, members, read)), (read, things), parameters)
    keys = [_key(member, asked.by) for member in members]
    seen = [key if scope.holds_grid(m.code, m.squad) else None for m, key in zip(members, keys, strict=True)]
    names = {code: member.name for code, member in boundaries.members.items()}
    names |= {member.squad: member.squad_name or member.squad for member in members if member.squad}
    groups: dict[str, list[int]] = defaultdict(list)
    for n, key in enumerate(seen):
        if key is not None:
            groups[key].append(n)
    stays = _stays_by(read.stays, {member.code: key for member, key in zip(members, seen, strict=True)})
    return [
        _row(
            (code, names.get(code, code)),
            [members[n].code for n in own],
            {
                of: {name: float(values[own].sum()) for name, values in each.items()}
                for of, each in sums.items()
            },
            stays.get(code, []),
            (read, parameters, ground.lattice.cell_m),
        )
        for code, own in sorted(groups.items())
    ]


def _sums(
    ground: Ground, people: Sequence[Unseen], what: tuple[Read, Inventory], parameters: CoverageParameters
) -> dict[str, Sums]:
    """Return by measure what every grid has of it in all, covered and unknown, for each reason."""
    read, things = what
    radii = {
        "roads": parameters.swath_m,
        "enterprises": parameters.enterprise_m,
        "components": parameters.component_m,
    }
    found: dict[str, Sums] = {}
    for swath in parameters.swaths_m:
        placed = {name: getattr(things, name).on(ground) for name in radii if radii[name] == swath}
        main = swath == parameters.swath_m
        # beside the swath itself, what nobody knows is sought where something stands only
        where = None if main else _where(placed.values(), ground.label.shape)
        near = replace(parameters, swath_m=swath)
        count, masks = masks_of(ground, read.tallies[int(swath)], people, near, where)
        if main:
            found["ground"] = ground_sums(ground, count, masks)
        for name, each in placed.items():
            sums = {key: each.sums(each.on(mask)) for key, mask in masks.items()}
            found[name] = {"all": each.sums(), "off": each.sums(each.at_edge(masks["covered"])), **sums}
    return found


def _where(placed: Iterable[Placed], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return the cells on which something stands (rows, columns)."""
    found = np.zeros(shape, np.bool_)
    for each in placed:
        found.ravel()[each.cell] = True
    return found


def _key(member: Member, by: By) -> str | None:
    return {"grid": member.code, "village": member.parent, "squad": member.squad}[by]


def _stays_by(stays: Iterable[Stays], keys: Mapping[str, str | None]) -> dict[str, list[Stays]]:
    found: dict[str, list[Stays]] = defaultdict(list)
    for one in stays:
        key = keys.get(one.grid)
        if key is not None:
            found[key].append(one)
    return found


def _row(
    named: tuple[str, str],
    grids: Sequence[str],
    totals: Mapping[str, Mapping[str, float]],
    stays: Sequence[Stays],
    about: tuple[Read, CoverageParameters, float],
) -> Row:
    read, parameters, cell_m = about
    whole = part_of(totals["ground"], grids, read, parameters.enough)
    more = {
        name: part_of(each, grids, read, parameters.enough) if each["all"] else None
        for name, each in totals.items()
        if name != "ground"
    }
    return Row(
        code=named[0],
        name=named[1],
        area_m2=whole.total * cell_m**2,
        covered=whole.covered,
        unknown=whole.unknown,
        not_covered=whole.not_covered,
        off=whole.off,
        effort=totals["ground"]["effort"] / whole.total if whole.total else 0.0,
        visits=sum(one.visits for one in stays),
        minutes=sum(one.seconds for one in stays) / 60,
        metres=sum(one.metres for one in stays),
        last_visit=max((one.last for one in stays), default=None),
        state=whole.state,
        cause=whole.cause,
        days_since=min((read.since[code] for code in grids if code in read.since), default=None),
        **more,
    )

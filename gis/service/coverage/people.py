"""Coverage by person: what each covered of the ground he is posted to, his duty, silences and visits."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pyroaring import BitMap

from gis.analysis.coverage import CoverageParameters, State, verdict
from gis.analysis.ground import Ground
from gis.analysis.unknown import REASONS, Unseen, unknown
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked, checked
from gis.service.coverage.counting import count_days
from gis.service.coverage.parts import Cause
from gis.service.coverage.reading import Coverage
from gis.service.coverage.rostered import Rostered, rostered
from gis.service.coverage.rows import basic
from gis.service.coverage.unheard import Silent, unheard
from gis.store.coverage import Stays, own_sets, people_past_keep, stays_of, ways_of
from gis.store.database import Connection, Database
from gis.store.proof import named
from gis.store.staff import people_in_scope

PersonCause = Cause | Literal["no_post"]
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person: shares of the patrolled ground that he is posted to, which add up to 1.

    `walked_m2` is the ground he covered wherever it lies, `silent_minutes` how much of his duty nobody knows
    his way of. `state` is None for whoever is posted to no ground, and unknown (已过保存期) once ways of the
    period are past their keep. Visits are those in the reader's scope.
    """

    person: int
    number: str
    name: str
    squad: str | None
    duty_minutes: float
    silent_minutes: float
    walked_m2: float
    posted_m2: float
    covered: float
    unknown: float
    not_covered: float
    off: float
    visits: int
    minutes: float
    metres: float
    last_visit: datetime | None
    state: State | None
    cause: PersonCause | None


class PeopleCoverage:
    """Reads coverage by person; whoever calls has checked the right and writes the record."""

    def __init__(self, database: Database, atlas: Atlas, coverage: Coverage) -> None:
        self._database = database
        self._atlas = atlas
        self._coverage = coverage

    async def prepare(self, asked: Asked, parameters: CoverageParameters) -> Asked:
        """Count what is not counted yet and return the period without days that are not over; BadInput."""
        asked = checked(asked, parameters, self._atlas.today())
        await count_days(self._database, self._atlas, (asked.first, asked.last))
        return asked

    async def people(self, connection: Connection, scope: Scope, asked: Asked) -> list[int]:
        """Return whom a reading is of: the people of a scope, or of a squad in it."""
        return await people_in_scope(connection, self._atlas.lookout(scope), asked.squad, ())

    async def rows(
        self,
        connection: Connection,
        scope: Scope,
        who: tuple[Sequence[int], Asked],
        parameters: CoverageParameters,
    ) -> list[PersonRow]:
        """Return a row for each of some people, by name; none is ranked."""
        people, asked = who
        days = asked.first, asked.last
        boundaries = await self._atlas.on(asked.on or asked.last)
        ground = await self._coverage.whole(connection, boundaries, days)
        held = await rostered(connection, self._atlas, people, days)
        codes = {
            member.code: n
            for n, member in enumerate(basic(boundaries))
            if scope.holds_grid(member.code, member.squad)
        }
        facts = _Facts(
            names=await named(connection, people),
            sets=_by_person(await own_sets(connection, people, days, int(parameters.swath_m))),
            silent=unheard(await ways_of(connection, people, days), held.duties),
            held=held,
            stays=await stays_of(connection, people, days, parameters.stay_s),
            expired=await people_past_keep(connection, people, days),
            codes=codes,
        )
        rows = await asyncio.to_thread(lambda: list(_rows(ground, facts, people, parameters)))
        return sorted(rows, key=lambda row: (_spoken(row.name), row.number))


@dataclass(frozen=True)
class _Facts:
    """What is known of people, and the rows of the ground's list by the codes in the reader's scope."""

    names: Mapping[int, tuple[str, str, str | None]]
    sets: Mapping[int, Sequence[BitMap]]
    silent: Mapping[int, Sequence[Silent]]
    held: Rostered
    stays: Sequence[Stays]
    expired: set[int]
    codes: Mapping[str, int]


def _rows(
    ground: Ground, facts: _Facts, people: Sequence[int], parameters: CoverageParameters
) -> Iterator[PersonRow]:
    stays: dict[int, list[Stays]] = defaultdict(list)
    for one in facts.stays:
        if one.grid in facts.codes:
            stays[one.person].append(one)
    for person in people:
        posted = sorted(facts.codes[code] for code in facts.held.posts.get(person, ()) if code in facts.codes)
        own = facts.sets.get(person, ())
        walked = BitMap.union(*own) if own else BitMap()
        silent = facts.silent.get(person, ())
        shares = _shares(ground, posted, (walked, silent), parameters)
        state, cause = _judged(shares, facts, person, parameters.enough)
        area = shares["all"]
        covered, unknown_, off = (shares[name] / area if area else 0.0 for name in _SHARES)
        duties = facts.held.duties.get(person, ())
        number, name, squad = facts.names[person]
        yield PersonRow(
            person=person,
            number=number,
            name=name,
            squad=squad,
            duty_minutes=sum(end - begin for begin, end in duties) / MINUTE_MS,
            silent_minutes=sum(one.end_ms - one.begin_ms for one, _ in silent) / MINUTE_MS,
            walked_m2=len(walked) * ground.lattice.cell_m**2,
            posted_m2=area * ground.lattice.cell_m**2,
            covered=covered,
            unknown=unknown_,
            not_covered=max(1.0 - covered - unknown_, 0.0) if area else 0.0,
            off=min(off, 1.0),
            visits=sum(one.visits for one in stays[person]),
            minutes=sum(one.seconds for one in stays[person]) / 60,
            metres=sum(one.metres for one in stays[person]),
            last_visit=max((one.last for one in stays[person]), default=None),
            state=state,
            cause=cause,
        )


_SHARES = ("covered", "unknown", "off")


def _shares(
    ground: Ground,
    posted: Sequence[int],
    way: tuple[BitMap, Sequence[Silent]],
    parameters: CoverageParameters,
) -> dict[str, float]:
    """Return how many cells somebody is posted to, and how many of them he covered or may have."""
    walked, silent = way
    own = ground.part(posted)
    covered = own.spread([walked & ground.cells(posted)]) > 0
    people = [Unseen(silent, ground.cells(posted))] if silent else []
    reasons = unknown(own, (own.label >= 0) & ~covered, people, parameters)
    sizes = own.sums(own.label >= 0)
    told = {"all": sizes, "covered": own.sums(covered), "unknown": own.sums(reasons > 0)}
    told |= {str(why): own.sums(reasons == n) for n, why in enumerate(REASONS, 1)}
    told["off"] = own.bounds(covered) * sizes
    return {name: float(values.sum()) for name, values in told.items()}


def _judged(
    shares: Mapping[str, float], facts: _Facts, person: int, enough: float
) -> tuple[State | None, PersonCause | None]:
    cells = shares["all"]
    if not cells:
        excused = any(code in facts.codes for code in facts.held.posts.get(person, ()))
        return None, "excused" if excused else "no_post"
    covered, unknown_, off = (shares[name] / cells for name in _SHARES)
    state = verdict(covered, unknown_, off, enough)
    if state == "covered":
        return state, None
    if person in facts.expired:
        return "unknown", "expired"
    if state == "unknown":
        return state, max(REASONS, key=lambda why: shares[why])
    if shares["covered"]:
        return state, "too_little"
    return state, "on_duty_elsewhere" if facts.held.duties.get(person) else "not_rostered"


def _by_person(sets: Sequence[tuple[int, bytes]]) -> dict[int, list[BitMap]]:
    found: dict[int, list[BitMap]] = defaultdict(list)
    for person, packed in sets:
        found[person].append(BitMap.deserialize(packed))
    return found


def _spoken(name: str) -> list[str]:
    """Return a name as it is spoken, by which Chinese lists are in order."""
    from pypinyin import lazy_pinyin

    return [part.lower() for part in lazy_pinyin(name)]

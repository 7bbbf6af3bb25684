"""The roster: shifts, each person's shift of each day, patterns, absences, swaps and overtime."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gis.errors import BadInput, Conflict, NotAllowed
from gis.model import Lookout
from gis.service.shifts import Hours, Span, read_seasons, spans_of
from gis.store import roster as stored
from gis.store.database import Connection
from gis.store.record import Act, record
from gis.store.roster import Cell
from gis.store.town import ROLL_VERSION, raise_version
from gis.store.tracks import day_of

MOST_CELLS = 20_000
LONGEST_OVERTIME = timedelta(hours=12)
LONGEST_ABSENCE = timedelta(days=366)
Wanted = tuple[int, date, str | None]
"""A person, a civil day, and the code of the shift, None being a day off."""


@dataclass(frozen=True, slots=True)
class Desk:
    """From where the roster is kept: the transaction, what the keeper may see, the moment, and who acts."""

    connection: Connection
    lookout: Lookout
    now: datetime
    by: Act

    @property
    def zone(self) -> ZoneInfo:
        """The town's zone."""
        return ZoneInfo(self.lookout.time_zone)

    async def note(self, action: str, people: Collection[int], **detail: Any) -> None:
        """Put a change on record and let reception know."""
        target = str(next(iter(people))) if len(people) == 1 else ""
        act = Act(self.by.actor, action, target=target, address=self.by.address, detail=detail)
        await record(self.connection, act)
        await raise_version(self.connection, ROLL_VERSION)


Shifts = dict[str, tuple[int, tuple[Hours, ...]]]


async def shifts_by_code(connection: Connection) -> Shifts:
    """Return key and seasons of every shift in use by its code."""
    rows = await stored.list_shifts(connection)
    return {row["code"]: (row["id"], read_seasons(row["hours"])) for row in rows if row["active"]}


async def put_shift(desk: Desk, code: str, values: dict[str, Any]) -> None:
    """Make or change a shift of the town, whose keeper sees all of it; BadInput for hours that cannot be."""
    if not desk.lookout.scope.everything:
        raise NotAllowed("Shifts belong to whoever keeps the roster of the whole town.")
    read_seasons(values["hours"])
    await stored.put_shift(desk.connection, code, values)
    await desk.note("shift.put", (), shift=code)


async def set_cells(desk: Desk, wanted: Sequence[Wanted]) -> int:
    """Enter shifts of people of the scope from today on, and return how many cells were set.

    Raises BadInput for days that are over or a shift that is not in use, NotFound outside the scope.
    """
    if not wanted or len(wanted) > MOST_CELLS:
        raise BadInput(f"Enter 1 to {MOST_CELLS:,} cells at once.")
    if min(day for _, day, _ in wanted) < desk.lookout.today:
        raise BadInput("Days that are over stay as they were entered.")
    people = {who for who, _, _ in wanted}
    await stored.check_people(desk.connection, desk.lookout, people)
    cells = cells_of(wanted, await shifts_by_code(desk.connection), desk.zone)
    await stored.set_cells(desk.connection, cells, desk.lookout.time_zone)
    days = sorted({cell.day.isoformat() for cell in cells})
    await desk.note("roster.set", people, cells=len(cells), first=days[0], last=days[-1])
    return len(cells)


def cells_of(wanted: Sequence[Wanted], shifts: Shifts, zone: ZoneInfo) -> list[Cell]:
    """Return cells with their spans, of a cell given twice the last; BadInput for an unknown shift."""
    cells: dict[tuple[int, date], Cell] = {}
    for who, day, code in wanted:
        if code is not None and code not in shifts:
            raise BadInput(f"There is no shift {code[:20]}; there are {', '.join(shifts)[:200] or 'none'}.")
        key, seasons = shifts[code] if code is not None else (None, ())
        spans = spans_of(seasons, day, zone) if seasons else []
        cells[who, day] = Cell(who, day, key, tuple(spans))
    return list(cells.values())


@dataclass(frozen=True, slots=True)
class Pattern:
    """Shifts that follow each other day by day and begin anew: None is a day off.

    Each further person is `stagger` days ahead in it. With `working_days` it goes on over working days only,
    and all others are days off.
    """

    cycle: tuple[str | None, ...]
    stagger: int = 0
    working_days: bool = False


def laid_out(pattern: Pattern, people: Sequence[int], days: Sequence[tuple[date, bool]]) -> list[Wanted]:
    """Return the cells of a pattern over days, each of which is a working day or not."""
    wanted: list[Wanted] = []
    for place, who in enumerate(people):
        step = place * pattern.stagger
        for day, works in days:
            if pattern.working_days and not works:
                wanted.append((who, day, None))
            else:
                wanted.append((who, day, pattern.cycle[step % len(pattern.cycle)]))
                step += 1
    return wanted


async def fill(desk: Desk, pattern: Pattern, people: Sequence[int], span: tuple[date, date]) -> int:
    """Enter a pattern for people over days (first, last) and return how many cells were set."""
    first, last = span
    count = (last - first).days + 1
    if count < 1 or count * len(people) > MOST_CELLS:
        raise BadInput(f"A pattern covers 1 to {MOST_CELLS:,} days of people.")
    days = [first + timedelta(days=step) for step in range(count)]
    special = await stored.calendar(desk.connection, (first, last + timedelta(days=1)))
    return await set_cells(desk, laid_out(pattern, people, [(day, works(day, special)) for day in days]))


def works(day: date, special: dict[date, tuple[str, str]]) -> bool:
    """Tell whether a civil day is a working day of the town: by its calendar, else Monday to Friday."""
    return special[day][0] == "work" if day in special else day.weekday() < 5


async def swap(desk: Desk, one: tuple[int, date], other: tuple[int, date]) -> None:
    """Let two people take each other's shift of a day each, entered beforehand.

    Raises BadInput for days that are over or the same person, Conflict when neither has a shift or somebody
    would be on duty twice at once or while he is away.
    """
    people, days = [one[0], other[0]], (one[1], other[1])
    if one[0] == other[0]:
        raise BadInput("A swap needs two people.")
    if min(days) < desk.lookout.today:
        raise BadInput("Days that are over stay as they were entered.")
    await stored.check_people(desk.connection, desk.lookout, people)
    given = await stored.swap(desk.connection, one, other, desk.lookout.time_zone)
    if given == (0, 0):
        raise Conflict("Neither of the two has a shift on his day.")
    span = _around(days, desk.zone)
    if await stored.overlapping(desk.connection, people, span):
        raise Conflict("After this swap one of the two would have two shifts at the same time.")
    told = [[who, day.isoformat()] for who, day in (one, other)]
    await desk.note("roster.swap", people, swapped=told)


async def add_overtime(desk: Desk, who: int, span: Span) -> int:
    """Enter hours on top of the roster, beforehand; BadInput for hours that have begun or are too many."""
    begin, end = span
    if begin < desk.now:
        raise BadInput("Overtime is entered before it begins.")
    if not timedelta(0) < end - begin <= LONGEST_OVERTIME:
        raise BadInput("Overtime ends after it begins and lasts at most 12 hours.")
    await stored.check_people(desk.connection, desk.lookout, [who])
    if await stored.away(desk.connection, [who], span):
        raise Conflict("The person is away at that time.")
    key = await stored.add_overtime(desk.connection, who, span, begin.astimezone(desk.zone).date())
    if await stored.overlapping(desk.connection, [who], span):
        raise Conflict("The person is on duty at that time already.")
    await desk.note("roster.overtime", [who], begin=begin.isoformat(), end=end.isoformat())
    return key


async def drop_overtime(desk: Desk, key: int) -> None:
    """Take overtime back that has not begun."""
    who = await stored.drop_overtime(desk.connection, desk.lookout, key, desk.now)
    await desk.note("roster.overtime_off", [who], overtime=key)


async def add_absence(desk: Desk, who: int, kind: str, span: Span) -> int:
    """Enter when somebody is away, from today on: what the roster says of that time does not count.

    Raises BadInput for a time that is over or too long, Conflict when he is away already.
    """
    begin, end = span
    if begin < day_of(desk.lookout.today, desk.lookout.time_zone).begin:
        raise BadInput("Leave is entered from today on.")
    if not timedelta(0) < end - begin <= LONGEST_ABSENCE:
        raise BadInput("Leave ends after it begins and lasts at most a year.")
    await stored.check_people(desk.connection, desk.lookout, [who])
    if await stored.away(desk.connection, [who], span):
        raise Conflict("The person is away at that time already.")
    values = {"person_id": who, "kind": kind, "made_by": desk.by.actor}
    key = await stored.add_absence(desk.connection, values, span)
    await desk.note("roster.leave", [who], kind=kind, begin=begin.isoformat(), end=end.isoformat())
    return key


async def end_absence(desk: Desk, key: int) -> None:
    """Take an absence back from now on."""
    found = await stored.end_absence(desk.connection, desk.lookout, key, desk.now)
    await desk.note("roster.leave_off", [found["person"]], leave=key)


@dataclass(frozen=True, slots=True)
class Month:
    """The roster of some civil days: people, what is entered, who is away, and the town's special days."""

    days: tuple[date, ...]
    special: dict[date, tuple[str, str]]
    shifts: list[dict[str, Any]]
    people: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    absences: list[dict[str, Any]]


async def read_month(connection: Connection, lookout: Lookout, first: date, squad: str | None) -> Month:
    """Return the roster of the month that begins on a day, of the scope's people or of one squad."""
    after = (first + timedelta(days=32)).replace(day=1)
    people = await stored.list_members(connection, lookout, squad)
    keys = [row["id"] for row in people]
    span = (day_of(first, lookout.time_zone).begin, day_of(after, lookout.time_zone).begin)
    return Month(
        days=tuple(first + timedelta(days=step) for step in range((after - first).days)),
        special=await stored.calendar(connection, (first, after)),
        shifts=await stored.list_shifts(connection),
        people=people,
        entries=await stored.list_entries(connection, keys, (first, after), lookout.time_zone),
        absences=await stored.list_absences(connection, keys, span),
    )


def _around(days: Sequence[date], zone: ZoneInfo) -> Span:
    begin = datetime.combine(min(days) - timedelta(days=1), datetime.min.time(), zone)
    return begin, datetime.combine(max(days) + timedelta(days=3), datetime.min.time(), zone)

"""The roster of a month: shifts, leave and days off of people, from a table made for people or a list."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gis.errors import BadInput
from gis.exchange import values
from gis.service.importing import fields
from gis.service.importing.base import Field, Home, Kind, Row
from gis.service.importing.references import known
from gis.service.roster_sheet import read_word, reshape
from gis.service.shifts import Hours, read_seasons, spans_of
from gis.store import roster as stored
from gis.store.database import Connection
from gis.store.importing import Outcome
from gis.store.roster import Cell
from gis.store.town import ROLL_VERSION, load_town, raise_version

IMPORTER = "import"


def shift(value: Any, home: Home) -> Any:
    """Read what a cell says of a day."""
    return read_word(values.text(value), [home.keys.get(by, {}) for by in ("shift", "shift_name")])


async def write(connection: Connection, rows: Sequence[Row], import_id: int) -> Outcome:
    """Put the cells in place of what the roster said, enter leave once, and let reception know."""
    town = await load_town(connection)
    if town is None:
        raise BadInput("There is no town yet.")
    zone = ZoneInfo(town.time_zone)
    seasons = {row["id"]: read_seasons(row["hours"]) for row in await stored.list_shifts(connection)}
    cells = [_cell(row, seasons, zone) for row in rows if not isinstance(row["shift"], str)]
    before = await stored.cells_before(connection, cells, town.time_zone)
    new = [cell for cell in cells if _content(cell) != before.get((cell.person, cell.day), set())]
    await stored.set_cells(connection, new, town.time_zone, import_id)
    leaves = [row for row in rows if isinstance(row["shift"], str)]
    entered = [await _leave(connection, row, zone) for row in leaves]
    await raise_version(connection, ROLL_VERSION)
    added = sum((cell.person, cell.day) not in before for cell in new) + sum(entered)
    changed = sum((cell.person, cell.day) in before for cell in new)
    return Outcome(added, changed, len(rows) - added - changed)


def _cell(row: Row, seasons: dict[int, tuple[Hours, ...]], zone: ZoneInfo) -> Cell:
    said = row["shift"]
    hours = (said,) if isinstance(said, Hours) else seasons.get(said, ())
    spans = spans_of(hours, row["day"], zone) if hours else []
    return Cell(row["person_id"], row["day"], said if isinstance(said, int) else None, tuple(spans))


def _content(cell: Cell) -> set[tuple[int | None, datetime, datetime]]:
    return {(cell.shift, begin, end) for begin, end in cell.spans}


async def _leave(connection: Connection, row: Row, zone: ZoneInfo) -> bool:
    """Enter a civil day of leave unless the person is away at some time of it already; tell whether."""
    day: date = row["day"]
    span = (
        datetime.combine(day, time(), zone),
        datetime.combine(day + timedelta(days=1), time(), zone),
    )
    if await stored.away(connection, [row["person_id"]], span):
        return False
    given = {"person_id": row["person_id"], "kind": row["shift"], "made_by": IMPORTER}
    await stored.add_absence(connection, given, span)
    return True


kind = Kind(
    title=("排班表", "Roster"),
    table="duty",
    identity=("person_id", "day"),
    fields=(
        Field(
            "person",
            ("工号", "Number"),
            ("编号", "人员编号", "员工编号", "number"),
            known("person", "person"),
            into="person_id",
        ),
        Field("day", ("日期", "Day"), ("值班日期", "date"), fields.day),
        Field("shift", ("班次", "Shift"), ("班", "值班"), shift),
        Field("month", ("月份", "Month"), (), fields.text, ""),
    ),
    reshape=reshape,
    write=write,
)

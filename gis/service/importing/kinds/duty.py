"""The roster: who is on duty from when to when; reception follows it within a second."""

from collections.abc import Sequence
from datetime import timedelta

from gis.errors import BadInput
from gis.service.importing import fields
from gis.service.importing.base import Field, Home, Kind, Row
from gis.service.importing.references import known
from gis.store.database import Connection
from gis.store.duty import merge_duties
from gis.store.importing import Outcome
from gis.store.town import ROLL_VERSION, raise_version

LONGEST = timedelta(hours=24)


def finish(rows: Sequence[Row], home: Home) -> list[Row]:
    """Demand that every duty ends after it begins and lasts at most 24 hours; BadInput otherwise."""
    for row in rows:
        if not timedelta(0) < row["end"] - row["begin"] <= LONGEST:
            begin = row["begin"].astimezone(home.zone)
            raise BadInput(
                f"Nothing was written: the duty from {begin:%Y-%m-%d %H:%M} does not end within 24 hours."
            )
    return list(rows)


async def write(connection: Connection, rows: Sequence[Row], import_id: int) -> Outcome:
    """Add the duties that are new, and let reception know."""
    duties = [(row["person_id"], row["begin"], row["end"]) for row in rows]
    outcome = await merge_duties(connection, duties, import_id)
    await raise_version(connection, ROLL_VERSION)
    return outcome


kind = Kind(
    title=("排班", "Duty"),
    table="duty",
    identity=("person_id", "begin", "end"),
    fields=(
        Field(
            "person",
            ("工号", "Number"),
            ("编号", "人员编号", "员工编号", "number"),
            known("person", "person"),
            into="person_id",
        ),
        Field("begin", ("开始", "Begin"), ("开始时间", "上班时间", "上岗时间", "from"), fields.moment),
        Field("end", ("结束", "End"), ("结束时间", "下班时间", "下岗时间", "to"), fields.moment),
    ),
    finish=finish,
    write=write,
)

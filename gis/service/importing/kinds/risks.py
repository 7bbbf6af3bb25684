"""Levels of risk of grids, by which it follows how often they must be visited."""

from collections.abc import Sequence

from gis.service.coverage.requirements import checked_days
from gis.service.importing import fields
from gis.service.importing.base import Field, Home, Kind, Row
from gis.service.importing.kinds.frequencies import IMPORTER, LEVEL
from gis.service.importing.references import known
from gis.store.database import Connection
from gis.store.frequencies import set_risk
from gis.store.importing import Outcome


def finish(rows: Sequence[Row], home: Home) -> list[Row]:
    """Give rows the days for which they hold; BadInput for days that cannot be."""
    return [{**row, "risk": int(row["risk"]), "valid": checked_days(row["from"], row["to"])} for row in rows]


async def write(connection: Connection, rows: Sequence[Row], import_id: int) -> Outcome:
    """Enter the levels in order of their first days, each in place of what held on its days."""
    changed = 0
    for row in sorted(rows, key=lambda one: one["from"]):
        held = row["grid_id"], row["risk"], row["valid"]
        changed += await set_risk(connection, held, IMPORTER, import_id)
    return Outcome(changed, 0, len(rows) - changed)


kind = Kind(
    title=("网格风险", "Risks"),
    table="grid_risk",
    identity=("grid_id", "from"),
    fields=(
        Field("grid", ("网格", "Grid"), ("网格编号", "网格编码"), known("grid", "grid"), into="grid_id"),
        Field("risk", ("风险等级", "Risk"), ("等级", "level"), LEVEL),
        Field("from", ("开始日期", "From"), ("起始日期", "valid_from"), fields.day),
        Field("to", ("结束日期", "To"), ("截止日期", "valid_to"), fields.day, None),
    ),
    finish=finish,
    write=write,
)

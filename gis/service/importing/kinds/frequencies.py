"""How often grids must be visited: by grid, or by level of risk."""

from collections.abc import Sequence

from gis.errors import BadInput
from gis.service.coverage.requirements import check_numbers, checked_days
from gis.service.importing import fields
from gis.service.importing.base import Field, Home, Kind, Row
from gis.service.importing.references import known
from gis.store.database import Connection
from gis.store.frequencies import Demand, set_demand
from gis.store.importing import Outcome

LEVELS = {"1": "1", "2": "2", "3": "3", "低": "1", "中": "2", "高": "3"}
LEVEL = fields.choice(LEVELS)
IMPORTER = "import"


def finish(rows: Sequence[Row], home: Home) -> list[Row]:
    """Demand a grid or a level of risk, and days and visits that can be; BadInput otherwise."""
    done = []
    for row in rows:
        if (row["grid_id"] is None) == (row["risk"] is None):
            raise BadInput("Nothing was written: each row is of one grid or of one level of risk.")
        check_numbers(row["visits"], row["days"])
        valid = checked_days(row["from"], row["to"])
        done.append({**row, "risk": int(row["risk"]) if row["risk"] else None, "valid": valid})
    return done


async def write(connection: Connection, rows: Sequence[Row], import_id: int) -> Outcome:
    """Enter the rows in order of their first days, each in place of what was required on its days."""
    changed = 0
    for row in sorted(rows, key=lambda one: one["from"]):
        demand = Demand(row["grid_id"], row["risk"], row["visits"], row["days"], row["valid"])
        changed += await set_demand(connection, demand, IMPORTER, import_id)
    return Outcome(changed, 0, len(rows) - changed)


kind = Kind(
    title=("巡查频次", "Frequencies"),
    table="frequency",
    identity=("grid_id", "risk", "from"),
    fields=(
        Field("grid", ("网格", "Grid"), ("网格编号", "网格编码"), known("grid", "grid"), None, "grid_id"),
        Field("risk", ("风险等级", "Risk"), ("等级", "level"), LEVEL, None),
        Field("visits", ("次数", "Visits"), ("巡查次数", "频次"), fields.whole(0, 92)),
        Field("days", ("天数", "Days"), ("周期", "周期天数"), fields.whole(1, 92), 7),
        Field("from", ("开始日期", "From"), ("起始日期", "valid_from"), fields.day),
        Field("to", ("结束日期", "To"), ("截止日期", "valid_to"), fields.day, None),
    ),
    finish=finish,
    write=write,
)

"""Counts of households and residents for buildings and blocks that are known already; no persons."""

from collections.abc import Sequence

from gis.errors import BadInput
from gis.service.importing import fields
from gis.service.importing.base import Field, Home, Kind, Row
from gis.store.database import Connection
from gis.store.importing import Outcome, update_counts

OF = {
    "block": "block",
    "building": "building",
    "村民小组": "block",
    "小组": "block",
    "小区": "block",
    "建筑": "building",
    "楼栋": "building",
}


def finish(rows: Sequence[Row], home: Home) -> list[Row]:
    """Find the building or block that each row counts, by code or else by a name that only one has."""
    return [{**row, "id": _found(row, home)} for row in rows]


def _found(row: Row, home: Home) -> int:
    for noun, name in ((row["of"], row["code"]), (f"{row['of']}_name", row["name"])):
        if name in home.keys[noun]:
            return int(home.keys[noun][name])
    name = str(row["code"] or row["name"])[:40]
    raise BadInput(f"There is no {row['of']} {name}, or more than one of that name.")


async def write(connection: Connection, rows: Sequence[Row], import_id: int) -> Outcome:
    """Set the counts."""
    outcome = Outcome()
    for table in ("block", "building"):
        counts = [(row["id"], row["households"], row["residents"]) for row in rows if row["of"] == table]
        outcome += await update_counts(connection, table, counts, import_id)
    return outcome


kind = Kind(
    title=("户数人口", "Households"),
    table="block",
    identity=("of", "id"),
    fields=(
        Field("of", ("对象", "Of"), ("类别", "类型", "kind"), fields.choice(OF), "block"),
        fields.CODE,
        Field("name", ("名称", "Name"), ("小组名称", "小区名称", "楼栋"), fields.text, None),
        Field("households", ("户数", "Households"), ("住户数", "总户数"), fields.whole(0, 1_000_000)),
        Field("residents", ("人数", "Residents"), ("人口", "常住人口"), fields.whole(0, 10_000_000)),
    ),
    finish=finish,
    write=write,
)

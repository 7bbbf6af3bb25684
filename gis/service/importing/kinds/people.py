"""People and the posts they hold: one row for each post, so a person may stand in several."""

from collections.abc import Sequence

from gis.errors import BadInput
from gis.model import POSTS
from gis.service.importing import fields
from gis.service.importing.base import Field, Home, Kind, Row
from gis.service.importing.references import known
from gis.store.database import Connection
from gis.store.importing import Outcome, keys_by, merge_rows
from gis.store.posts import Held, civil_days, merge_posts

KINDS = {key: key for key in POSTS} | {zh: key for key, (zh, _) in POSTS.items()}
PERSON = ("number", "name", "phone", "squad_id")


def finish(rows: Sequence[Row], home: Home) -> list[Row]:
    """Demand a post with every grid; BadInput when one number stands for two people."""
    people: dict[str, tuple[object, ...]] = {}
    for row in rows:
        person = tuple(row[key] for key in PERSON)
        if people.setdefault(row["number"], person) != person:
            raise BadInput(f"Nothing was written: number {row['number'][:40]} stands for two people.")
        if (row["grid_id"] is None) != (row["post"] is None):
            raise BadInput(f"Nothing was written: {row['number'][:40]} has a grid or a post, but not both.")
    return list(rows)


async def write(connection: Connection, rows: Sequence[Row], import_id: int) -> Outcome:
    """Merge the people by number, then their posts."""
    people = {row["number"]: (*(row[key] for key in PERSON), import_id) for row in rows}
    columns = (*PERSON, "import_id")
    outcome = await merge_rows(connection, "person", ("number",), columns, list(people.values()))
    persons = await keys_by(connection, "person", "number")
    posts = [
        Held(persons[row["number"]], row["grid_id"], row["post"], civil_days(row["from"], row["to"]))
        for row in rows
        if row["grid_id"] is not None
    ]
    return outcome + await merge_posts(connection, posts, import_id)


kind = Kind(
    title=("人员", "People"),
    table="person",
    identity=("number", "grid_id", "post", "from"),
    fields=(
        Field("number", ("工号", "Number"), ("编号", "人员编号", "员工编号", "id"), fields.code),
        fields.required(fields.NAME, "姓名", "人员姓名"),
        Field("phone", ("手机", "Phone"), ("手机号", "电话", "联系电话", "mobile"), fields.code, None),
        Field("squad", ("中队", "Squad"), ("执法中队",), known("squad", "squad"), None, "squad_id"),
        Field("grid", ("网格", "Grid"), ("网格编号", "网格编码"), known("grid", "grid"), None, "grid_id"),
        Field("post", ("岗位", "Post"), ("职务", "角色", "role"), fields.choice(KINDS), None),
        Field("from", ("上岗日期", "From"), ("开始日期", "valid_from"), fields.day, None),
        Field("to", ("离岗日期", "To"), ("结束日期", "valid_to"), fields.day, None),
    ),
    finish=finish,
    write=write,
)

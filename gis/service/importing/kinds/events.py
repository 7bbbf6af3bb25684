"""Events: what was reported, when and where; each gets the grid and edition of its day."""

from collections.abc import Sequence
from dataclasses import replace

from gis.service.importing import fields
from gis.service.importing.base import Field, Home, Kind, Row
from gis.service.importing.finishing import with_grids_of_their_day
from gis.service.importing.references import CATEGORY, DEPARTMENT

SEVERITIES = {"1": "1", "2": "2", "3": "3", "一般": "1", "较重": "2", "严重": "3", "紧急": "3"}


def finish(rows: Sequence[Row], home: Home) -> list[Row]:
    """Give rows without a department the one of their category, and every row its grid."""
    departments = home.keys["category_department"]
    filled = [
        {**row, "department_code": row["department_code"] or departments[row["category_code"]]}
        for row in rows
    ]
    return with_grids_of_their_day(filled, home)


kind = Kind(
    title=("事件", "Events"),
    table="event",
    identity=("number",),
    fields=(
        Field("number", ("编号", "Number"), ("案件编号", "事件编号", "工单号", "任务号", "id"), fields.code),
        CATEGORY,
        Field("title", ("标题", "Title"), ("问题描述", "事件描述", "描述", "内容", "name"), fields.text, ""),
        fields.ADDRESS,
        Field("source", ("来源", "Source"), ("问题来源", "案件来源"), fields.text, "import"),
        Field(
            "severity",
            ("严重程度", "Severity"),
            ("等级", "紧急程度"),
            lambda value, home: int(fields.choice(SEVERITIES)(value, home)),
            1,
        ),
        replace(DEPARTMENT, default=None),
        Field(
            "reported_at",
            ("上报时间", "Reported at"),
            ("受理时间", "发生时间", "时间", "reported", "opened"),
            fields.moment,
        ),
    ),
    shape="point",
    geometry="place",
    finish=finish,
)

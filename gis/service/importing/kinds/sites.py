"""Sites that need no patrol: closed, or excused for a time."""

from collections.abc import Sequence

from gis.service.importing import fields
from gis.service.importing.base import Field, Home, Kind, Row
from gis.service.importing.finishing import with_codes
from gis.store.importing import copied_days

KINDS = {"closed": "closed", "excused": "excused", "封闭": "closed", "免巡": "excused"}


def finish(rows: Sequence[Row], home: Home) -> list[Row]:
    """Give rows a code and the days for which they hold."""
    return [
        {
            **{key: value for key, value in row.items() if key not in ("from", "to")},
            "valid": copied_days(row["from"], row["to"]),
        }
        for row in with_codes(rows, home)
    ]


kind = Kind(
    title=("免巡区域", "Sites"),
    table="site",
    identity=("code",),
    fields=(
        fields.CODE,
        fields.required(fields.NAME, "区域名称"),
        Field("kind", ("类别", "Kind"), ("类型", "type"), fields.choice(KINDS), "closed"),
        Field("from", ("开始日期", "From"), ("起始日期", "valid_from"), fields.day, None),
        Field("to", ("结束日期", "To"), ("截止日期", "valid_to"), fields.day, None),
    ),
    shape="area",
    finish=finish,
)

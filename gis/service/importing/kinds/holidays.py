"""Days off and working days swapped for them."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind

KINDS = {"rest": "rest", "work": "work", "休": "rest", "放假": "rest", "班": "work", "调休上班": "work"}

kind = Kind(
    title=("节假日", "Holidays"),
    table="holiday",
    identity=("day",),
    fields=(
        Field("day", ("日期", "Day"), ("date",), fields.day),
        Field("name", ("名称", "Name"), ("节日", "holiday"), fields.text, ""),
        Field("kind", ("休或班", "Kind"), ("类型", "type"), fields.choice(KINDS), "rest"),
    ),
)

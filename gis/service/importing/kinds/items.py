"""Items of the catalogue: what citizens may ask for, what is reported of society, what may be fined."""

from gis.exchange import values
from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.references import DEPARTMENT

KINDS = {
    "service": "service",
    "social": "social",
    "penalty": "penalty",
    "政务服务": "service",
    "社会治理": "social",
    "行政处罚": "penalty",
}
UNITS = {
    "urgent_hour": "urgent_hour",
    "work_hour": "work_hour",
    "work_day": "work_day",
    "natural_day": "natural_day",
    "紧急工作时": "urgent_hour",
    "工作时": "work_hour",
    "工作日": "work_day",
    "自然日": "natural_day",
}

LIMIT = Field(
    "limit",
    ("时限", "Limit"),
    ("处置时限", "办理时限"),
    lambda value, home: values.number(value),
    into="limit_value",
)
UNIT = Field("unit", ("单位", "Unit"), ("时限单位", "计时单位"), fields.choice(UNITS), into="limit_unit")

kind = Kind(
    title=("事项", "Items"),
    table="item",
    identity=("code",),
    fields=(
        fields.required(fields.CODE, "事项编码", "事项代码"),
        Field("kind", ("事项类型", "Kind"), ("类型", "type"), fields.choice(KINDS)),
        fields.required(fields.NAME, "事项名称"),
        DEPARTMENT,
        LIMIT,
        UNIT,
    ),
)

"""Enterprises: what is registered and where, with its risk."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.finishing import with_grids

RISKS = {"1": "1", "2": "2", "3": "3", "一般": "1", "较大": "2", "重大": "3", "低": "1", "中": "2", "高": "3"}

kind = Kind(
    title=("企业", "Enterprises"),
    table="enterprise",
    identity=("code",),
    fields=(
        fields.required(fields.CODE, "统一社会信用代码", "企业编码", "信用代码"),
        fields.required(fields.NAME, "企业名称", "单位名称"),
        Field("kind", ("行业", "Trade"), ("行业类别", "类型", "type"), fields.text, ""),
        Field(
            "risk",
            ("风险等级", "Risk"),
            ("风险", "安全风险等级"),
            lambda value, home: int(fields.choice(RISKS)(value, home)),
            1,
        ),
        fields.ADDRESS,
    ),
    shape="point",
    geometry="place",
    finish=with_grids,
)

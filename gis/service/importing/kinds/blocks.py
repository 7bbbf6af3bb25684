"""Blocks: villagers' groups 村民小组 and compounds 小区, the smallest pieces that boundaries follow."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.finishing import with_codes, with_grids

kind = Kind(
    title=("村民小组与小区", "Blocks"),
    table="block",
    identity=("code",),
    fields=(
        fields.CODE,
        fields.required(fields.NAME, "小组名称", "小区名称"),
        Field("kind", ("类别", "Kind"), ("类型", "type"), fields.text, "村民小组"),
        fields.HOUSEHOLDS,
        fields.RESIDENTS,
    ),
    shape="area",
    finish=lambda rows, home: with_grids(with_codes(rows, home), home),
)

"""Buildings as outlines with floors, and how many households and residents live in each; no persons."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.finishing import with_codes

kind = Kind(
    title=("建筑", "Buildings"),
    table="building",
    identity=("code",),
    fields=(
        fields.CODE,
        Field("name", ("名称", "Name"), ("建筑名称", "楼栋", "楼号"), fields.text, ""),
        Field("kind", ("类别", "Kind"), ("用途", "类型", "type"), fields.text, "house"),
        Field("floors", ("层数", "Floors"), ("楼层", "地上层数"), fields.whole(0, 200), 1),
        fields.HOUSEHOLDS,
        fields.RESIDENTS,
    ),
    shape="area",
    finish=with_codes,
)

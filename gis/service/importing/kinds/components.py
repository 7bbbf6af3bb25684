"""Components 部件: manhole covers, lamps, bins and whatever else stands in the street."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.finishing import with_grids
from gis.service.importing.references import CATEGORY

kind = Kind(
    title=("部件", "Components"),
    table="component",
    identity=("code",),
    fields=(
        fields.required(fields.CODE, "部件编码", "部件标识码"),
        CATEGORY,
        Field("name", ("名称", "Name"), ("部件名称", "objname"), fields.text, ""),
        Field("state", ("状态", "State"), ("部件状态", "使用状态"), fields.text, "完好"),
    ),
    shape="point",
    geometry="place",
    finish=with_grids,
)

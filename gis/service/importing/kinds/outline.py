"""The line round the town."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.finishing import with_codes

kind = Kind(
    title=("镇界", "Outline"),
    table="outline",
    identity=("code",),
    fields=(
        fields.CODE,
        Field("name", ("名称", "Name"), ("镇名", "行政区名称"), fields.text, "镇界"),
    ),
    shape="area",
    finish=with_codes,
)

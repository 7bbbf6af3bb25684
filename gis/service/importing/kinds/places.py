"""Named places: addresses, schools, markets, landmarks."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.finishing import with_codes

kind = Kind(
    title=("地名地址", "Places"),
    table="place",
    identity=("code",),
    fields=(
        fields.CODE,
        fields.required(fields.NAME, "地名", "标准地址", "地址"),
        Field("kind", ("类别", "Kind"), ("类型", "type"), fields.text, "address"),
    ),
    shape="point",
    geometry="place",
    finish=with_codes,
)

"""Rivers, canals, lakes and ponds as areas."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.finishing import with_codes

KINDS = {
    "river": "river",
    "canal": "canal",
    "lake": "lake",
    "pond": "pond",
    "河": "river",
    "河流": "river",
    "河道": "river",
    "渠": "canal",
    "渠道": "canal",
    "湖": "lake",
    "湖泊": "lake",
    "池塘": "pond",
    "坑塘": "pond",
}

kind = Kind(
    title=("水系", "Water"),
    table="water",
    identity=("code",),
    fields=(
        fields.CODE,
        Field("name", ("名称", "Name"), ("水系名称", "河名"), fields.text, ""),
        Field("kind", ("类别", "Kind"), ("类型", "type"), fields.choice(KINDS), "river"),
    ),
    shape="area",
    finish=with_codes,
)

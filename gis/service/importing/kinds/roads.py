"""Roads as a graph of centrelines with name and class."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.finishing import with_codes
from gis.store.ground import rebuild_streets

CLASSES = {
    "1": "1",
    "2": "2",
    "3": "3",
    "4": "4",
    "主干路": "1",
    "主干道": "1",
    "次干路": "2",
    "次干道": "2",
    "支路": "3",
    "村道": "4",
    "街巷": "4",
    "巷": "4",
}

kind = Kind(
    title=("道路", "Roads"),
    table="road",
    identity=("code",),
    fields=(
        fields.CODE,
        Field("name", ("路名", "Name"), ("名称", "道路名称", "street"), fields.text, ""),
        Field(
            "class",
            ("等级", "Class"),
            ("道路等级", "类别", "highway"),
            lambda value, home: int(fields.choice(CLASSES)(value, home)),
            4,
        ),
    ),
    shape="line",
    finish=with_codes,
    after=rebuild_streets,
)

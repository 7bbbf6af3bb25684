"""Categories of events and components, with the department and the limit of time of each."""

from gis.service.importing import fields
from gis.service.importing.base import Field, Kind
from gis.service.importing.kinds.items import LIMIT, UNIT
from gis.service.importing.references import DEPARTMENT

KINDS = {"event": "event", "component": "component", "事件": "event", "部件": "component"}

kind = Kind(
    title=("类别", "Categories"),
    table="category",
    identity=("code",),
    fields=(
        fields.required(fields.CODE, "小类代码", "类别代码"),
        Field("kind", ("事件或部件", "Kind"), ("类型", "type"), fields.choice(KINDS)),
        Field("class_code", ("大类代码", "Class code"), ("大类编码",), fields.code),
        Field("class_name", ("大类名称", "Class"), ("大类",), fields.text),
        fields.required(fields.NAME, "小类名称", "类别名称", "小类"),
        DEPARTMENT,
        LIMIT,
        UNIT,
    ),
)

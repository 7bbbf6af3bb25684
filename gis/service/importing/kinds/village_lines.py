"""The villages' administrative lines 村界: a locked reference against which first-level grids are held."""

from typing import Any

from gis.errors import BadInput
from gis.service.importing import fields
from gis.service.importing.base import REQUIRED, Field, Home, Kind


def village(value: Any, home: Home) -> str:
    """Read a village's code, refusing one that is not of the town's form."""
    code = fields.code(value, home)
    digits = home.town.levels[max(home.town.base_level - 1, 0)].digits
    if len(code) != digits or not code.startswith(home.town.code_prefix):
        raise BadInput(
            f"A village's code has {digits} characters beginning with {home.town.code_prefix or 'any'}."
        )
    return code


kind = Kind(
    title=("村界", "Village lines"),
    table="village_line",
    identity=("code",),
    fields=(
        Field(
            "code",
            ("编号", "Code"),
            ("村编号", "村代码", "行政区划代码", "编码", "代码", "标识码"),
            village,
            REQUIRED,
        ),
        fields.required(fields.NAME, "村名", "行政村名称", "行政区名称"),
    ),
    shape="area",
)

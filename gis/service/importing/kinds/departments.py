"""Departments that answer for categories and items."""

from gis.service.importing import fields
from gis.service.importing.base import Kind

kind = Kind(
    title=("部门", "Departments"),
    table="department",
    identity=("code",),
    fields=(
        fields.required(fields.CODE, "部门编码", "部门代码"),
        fields.required(fields.NAME, "部门名称", "单位名称"),
    ),
)

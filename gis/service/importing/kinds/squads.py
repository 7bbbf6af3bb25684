"""Squads by code and name; their zones follow from the grids."""

from gis.service.importing import fields
from gis.service.importing.base import Kind

kind = Kind(
    title=("中队", "Squads"),
    table="squad",
    identity=("code",),
    fields=(fields.required(fields.CODE, "中队编号"), fields.required(fields.NAME, "中队名称")),
)

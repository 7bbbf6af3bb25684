"""Where a layer's features come from: a select in a fixed form that the encoders understand."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

GEOMETRIES = ("geom_3857", "geom_low", "geom_wgs84")
LOW_ZOOM = 13


@dataclass(frozen=True)
class Source:
    """One layer's features.

    `select` yields the columns `geom_3857` (EPSG:3857, indexed), `geom_wgs84` (EPSG:4326, exact) and
    the feature's fields under their public names; `order` names the field that GeoJSON is sorted by.
    """

    name: str
    select: Select[Any]
    order: str
    descending: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Public names of the features' fields, in order."""
        names = (str(column.key) for column in self.select.selected_columns)
        return tuple(name for name in names if name not in GEOMETRIES)

    @property
    def simplified(self) -> bool:
        """Tell whether the select yields `geom_low` too: shapes in EPSG:3857 for tiles up to LOW_ZOOM."""
        return "geom_low" in self.select.selected_columns

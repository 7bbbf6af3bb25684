"""The tables, one file per family; importing this package registers all of them on one metadata."""

from gis.store.tables.accounts import account, audit, session, token
from gis.store.tables.base import metadata
from gis.store.tables.boundaries import edition, edition_grid, grid, grid_shape, squad, squad_zone
from gis.store.tables.catalogue import category, department, item
from gis.store.tables.facts import component, enterprise, event, gazetteer
from gis.store.tables.ground import block, building, place, road, street, water
from gis.store.tables.people import person, post
from gis.store.tables.town import setting

__all__ = [
    "account",
    "audit",
    "block",
    "building",
    "category",
    "component",
    "department",
    "edition",
    "edition_grid",
    "enterprise",
    "event",
    "gazetteer",
    "grid",
    "grid_shape",
    "item",
    "metadata",
    "person",
    "place",
    "post",
    "road",
    "session",
    "setting",
    "squad",
    "squad_zone",
    "street",
    "token",
    "water",
]

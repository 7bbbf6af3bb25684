"""Alembic's entry: runs on the connection that gis.store.migrate hands over."""

import re
from typing import Any

from alembic import context
from geoalchemy2 import alembic_helpers

from gis.store.tables import metadata

PARTITION = re.compile(r"fix_\d{8}")


def include_object(thing: Any, name: str, kind: str, *rest: Any) -> bool:
    """Leave out PostGIS's own tables, and the partitions, which come and go with the days."""
    if kind == "table" and PARTITION.fullmatch(name):
        return False
    return bool(alembic_helpers.include_object(thing, name, kind, *rest))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=include_object,
    process_revision_directives=alembic_helpers.writer,
    render_item=alembic_helpers.render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

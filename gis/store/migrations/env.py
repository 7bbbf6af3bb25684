"""Alembic's entry: runs on the connection that gis.store.migrate hands over."""

from alembic import context
from geoalchemy2 import alembic_helpers

from gis.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=alembic_helpers.include_object,
    process_revision_directives=alembic_helpers.writer,
    render_item=alembic_helpers.render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

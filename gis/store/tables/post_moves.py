"""Where the posts go whose grid an edition ends: as chosen in the draft, and as it was carried out."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, DATERANGE

from gis.store.tables.base import metadata, moment

post_move = Table(
    "post_move",
    metadata,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    # no foreign key: a post that goes on elsewhere whole is no row of the posts any more
    Column("post_id", BigInteger, primary_key=True, autoincrement=False),
    # the code of the grid in which it goes on; none where it ends
    Column("to_code", Text),
    # none where it was left as it had been proposed
    Column("chosen_by", Text),
    moment("at", now=True),
    # the post as it was before the edition, once that is published
    Column("person_id", ForeignKey("person.id")),
    Column("grid_id", ForeignKey("grid.id")),
    Column("kind", Text),
    Column("was", DATERANGE),
    # the posts that stand in its place
    Column("added", ARRAY(BigInteger), nullable=False, server_default="{}"),
    CheckConstraint("num_nulls(person_id, grid_id, kind, was) IN (0, 4)", name="carried"),
)

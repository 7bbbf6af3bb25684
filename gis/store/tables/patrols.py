"""What was patrolled of the town on each closed day, by nobody in particular."""

from sqlalchemy import Column, Date, Integer, LargeBinary, Table

from gis.store.tables.base import metadata, moment

patrol_day = Table(
    "patrol_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("people", Integer, nullable=False),
    moment("made_of"),
    Column("body", LargeBinary, nullable=False),
)
"""`people` and `made_of` (the newest sealing) tell of which pieces; of others, it is made anew."""

"""What duties stand: those entered, less the absences of whoever they are of."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.dialects.postgresql import TSTZMULTIRANGE, TSTZRANGE
from sqlalchemy.sql.selectable import Subquery

from gis.store.tables import absence, duty


def standing(condition: ColumnElement[bool]) -> Subquery:
    """Return the duties of a condition with the times that are left of them; one may fall in several parts.

    What somebody began himself or was asked for on top of the roster is not taken away by an absence.
    """
    away: Select[Any] = select(func.range_agg(absence.c.valid, type_=TSTZMULTIRANGE)).where(
        absence.c.person_id == duty.c.person_id,
        absence.c.valid.overlaps(duty.c.valid),
        duty.c.kind == "roster",
    )
    nothing = literal_column("'{}'::tstzmultirange", TSTZMULTIRANGE)
    left = func.tstzmultirange(duty.c.valid, type_=TSTZMULTIRANGE).op("-")(
        func.coalesce(away.scalar_subquery(), nothing)
    )
    columns = [column for column in duty.c if column.key != "valid"]
    return select(*columns, func.unnest(left, type_=TSTZRANGE).label("valid")).where(condition).subquery()

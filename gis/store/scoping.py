"""Row conditions that follow from an account's scope."""

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from gis.model import Lookout
from gis.store.tables import edition_grid, grid, squad


def grids_in_scope(lookout: Lookout) -> Select[tuple[int]]:
    """Return a select of the keys of all member grids that the scope holds under the edition."""
    return (
        select(edition_grid.c.grid_id)
        .join(grid, grid.c.id == edition_grid.c.grid_id)
        .join(squad, squad.c.id == edition_grid.c.squad_id, isouter=True)
        .where(edition_grid.c.edition_id == lookout.edition_id, _grid_condition(lookout))
    )


def within(lookout: Lookout, grid_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that a row's grid lies in the scope; rows without a grid need the whole town."""
    return true() if lookout.scope.everything else grid_id.in_(grids_in_scope(lookout))


def within_or_of_department(
    lookout: Lookout, grid_id: ColumnElement[int], department: ColumnElement[str]
) -> ColumnElement[bool]:
    """Return the condition that a row lies in the scope or belongs to one of its departments."""
    if lookout.scope.everything:
        return true()
    return or_(grid_id.in_(grids_in_scope(lookout)), department.in_(sorted(lookout.scope.departments)))


def _grid_condition(lookout: Lookout) -> ColumnElement[bool]:
    scope = lookout.scope
    if scope.everything:
        return true()
    prefixes = [grid.c.code.startswith(code, autoescape=True) for code in sorted(scope.codes)]
    return or_(
        false(), *prefixes, grid.c.code.in_(sorted(scope.grids)), squad.c.code.in_(sorted(scope.squads))
    )

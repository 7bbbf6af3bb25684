"""Complete rows before they are written: codes where the file has none, the grid of a place and a day."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely

from gis.service.importing.base import Home, Located, Row

SHAPE = "shape"


def with_codes(rows: Sequence[Row], home: Home) -> list[Row]:
    """Give rows without a code one made of their content, so that a file read twice adds nothing."""
    return [row if row["code"] else {**row, "code": _digest(row)} for row in rows]


def with_grids(rows: Sequence[Row], home: Home) -> list[Row]:
    """Give rows the grid (None outside) in which their place lies under the edition of the ground."""
    placing = [edition for edition in home.editions if edition.edition == home.placed_by]
    if not placing:
        return [{**row, "grid_id": None} for row in rows]
    found = _grids(rows, placing[0])
    return [{**row, "grid_id": grid} for row, grid in zip(rows, found, strict=True)]


def with_grids_of_their_day(rows: Sequence[Row], home: Home) -> list[Row]:
    """Give rows the grid and edition of the town's day on which they were reported.

    Rows older than the first edition are placed by the first.
    """
    done: list[Row] = [{**row, "grid_id": None, "edition_id": None} for row in rows]
    chosen = np.array([_edition(row["reported_at"], home) for row in rows], dtype=np.int64)
    for number, edition in enumerate(home.editions):
        which = np.flatnonzero(chosen == number).tolist()
        grids = _grids([rows[row] for row in which], edition)
        for row, grid in zip(which, grids, strict=True):
            done[row] |= {"grid_id": grid, "edition_id": edition.edition}
    return done


def _edition(moment: datetime, home: Home) -> int:
    day: date = moment.astimezone(home.zone).date()
    begun = [number for number, edition in enumerate(home.editions) if edition.valid_from <= day]
    return begun[-1] if begun else 0


def _grids(rows: Sequence[Row], edition: Located) -> list[int | None]:
    if not rows:
        return []
    places = shapely.point_on_surface(np.array([row[SHAPE] for row in rows], dtype=object))
    found = edition.index.find(shapely.get_x(places), shapely.get_y(places))
    return [edition.grids[index] if index >= 0 else None for index in found]


def _digest(row: Row) -> str:
    parts: list[Any] = [row[key] for key in sorted(row) if key not in (SHAPE, "code")]
    shape = shapely.to_wkb(shapely.normalize(row[SHAPE])) if SHAPE in row else b""
    return "x" + hashlib.sha256(repr(parts).encode() + shape).hexdigest()[:15]

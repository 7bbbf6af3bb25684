"""Edits of the four squares: applied, taken back to the same bits, or refused with a reason."""

import dataclasses
from typing import Any

import pytest

from gis.redraw.base import Edit, edit_of
from gis.redraw.checks.base import full_check
from gis.redraw.partition import Partition, area_mm2
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from tests.redraw.small import drawn, issuer, mm, small_partition
from tests.small_town import CODES, A

SQUARE = 10**12


def line(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [drawn(*point) for point in points]


def made(town: Partition, data: dict[str, Any]) -> tuple[Edit, Patch, Partition]:
    """Apply an edit; the town stays whole, its area the same, and the way back leads to the same bits."""
    edit = edit_of(data)
    patch = edit.apply(town, issuer())
    after = town.replaced(patch)
    assert after.twice_area_mm2 == town.twice_area_mm2
    errors = [
        one for one in full_check(dataclasses.replace(after, limits=town.outline)) if one.severity == "error"
    ]
    assert errors == []
    assert after.replaced(patch.inverse()).cells == town.cells
    assert all(edit.sentence(town, patch))
    return edit, patch, after


def refused(town: Partition, data: dict[str, Any]) -> Refused:
    with pytest.raises(Refused) as told:
        edit_of(data).apply(town, issuer())
    assert told.value.zh
    return told.value


def areas(after: Partition) -> dict[str, int]:
    return {code: area_mm2(cell) for code, cell in after.cells.items()}


def split(*points: tuple[float, float], code: str = CODES[0]) -> dict[str, Any]:
    return {"kind": "split", "code": code, "line": line(*points)}


def with_lake() -> Partition:
    """Return the town with a round lake as a grid of its own within the first."""
    town = small_partition()
    a = town.cells[CODES[0]]
    lake = [mm(400, 400), mm(600, 400), mm(600, 600), mm(400, 600)]
    held = dataclasses.replace(a.drawn([[lake]]), code=f"{A}050", name="湖")
    return town.replaced(
        Patch({CODES[0]: a}, {CODES[0]: a.drawn([[a.polygons[0][0], lake[::-1]]]), held.code: held})
    )

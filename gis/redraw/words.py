"""Words of the sentences: places as northing and easting, grids by code and name, lists in two languages."""

from collections.abc import Iterable

from gis.redraw.cell import Cell
from gis.redraw.rings import Point, Points


def place(point: Point) -> tuple[str, str]:
    """Name a lattice point exactly, the northing first, as surveyors do."""
    north, east = metres(point[1]), metres(point[0])
    return f"（北 {north}，东 {east}）", f"(N {north}, E {east})"


def metres(millimetres: int) -> str:
    """Write whole millimetres as metres with three digits."""
    sign, whole = "-" if millimetres < 0 else "", abs(millimetres)
    return f"{sign}{whole // 1000}.{whole % 1000:03d}"


def line(points: Points) -> tuple[str, str]:
    """Name the points of a line in order."""
    zh, en = zip(*map(place, points), strict=True)
    return "—".join(zh), " – ".join(en)


def grid(cell: Cell) -> tuple[str, str]:
    """Name a grid by code and name."""
    return f"{cell.code}（{cell.name}）", f"{cell.code} ({cell.name})"


def listed(cells: Iterable[Cell]) -> tuple[str, str]:
    """Name grids, one after the other."""
    zh, en = zip(*map(grid, cells), strict=True)
    return "、".join(zh), ", ".join(en)


def square_metres(twice_mm2: int) -> str:
    """Write an area, given twice in mm², in square metres with one digit."""
    return f"{twice_mm2 / 2e6:,.1f}"

"""The town of tests.small_town as a partition: four kilometre squares in a row, two villages, two squads."""

from gis.geometry.projection import to_degrees
from gis.redraw.codes import CodeIssuer
from gis.redraw.partition import Partition, Shaped, partition_of
from gis.redraw.rings import Point
from tests.small_town import CODES, EPSG, square

EAST, NORTH = 500_000_000, 3_500_000_000
"""The town's south-west corner in mm."""


def small_partition() -> Partition:
    """Return the four grids, long edges divided as the store divides them."""
    from gis.service.drafting import on_lattice

    return partition_of(
        [
            Shaped(code, f"网格{n}", code[:12], str(n // 2 + 1), "basic", on_lattice(square(n)))  # type: ignore[arg-type]
            for n, code in enumerate(CODES)
        ],
        EPSG,
    )


def issuer() -> CodeIssuer:
    """Return an issuer that knows the four codes."""
    return CodeIssuer(frozenset(CODES))


def mm(x_m: float, y_m: float) -> Point:
    """Return the lattice point so many metres east and north of the town's corner."""
    return EAST + round(x_m * 1000), NORTH + round(y_m * 1000)


def drawn(x_m: float, y_m: float) -> tuple[float, float]:
    """Return the same place in degrees, as a page sends it."""
    lon, lat = to_degrees(EAST / 1000 + x_m, NORTH / 1000 + y_m, EPSG)
    return float(lon), float(lat)

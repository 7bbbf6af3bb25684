"""Counts of a raster: those of numpy pixel for pixel, on edges too; views are sums of the kept one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.analysis.heat_raster import counted, edges, view

BOX = (120.24, 31.74, 120.36, 31.86)


@pytest.mark.parametrize("size", [(1, 1), (64, 48), (300, 1000)])
def test_every_pixel_is_that_of_histogram2d(size: tuple[int, int]) -> None:
    draw = np.random.default_rng(3)
    pixels = edges(BOX, size)
    lon, lat = draw.uniform(120.2, 120.4, 20_000), draw.uniform(31.7, 31.9, 20_000)
    # places on the edges themselves, and none at all
    lon[:500], lat[500:1000] = draw.choice(pixels.columns, 500), draw.choice(pixels.rows, 500)
    lon[1000], lat[1001] = np.nan, np.nan
    good = ~(np.isnan(lon) | np.isnan(lat))
    known = np.histogram2d(lat[good], lon[good], (pixels.rows, pixels.columns))[0]
    assert (counted(lon, lat, pixels) == known).all()


def test_rows_are_even_in_web_mercator() -> None:
    pixels = edges(BOX, (4, 4))
    north = np.log(np.tan(np.pi / 4 + np.radians(pixels.rows) / 2))
    assert np.diff(north) == pytest.approx(np.full(4, (north[-1] - north[0]) / 4))


@given(st.integers(0, 6), st.integers(0, 6), st.integers(1, 3))
def test_a_view_adds_up_what_it_covers(row: int, column: int, together: int) -> None:
    base = np.arange(400, dtype=np.int32).reshape(20, 20)
    seen = view(base, (row, column), 4, together)
    for y in range(4):
        for x in range(4):
            top, left = row + y * together, column + x * together
            assert seen[y, x] == base[top : top + together, left : left + together].sum()

"""Heat tiles against a sum over all points, and the seams, mass and scale that people would see."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from gis.analysis.heat import HeatParameters, density, peak
from gis.errors import BadInput

Floats = NDArray[np.float64]

EQUATOR_M = 40_075_016.685578488
TOWN = (120.3, 31.8)


def town_points(count: int, spread_deg: float = 0.02, seed: int = 1) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    return TOWN[0] + rng.normal(0, spread_deg, count), TOWN[1] + rng.normal(0, spread_deg, count)


def world_pixels(lon: Floats, lat: Floats, zoom: int) -> tuple[Floats, Floats]:
    across = 256 * 2.0**zoom
    phi = np.radians(lat)
    y = (1 - np.log(np.tan(phi) + 1 / np.cos(phi)) / math.pi) / 2
    return (lon + 180) / 360 * across, y * across


def place_at(x: float, y: float, zoom: int) -> tuple[Floats, Floats]:
    across = 256 * 2.0**zoom
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / across))))
    return np.array([x / across * 360 - 180]), np.array([lat])


def tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int, int]:
    x, y = world_pixels(np.array([lon]), np.array([lat]), zoom)
    return zoom, int(x[0] // 256), int(y[0] // 256)


def summed(lon: Floats, lat: Floats, tile: tuple[int, int, int], bandwidth_m: float) -> Floats:
    """Sum the quartic kernel of every point, taken at its own place, over every pixel's centre."""
    zoom, tile_x, tile_y = tile
    x, y = world_pixels(lon, lat, zoom)
    metres = EQUATOR_M * math.cos(math.radians(lat.mean())) / (256 * 2**zoom)
    total = np.zeros((256, 256))
    for px, py in zip(x, y, strict=True):
        dx = (tile_x * 256 + np.arange(256) + 0.5 - px) * metres / bandwidth_m
        dy = (tile_y * 256 + np.arange(256) + 0.5 - py) * metres / bandwidth_m
        inside = np.maximum(1 - dx[None, :] ** 2 - dy[:, None] ** 2, 0)
        total += 3 / (math.pi * (bandwidth_m / 1000) ** 2) * inside**2
    return total


@pytest.mark.parametrize(
    ("zoom", "bandwidth_m"), [(12, 1000.0), (13, 500.0), (15, 400.0), (17, 300.0), (18, 2000.0)]
)
def test_tile_equals_the_sum_over_all_points(zoom: int, bandwidth_m: float) -> None:
    lon, lat = town_points(400)
    tile = tile_at(*TOWN, zoom)
    expected = summed(lon, lat, tile, bandwidth_m)
    found = density(lon, lat, tile, HeatParameters(bandwidth_m))
    assert np.abs(found - expected).max() < 0.01 * expected.max()


@pytest.mark.parametrize("zoom", [4, 10, 13])
def test_mass_is_kept_at_every_zoom(zoom: int) -> None:
    lon, lat = town_points(500, spread_deg=0.001)
    z, x, y = tile_at(*TOWN, zoom)
    metres = EQUATOR_M * math.cos(math.radians(lat.mean())) / (256 * 2**zoom)
    tiles = [
        density(lon, lat, (z, x + i, y + j), HeatParameters(300.0)) for i in (-1, 0, 1) for j in (-1, 0, 1)
    ]
    assert sum(tile.sum() for tile in tiles) * (metres / 1000) ** 2 == pytest.approx(500, rel=1e-6)


@pytest.mark.parametrize(("zoom", "bandwidth_m"), [(11, 300.0), (14, 300.0), (17, 300.0)])
def test_neighbouring_tiles_have_no_seam(zoom: int, bandwidth_m: float) -> None:
    lon, lat = town_points(3_000, spread_deg=0.01)
    z, x, y = tile_at(*TOWN, zoom)
    parameters = HeatParameters(bandwidth_m)
    rows = [np.hstack([density(lon, lat, (z, x + i, y + j), parameters) for i in (0, 1)]) for j in (0, 1)]
    four = np.vstack(rows)
    for steps in (np.abs(np.diff(four, axis=1)), np.abs(np.diff(four, axis=0)).T):
        assert steps[:, 255].max() <= max(steps[:, 240:255].max(), steps[:, 256:271].max()) * 1.5


def test_one_point_stands_in_the_middle_of_its_circle() -> None:
    lon, lat = np.array([TOWN[0]]), np.array([TOWN[1]])
    z, x, y = tile_at(*TOWN, 14)
    tiles = [
        density(lon, lat, (z, x + i, y + j), HeatParameters(200.0)) for i in (-1, 0, 1) for j in (-1, 0, 1)
    ]
    metres = EQUATOR_M * math.cos(math.radians(TOWN[1])) / (256 * 2**14)
    assert max(tile.max() for tile in tiles) == pytest.approx(3 / (math.pi * 0.2**2), rel=0.01)
    covered = sum(map(np.count_nonzero, tiles))
    assert covered == pytest.approx(math.pi * (200 / metres) ** 2, rel=0.1)


def test_peak_is_that_of_the_densest_tile_and_bounds_all_others() -> None:
    lon, lat = town_points(2_000, spread_deg=0.005)
    for zoom in (10, 13, 16):
        parameters = HeatParameters(300.0)
        z, x, y = tile_at(float(lon.mean()), float(lat.mean()), zoom)
        tiles = [density(lon, lat, (z, x + i, y + j), parameters) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        highest = max(tile.max() for tile in tiles)
        assert peak(lon, lat, zoom, parameters) == pytest.approx(highest, rel=0.05)


def test_one_stray_point_does_not_change_the_peak() -> None:
    lon, lat = town_points(2_000, spread_deg=0.005)
    parameters = HeatParameters(300.0)
    stray = peak(np.append(lon, 118.0), np.append(lat, 31.8), 14, parameters)
    assert stray == pytest.approx(peak(lon, lat, 14, parameters), rel=1e-3)


def test_no_points_and_points_off_the_map_have_no_density() -> None:
    tile = tile_at(*TOWN, 14)
    for lon, lat in (
        ([], []),
        ([math.nan, 120.3, math.inf, 200.0], [31.8, math.nan, 31.8, 31.8]),
        ([0.0], [90.0]),
    ):
        places = np.array(lon, dtype=float), np.array(lat, dtype=float)
        assert not density(*places, tile, HeatParameters(300.0)).any()
        assert peak(*places, 14, HeatParameters(300.0)) == 0.0


def test_tile_far_from_all_points_is_exactly_empty() -> None:
    lon, lat = town_points(100, spread_deg=0.001)
    assert not density(lon, lat, (14, 0, 0), HeatParameters(300.0)).any()


def test_tile_whose_corner_is_just_out_of_reach_is_exactly_empty() -> None:
    z, x, y = tile_at(*TOWN, 14)
    # 28 pixels from the corner, for a kernel of 25.
    lon, lat = place_at(x * 256 - 20, y * 256 - 20, 14)
    assert not density(lon, lat, (z, x, y), HeatParameters(200.0)).any()
    assert density(lon, lat, (z, x - 1, y - 1), HeatParameters(200.0)).any()


@pytest.mark.parametrize("bandwidth_m", [0.0, -1.0, math.nan, math.inf])
def test_what_is_no_radius_is_refused(bandwidth_m: float) -> None:
    with pytest.raises(BadInput, match="positive"):
        HeatParameters(bandwidth_m)

"""Eighteen real ranger patrols through our tracks, held against sums over the ellipsoid made another way."""

import argparse
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from gis.analysis.piece import decode, encode
from gis.analysis.track import Track, track
from gis.analysis.track_fixes import LEFT_OUT, UNSUPPORTED, Fixes, TrackParameters
from gis.model import FixFlag

EPSG = 32736
ROWS, KEPT, PATROLS, GAPS = 32_145, 10_147, 18, 125
WITHIN = 0.005
PARAMETERS = TrackParameters()
ELLIPSOID = Geod(ellps="WGS84")


def run(asked: argparse.Namespace) -> int:
    """Print every patrol and return the number of figures that are not as they should be."""
    patrols = read(asked.data / "smart-patrols" / "observations.parquet")
    tracks = [track(fixes, EPSG, PARAMETERS) for fixes in patrols]
    sys.stdout.write("patrol   rows  kept gaps>10min jumps drift segments    metres  geodesic   minutes\n")
    wrong = sum(_told(number, one) for number, one in enumerate(tracks, start=1))
    rows = sum(map(len, patrols))
    kept = sum(int(one.fixes.without(FixFlag.REPEAT).sum()) for one in tracks)
    gaps = sum(_long_gaps(one.fixes) for one in tracks)
    flags = {flag: sum(one.figures().flagged[flag] for one in tracks) for flag in ("repeat", "jump", "drift")}
    sys.stdout.write(
        f"{len(tracks)} patrols, {rows:,} rows, {kept:,} fixes kept, {flags['repeat']:,} repeats dropped, "
        f"{gaps} gaps over 10 minutes, none bridged, {flags['jump']} jumps over 80 m/s and "
        f"{flags['drift']:,} fixes of drift flagged\n"
    )
    wrong += (len(tracks), rows, kept, gaps) != (PATROLS, ROWS, KEPT, GAPS)
    return wrong + _as_pieces(patrols, tracks)


def read(path: Path) -> list[Fixes]:
    """Return the fixes of each patrol in the order of the file, repeats included."""
    rows = gpd.read_parquet(path)
    lon, lat = shapely.get_coordinates(rows.geometry.to_numpy()).T
    at_ms = rows["fixtime"].astype("datetime64[ms, UTC]").astype("int64").to_numpy()
    patrol = rows["patrol_id"].to_numpy()
    unknown = np.full(len(rows), np.nan, np.float32)
    whole = Fixes(at_ms, lon, lat, unknown, unknown, np.zeros(len(rows), np.int32))
    return [whole.take(np.flatnonzero(patrol == one)) for one in dict.fromkeys(patrol)]


def _told(number: int, one: Track) -> int:
    """Print a patrol beside its independent sums; return what is wrong with it."""
    figures = one.figures()
    metres, seconds = independent(one.fixes)
    sys.stdout.write(
        f"{number:>6} {figures.fixes:>6} {int(one.fixes.without(FixFlag.REPEAT).sum()):>5} "
        f"{_long_gaps(one.fixes):>10} {figures.flagged['jump']:>5} {figures.flagged['drift']:>5} "
        f"{figures.segments:>8} {figures.metres:>9,.0f} {metres:>9,.0f} {figures.seconds / 60:>9,.1f}\n"
    )
    path, edges = one.path, one.path.edges()
    # a stop may be long, but leads nowhere
    waited_ms = path.at_ms[edges + 1] - path.at_ms[edges]
    bridged = int(((waited_ms > PARAMETERS.gap_s * 1000) & (path.lengths_m() > 0)).sum())
    unlike = (
        abs(figures.metres - metres) > WITHIN * metres or abs(figures.seconds - seconds) > WITHIN * seconds
    )
    return int(unlike) + bridged


def independent(fixes: Fixes) -> tuple[float, float]:
    """Add metres and seconds up over the ellipsoid, fix by fix, from the flags alone.

    Metres lie between neighbours without any flag that leaves a fix out; seconds between neighbours that
    prove presence; neither over a gap.
    """
    metres = seconds = 0.0
    last = counted = -1
    for i in np.flatnonzero((fixes.flags & int(UNSUPPORTED)) == 0).tolist():
        if last >= 0:
            waited = (fixes.at_ms[i] - fixes.at_ms[last]) / 1000
            far = _metres(fixes, last, i)
            if waited > PARAMETERS.gap_s or far > PARAMETERS.gap_m or far > PARAMETERS.fastest_mps * waited:
                counted = -1
            else:
                seconds += waited
        last = i
        if not fixes.flags[i] & int(LEFT_OUT):
            metres += _metres(fixes, counted, i) if counted >= 0 else 0.0
            counted = i
    return metres, seconds


def _metres(fixes: Fixes, a: int, b: int) -> float:
    return float(ELLIPSOID.inv(fixes.lon[a], fixes.lat[a], fixes.lon[b], fixes.lat[b])[2])


def _long_gaps(fixes: Fixes) -> int:
    """Count the gaps between fixes as they came, whatever flags they bear."""
    return int((np.diff(fixes.at_ms) > 600_000).sum())


def _as_pieces(patrols: list[Fixes], tracks: list[Track]) -> int:
    """Print what the patrols weigh as pieces, day by day, and return how many came back unlike."""
    size = unlike = count = 0
    for number, one in enumerate(tracks):
        kept = one.fixes.take(one.fixes.without(FixFlag.REPEAT))
        day = kept.at_ms // 86_400_000
        for each in np.unique(day):
            fixes = kept.take(day == each)
            pair = encode(number, fixes)
            back = decode(*pair)
            far = max(_farthest(back.lon, fixes.lon), _farthest(back.lat, fixes.lat))
            unlike += not (back.at_ms == fixes.at_ms).all() or far > 0.501e-6
            size, count = size + len(pair[0].body), count + len(fixes)
    sys.stdout.write(f"as pieces: {size / count:.2f} bytes a fix (places), {unlike} days unlike\n")
    return unlike


def _farthest(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(np.abs(a - b).max())

"""Faults of phones against the simulator: each is planted into made-up shifts, beside healthy phones."""

import argparse
import sys
import time
from collections import Counter

import numpy as np
import shapely

from fixtures.frame import METRIC_CRS
from fixtures.patrols import Patrols
from fixtures.phone_faults import PHONE_FAULTS, Sent, healthy
from gis.analysis.phone_faults import Floats, Phone, Recent, ToStreet, faults
from gis.geometry.projection import to_metric
from gis.model import FixFlag
from tests.soak.suspicions import made_up_patrols

HOURS, EVERY_S = 3.0, 10.0
SHIFT_HOURS = 8.0
BEGIN_S = 1_763_950_000
MINUTES = 10
FUTURE_S = 120
LOOK_S = 300
PLANTED = 6
FOUND = 0.9


def run(asked: argparse.Namespace) -> int:
    """Print how many of each fault showed within ten minutes and how often healthy phones were named."""
    patrols = made_up_patrols()
    to_street = street_measure(patrols)
    began = time.process_time()
    missed, planted = plant(patrols, to_street, sorted(patrols.beats)[::PLANTED])
    for fault in PHONE_FAULTS:
        sys.stdout.write(f"{fault}: {planted - missed[fault]} of {planted} within {MINUTES} minutes\n")
    named, looks = look_at_healthy(patrols, to_street)
    sys.stdout.write(
        f"healthy: named at {sum(named.values())} of {looks:,} looks at {len(patrols.beats)} phones "
        f"over {SHIFT_HOURS:.0f} h {dict(named) or ''}\n"
        f"{time.process_time() - began:.0f} s of processor time\n"
    )
    return sum(missed[fault] > (1 - FOUND) * planted for fault in PHONE_FAULTS) + sum(named.values())


def plant(patrols: Patrols, to_street: ToStreet, numbers: list[str]) -> tuple[Counter[str], int]:
    """Plant every fault into each person's shift; return how often each was missed, and of how many."""
    missed: Counter[str] = Counter()
    planted = 0
    everybody = sorted(patrols.beats)
    for place, number in enumerate(numbers):
        one, other = (
            healthy(patrols.walk(who, "faults", HOURS, EVERY_S)) for who in (number, everybody[-1 - place])
        )
        since_s = walking_from(one)
        if since_s is None:
            continue
        planted += 1
        for fault, make in PHONE_FAULTS.items():
            sent = make(one, since_s, other)
            minutes = (since_s + 60 * minute for minute in range(1, MINUTES + 1))
            shown = {kind for now_s in minutes for kind in told(sent, now_s, to_street)}
            missed[fault] += fault.partition(" ")[0] not in shown
    return missed, planted


def look_at_healthy(patrols: Patrols, to_street: ToStreet) -> tuple[Counter[str], int]:
    """Look at healthy phones every five minutes of a shift; return what was named, and how many looks."""
    named: Counter[str] = Counter()
    looks = 0
    for number in sorted(patrols.beats):
        sent = healthy(patrols.walk(number, "healthy", SHIFT_HOURS, EVERY_S))
        for now_s in range(120, int(SHIFT_HOURS * 3600), LOOK_S):
            looks += 1
            named.update(told(sent, now_s, to_street))
    return named, looks


def street_measure(patrols: Patrols) -> ToStreet:
    """Return how to measure to the nearest street of the made-up town."""
    lines = [shapely.LineString(piece) for piece in patrols.streets.pieces]
    tree = shapely.STRtree(lines)

    def metres(lon: Floats, lat: Floats) -> Floats:
        points = shapely.points(np.column_stack(to_metric(lon, lat, METRIC_CRS)))
        return np.asarray(tree.query_nearest(points, return_distance=True, all_matches=False)[1])

    return metres


def known_at(sent: Sent, now_s: float) -> Phone:
    """Return what reception would know of the phone at a second of the shift."""
    come = sent.take(sent.received_s <= now_s)
    future = come.at_s > come.received_s + FUTURE_S
    stored = come.take(~future & ~np.isnan(come.lon))
    stored = stored.take(np.argsort(stored.at_s, kind="stable"))
    fixes = stored.take(stored.received_s > now_s - 1200)
    at_ms, received_ms = (
        ((BEGIN_S + values) * 1000).astype(np.int64) for values in (fixes.at_s, fixes.received_s)
    )
    flags = np.where(fixes.mock, int(FixFlag.MOCK), 0).astype(np.int32)
    lately = int((future & (come.received_s > now_s - 600)).sum())
    return Phone(
        since_ms=BEGIN_S * 1000,
        seen_ms=_newest(come.received_s),
        battery_pct=round(float(come.battery_pct[-1])) if len(come.battery_pct) else None,
        charging=False,
        revoked=now_s >= sent.revoked_s,
        refused_future=lately,
        refused=lately,
        recent=Recent(at_ms, received_ms, fixes.lon, fixes.lat, flags),
    )


def _newest(seconds: Floats) -> int | None:
    return int((BEGIN_S + float(seconds.max())) * 1000) if len(seconds) else None


def told(sent: Sent, now_s: float, to_street: ToStreet) -> tuple[str, ...]:
    """Return the faults that show at a second of the shift."""
    return faults(known_at(sent, now_s), int((BEGIN_S + now_s) * 1000), METRIC_CRS, to_street)


def walking_from(sent: Sent) -> float | None:
    """Return a moment after which the phone is heard and on the way for ten minutes: a fault shows in use."""
    x, y = to_metric(sent.lon, sent.lat, METRIC_CRS)
    for since_s in np.arange(1500.0, HOURS * 3600 - 900, 60):
        inside = (sent.at_s >= since_s - 600) & (sent.at_s <= since_s + 600)
        later = inside & (sent.at_s >= since_s)
        way = np.hypot(np.diff(x[later]), np.diff(y[later])).sum() if later.sum() > 1 else 0.0
        spread = np.hypot(np.ptp(x[later]), np.ptp(y[later])) if later.any() else 0.0
        if inside.sum() > 115 and way > 450 and spread > 300:
            return float(since_s)
    return None

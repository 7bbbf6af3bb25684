"""Turn messages that arrived together into the batch that is committed for them."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from gis.service.reception.alarms import alarms_of
from gis.service.reception.arrivals import Arrived, Places, places_of
from gis.service.reception.gate import NO_NOTICE, OFF_DUTY, REASONS, Passed, pass_gate
from gis.service.reception.raw import raw_of
from gis.service.reception.roll import Roll
from gis.store.fix_rows import NO_GRID, FixRows
from gis.store.fixes import Batch

Ints = NDArray[np.int64]
Locate = Callable[[NDArray[np.float64], NDArray[np.float64], Ints], Ints]
"""Longitudes, latitudes, moments (ms) → the key of the grid of that day, NO_GRID outside."""

KEPT_BYTES = 64 * 1024
HOUR_MS = 3_600_000
UNREGISTERED = "a device that it names is not registered, or not the sender's to speak for"


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A batch, the rows it will store, and the newest moment (µs) of each device after it."""

    batch: Batch
    rows: FixRows
    newest: Mapping[int, int]


def prepare(
    messages: Sequence[Arrived],
    roll: Roll,
    newest: Mapping[int, int],
    locate: Locate,
    now: datetime,
    oldest_ms: int,
) -> Prepared:
    """Run the steps over messages: gate, datum, judgement, grid, order; nothing is stored yet.

    The first civil day that is kept begins at `oldest_ms`.
    """
    places = places_of(messages)
    passed = pass_gate(places, roll, oldest_ms)
    rows = _rows(places, passed, locate)
    certain = _newer(rows, newest)
    grown = _newest(rows)
    awake = _may_speak_now(messages, roll)
    oldest = _oldest(messages, places)
    batch = Batch(
        certain=rows.take(certain),
        uncertain=rows.take(~certain),
        states=_states(messages, awake, grown),
        gates=_gates(places, passed),
        quarantine=_quarantine(messages, (places, oldest), passed, awake),
        alerts=_alerts(messages, roll, locate),
        raw=raw_of(_clean(messages, (places, oldest), passed), now),
    )
    return Prepared(batch, rows, grown)


def _alerts(messages: Sequence[Arrived], roll: Roll, locate: Locate) -> list[tuple[Any, ...]]:
    raised = alarms_of(messages, roll)
    if not raised:
        return []
    # what has no place is NaN here, and NaN lies in no grid
    lon, lat = (np.array([getattr(each, name) for each in raised], np.float64) for name in ("lon", "lat"))
    at_ms = np.array([each.at.timestamp() * 1000 for each in raised], np.int64)
    grids = locate(lon, lat, at_ms).tolist()
    return [astuple(replace(each, grid=_known(grid))) for each, grid in zip(raised, grids, strict=True)]


def _known(grid: int) -> int | None:
    return None if grid == NO_GRID else grid


def _rows(places: Places, passed: Passed, locate: Locate) -> FixRows:
    kept = passed.open & (passed.wrong == 0)
    chosen = places.take(kept)
    return FixRows(
        device=chosen.device,
        fixed_us=chosen.at_ms * 1000,
        n=np.zeros(len(chosen), np.int16),
        person=passed.person[kept],
        received_us=chosen.received_ms * 1000,
        lon=chosen.lon,
        lat=chosen.lat,
        flags=chosen.flags.astype(np.int32),
        grid=locate(chosen.lon, chosen.lat, chosen.at_ms) if len(chosen) else np.empty(0, np.int64),
        accuracy_m=chosen.accuracy_m.astype(np.float32),
        speed_mps=chosen.speed_mps.astype(np.float32),
        heading_deg=chosen.heading_deg.astype(np.float32),
        altitude_m=chosen.altitude_m.astype(np.float32),
    )


def _newer(rows: FixRows, newest: Mapping[int, int]) -> NDArray[np.bool_]:
    """Tell which rows are newer than all that is stored of their device, and alone at their instant."""
    if len(rows) == 0:
        return np.empty(0, bool)
    devices, slot = np.unique(rows.device, return_inverse=True)
    known = np.array([newest.get(int(device), -(1 << 62)) for device in devices], np.int64)
    order = np.lexsort((rows.fixed_us, rows.device))
    equal = (np.diff(rows.device[order]) == 0) & (np.diff(rows.fixed_us[order]) == 0)
    shared = np.zeros(len(rows), bool)
    shared[order[1:]] |= equal
    shared[order[:-1]] |= equal
    return np.asarray((rows.fixed_us > known[slot]) & ~shared)


def _newest(rows: FixRows) -> dict[int, int]:
    devices, slot = np.unique(rows.device, return_inverse=True)
    newest = np.full(len(devices), -(1 << 62), np.int64)
    np.maximum.at(newest, slot, rows.fixed_us)
    return dict(zip(devices.tolist(), newest.tolist(), strict=True))


def _may_speak_now(messages: Sequence[Arrived], roll: Roll) -> NDArray[np.bool_]:
    device = np.array([message.device.id for message in messages], np.int64)
    at_ms = np.array([message.received_ms for message in messages], np.int64)
    return roll.on_duty(roll.carriers(device, at_ms), at_ms) & roll.told(device, at_ms)


def _states(
    messages: Sequence[Arrived], awake: NDArray[np.bool_], newest: Mapping[int, int]
) -> list[tuple[Any, ...]]:
    """Return one row a device; off duty it says no more than that the device was seen."""
    states: dict[int, dict[str, Any]] = {}
    for message, on_duty in zip(messages, awake.tolist(), strict=True):
        for device in {message.device.id, *_named(message)}:
            state = states.setdefault(device, {"health": {}})
            state["seen"] = max(state.get("seen", 0), message.received_ms)
        if on_duty:
            _hear(states[message.device.id], message)
    return [
        (
            device,
            _moment(state["seen"]),
            _moment(newest[device] / 1000) if device in newest else None,
            state.get("battery"),
            state.get("charging"),
            orjson.dumps(state["health"]).decode(),
        )
        for device, state in states.items()
    ]


def _named(message: Arrived) -> list[int]:
    return [device.id for device in message.many.devices if device] if message.many else []


def _hear(state: dict[str, Any], message: Arrived) -> None:
    state["health"].update(message.decoded.health)
    for report in message.decoded.reports:
        if report.battery_pct is not None:
            state["battery"] = min(100, max(0, round(report.battery_pct)))
        if report.charging is not None:
            state["charging"] = report.charging


def _gates(places: Places, passed: Passed) -> list[tuple[Any, ...]]:
    # nobody knows any more who was on duty on a day that is not kept
    refused = ~passed.open & (passed.person >= 0) & ~passed.too_old
    hours = places.received_ms[refused] // HOUR_MS
    reasons = np.where(passed.told[refused], OFF_DUTY, NO_NOTICE)
    counted = Counter(zip(passed.person[refused].tolist(), hours.tolist(), reasons.tolist(), strict=True))
    return [
        (person, _moment(hour * HOUR_MS), reason, count) for (person, hour, reason), count in counted.items()
    ]


def _quarantine(
    messages: Sequence[Arrived], told_of: tuple[Places, Ints], passed: Passed, awake: NDArray[np.bool_]
) -> list[tuple[Any, ...]]:
    """Return what was refused; the bytes are kept only where no place of theirs is off duty or too old.

    `told_of` are the places, and the oldest moment of each message.
    """
    places, oldest = told_of
    reasons: dict[int, str] = {}
    told = passed.open | passed.too_old
    for number in np.unique(places.message[told & (passed.wrong > 0)]).tolist():
        wrong = passed.wrong[(places.message == number) & told]
        reasons[number] = REASONS[int(wrong.max())]
    for number, message in enumerate(messages):
        if message.decoded.refused:
            reasons.setdefault(number, message.decoded.refused[0].reason)
        elif message.many and not message.many.known.all():
            reasons.setdefault(number, UNREGISTERED)
    if not reasons:
        return []
    shut = _among(places, ~passed.open | passed.too_old)
    placed = _among(places, np.ones(len(places), bool))
    rows = []
    for number, reason in reasons.items():
        # what could not be read may hold a place: only duty at the time of its coming lets it be kept
        clean = number not in shut and (number in placed or bool(awake[number]))
        rows.append((*_refused(messages[number], reason, clean=clean), _moment(int(oldest[number]))))
    return rows


def _oldest(messages: Sequence[Arrived], places: Places) -> Ints:
    """Return the oldest moment (ms) that each message tells of, at the latest that of its coming."""
    oldest = np.array([message.received_ms for message in messages], np.int64)
    np.minimum.at(oldest, places.message, places.at_ms)
    return np.maximum(oldest, 0)


def _refused(message: Arrived, reason: str, *, clean: bool) -> tuple[Any, ...]:
    return (
        message.device.id,
        _moment(message.received_ms),
        message.protocol,
        reason,
        message.raw[:KEPT_BYTES] if clean else b"",
        len(message.raw),
        hashlib.sha256(message.raw).digest() if clean else b"",
    )


def _clean(
    messages: Sequence[Arrived], told_of: tuple[Places, Ints], passed: Passed
) -> list[tuple[int, Arrived]]:
    """Return the messages of which every place was taken, each with its oldest moment (ms)."""
    places, oldest = told_of
    refused = _among(places, ~passed.open | (passed.wrong > 0))
    taken = _among(places, np.ones(len(places), bool)) - refused
    return [(int(oldest[number]), messages[number]) for number in sorted(taken)]


def _among(places: Places, chosen: NDArray[np.bool_]) -> set[int]:
    """Return the messages that some of the chosen places came with."""
    return set(np.flatnonzero(np.bincount(places.message[chosen])).tolist())


def _moment(ms: float) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)

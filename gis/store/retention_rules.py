"""What leaves the tables when its time is over, a rule for each kind of data; docs/retention.md tells it."""

from dataclasses import dataclass
from typing import Literal

from gis.model import MOST_TRACK_DAYS

Class = Literal["tracks", "figures", "record"]
"""Places and what is made of them; daily figures and visits; the record."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which rows `t` of a table are past their keep, and what happens to them.

    `past` may name `:day` and `:cut`, the first civil day that is kept of the class and its first moment.
    Rows are deleted, or stay with what `blank` empties. `weight` is how many of its bytes are told as freed.
    """

    what: str
    table: str
    kept: Class
    past: str
    blank: str = ""
    weight: str = "0"


def _held(day: str) -> str:
    return (
        "EXISTS (SELECT FROM hold h WHERE h.person_id = t.person_id AND h.released_at IS NULL"
        f" AND h.until >= :today AND {day} BETWEEN h.first_day AND h.last_day)"
    )


# an alarm must ring, and show its place, whatever the device believes the time to be
_ALERT_AT = (
    f"CASE WHEN t.at BETWEEN t.received_at - interval '{MOST_TRACK_DAYS} days' AND t.received_at"
    " THEN t.at ELSE t.received_at END"
)
_ALERT_HELD = _held(f"(({_ALERT_AT}) AT TIME ZONE :zone)::date")
_DAY_PAST = f"t.day < :day AND (t.keep_until IS NULL OR t.keep_until < :today) AND NOT {_held('t.day')}"
_PIECE = (
    "places = NULL, places_crc = NULL, places_length = NULL,"
    " quality = NULL, quality_crc = NULL, quality_length = NULL"
)
_PHONE = "battery_pct = NULL, charging = NULL, newest_at = NULL, health = '{}'"

RULES = (
    Rule(
        "pieces of tracks",
        "track_day",
        "tracks",
        f"t.places IS NOT NULL AND {_DAY_PAST}",
        _PIECE,
        "octet_length(t.places) + octet_length(t.quality)",
    ),
    Rule(
        "cells of coverage",
        "coverage_day",
        "tracks",
        "EXISTS (SELECT FROM track_day d WHERE d.person_id = t.person_id AND d.day = t.day"
        " AND d.places IS NULL)",
        weight="octet_length(t.swath_10) + octet_length(t.swath_25) + octet_length(t.swath_50)",
    ),
    Rule("days patrolled", "patrol_day", "tracks", "t.day < :day", weight="octet_length(t.body)"),
    Rule("raw messages", "raw_batch", "tracks", "t.oldest_at < :cut", weight="octet_length(t.body)"),
    Rule("refused messages", "quarantine", "tracks", "t.oldest_at < :cut", weight="octet_length(t.message)"),
    Rule(
        "places of alerts",
        "alert",
        "tracks",
        f"t.geom IS NOT NULL AND {_ALERT_AT} < :cut AND NOT {_ALERT_HELD}",
        "geom = NULL",
    ),
    Rule(
        "findings",
        "finding",
        "tracks",
        "t.day < :day AND t.hold_until < :today",
        weight="octet_length(t.evidence)",
    ),
    Rule("counts of the gate", "gate_count", "tracks", "t.hour < :cut"),
    Rule("unknown devices", "claim", "tracks", "t.seen_at < :cut"),
    Rule(
        "states of revoked devices",
        "device_state",
        "tracks",
        "t.seen_at < :cut AND EXISTS"
        " (SELECT FROM device d WHERE d.id = t.device_id AND d.revoked_at IS NOT NULL)",
    ),
    Rule(
        "states of silent devices",
        "device_state",
        "tracks",
        "t.seen_at < :cut AND (num_nonnulls(t.battery_pct, t.charging, t.newest_at) > 0 OR t.health <> '{}')"
        " AND EXISTS (SELECT FROM device d WHERE d.id = t.device_id AND d.revoked_at IS NULL)",
        _PHONE,
    ),
    Rule(
        "refused rows of imports",
        "import_refusal",
        "tracks",
        "EXISTS (SELECT FROM import_run r WHERE r.id = t.import_id AND r.at < :cut)",
    ),
    Rule(
        "addresses of opinions",
        "opinion",
        "tracks",
        "t.address IS NOT NULL AND t.at < :cut",
        "address = NULL",
    ),
    Rule("ended sessions", "session", "tracks", "t.expires_at < :cut"),
    Rule("ended sessions of own pages", "page_session", "tracks", "t.expires_at < :cut"),
    Rule("daily figures", "track_day", "figures", _DAY_PAST),
    Rule("visits", "visit", "figures", f"t.day < :day AND NOT {_held('t.day')}"),
    Rule("alerts", "alert", "figures", f"{_ALERT_AT} < :cut AND NOT {_ALERT_HELD}"),
    Rule("duties", "duty", "figures", "upper(t.valid) < :cut"),
    Rule("handovers", "handover", "figures", "t.given_at < :cut"),
    Rule("absences", "absence", "figures", "upper(t.valid) < :cut"),
    Rule("who carried which device", "assignment", "figures", "upper(t.valid) < :cut"),
    Rule("requests of the watched", "own_request", "figures", "t.answered_at < :cut"),
    Rule("messages of boundaries", "boundary_message", "figures", "t.sent_at < :cut"),
    Rule("checks of lone workers", "still_check", "figures", "t.asked_at < :cut"),
    Rule("messages to staff", "message", "figures", "t.sent_at < :cut"),
    Rule("moves of posts", "post_move", "figures", "t.at < :cut"),
    Rule("ended holds", "hold", "figures", "least(t.until, t.released_at::date) < :day"),
    # the database refuses more, whatever this machine's clock says
    Rule("record", "audit", "record", "t.at < :cut AND t.at < now() - interval '190 days'"),
)

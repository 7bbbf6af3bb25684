"""The tables, one file per family; importing this package registers all of them on one metadata."""

from gis.store.tables.accounts import account, audit, session, token
from gis.store.tables.alerts import alert, alert_rule, still_check
from gis.store.tables.base import metadata
from gis.store.tables.boundaries import edition, edition_grid, grid, grid_shape, squad, squad_zone
from gis.store.tables.boundary_messages import boundary_message
from gis.store.tables.calendar import holiday
from gis.store.tables.cases import case_action
from gis.store.tables.catalogue import category, department, item
from gis.store.tables.coverage import coverage_day
from gis.store.tables.devices import (
    assignment,
    claim,
    device,
    device_state,
    duty,
    fix,
    gate_count,
    quarantine,
    raw_batch,
)
from gis.store.tables.drafts import draft_edit
from gis.store.tables.facts import component, enterprise, event, gazetteer
from gis.store.tables.findings import finding
from gis.store.tables.frequency import frequency, grid_risk
from gis.store.tables.ground import block, building, outline, place, road, site, street, village_line, water
from gis.store.tables.handover import handover
from gis.store.tables.holds import hold
from gis.store.tables.hotspots import hotspot, hotspot_night
from gis.store.tables.imports import import_refusal, import_run
from gis.store.tables.messages import message
from gis.store.tables.own import confirmation, notice, own_request, page_session
from gis.store.tables.patrols import patrol_day
from gis.store.tables.people import person, post
from gis.store.tables.post_moves import post_move
from gis.store.tables.roster import absence, shift
from gis.store.tables.scans import signed_scan
from gis.store.tables.showings import opinion, showing
from gis.store.tables.town import setting
from gis.store.tables.tracks import track_day, visit

__all__ = [
    "absence",
    "account",
    "alert",
    "alert_rule",
    "assignment",
    "audit",
    "block",
    "boundary_message",
    "building",
    "case_action",
    "category",
    "claim",
    "component",
    "confirmation",
    "coverage_day",
    "department",
    "device",
    "device_state",
    "draft_edit",
    "duty",
    "edition",
    "edition_grid",
    "enterprise",
    "event",
    "finding",
    "fix",
    "frequency",
    "gate_count",
    "gazetteer",
    "grid",
    "grid_risk",
    "grid_shape",
    "handover",
    "hold",
    "holiday",
    "hotspot",
    "hotspot_night",
    "import_refusal",
    "import_run",
    "item",
    "message",
    "metadata",
    "notice",
    "opinion",
    "outline",
    "own_request",
    "page_session",
    "patrol_day",
    "person",
    "place",
    "post",
    "post_move",
    "quarantine",
    "raw_batch",
    "road",
    "session",
    "setting",
    "shift",
    "showing",
    "signed_scan",
    "site",
    "squad",
    "squad_zone",
    "still_check",
    "street",
    "token",
    "track_day",
    "village_line",
    "visit",
    "water",
]

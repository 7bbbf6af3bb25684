"""The timers of a case: one for the stage it is in, and one for the whole of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gis.cases.clock import CaseClock, Due, Interval, Limit
from gis.cases.engine import Action, Standing, intervals
from gis.cases.flow import Flow

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Timers:
    """When the present stage and the whole case are due; None where nothing runs."""

    stage: Due | None
    total: Due | None


def timers(
    flow: Flow, now: Standing, history: Sequence[Action], limits: Mapping[str, Limit], clock: CaseClock
) -> Timers:
    """Return the due times by limits for each timer's name and `total`.

    The total begins when the case first enters a state whose timer is `handle`, or at its start in a flow
    without one, and runs through rework; a stage's timer begins anew whenever its state is entered. Paused
    states do not count. An extension lengthens the total and the handling in which it was granted.
    """
    info = flow.states[now.state]
    paused = _paused(flow, now)
    stage = total = None
    if info.timer and info.timer in limits:
        begin = _stage_begin(flow, now)
        more = _extended(history, begin) if info.timer == "handle" else 0.0
        stage = clock.due(begin, limits[info.timer].longer(more), paused)
    if TOTAL in limits and not info.final and (first := _total_begin(flow, now)):
        total = clock.due(first, limits[TOTAL].longer(_extended(history, first)), paused)
    return Timers(stage, total)


def _paused(flow: Flow, now: Standing) -> tuple[Interval, ...]:
    return intervals(now.stays, (name for name, info in flow.states.items() if info.paused))


def _stage_begin(flow: Flow, now: Standing) -> datetime:
    """Return when the present timer began: a pause in between does not begin it anew."""
    timer, begin = flow.states[now.state].timer, now.since
    for stay in reversed(now.stays[:-1]):
        info = flow.states[stay.state]
        if not info.paused and info.timer != timer:
            break
        if info.timer == timer:
            begin = stay.begin
    return begin


def _total_begin(flow: Flow, now: Standing) -> datetime | None:
    handled = [stay.begin for stay in now.stays if flow.states[stay.state].timer == "handle"]
    has = any(info.timer == "handle" for info in flow.states.values())
    return handled[0] if handled else (None if has else now.stays[0].begin)


def _extended(history: Sequence[Action], since: datetime) -> float:
    """Return by how much the extensions granted since a moment lengthen a limit, in its unit."""
    asked, granted = 0.0, 0.0
    for action in history:
        if action.action == "ask_extension":
            asked = float(action.given["amount"])
        elif action.action == "extend" and action.at >= since:
            granted += asked
    return granted

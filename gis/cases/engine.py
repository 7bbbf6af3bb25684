"""Where a case stands: folded from its history, to which an action may be appended or is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from gis.cases.flow import Flow, Transition
from gis.errors import BadInput, Conflict, NotAllowed


@dataclass(frozen=True, slots=True)
class Action:
    """One entry of a history: what was done when by whom, in which duty, with what it was given."""

    action: str
    at: datetime
    actor: str
    duty: str
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stay:
    """A state that a case was in from a moment until another; None: still."""

    state: str
    begin: datetime
    end: datetime | None


@dataclass(frozen=True)
class Standing:
    """Where a case stands after its history: `version` is the number of its actions.

    `asked` are the things asked for and not answered; `doers` who did each action last.
    """

    state: str
    version: int
    stays: tuple[Stay, ...]
    asked: frozenset[str] = frozenset()
    doers: Mapping[str, str] = field(default_factory=dict)

    @property
    def since(self) -> datetime:
        """When the present state began."""
        return self.stays[-1].begin


def opened(flow: Flow, at: datetime) -> Standing:
    """Return the standing of a case that has just come in."""
    return Standing(flow.start, 0, (Stay(flow.start, at, None),))


def standing(flow: Flow, at: datetime, history: Iterable[Action]) -> Standing:
    """Fold a whole history; raises as `act` does where it could not have happened."""
    now = opened(flow, at)
    for action in history:
        now = act(flow, now, action)
    return now


def act(flow: Flow, now: Standing, action: Action) -> Standing:
    """Return the standing after an action.

    Raises Conflict where the table has no such way from here or time runs backwards, NotAllowed for the
    wrong duty or the wrong person, BadInput where something is missing that it needs.
    """
    step = flow.transition(action.action)
    if step is None or now.state not in step.source:
        state = flow.states[now.state]
        raise Conflict(f"A case that is '{state.en}' has no action '{action.action}'.")
    if action.at < now.since:
        raise Conflict("This action would lie before the one that came before it.")
    _check_doer(step, now, action)
    missing = [need for need in step.needs if action.given.get(need) in (None, "", [], ())]
    if missing:
        raise BadInput(f"'{action.action}' needs: {', '.join(missing)}.")
    return replace(
        now,
        state=step.to or now.state,
        version=now.version + 1,
        stays=_moved(now, step, action.at),
        asked=_asked(now, step),
        doers={**now.doers, action.action: action.actor},
    )


def may(flow: Flow, now: Standing, actor: str, duties: Iterable[str]) -> tuple[Transition, ...]:
    """Return the actions that somebody with these duties could take now, in the table's order."""
    held = frozenset(duties)
    return tuple(
        step
        for step in flow.transitions
        if now.state in step.source
        and held & set(step.who)
        and actor not in {now.doers.get(other) for other in step.unlike}
        and not (step.asks and step.asks in now.asked)
        and not (step.answers and step.answers not in now.asked)
    )


def intervals(stays: Sequence[Stay], states: Iterable[str]) -> tuple[tuple[datetime, datetime | None], ...]:
    """Return when a case was in any of some states, from begin to end."""
    wanted = frozenset(states)
    return tuple((stay.begin, stay.end) for stay in stays if stay.state in wanted)


def _check_doer(step: Transition, now: Standing, action: Action) -> None:
    if action.duty not in step.who:
        raise NotAllowed(f"'{action.action}' is for: {', '.join(step.who)}.")
    for other in step.unlike:
        if now.doers.get(other) == action.actor:
            raise NotAllowed(f"Whoever did '{other}' cannot do '{action.action}' too.")
    if step.asks and step.asks in now.asked:
        raise Conflict(f"The {step.asks} has been asked for already.")
    if step.answers and step.answers not in now.asked:
        raise Conflict(f"Nobody has asked for the {step.answers}.")


def _moved(now: Standing, step: Transition, at: datetime) -> tuple[Stay, ...]:
    if step.to is None:
        return now.stays
    last = replace(now.stays[-1], end=at)
    return (*now.stays[:-1], last, Stay(step.to, at, None))


def _asked(now: Standing, step: Transition) -> frozenset[str]:
    # what was asked in a state that is left is asked no more
    kept = now.asked if step.to is None else frozenset[str]()
    return (kept | {step.asks}) if step.asks else kept - {step.answers or ""}

"""The tables hold together, and one engine plays every story they tell and no other."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.cases.clock import Limit
from gis.cases.engine import Action, Standing, act, may, opened, standing
from gis.cases.flow import SHIPPED, Flow, flow_of, shipped
from gis.cases.timers import timers
from gis.errors import BadInput, Conflict, NotAllowed
from tests.cases.test_clock import CLOCK

START = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # ten on a Monday morning in Shanghai
CITY = shipped("city")
NEEDS = "found category photo_after assignee reason missing opinion result receiver item officers"
GIVEN = dict.fromkeys(NEEDS.split(), "x") | {"evidence": "x", "decision": "x", "amount": 2}
STORY = [
    ("file", "dispatcher", "甲"),
    ("dispatch", "dispatcher", "甲"),
    ("handle", "handler", "乙"),
    ("verify", "collector", "丙"),
    ("close", "dispatcher", "甲"),
    ("archive", "dispatcher", "甲"),
]


def done(action: str, duty: str, actor: str, hours: float = 0, **given: object) -> Action:
    return Action(action, START + timedelta(hours=hours), actor, duty, GIVEN | given)


def played(*story: tuple[str, str, str], flow: Flow = CITY) -> Standing:
    return standing(flow, START, [done(*step, hours=n) for n, step in enumerate(story)])


def test_a_case_goes_round() -> None:
    now = played(*STORY)
    assert (now.state, now.version) == ("archived", 6)
    assert [stay.state for stay in now.stays] == [
        "reported",
        "filed",
        "handling",
        "handled",
        "verified",
        "closed",
        "archived",
    ]
    assert may(CITY, now, "甲", ["dispatcher", "leader"]) == ()


def test_whoever_handled_neither_verifies_nor_closes() -> None:
    handled = played(*STORY[:3])
    with pytest.raises(NotAllowed, match="Whoever did 'handle'"):
        act(CITY, handled, done("verify", "collector", "乙", 4))
    assert "verify" not in [one.action for one in may(CITY, handled, "乙", ["collector"])]
    assert [one.action for one in may(CITY, handled, "丙", ["collector"])] == ["verify", "rework"]


@pytest.mark.parametrize(
    ("action", "error"),
    [
        (done("close", "dispatcher", "甲", 3), Conflict),
        (done("fly", "dispatcher", "甲", 3), Conflict),
        (done("handle", "dispatcher", "乙", 3), NotAllowed),
        (done("handle", "handler", "乙", 3, photo_after=""), BadInput),
        (done("handle", "handler", "乙", -5), Conflict),
        (done("extend", "leader", "丁", 3), Conflict),
    ],
)
def test_what_the_table_does_not_tell_is_refused(action: Action, error: type[Exception]) -> None:
    with pytest.raises(error):
        act(CITY, played(*STORY[:2]), action)


def test_an_extension_is_asked_once_and_granted_by_somebody_else() -> None:
    asked = played(*STORY[:2], ("ask_extension", "handler", "乙"))
    assert asked.asked == {"extension"}
    with pytest.raises(Conflict, match="already"):
        act(CITY, asked, done("ask_extension", "handler", "乙", 4))
    with pytest.raises(NotAllowed):
        act(CITY, asked, done("extend", "leader", "乙", 4))
    assert act(CITY, asked, done("extend", "leader", "丁", 4)).asked == frozenset()


LIMITS = {"handle": Limit(4, "work_hour"), "total": Limit(1, "work_day")}


def due(*story: tuple[str, str, str]) -> tuple[str, str]:
    history = [done(*step, hours=n) for n, step in enumerate(story)]
    found = timers(CITY, standing(CITY, START, history), history, LIMITS, CLOCK)
    return tuple(  # type: ignore[return-value]
        one.at.astimezone(CLOCK.zone).strftime("%d %H:%M") if one and one.at else "-"
        for one in (found.stage, found.total)
    )


def test_rework_begins_a_new_handling_while_the_total_runs_on() -> None:
    # dispatched at eleven: an hour before noon, three from two o'clock; a work day from eleven on
    assert due(*STORY[:2]) == ("02 17:00", "03 11:00")
    again = (*STORY[:3], ("rework", "dispatcher", "甲"))
    # sent back at one o'clock: four hours from two
    assert due(*again) == ("02 18:00", "03 11:00")


def test_suspension_stops_both_and_an_extension_lengthens_both() -> None:
    asked = (*STORY[:2], ("ask_suspension", "handler", "乙"), ("suspend", "leader", "丁"))
    assert due(*asked) == ("-", "-")
    # suspended from one to two o'clock, when no work hour would have counted, but an hour of the day
    assert due(*asked, ("resume", "leader", "丁")) == ("02 17:00", "03 12:00")
    longer = (*STORY[:2], ("ask_extension", "handler", "乙"), ("extend", "leader", "丁"))
    # two hours and two days more
    assert due(*longer) == ("03 09:00", "05 11:00")


def test_a_table_that_does_not_hang_together_is_refused() -> None:
    whole = CITY.model_dump(by_alias=True)
    for change in (
        {"start": "nowhere"},
        {"states": {**whole["states"], "lost": {"zh": "x", "en": "x"}}},
        {"transitions": [*whole["transitions"], whole["transitions"][0]]},
        {"transitions": [{**whole["transitions"][0], "unlike": ["fly"]}, *whole["transitions"][1:]]},
        {"transitions": [{**whole["transitions"][0], "from": ["void"]}, *whole["transitions"][1:]]},
        {"more": 1},
    ):
        with pytest.raises(BadInput, match="This table of a flow is wrong"):
            flow_of({**whole, **change})
    with pytest.raises(BadInput):
        shipped("other")


DUTIES = ("dispatcher", "collector", "handler", "leader", "window", "examiner", "officer")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SHIPPED), st.data())
def test_random_histories_stay_within_the_table(name: str, data: st.DataObject) -> None:
    flow = shipped(name)
    now, history = opened(flow, START), list[Action]()
    for _ in range(data.draw(st.integers(0, 30))):
        actor = data.draw(st.sampled_from("甲乙丙丁"))
        duties = data.draw(st.sets(st.sampled_from(DUTIES), min_size=1))
        allowed = {one.action for one in may(flow, now, actor, duties)}
        step = data.draw(st.sampled_from(flow.transitions))
        duty = next((one for one in sorted(duties) if one in step.who), sorted(duties)[0])
        action = done(step.action, duty, actor, len(history))
        try:
            now = act(flow, now, action)
        except (Conflict, NotAllowed):
            assert step.action not in allowed
            continue
        assert step.action in allowed
        history.append(action)
        assert now.version == len(history)
    assert standing(flow, START, history) == now
    assert all(a.end == b.begin for a, b in zip(now.stays, now.stays[1:], strict=False))
    handlers = {one.actor for one in history if one.action == "handle"}
    last_handler = next((one.actor for one in reversed(history) if one.action == "handle"), None)
    if name == "city" and history and history[-1].action == "verify":
        assert handlers
        assert history[-1].actor != last_handler

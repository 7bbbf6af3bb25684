"""Alert rules: listed, tried on the last days, made, changed and deleted by those who manage alerts."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from api.alert_rule_forms import NewRule, clock_of, rule_of
from api.guard import RuleKeeper, address_of
from api.lookup_answers import person_out
from api.problems import Problem
from api.services import Served, Services
from gis.service.alerting.rules import AlertRules
from gis.service.alerting.trial import Trial as Trier
from gis.service.alerting.trial import Tried
from gis.service.rights import Caller
from gis.store.alert_rules import AlertRule, names_of

router = APIRouter(prefix="/api/alert-rules", tags=["alerts"])
Number = Annotated[int, Path(ge=1, le=2**62)]
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem}}


class Rule(BaseModel):
    """One rule; `begin` and `end` are the town's clock, empty lists mean everybody."""

    id: int
    name: str
    kind: str
    grids: list[str]
    has_area: bool
    squads: list[str]
    posts: list[str]
    people: list[int]
    minutes: int | None
    answer_minutes: int | None
    weekdays: list[int]
    begin: str
    end: str
    severity: str
    ceiling: int
    on: bool
    since: datetime
    made_by: str


class Rules(BaseModel):
    """The rules of the caller's scope, the newest first."""

    rules: list[Rule]


class Made(BaseModel):
    """The number of a new rule."""

    id: int


class Change(BaseModel):
    """What may change; what decides when a rule rings does not: make another one for that."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str | None, Field(min_length=1, max_length=80)] = None
    severity: Literal["notice", "warning", "urgent"] | None = None
    ceiling: Annotated[int | None, Field(ge=1, le=1000)] = None
    on: bool | None = None


class TriedDay(BaseModel):
    """How often a rule would have rung on a day, and in how many lines."""

    day: date
    rings: int
    lines: int


class TriedRing(BaseModel):
    """One ring of the trial; `person` and `name` are null where nobody set it off."""

    at: datetime
    person: int | None
    name: str | None


class Trial(BaseModel):
    """How often a rule would have rung in the last seven closed days, and the newest of it."""

    people: int
    days: list[TriedDay]
    sample: list[TriedRing]


@router.get("")
async def rules(services: Served, caller: RuleKeeper) -> Rules:
    """List the rules that lie within the caller's scope."""
    return Rules(rules=[_out(rule) for rule in await _rules(services).of(caller.scope)])


@router.post("/trial")
async def trial(given: NewRule, request: Request, services: Served, caller: RuleKeeper) -> Trial:
    """Tell how often a rule would have rung; nothing rings, and the reading of tracks is on record."""
    trier = Trier(services.database, services.atlas, services.clock)
    tried = await trier.run(rule_of(given), caller, address_of(request))
    return await _tried(services, caller, tried)


@router.post("", status_code=201)
async def make(given: NewRule, request: Request, services: Served, caller: RuleKeeper) -> Made:
    """Make a rule that rings from now on."""
    return Made(id=await _rules(services).make(rule_of(given), caller, address_of(request)))


@router.patch("/{rule}", status_code=204, responses=MISSING)
async def change(rule: Number, given: Change, request: Request, services: Served, caller: RuleKeeper) -> None:
    """Rename a rule, weigh it anew, or switch it off and on."""
    new = given.model_dump(exclude_none=True)
    await _rules(services).change(rule, caller, address_of(request), **new)


@router.delete("/{rule}", status_code=204, responses=MISSING)
async def delete(rule: Number, request: Request, services: Served, caller: RuleKeeper) -> None:
    """End a rule for good; what it rang stays."""
    await _rules(services).delete(rule, caller, address_of(request))


def _rules(services: Services) -> AlertRules:
    return AlertRules(services.database, services.atlas, services.clock)


async def _tried(services: Services, caller: Caller, tried: Tried) -> Trial:
    people = [person for _, person in tried.sample if person is not None]
    async with services.database.begin() as connection:
        names = await names_of(connection, people)
    shown = {key: person_out(key, name, None, caller).name for key, name in names.items()}
    sample = [
        TriedRing(at=datetime.fromtimestamp(at_ms / 1000, UTC), person=who, name=shown.get(who or 0))
        for at_ms, who in tried.sample
    ]
    days = [TriedDay(day=each.day, rings=each.rings, lines=each.lines) for each in tried.days]
    return Trial(people=tried.people, days=days, sample=sample)


def _out(rule: AlertRule) -> Rule:
    return Rule(
        id=rule.id,
        name=rule.name,
        kind=rule.kind,
        grids=list(rule.grids),
        has_area=rule.shape is not None,
        squads=list(rule.who.squads),
        posts=list(rule.who.posts),
        people=list(rule.who.people),
        minutes=rule.minutes,
        answer_minutes=rule.answer_minutes,
        weekdays=list(rule.calendar.weekdays),
        begin=clock_of(rule.calendar.begin),
        end=clock_of(rule.calendar.end),
        severity=rule.severity,
        ceiling=rule.ceiling,
        on=rule.until is None,
        since=rule.since,
        made_by=rule.made_by,
    )

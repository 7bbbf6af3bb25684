"""Alert rules as people make them: within their scope, on record, and tried on the last days before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import shapely

from gis.errors import BadInput, NotFound
from gis.model import Scope
from gis.service.atlas import Atlas, Boundaries
from gis.service.rights import Caller
from gis.store import alert_rules as stored
from gis.store.alert_rules import AlertRule
from gis.store.database import Connection, Database
from gis.store.record import Act, record
from gis.store.staff import people_in_scope

TIMED = ("inside_longer", "outside_longer", "not_visited", "no_movement")
ASKS = "no_movement"
STILL_MINUTES = range(5, 121)
LARGEST_DEG = 2.0


class AlertRules:
    """Makes, lists, changes and deletes rules; whoever sees a part of the town rules in that part only."""

    def __init__(self, database: Database, atlas: Atlas, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._atlas = atlas
        self._clock = clock

    async def make(self, rule: AlertRule, caller: Caller, address: str) -> int:
        """Store a rule that rings from now on and return its number; errors as `check`."""
        async with self._database.begin() as connection:
            await self.check(connection, rule, caller.scope)
            made = replace(rule, since=self._clock(), made_by=caller.name)
            number = await stored.add_rule(connection, made)
            await record(connection, _act(caller, address, "make", number, rule))
        return number

    async def of(self, scope: Scope) -> list[AlertRule]:
        """Return the rules that lie within a scope, the newest first."""
        boundaries = await self._atlas.on()
        async with self._database.begin() as connection:
            rules = await stored.list_rules(connection)
        return [rule for rule in rules if within(rule, scope, boundaries)]

    async def change(self, number: int, caller: Caller, address: str, **new: object) -> None:
        """Change name, severity, ceiling or `on` of a rule; NotFound outside the caller's scope.

        One that is switched on again rings from now on; what it rang before stays as it is.
        """
        on = new.pop("on", None)
        async with self._database.begin() as connection:
            rule = replace(await self._own(connection, number, caller), **new)  # type: ignore[arg-type]
            now = self._clock()
            if on is True and rule.until is not None:
                rule = replace(rule, since=now, until=None)
            if on is False and rule.until is None:
                rule = replace(rule, until=now)
            await stored.change_rule(connection, rule, deleted_at=None)
            await record(connection, _act(caller, address, "change", number, rule))

    async def delete(self, number: int, caller: Caller, address: str) -> None:
        """End a rule for good; what it rang stays. NotFound outside the caller's scope."""
        async with self._database.begin() as connection:
            rule, now = await self._own(connection, number, caller), self._clock()
            await stored.change_rule(connection, replace(rule, until=rule.until or now), deleted_at=now)
            await record(connection, _act(caller, address, "delete", number, rule))

    async def check(self, connection: Connection, rule: AlertRule, scope: Scope) -> None:
        """Raise BadInput for a rule that cannot be, or that reaches beyond a scope."""
        _check_minutes(rule)
        if bool(rule.grids) == (rule.shape is not None):
            raise BadInput("Give either grids or an area.")
        boundaries = await self._atlas.on()
        if unknown := [code for code in rule.grids if code not in boundaries.members]:
            raise BadInput(f"{len(unknown)} of the grids are not in the edition in force.")
        if rule.shape is not None:
            _check_shape(rule.shape)
        if not within(rule, scope, boundaries):
            raise BadInput("A rule must lie within your scope; an area needs the whole town.")
        if scope.everything:
            return
        if not rule.who.people:
            raise BadInput("Name the people: your scope is not the whole town.")
        lookout = self._atlas.lookout(scope)
        own = await people_in_scope(connection, lookout, None, rule.who.people)
        if missing := len(set(rule.who.people) - set(own)):
            raise BadInput(f"{missing} of the people are not in your scope.")

    async def _own(self, connection: Connection, number: int, caller: Caller) -> AlertRule:
        rule = await stored.read_rule(connection, number)
        if not within(rule, caller.scope, await self._atlas.on()):
            raise NotFound("There is no such rule in your scope.")
        return rule


def within(rule: AlertRule, scope: Scope, boundaries: Boundaries) -> bool:
    """Tell whether a rule lies in a scope: all its grids do, and an area does in the whole town only."""
    members = [boundaries.members.get(code) for code in rule.grids]
    held = [member is not None and scope.holds_grid(member.code, member.squad) for member in members]
    return scope.everything or (bool(held) and all(held))


def _check_minutes(rule: AlertRule) -> None:
    if (rule.minutes is None) == (rule.kind in TIMED):
        raise BadInput("Minutes belong to what lasts, and to nothing else.")
    if (rule.answer_minutes is None) == (rule.kind == ASKS):
        raise BadInput("Minutes for an answer belong to not moving, and to nothing else.")
    if rule.kind == ASKS and rule.minutes not in STILL_MINUTES:
        raise BadInput("Who has not moved is asked after 5 to 120 minutes.")


def _check_shape(shape: bytes) -> None:
    polygon = shapely.from_wkb(shape)
    west, south, east, north = polygon.bounds
    if not polygon.is_valid or polygon.area == 0:
        raise BadInput("The area is no polygon: its border must be closed and must not cross itself.")
    if max(east - west, north - south) > LARGEST_DEG:
        raise BadInput(f"The area is too large: at most {LARGEST_DEG:.0f} degrees across.")


def _act(caller: Caller, address: str, verb: str, number: int, rule: AlertRule) -> Act:
    detail = {
        "name": rule.name,
        "kind": rule.kind,
        "grids": len(rule.grids),
        "people": list(rule.who.people),
        "squads": list(rule.who.squads),
        "severity": rule.severity,
        "on": rule.until is None,
    }
    return Act(caller.name, f"alert_rule.{verb}", target=str(number), address=address, detail=detail)

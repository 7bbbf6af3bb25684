"""Permissions, the roles that group them, and the caller who holds them."""

from dataclasses import dataclass
from functools import lru_cache

from gis.errors import BadInput, NotAllowed
from gis.model import Scope

PERMISSIONS = {
    "grid.read": "see grids, villages and squad zones, and look a place up",
    "ground.read": "see roads, water and buildings",
    "event.read": "see events and their density",
    "enterprise.read": "see enterprises",
    "component.read": "see components",
    "people.read": "see staff and their posts, masked",
    "people.name": "see the names of staff unmasked",
    "people.unmask": "unmask one person's phone for a stated purpose, on record",
    "people.message": "send a short message to one of the staff",
    "live.read": "see where everybody on duty is now",
    "track.read": "play tracks back for a stated purpose, on record",
    "case.read": "see cases",
    "case.act": "report cases and act on them, by the duties of one's roles",
    "coverage.read": "see what was patrolled, grid by grid",
    "coverage.manage": "set how often grids must be visited, and their levels of risk",
    "device.manage": "register devices and give them to people",
    "duty.manage": "enter who is on duty when",
    "alert.manage": "make the rules by which alerts ring",
    "boundary.read": "see drafts of the boundaries",
    "boundary.draft": "redraw the boundaries in drafts and submit them",
    "boundary.approve": "publish drafts that others drew, and recall editions",
    "geometry.export": "save boundaries as files",
    "account.manage": "make, change and close accounts",
    "audit.read": "read the record of what was done",
}

_MAP = frozenset({"grid.read", "ground.read", "event.read", "enterprise.read", "component.read"})

ROLES: dict[str, frozenset[str]] = {
    "admin": frozenset({"grid.read", "ground.read", "geometry.export", "account.manage", "device.manage"}),
    "commander": _MAP
    | {"people.read", "people.name", "people.unmask", "people.message", "geometry.export"}
    | {"live.read", "track.read", "duty.manage", "device.manage", "alert.manage", "boundary.read"}
    | {"coverage.read", "coverage.manage", "case.read", "case.act"},
    "dispatcher": _MAP
    | {"people.read", "people.name", "people.unmask", "people.message", "live.read", "duty.manage"}
    | {"case.read", "case.act"},
    "planner": _MAP | {"people.read", "geometry.export", "boundary.read", "boundary.draft"},
    "approver": _MAP | {"people.read", "geometry.export", "boundary.read", "boundary.approve"},
    "inspector": _MAP
    | {"people.read", "people.name", "geometry.export", "live.read", "track.read", "coverage.read"}
    | {"coverage.manage"},
    "officer": _MAP | {"people.read", "people.name", "people.message", "live.read", "case.read", "case.act"},
    "grid_member": _MAP | {"people.read", "case.read", "case.act"},
    "auditor": frozenset({"audit.read"}),
    "viewer": _MAP,
}

# Pairs that no one account may hold; the database refuses them too.
INCOMPATIBLE = (("planner", "approver"), ("admin", "auditor"))


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a signed-in account or a token, with roles and scope."""

    name: str
    title: str
    roles: tuple[str, ...]
    scope: Scope
    account_id: int | None = None

    @property
    def permissions(self) -> frozenset[str]:
        """All permissions of all roles."""
        return permissions_of(self.roles)

    def may(self, permission: str) -> bool:
        """Tell whether any role grants the permission."""
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raise NotAllowed unless some role grants the permission."""
        if not self.may(permission):
            raise NotAllowed(f"This needs the permission {permission}.")


@lru_cache(maxsize=256)
def permissions_of(roles: tuple[str, ...]) -> frozenset[str]:
    """Return all permissions that these roles group."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))


def check_roles(roles: tuple[str, ...]) -> None:
    """Raise BadInput for an unknown role, none at all, or a pair that one account may not hold."""
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise BadInput(f"Give at least one role of: {', '.join(ROLES)}.")
    for first, second in INCOMPATIBLE:
        if first in roles and second in roles:
            raise BadInput(f"One account cannot be both {first} and {second}.")

"""Who may do what."""

from dataclasses import dataclass
from enum import StrEnum

from trustfund.domain.catalogue import act
from trustfund.domain.problems import Code, refusal


class Role(StrEnum):
    """What a person is to the fund's books, from least to most."""

    VISITOR = "visitor"
    VIEWER = "viewer"
    STAFF = "staff"
    ADMIN = "admin"


EVERYBODY = frozenset(Role)
SIGNED_IN = EVERYBODY - {Role.VISITOR}
RECORDERS = frozenset({Role.STAFF, Role.ADMIN})
ADMINISTRATORS = frozenset({Role.ADMIN})
TRAVEL_READERS = RECORDERS
"""Who may read single trips and what each of them cost."""


@dataclass(frozen=True)
class Actor:
    """Who acts: the name written to history, a role, and the account, where there is one."""

    name: str
    role: Role
    account: int | None = None

    def require(self, allowed: frozenset[Role], action: str) -> None:
        """Refuse the act unless this actor's role is one of ``allowed``."""
        if self.role not in allowed:
            needed = " or ".join(sorted(role.value for role in allowed))
            why = f"is not open to the role {self.role.value}"
            remedy = f"Sign in with the role {needed}"
            raise refusal(act.kind(action), Code.NOT_OPEN_TO_ROLE, "", why, remedy)


VISITOR = Actor("visitor", Role.VISITOR)
COMMAND_LINE = Actor("local administrator (command line)", Role.ADMIN)
LOCAL_ADMINISTRATOR = Actor("local administrator", Role.ADMIN)

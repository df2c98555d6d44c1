"""Who there is: what an account can be, and what one person is to the books.

What the roles may do stands in ``permissions``.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from trustfund.domain.catalogue import act
from trustfund.domain.problems import Code, refusal


class Role(StrEnum):
    """What a person is to the fund's books."""

    VISITOR = "visitor"
    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    MISSION = "mission"
    AUDITOR = "auditor"
    AGENT = "agent"
    SECRETARIAT = "secretariat"
    TRAVEL = "travel"
    STAFF = "staff"
    ADMIN = "admin"


ACCOUNT_ROLES = tuple(role for role in Role if role is not Role.VISITOR)
"""What an account can be."""
EVERYBODY = frozenset(Role)
SIGNED_IN = frozenset(ACCOUNT_ROLES)
ADMINISTRATORS = frozenset({Role.ADMIN})
_ALL_WORK = frozenset({Role.STAFF, Role.ADMIN})
AGENTS = _ALL_WORK | {Role.AGENT}
SECRETARIAT = _ALL_WORK | {Role.SECRETARIAT}
TRAVEL_OFFICE = _ALL_WORK | {Role.TRAVEL}
RECORDERS = AGENTS | SECRETARIAT | TRAVEL_OFFICE
BOOK_READERS = RECORDERS | {Role.AUDITOR}
"""Who may read all that staff may read."""
TRAVEL_READERS = BOOK_READERS
"""Who may read single trips and what each of them cost."""
INSTALMENT_READERS = (BOOK_READERS - {Role.TRAVEL}) | {Role.VIEWER}
"""Who may read what every contributor is still to pay; a contributor reads its own."""


@dataclass(frozen=True)
class Actor:
    """Who acts: the name written to history, the roles, and the account, where there is one.

    ``country`` is that of a mission (ISO 3166 alpha-3), ``contributor`` the number of the one whose
    money a contributor sees; "" and 0 where the account is none.
    """

    name: str
    roles: frozenset[Role]
    account: int | None = None
    country: str = ""
    contributor: int = 0

    def may(self, allowed: frozenset[Role]) -> bool:
        """Whether one of the roles is among the ``allowed``."""
        return not self.roles.isdisjoint(allowed)

    def require(self, allowed: frozenset[Role], action: str) -> None:
        """Refuse the act unless one of this actor's roles is among ``allowed``."""
        if not self.may(allowed):
            needed = " or ".join(listed(allowed).rsplit(", ", 1))
            why = f"is not open to the role {self.in_words}"
            remedy = f"It needs the role {needed}"
            raise refusal(act.kind(action), Code.NOT_OPEN_TO_ROLE, "", why, remedy)

    @property
    def in_words(self) -> str:
        """The roles, as a text names them."""
        return listed(self.roles)

    @property
    def nameless(self) -> "Actor":
        """What files are made for: whoever may read the same gets the same."""
        return replace(self, name="", account=None)


def listed(roles: frozenset[Role]) -> str:
    """Roles by name, in alphabetical order."""
    return ", ".join(sorted(role.value for role in roles))


VISITOR = Actor("visitor", frozenset({Role.VISITOR}))
COMMAND_LINE = Actor("local administrator (command line)", ADMINISTRATORS)
LOCAL_ADMINISTRATOR = Actor("local administrator", ADMINISTRATORS)

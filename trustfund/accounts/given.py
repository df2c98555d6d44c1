"""The roles of an account, as somebody gives them and as they are kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from trustfund.domain.catalogue import access
from trustfund.domain.fields import Field
from trustfund.domain.problems import Code, Problems
from trustfund.domain.roles import ACCOUNT_ROLES, Role
from trustfund.domain.texts import skeleton
from trustfund.store.access_tables import AccountRole
from trustfund.store.tables import Contributor, Country


@dataclass(frozen=True)
class Given:
    """The roles to give an account: of a mission its country (alpha-3), of a contributor whose."""

    roles: frozenset[str]
    country: str = ""
    contributor: str = ""

    def __str__(self) -> str:
        own = {Role.MISSION: self.country, Role.CONTRIBUTOR: self.contributor}
        return ", ".join(
            f"{role} ({own[role]})" if own.get(role) else role
            for role in ACCOUNT_ROLES
            if role in self.roles
        )


def given_to(session: Session, roles: Iterable[AccountRole]) -> Given:
    """Roles as they are given, with the name of the contributor that one is for."""
    own = next((each.contributor_id for each in roles if each.contributor_id), None)
    contributor = session.get(Contributor, own) if own else None
    return Given(
        frozenset(Role(each.role) for each in roles),
        next((each.country for each in roles if each.country), ""),
        contributor.name if contributor else "",
    )


def rows(problems: Problems, session: Session, given: Given) -> list[AccountRole]:
    """The rows of the roles given; what is wrong with them is noted."""
    for text in sorted(given.roles - {*ACCOUNT_ROLES}):
        why, remedy = "is not a role of an account", f"Choose {', '.join(ACCOUNT_ROLES)}"
        problems.add(access.ROLE, Code.NOT_A_CODE, text, why, remedy)
    if not given.roles:
        problems.missing(access.ROLE, f"Choose one or more of {', '.join(ACCOUNT_ROLES)}")
    country, contributor = given.country.strip().upper(), given.contributor.strip()
    code, key = None, None
    if _belongs(problems, access.COUNTRY, country, Role.MISSION, given):
        code = country if session.get(Country, country) else None
        if code is None:
            why, remedy = "is not a country code", "Use ISO 3166 alpha-3, such as NPL"
            problems.add(access.COUNTRY, Code.NOT_A_COUNTRY, given.country, why, remedy)
    if _belongs(problems, access.CONTRIBUTOR, contributor, Role.CONTRIBUTOR, given):
        spelt = (Contributor.skeleton == skeleton(contributor), col(Contributor.void).is_(False))
        found = session.exec(select(Contributor).where(*spelt)).all()
        found = [each for each in found if each.name == contributor] or list(found)
        key = found[0].id if len(found) == 1 else None
        if key is None:
            why, remedy = "is not a contributor", "Use a name from the list of contributors"
            problems.add(access.CONTRIBUTOR, Code.UNKNOWN, contributor, why, remedy)
    return [
        AccountRole(
            role=role,
            country=code if role is Role.MISSION else None,
            contributor_id=key if role is Role.CONTRIBUTOR else None,
        )
        for role in ACCOUNT_ROLES
        if role in given.roles
    ]


def _belongs(problems: Problems, field: Field, text: str, role: Role, given: Given) -> bool:
    """Whether a role is given with what it needs to be told; else it is noted."""
    if role in given.roles and not text:
        problems.missing(field, f"The role {role} is for one {field.key}")
    elif text and role not in given.roles:
        why, remedy = f"belongs to the role {role}", "Give that role too, or leave this out"
        problems.add(field, Code.OUT_OF_PLACE, text, why, remedy)
    return bool(text) and role in given.roles

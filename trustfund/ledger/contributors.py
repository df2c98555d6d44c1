"""Who contributes: the four kinds that the fund's terms admit, and nobody else."""

from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.kinds import ContributorType, one
from trustfund.domain.problems import Problem, Problems, Refused
from trustfund.ledger.acts import Act, Books, Receipt, act, require_reason
from trustfund.ledger.void import is_void
from trustfund.store.tables import Contributor, ContributorName, Country

Named = TypeVar("Named", Contributor, ContributorName)
WHO_MAY_CONTRIBUTE = (
    "The fund receives contributions from Member States, regional legislative bodies, "
    "inter-governmental organizations and philanthropic organizations, and from nobody else"
)


@dataclass(frozen=True)
class ContributorDraft:
    """A contributor as typed; ``country`` is an ISO 3166 alpha-3 code, ``parent`` a name."""

    name: str
    contributor_type: str
    country: str = ""
    parent: str = ""


@dataclass(frozen=True)
class OtherName:
    """A name by which files call a contributor: another spelling, or an agency of a State."""

    name: str
    contributor: str


def find(books: Books, name: str) -> Contributor | None:
    """The contributor of that name or other name, whatever its capitals."""
    own = _spelt(books, Contributor, name)
    if own is not None and not own.void:
        return own
    other = _other(books, name)
    return books.session.get(Contributor, other.contributor_id) if other else None


def other_names(books: Books) -> list[OtherName]:
    """All other names of contributors."""
    found = books.session.exec(
        select(ContributorName.name, Contributor.name)
        .join(Contributor)
        .where(~is_void(ContributorName))
        .order_by(ContributorName.name)
    )
    return [OtherName(name, contributor) for name, contributor in found]


def _other(books: Books, name: str) -> ContributorName | None:
    """The other name that is in use, whatever its capitals."""
    found = _spelt(books, ContributorName, name)
    return found if found and not found.void else None


def _spelt(books: Books, table: type[Named], name: str) -> Named | None:
    """The row of that name, whatever its capitals and blanks."""
    names = col(table.name)
    typed = _tidy(name)
    there = ~is_void(table) if table is Contributor else sa.true()
    exact = books.session.exec(select(table).where(names == typed, there)).first()
    if exact is not None:
        return exact
    wanted = typed.casefold()  # in Python: a database may know capitals in ASCII only
    known = books.session.execute(sa.select(names).where(there)).scalars()
    spelt = next((each for each in known if each.casefold() == wanted), None)
    return books.session.exec(select(table).where(names == spelt)).first() if spelt else None


def _tidy(name: str) -> str:
    return " ".join(name.split())


def required(books: Books, place: str, name: str) -> Contributor:
    """The contributor of that name, or a sentence."""
    found = find(books, name)
    if found is None:
        raise Refused(
            Problem(place, name, "is not a contributor yet", "Record the contributor first")
        )
    return found


def checked(books: Books, draft: ContributorDraft, own: Contributor | None) -> dict[str, Any]:
    """The fields of a contributor, checked against every rule; ``own`` is the one corrected."""
    problems = Problems()
    name = _tidy(draft.name)
    if not name:
        problems.add("Name", "", "is missing", "Give the contributor's name")
    namesake = find(books, name)
    if namesake is not None and _other(books, name) is not None:
        remedy = "Use that contributor, or say first that the name is its own no more"
        problems.add("Name", name, f"is another name of {namesake.name}", remedy)
    elif namesake is not None and namesake is not own:
        problems.add("Name", name, "is recorded already", "Use the contributor that is there")
    if own is not None and namesake is None and _was_taken_back(books, name):
        problems.add(
            "Name",
            name,
            "is that of a contributor whose import was taken back",
            "Record that contributor again, or write this name in another way",
        )
    try:
        kind = ContributorType(draft.contributor_type)
    except ValueError:
        kind = None
        problems.add(
            "Kind of contributor",
            draft.contributor_type,
            "may not contribute to this fund",
            WHO_MAY_CONTRIBUTE,
        )
    country = draft.country.strip().upper() or None
    found = books.session.get(Country, country) if country else None
    if country and found is None:
        problems.add("Country", draft.country, "is not a country code", "Use ISO 3166 alpha-3")
    if kind is ContributorType.MEMBER_STATE:
        if country is None:
            problems.add("Country", "", "is missing", "A Member State needs its country")
        elif found is not None and not found.un_member:
            problems.add(
                "Country", found.name, "is not a Member State", "Choose another kind or country"
            )
    parent = problems.attempt(required, books, "Parent", draft.parent) if draft.parent else None
    if parent is not None and (parent is own or parent.parent_id is not None):
        problems.add(
            "Parent",
            parent.name,
            "is itself part of another contributor or this one",
            "Choose the State or organization at the top",
        )
    if parent is not None and own is not None and _has_agencies(books, own):
        problems.add(
            "Parent", parent.name, "cannot be above a parent", "Give its agencies the new parent"
        )
    problems.refuse_if_any()
    return {
        "name": name,
        "contributor_type": kind,
        "country": country,
        "parent_id": parent.id if parent else None,
    }


def _was_taken_back(books: Books, name: str) -> bool:
    namesake = select(Contributor).where(Contributor.name == name, is_void(Contributor))
    return books.session.exec(namesake).first() is not None


def _has_agencies(books: Books, own: Contributor) -> bool:
    agencies = select(Contributor).where(Contributor.parent_id == own.id, ~is_void(Contributor))
    return books.session.exec(agencies).first() is not None


@act(ActCode.CONTRIBUTOR_RECORDED)
def record_contributor(act: Act, draft: ContributorDraft) -> Receipt:
    """Record a contributor of one of the four kinds."""
    values = checked(act.books, draft, None)
    contributor = act.put(Contributor, {"name": values.pop("name")}, **values)
    kind = one(contributor.contributor_type)
    return Receipt(contributor.name, f"{contributor.name} is recorded as {kind}.")


@act(ActCode.CONTRIBUTOR_CORRECTED)
def correct_contributor(
    act: Act, name: str, draft: ContributorDraft, reason: str, seen: int | None = None
) -> Receipt:
    """Change what is recorded of a contributor, with a reason."""
    problems = Problems()
    require_reason(problems, reason)
    own = problems.attempt(required, act.books, "Contributor", name)
    values = problems.attempt(checked, act.books, draft, own) if own else None
    problems.refuse_if_any()
    assert own is not None
    assert values is not None
    act.change(own, seen, (), **values)
    return Receipt(own.name, f"{own.name} is corrected.", reason=reason.strip())


@act(ActCode.CONTRIBUTOR_NAME_GIVEN)
def also_known_as(act: Act, name: str, contributor: str, reason: str = "") -> Receipt:
    """From now on a file that says ``name`` means the contributor, as "Sida" means Sweden."""
    problems = Problems()
    typed = _tidy(name)
    own = problems.attempt(required, act.books, "Contributor", contributor)
    if not typed:
        problems.add("Other name", "", "is missing", "Give the name that files use")
    elif namesake := find(act.books, typed):
        what = "another name of" if _other(act.books, typed) else "the contributor"
        remedy = "Take that other name back first, if it is wrong"
        remedy = remedy if _other(act.books, typed) else "Use it as it is"
        problems.add("Other name", typed, f"is {what} {namesake.name} already", remedy)
    problems.refuse_if_any()
    assert own is not None
    assert own.id is not None
    before = _spelt(act.books, ContributorName, typed)
    if before is None:
        act.add(ContributorName(name=typed, contributor_id=own.id))
    else:
        act.change(before, None, (), contributor_id=own.id, void=False)
    return Receipt(own.name, f"{typed} means {own.name} from now on.", reason=reason.strip())


@act(ActCode.CONTRIBUTOR_NAME_TAKEN_BACK)
def not_known_as(act: Act, name: str, contributor: str, reason: str) -> Receipt:
    """A file that says ``name`` means the contributor no more; what is booked stays as it is."""
    problems = Problems()
    require_reason(problems, reason)
    own = problems.attempt(required, act.books, "Contributor", contributor)
    other = _other(act.books, name)
    if other is None or (own is not None and other.contributor_id != own.id):
        remedy = "Use one from the list of other names"
        problems.add("Other name", name, f"is not another name of {contributor}", remedy)
    problems.refuse_if_any()
    assert own is not None
    assert other is not None
    act.change(other, None, (), void=True)
    said = f"{other.name} means {own.name} no more."
    return Receipt(own.name, said, reason=reason.strip())

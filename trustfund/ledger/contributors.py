"""Who contributes: the four kinds that the fund's terms admit, and nobody else."""

from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import contributor as fields
from trustfund.domain.fields import Field
from trustfund.domain.kinds import ContributorType, one
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.void import is_void
from trustfund.store.tables import Contributor, ContributorName

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


def required(books: Books, name: str, field: Field = fields.DOCUMENT.itself) -> Contributor:
    """The contributor of that name, or a sentence."""
    found = find(books, name)
    if found is None:
        why, remedy = "is not a contributor yet", "Record the contributor first"
        raise refusal(field, Code.NOT_A_CONTRIBUTOR, name, why, remedy)
    return found


def checked(books: Books, draft: ContributorDraft, own: Contributor | None) -> dict[str, Any]:
    """The fields of a contributor, checked against every rule; ``own`` is the one corrected."""
    problems = Problems()
    name = _tidy(draft.name)
    if not name:
        problems.missing(fields.NAME, "Give the contributor's name")
    namesake = find(books, name)
    if namesake is not None and _other(books, name) is not None:
        remedy = "Use that contributor, or remove this alias from it first"
        why = f"is another name of {namesake.name}"
        problems.add(fields.NAME, Code.TAKEN, name, why, remedy)
    elif namesake is not None and namesake is not own:
        remedy = "Use the contributor that is there"
        problems.add(fields.NAME, Code.TAKEN, name, "is recorded already", remedy)
    if own is not None and namesake is None and _was_taken_back(books, name):
        why = "is that of a contributor whose import was taken back"
        remedy = "Record that contributor again, or write this name in another way"
        problems.add(fields.NAME, Code.REVERSED, name, why, remedy)
    try:
        kind = ContributorType(draft.contributor_type)
    except ValueError:
        kind = None
        problems.add(
            fields.CONTRIBUTOR_TYPE,
            Code.NOT_ADMITTED,
            draft.contributor_type,
            "may not contribute to this fund",
            WHO_MAY_CONTRIBUTE,
        )
    country = draft.country.strip().upper() or None
    found = books.country(problems, fields.COUNTRY, draft.country) if country else None
    if kind is ContributorType.MEMBER_STATE:
        if country is None:
            problems.missing(fields.COUNTRY, "A Member State needs its country")
        elif found is not None and not found.un_member:
            why, remedy = "is not a Member State", "Choose another kind or country"
            problems.add(fields.COUNTRY, Code.OUT_OF_PLACE, found.name, why, remedy)
    parent = None
    if draft.parent:
        parent = problems.attempt(required, books, draft.parent, fields.PARENT)
    if parent is not None and (parent is own or parent.parent_id is not None):
        why = "is itself part of another contributor or this one"
        remedy = "Choose the State or organization at the top"
        problems.add(fields.PARENT, Code.NOT_A_PARENT, parent.name, why, remedy)
    if parent is not None and own is not None and _has_agencies(books, own):
        why, remedy = "cannot be above a parent", "Give its agencies the new parent"
        problems.add(fields.PARENT, Code.NOT_A_PARENT, parent.name, why, remedy)
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
def record_contributor(act: Act, draft: ContributorDraft) -> Done:
    """Record a contributor of one of the four kinds."""
    values = checked(act.books, draft, None)
    contributor = act.put(Contributor, {"name": values.pop("name")}, **values)
    kind = one(contributor.contributor_type)
    return Done(contributor.name, f"{contributor.name} is recorded as {kind}.")


@act(ActCode.CONTRIBUTOR_CORRECTED)
def correct_contributor(
    act: Act, name: str, draft: ContributorDraft, reason: str, seen: int | None = None
) -> Done:
    """Change what is recorded of a contributor, with a reason."""
    act.require_reason(reason)
    own = act.need(required, name)
    values = act.sound(act.attempt(checked, draft, own))
    act.change(own, seen, (), **values)
    return Done(own.name, f"{own.name} is corrected.")


@act(ActCode.CONTRIBUTOR_NAME_GIVEN)
def also_known_as(act: Act, name: str, contributor: str, reason: str = "") -> Done:
    """Take ``name`` in a file for the contributor from now on, as "Sida" for Sweden."""
    typed = _tidy(name)
    act.reason = reason.strip()
    own = act.attempt(required, contributor)
    if not typed:
        act.problems.missing(fields.OTHER_NAME, "Give the name that files use")
    elif namesake := find(act.books, typed):
        what, remedy = "the contributor", "Use it as it is"
        if _other(act.books, typed):
            what, remedy = "another name of", "Take that other name back first, if it is wrong"
        why = f"is {what} {namesake.name} already"
        act.problems.add(fields.OTHER_NAME, Code.TAKEN, typed, why, remedy)
    own = act.sound(own)
    assert own.id is not None
    before = _spelt(act.books, ContributorName, typed)
    if before is None:
        act.add(ContributorName(name=typed, contributor_id=own.id))
    else:
        act.change(before, None, (), contributor_id=own.id, void=False)
    return Done(own.name, f"{typed} means {own.name} from now on.")


@act(ActCode.CONTRIBUTOR_NAME_TAKEN_BACK)
def not_known_as(act: Act, name: str, contributor: str, reason: str) -> Done:
    """No longer take ``name`` in a file for the contributor; what is booked stays as it is."""
    act.require_reason(reason)
    own = act.attempt(required, contributor)
    other = _other(act.books, name)
    if other is None or (own is not None and other.contributor_id != own.id):
        remedy = "Use one from the list of other names"
        why = f"is not another name of {contributor}"
        act.problems.add(fields.OTHER_NAME, Code.UNKNOWN, name, why, remedy)
    own, other = act.sound(own), act.sound(other)
    act.change(other, None, (), void=True)
    return Done(own.name, f"{other.name} no longer means {own.name}.")

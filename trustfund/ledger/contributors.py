"""Who contributes: the kinds that the fund's terms admit, four at most, and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import contributor as fields
from trustfund.domain.fields import Field
from trustfund.domain.fund_rules import Rules
from trustfund.domain.kinds import ContributorType, one
from trustfund.domain.problems import Code, Problems, Refused, refusal
from trustfund.domain.texts import skeleton
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books, ambiguous
from trustfund.ledger.void import is_void
from trustfund.store.tables import Contributor, ContributorName


@dataclass(frozen=True)
class ContributorDraft:
    """A contributor as typed; ``country`` is an ISO 3166 alpha-3 code, ``parent`` a name.

    ``apart`` says why it is another than its twin, where it has one.
    """

    name: str
    contributor_type: str
    country: str = ""
    parent: str = ""
    apart: str = ""


@dataclass(frozen=True)
class OtherName:
    """A name by which files call a contributor: another spelling, or an agency of a State."""

    name: str
    contributor: str


def find(books: Books, name: str) -> Contributor | None:
    """The contributor of that name or other name, however it is spelt; None where twins may be."""
    found = spelt(books, name)
    return found[0] if len(found) == 1 else None


def spelt(books: Books, name: str) -> Sequence[Contributor]:
    """The contributors that a name may mean: the one that is called exactly so, else all alike."""
    own, others = books.spelt(Contributor, name), books.spelt(ContributorName, name)
    typed = _tidy(name)
    if any(each.name == typed for each in own):
        return own
    whose = [books.session.get_one(Contributor, each.contributor_id) for each in others]
    if any(each.name == typed for each in others):
        return whose
    return list({each.id: each for each in (*own, *whose)}.values())


def twins(books: Books, draft: ContributorDraft, own: Contributor | None = None) -> list[str]:
    """The contributors that a draft may mean without saying so: those of ``own`` are known.

    They are called alike, or are the Member State of the same country.
    """
    found: dict[str, None] = {}
    if own is None or own.skeleton != skeleton(draft.name):
        found |= dict.fromkeys(each.name for each in books.spelt(Contributor, draft.name))
    country = draft.country.strip().upper()
    is_state = draft.contributor_type == ContributorType.MEMBER_STATE and not draft.parent.strip()
    if is_state and country and (own is None or not _is_state(own, country)):
        states = select(Contributor).where(
            Contributor.country == country,
            Contributor.contributor_type == ContributorType.MEMBER_STATE,
            col(Contributor.parent_id).is_(None),
            ~is_void(Contributor),
        )
        found |= dict.fromkeys(each.name for each in books.session.exec(states))
    return sorted(found.keys() - {own.name if own else ""})


def _is_state(own: Contributor, country: str) -> bool:
    is_state = own.contributor_type is ContributorType.MEMBER_STATE and own.parent_id is None
    return is_state and own.country == country


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
    """The other name that is in use, however it is spelt."""
    return books.find(ContributorName, name)


def _tidy(name: str) -> str:
    return " ".join(name.split())


def required(books: Books, name: str, field: Field = fields.DOCUMENT.itself) -> Contributor:
    """The contributor of that name, or a sentence."""
    found = spelt(books, name)
    if len(found) > 1:
        raise ambiguous(field, name, found)
    if not found:
        why, remedy = "is not a contributor yet", "Record the contributor first"
        raise refusal(field, Code.NOT_A_CONTRIBUTOR, name, why, remedy)
    return found[0]


def checked(books: Books, draft: ContributorDraft, own: Contributor | None) -> dict[str, Any]:
    """The fields of a contributor, checked against every rule; ``own`` is the one corrected."""
    problems = Problems()
    name = _tidy(draft.name)
    if not name:
        problems.missing(fields.NAME, "Give the contributor's name")
    is_new = own is None or name != own.name
    namesake = next((each for each in spelt(books, name) if each.name == name), None)
    if is_new and (other := _other(books, name)):
        remedy = "Use that contributor, or remove this alias from it first"
        why = f"is another name of {books.session.get_one(Contributor, other.contributor_id).name}"
        problems.add(fields.NAME, Code.TAKEN, name, why, remedy)
    elif is_new and namesake is not None:
        remedy = "Use the contributor that is there"
        problems.add(fields.NAME, Code.TAKEN, name, "is recorded already", remedy)
    elif not draft.apart.strip() and (known := twins(books, draft, own)):
        problems.add(fields.NAME, Code.TWIN, name, *is_it(known))
    if own is not None and namesake is None and _was_taken_back(books, name):
        why = "is that of a contributor whose import was taken back"
        remedy = "Record that contributor again, or write this name in another way"
        problems.add(fields.NAME, Code.REVERSED, name, why, remedy)
    kind = problems.attempt(_admitted, books, draft.contributor_type, own)
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
        "apart": draft.apart.strip() or (own.apart if own else ""),
    }


def _admitted(books: Books, typed: str, own: Contributor | None) -> ContributorType:
    """A kind that the terms admit today, or that the contributor is recorded as."""
    rules = books.rules_on(books.today)
    if typed in rules.kinds or (own is not None and typed == own.contributor_type):
        return ContributorType(typed)
    raise _refused(rules, fields.CONTRIBUTOR_TYPE, typed)


def check_admitted(books: Books, field: Field, own: Contributor, day: date) -> None:
    """Refuse what somebody gives on a day on which the terms do not admit its kind."""
    rules = books.rules_on(day)
    if own.contributor_type not in rules.kinds:
        raise _refused(rules, field, own.name)


def _refused(rules: Rules, field: Field, value: str) -> Refused:
    why = "may not contribute to this fund"
    return refusal(field, Code.NOT_ADMITTED, value, why, rules.who_may_contribute)


def is_it(known: Sequence[str]) -> tuple[str, str]:
    """What is asked about twins: the reason and the remedy of a problem."""
    remedy = "Is it the same? Then use that one; if it is another, say why"
    return f"there is already {' and '.join(known)}", remedy


def _was_taken_back(books: Books, name: str) -> bool:
    namesake = select(Contributor).where(Contributor.name == name, is_void(Contributor))
    return books.session.exec(namesake).first() is not None


def _has_agencies(books: Books, own: Contributor) -> bool:
    agencies = select(Contributor).where(Contributor.parent_id == own.id, ~is_void(Contributor))
    return books.session.exec(agencies).first() is not None


@act(ActCode.CONTRIBUTOR_RECORDED)
def record_contributor(act: Act, draft: ContributorDraft) -> Done:
    """Record a contributor of one of the four kinds."""
    act.reason = draft.apart.strip()
    values = checked(act.books, draft, None)
    contributor = act.put(Contributor, {"name": values.pop("name")}, **values)
    kind = one(contributor.contributor_type)
    return Done(contributor.name, f"{contributor.name} is recorded as {kind}.")


@act(ActCode.CONTRIBUTOR_CORRECTED)
def correct_contributor(
    act: Act, contributor: str, draft: ContributorDraft, reason: str, seen: int | None = None
) -> Done:
    """Change what is recorded of a contributor, with a reason."""
    act.require_reason(reason)
    own = act.need(required, contributor)
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
    act.put(ContributorName, {"name": typed}, contributor_id=own.id)
    return Done(own.name, f"{typed} means {own.name} from now on.")


@act(ActCode.CONTRIBUTOR_NAME_TAKEN_BACK)
def not_known_as(act: Act, known_as: str, contributor: str, reason: str) -> Done:
    """No longer take this name in a file for the contributor; what is booked stays as it is."""
    act.require_reason(reason)
    own = act.attempt(required, contributor)
    other = _other(act.books, known_as)
    if other is None or (own is not None and other.contributor_id != own.id):
        remedy = "Use one from the list of other names"
        why = f"is not another name of {contributor}"
        act.problems.add(fields.OTHER_NAME, Code.UNKNOWN, known_as, why, remedy)
    own, other = act.sound(own), act.sound(other)
    act.change(other, None, (), void=True)
    return Done(own.name, f"{other.name} no longer means {own.name}.")

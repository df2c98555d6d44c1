"""How the fund is published in IATI: by whom, and how IATI calls the organizations of the books."""

from dataclasses import dataclass

from sqlmodel import select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import terms as fields
from trustfund.domain.catalogue.fund import ORGANIZATION
from trustfund.domain.iati import (
    ADMINISTRATIVE_AGENT,
    ORGANISATION_TYPES,
    parse_identifier,
    parse_reference,
)
from trustfund.domain.problems import Code, refusal
from trustfund.domain.texts import alike
from trustfund.ledger import contributors, movements
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.void import is_void
from trustfund.store.tables import Contributor, OrganizationReference


@dataclass(frozen=True)
class PublisherDraft:
    """The publisher as typed; a blank identifier is its reference and the fund's code."""

    reference: str
    name: str
    organisation_type: str
    activity_identifier: str = ""
    publishes_instalments: bool = False


@act(ActCode.PUBLISHING_SET)
def set_publisher(act: Act, draft: PublisherDraft, reason: str, seen: int | None = None) -> Done:
    """Say who publishes the fund in IATI, and as which activity."""
    fund, problems = act.books.fund, act.problems
    act.require_reason(reason)
    reference = problems.attempt(parse_reference, fields.PUBLISHER_REFERENCE, draft.reference)
    name = " ".join(draft.name.split())
    if not name:
        problems.missing(fields.PUBLISHER_NAME, "Give it as the register does")
    if draft.organisation_type not in ORGANISATION_TYPES:
        kinds = ", ".join(f"{code} {name}" for code, name in ORGANISATION_TYPES.items())
        why, typed = "is not one of the codes", draft.organisation_type
        problems.add(fields.PUBLISHER_TYPE, Code.NOT_A_CODE, typed, why, f"Use {kinds}")
    identifier = None
    if reference:
        typed = draft.activity_identifier.strip() or f"{reference}-{fund.code}"
        field = fields.ACTIVITY_IDENTIFIER
        identifier = problems.attempt(parse_identifier, field, typed, reference)
    problems.refuse_if_any()
    before = fund.activity_identifier
    act.change(
        fund,
        seen,
        publisher_reference=reference,
        publisher_name=name,
        publisher_type=draft.organisation_type,
        activity_identifier=identifier,
        publishes_instalments=draft.publishes_instalments,
    )
    caution = (
        f"Readers who know the activity {before} take {identifier} for another one: an identifier "
        "that was published is to stay."
    )
    return Done(
        fund.code,
        f"The fund is published by {name} ({reference}) as the activity {identifier}.",
        (caution,) if before and before != identifier else (),
    )


@act(ActCode.IATI_REFERENCE_GIVEN)
def give_reference(
    act: Act, organization: str, reference: str, reason: str, seen: int | None = None
) -> Done:
    """From now on IATI files call a contributor, or an organization of the books, so."""
    act.require_reason(reason)
    who = act.attempt(_known, organization)
    typed = act.problems.attempt(parse_reference, fields.ORGANIZATION_REFERENCE, reference)
    typed = act.sound(typed)
    assert who is not None
    before = _document(act.books, who)
    if before is None:
        of = {"contributor_id": who.id} if isinstance(who, Contributor) else {"organization": who}
        act.add(OrganizationReference(**of, reference=typed))
    else:
        act.change(before, seen, reference=typed, void=False)
    return Done(typed, f"IATI files call {_name(who)} {typed} from now on.")


@act(ActCode.IATI_REFERENCE_TAKEN_BACK)
def take_reference_back(act: Act, organization: str, reason: str, seen: int | None = None) -> Done:
    """From now on IATI files name the organization without a reference."""
    act.require_reason(reason)
    own = act.sound(act.attempt(required, organization))
    act.change(own, seen, void=True)
    name = organization.strip()
    return Done(own.reference, f"IATI files call {name} by its name alone from now on.")


def organizations(books: Books) -> list[str]:
    """Everybody that an IATI file may name: contributors, organizations, the agent."""
    names = books.session.exec(select(Contributor.name).where(~is_void(Contributor)))
    return sorted({*names, *movements.organizations(books), ADMINISTRATIVE_AGENT})


def reference_of(books: Books, organization: str) -> OrganizationReference | None:
    """The reference that an organization has, None where it has none or that was taken back."""
    found = _document(books, _known(books, organization))
    return None if found is None or found.void else found


def required(books: Books, organization: str) -> OrganizationReference:
    """The reference that an organization has, or a sentence."""
    found = reference_of(books, organization)
    if found is None:
        why, remedy = "has no IATI reference", "Choose an organization that has one"
        raise refusal(ORGANIZATION, Code.UNKNOWN, organization, why, remedy)
    return found


Who = Contributor | str
"""A contributor, or the name of another organization."""


def _known(books: Books, organization: str) -> Who:
    contributor = contributors.find(books, organization)
    if contributor is not None:
        return contributor
    typed = " ".join(organization.split())
    known = organizations(books)
    found = typed if typed in known else next((each for each in known if alike(each, typed)), None)
    if found is None:
        remedy = "Choose a contributor, an organization that a movement names, or the agent"
        why = "is not in the books"
        raise refusal(ORGANIZATION, Code.UNKNOWN, organization, why, remedy)
    return found


def _name(who: Who) -> str:
    return who.name if isinstance(who, Contributor) else who


def _document(books: Books, who: Who) -> OrganizationReference | None:
    """The row of an organization, void or not."""
    rows = select(OrganizationReference)
    if isinstance(who, Contributor):
        mine = rows.where(OrganizationReference.contributor_id == who.id)
    else:
        mine = rows.where(OrganizationReference.organization == who)
    return books.session.exec(mine).first()

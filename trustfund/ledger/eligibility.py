"""Which countries' delegates may be funded, on the first day of an event."""

from datetime import date

from sqlmodel import col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import fund, trip
from trustfund.domain.classifications import CountryFacts, is_eligible
from trustfund.domain.problems import Code, Problems
from trustfund.domain.roles import ADMINISTRATORS
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.store.tables import Country, EligibilityDecision, Event


def decision_on(books: Books, country: str, day: date) -> bool | None:
    """The administrator's decision in effect for a country on a day, None where there is none."""
    return books.session.exec(
        select(EligibilityDecision.eligible)
        .where(EligibilityDecision.country == country, EligibilityDecision.effective_on <= day)
        .order_by(col(EligibilityDecision.effective_on).desc(), col(EligibilityDecision.id).desc())
    ).first()


def check(problems: Problems, books: Books, code: str, event: Event) -> Country | None:
    """The country of a code; what keeps it from being funded at an event is noted."""
    country = books.country(problems, trip.COUNTRY, code)
    if country is None:
        return None
    if event.starts_on is None:
        why = "has no date yet, so eligibility cannot be judged"
        remedy = "Give the event the first day of what was announced"
        problems.add(trip.EVENT, Code.UNDATED, event.code, why, remedy)
        return country
    facts = CountryFacts(**country.model_dump(include=set(CountryFacts.__dataclass_fields__)))
    if not is_eligible(facts, decision_on(books, country.iso3, event.starts_on)):
        problems.add(
            trip.COUNTRY,
            Code.NOT_ELIGIBLE,
            country.name,
            f"is not eligible on {event.starts_on}, the first day of {event.code}: the fund pays "
            "for representatives of developing countries",
            "Choose an eligible country; an administrator may decide otherwise with a reason",
        )
    return country


@act(ActCode.ELIGIBILITY_DECIDED, ADMINISTRATORS)
def decide_eligibility(
    act: Act, country: str, effective_on: date | None, eligible: bool, reason: str
) -> Done:
    """Record the administrator's decision that a country is, or is not, eligible from a day on."""
    act.require_reason(reason)
    found = act.books.country(act.problems, fund.ELIGIBLE_COUNTRY, country)
    if effective_on is None:
        act.problems.missing(fund.ELIGIBLE_FROM, "Give the first day of the decision")
    found, effective_on = act.sound(found), act.sound(effective_on)
    act.add(
        EligibilityDecision(
            country=found.iso3,
            effective_on=effective_on,
            eligible=eligible,
            reason=act.reason,
        )
    )
    decision = "eligible" if eligible else "not eligible"
    return Done(found.iso3, f"{found.name} is {decision} from {effective_on} on.")

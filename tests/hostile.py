"""Books in which every text that people type holds markup, for the tests that it stays text."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import AutoString, col

from tests.books import day, perform
from tests.papers import a_pdf
from tests.people import acting
from trustfund.domain import bank
from trustfund.domain.roles import Role
from trustfund.ledger import (
    allocations,
    amendments,
    bank_lines,
    certification,
    contributions,
    contributors,
    country_lists,
    deposits,
    eligibility,
    event_changes,
    events,
    instalments,
    movements,
    objectives,
    papers,
    publishing,
    rates,
    receipts,
    terms,
    travel,
    trip_steps,
)
from trustfund.ledger.imports import imported_files, left_out
from trustfund.store.base import Base
from trustfund.store.engine import Store
from trustfund.store.tables import Country, Objective

TODAY = "2018-07-16"
EVIL = "evil.example"
MARK = "onerror=alert"
"""Stands in every hostile text, and nowhere else."""
MARKUP = (
    f'=1+1<img src=x {MARK}(1)><b>B</b><a href="https://{EVIL}">A</a><script>alert(2)</script> '
    f'<a href="javascript:alert(3)">J</a><sub>S</sub><br><!-- c --><iframe src="//{EVIL}"> '
    f"**bold** __strong__ ~~gone~~ `code` [L](javascript:alert(4)) [M](https://{EVIL}/m) "
    f"![I](https://{EVIL}/i.png) <https://{EVIL}/auto> https://{EVIL}/bare www.{EVIL} who@{EVIL} "
    r":red[R] :red-background[B] :material/home: :material_home: :smile: :streamlit: "
    r"$\LaTeX$ $$x$$ &lt;u&gt; &#60;i&#62; &amp; %{y} %{customdata} {0} {fund} %s "
    "a -> b <- c -- d >= e # h | t | u"
)
BROKEN_LINES = (
    "\r\nSet-Cookie: a=b\r\n\r\n# Heading\n\n    indented\n\n- item\n\n1. one\n\n> said\n\n---"
)


def hostile(what: str) -> str:
    """A text of one line; ``what`` tells it from the others."""
    return f"{MARKUP} {what}"


def lines(what: str) -> str:
    """The same with lines that a file may bring, though no field of a form does."""
    return hostile(what) + BROKEN_LINES


ATTACKER = replace(acting(Role.ADMIN, hostile("actor")), country="NPL", contributor=1)
GIVER, AGENCY = hostile("contributor"), hostile("agency")
GIFT, PAID, TRIP, EVENT = (hostile(what) for what in ("gift", "deposit", "trip", "event"))
MOVED, DECIDED, ARRIVED = (hostile(what) for what in ("movement", "allocation", "receipt"))
LINK = f"https://{EVIL}/{MARK}(5)\"'><b>link</b>"


def books(ready: Path, folder: Path) -> Store:
    """A copy of a ready store, filled."""
    store = Store(f"sqlite:///{shutil.copy(ready, folder / 'fund.db')}")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TRUSTFUND_TODAY", TODAY)
        fill(store)
    return store


def fill(store: Store) -> None:
    """Book one of everything, each text hostile; what was booked stands and is shown."""
    with store.writing() as session:  # the reference lists, as a file might bring them
        session.execute(sa.update(Objective).values(title=Objective.code + hostile("objective")))
        nepal = sa.update(Country).where(col(Country.iso3) == "NPL")
        session.execute(nepal.values(name=hostile("country")))
    for act, *arguments in _story():
        perform(store, act, *arguments, actor=ATTACKER)
    _statement(store)


def _statement(store: Store) -> None:
    """A bank statement with hostile texts: a line that is open, and one that is left out."""
    on, texts = day("2017-06-02"), (hostile("payer"), hostile("reference"), hostile("text"))
    lines = tuple(bank.Line(on, on, amount, *texts) for amount in (12_34, 56_78))
    begin, end = bank.Balance(day("2017-06-01"), 0), bank.Balance(day("2017-06-02"), 69_12)
    own = bank.Statement(hostile("account"), "USD", lines, hostile("number"), begin, end)
    bank_lines.take_in(store, ATTACKER, hostile("file"), "0", [own])
    perform(store, bank_lines.leave_out, 2, 1, hostile("reason"), actor=ATTACKER)


def _story() -> Iterator[tuple[Any, ...]]:
    named = ("member_state", "NOR")
    yield contributors.record_contributor, contributors.ContributorDraft(GIVER, *named)
    agency = contributors.ContributorDraft(AGENCY, *named, parent=GIVER, apart=lines("why another"))
    yield contributors.record_contributor, agency
    yield contributors.correct_contributor, AGENCY, agency, lines("reason")
    yield contributors.also_known_as, lines("other name"), AGENCY, lines("reason")
    yield rates.record_rate, rates.RateDraft("EUR", day("2017-05-01"), "0.9", lines("source"))
    gift = contributions.ContributionDraft(
        GIVER,
        "USD",
        "10000",
        agreement_reference=lines("arrangement"),
        agreement_link=LINK,
        agreement_signed_on=day("2017-05-01"),
        earmark="unearmarked:4000;1:6000",
        note=lines("note"),
        reference=GIFT,
    )
    yield contributions.record_contribution, gift
    pledge = contributions.ContributionDraft(AGENCY, "EUR", "500", day("2017-05-02"), note=MARKUP)
    yield contributions.record_contribution, pledge
    note = (lines("note"), hostile("amendment"))
    amendment = amendments.AmendmentDraft(GIFT, note[1], day("2017-05-10"), "500", note[0])
    yield amendments.amend, amendment
    plan = [(day("2017-06-30"), "10500")]
    yield instalments.schedule_instalments, GIFT, plan, lines("reason")
    bank = {"bank_reference": lines("bank"), "note": lines("note")}
    paid = deposits.DepositDraft(GIFT, day("2017-05-15"), "USD", "6000", reference=PAID, **bank)
    yield deposits.record_deposit, paid
    yield deposits.correct_deposit, paid, lines("reason")
    cash = {"payer": lines("payer"), **bank}
    for reference in (ARRIVED, hostile("receipt 2")):
        arrived = receipts.ReceiptDraft(day("2017-05-20"), "USD", "50", reference=reference, **cash)
        yield receipts.record_receipt, arrived
    moved = movements.MovementDraft(
        "organization_interest",
        day("2017-06-01"),
        "12.50",
        organization=hostile("organization"),
        note=lines("note"),
        reference=MOVED,
    )
    yield movements.record_movement, moved
    yield movements.correct_movement, moved, lines("reason")
    transfer = movements.MovementDraft(
        "transfer_to_fund", day("2017-06-02"), "1", organization=hostile("fund"), note=MARKUP
    )
    yield movements.record_movement, transfer
    decided = allocations.AllocationDraft(
        DECIDED, day("2017-06-01"), hostile("other"), "100", note=lines("note")
    )
    yield allocations.record_allocation, decided
    session = events.EventDraft(
        EVENT,
        "other",
        lines("title"),
        city=lines("city"),
        country="NPL",
        announced=lines("announced"),
        starts_on=day("2017-06-19"),
        phase=lines("phase"),
    )
    yield events.add_event, session
    yield event_changes.change_event, session, lines("reason")
    decision = ("NPL", day("2017-05-01"), True, lines("reason"))
    yield eligibility.decide_eligibility, *decision
    person = travel.NominationDraft(
        EVENT,
        "NPL",
        day("2017-05-20"),
        name=lines("delegate"),
        note_verbale=lines("note verbale"),
        costs=travel.CostsDraft("1000"),
        note=lines("note"),
        reference=TRIP,
    )
    yield travel.nominate, person
    authorised = trip_steps.StepDraft(TRIP, "authorised", day("2017-06-01"), reason=lines("reason"))
    yield trip_steps.advance, authorised
    yield trip_steps.correct_step, authorised
    left = travel.NominationDraft(EVENT, "NPL", day("2017-05-21"), reference=hostile("trip 2"))
    yield travel.nominate, left
    agency_text = hostile("managing")
    first, last = day("2017-04-03"), day("2018-12-31")
    draft = terms.TermsDraft(
        *("MCS00", lines("fund"), first, last, "1", "7", agency_text),
        contributors=f"member_state: {hostile('States')}",
        phases=f"I: {hostile('phase')}",
        purpose=lines("purpose"),
        legal_basis=lines("basis"),
        contact=lines("contact"),
        giving=lines("giving"),
        attending=lines("attending"),
    )
    yield terms.change_terms, draft, lines("reason")
    yield certification.certify_year, 2017, {}, 25, lines("reason")
    yield imported_files.record_import, "travel", lines("file"), (1, 0, 0), 25
    publisher = publishing.PublisherDraft("XM-TEST-1", lines("publisher"), "40", "", True)
    yield publishing.set_publisher, publisher, lines("reason")
    for number, who in enumerate((GIVER, hostile("organization"), agency_text), start=2):
        yield publishing.give_reference, who, f"XM-TEST-{number}", lines("reason")
    window = objectives.ObjectiveDraft("4", lines("objective"), lines("description"))
    yield objectives.change_objective, window, lines("reason")
    twice = replace(paid, amount="1", reference=hostile("twin"), apart=lines("apart"))
    yield deposits.record_deposit, twice
    yield left_out.leave_out, {hostile("left out"): PAID}, lines("reason")
    listing = country_lists.ListingDraft(
        *("NPL", day("2017-05-02"), "true", "Asia-Pacific", "Asia", hostile("subregion")),
        *("true", "true", None, None, "true", "false"),
    )
    yield country_lists.list_country, listing, lines("reason")
    yield country_lists.decide_graduation, "NPL", None, False, lines("reason")
    for record, reference in (("contribution", GIFT), ("trip", TRIP)):
        paper = papers.PaperDraft(record, reference, lines("paper"), a_pdf())
        yield papers.attach, paper


def texts(store: Store) -> dict[tuple[str, str], list[str]]:
    """What stands in every column that holds text without a list of what it may be."""
    found = {}
    with store.reading() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, AutoString):
                    values = session.execute(sa.select(column).distinct()).scalars()
                    found[table.name, column.name] = [value for value in values if value]
    return found

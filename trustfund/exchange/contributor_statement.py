"""The statement of one contributor: its sections, on the page and in the PDF."""

from trustfund.domain.kinds import label
from trustfund.domain.roles import INSTALMENT_READERS, Actor, Role
from trustfund.domain.texts import listed
from trustfund.exchange import contributor_statement_money as own
from trustfund.exchange import contributor_statement_pool as pool
from trustfund.exchange import pdf
from trustfund.exchange.sections import Section, usd_or_not
from trustfund.figures import made_possible
from trustfund.figures.contributions import sum_of
from trustfund.figures.giving import Statement
from trustfund.figures.view import View
from trustfund.figures.wording import exact_usd

READERS = INSTALMENT_READERS | {Role.CONTRIBUTOR}
"""Who may see instalments in it: a contributor its own."""
MOST_DEPOSITS = 400
"""Deposits listed in a document one by one, the newest; the sums have them all."""


def pieces(view: View, who: Actor) -> tuple[bytes]:
    """The statement as a PDF; instalments for those who may read them."""
    statement = Statement(view)
    made = sections(statement, who)
    figures = dict.fromkeys(key for section in made for key in section.figures)
    title = f"Statement of {statement.contributor}"
    content = {
        "about": about(statement),
        "thanks": made_possible.thanks(statement),
        "cards": cards(statement),
        "sections": [section.data() for section in made],
    }
    return (pdf.make("contributor_statement", title, view, content, figures, who),)


def about(statement: Statement) -> list[str]:
    """Who the contributor is, and whose money is in the figures."""
    document, frames = statement.document, statement.view.frames
    who = label(document.contributor_type)
    if parent := frames.contributors.get(document.parent_id or 0):
        who += f", agency of {parent.name}"
    agencies = f"With the money of its agencies: {listed(statement.agencies)}."
    return [who, agencies] if statement.agencies else [who]


def cards(statement: Statement) -> list[tuple[str, str, str]]:
    """The headline figures: label, value, key of the definition."""
    sums = statement.in_usd
    return [
        ("Committed", usd_or_not(sums["usd_amount"]), "committed"),
        ("Deposited", exact_usd(sum_of(statement.deposits, "usd_amount")), "deposited"),
        ("Outstanding", usd_or_not(sums["outstanding_usd"]), "outstanding"),
        ("Exchange difference", usd_or_not(sums["exchange_difference_usd"]), "exchange_difference"),
    ]


def sections(statement: Statement, who: Actor, most: int = MOST_DEPOSITS) -> list[Section]:
    """All sections that have anything to say to a reader."""
    found = [
        own.arrangements(statement),
        own.changes(statement),
        own.deposits(statement, most),
        own.balance(statement),
        pool.earmarking(statement),
        pool.aid(statement),
        own.refunds(statement),
        own.pledges(statement),
        own.instalments(statement) if who.may(READERS) and statement.is_payer else None,
        pool.whole_fund(statement),
        pool.made_possible(statement),
        pool.contributors(statement),
    ]
    return [section for section in found if section is not None]

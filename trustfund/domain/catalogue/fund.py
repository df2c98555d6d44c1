"""What is decided about the fund besides its terms: certified years, eligibility, references."""

from trustfund.domain.fields import Cell, Document, Kept, asked

ORGANIZATION = asked("fund.organization")
YEAR = asked("fund.year", Cell.COUNT)
STATEMENTS = asked("fund.statements")
ELIGIBLE_COUNTRY = asked("fund.eligible_country", label="Country", codes=Kept.COUNTRY)
ELIGIBLE_FROM = asked("fund.eligible_from", Cell.DAY, label="From")
DECISIONS = Document(
    "eligible",
    (
        asked("eligible.country", meaning="ISO 3166 alpha-3"),
        asked("eligible.eligible", Cell.FLAG, "Whether its delegates may be funded"),
        asked("eligible.effective_on", Cell.DAY, "From which day on", label="From"),
        asked("eligible.reason", meaning="Why, in a few words"),
    ),
)
"""The file ``eligible.csv`` of a fund's own folder."""

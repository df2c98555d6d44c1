"""What is decided about the fund besides its terms: certified years, eligibility, references."""

from trustfund.domain.fields import Cell, Kept, asked

ORGANIZATION = asked("fund.organization")
YEAR = asked("fund.year", Cell.COUNT)
STATEMENTS = asked("fund.statements")
ELIGIBLE_COUNTRY = asked("fund.eligible_country", label="Country", codes=Kept.COUNTRY)
ELIGIBLE_FROM = asked("fund.eligible_from", Cell.DAY, label="From")

"""The fund in one row: its headline figures, for whoever looks at several funds."""

from trustfund.domain.fields import Cell, Document, or_blank, output

DOCUMENT = Document(
    "headlines",
    (
        output("headlines.fund", meaning="Code of the fund"),
        output("headlines.fund_name", label="Fund", meaning="Name of the fund"),
        output("headlines.as_of", Cell.DAY, "Day that the figures are stated for", label="As of"),
        output("headlines.revision", Cell.COUNT, "Number of the newest act on the books"),
        output("headlines.committed_usd", Cell.USD, "Amounts of signed arrangements"),
        output("headlines.deposited_usd", Cell.USD, "Cash received, before fees and refunds"),
        or_blank(
            "headlines.unearmarked_share",
            Cell.SHARE,
            "Un-earmarked part of what was deposited; blank where nothing was",
        ),
        output("headlines.left_for_travel_usd", Cell.USD, "Available for travel"),
        output("headlines.delegates", Cell.COUNT, "Delegates who travelled"),
        output("headlines.countries", Cell.COUNT, "Countries with a delegate"),
        output(
            "headlines.ldcs_represented",
            Cell.COUNT,
            "Countries with a delegate at an event at which they were LDCs",
            label="LDCs represented",
        ),
        output(
            "headlines.ldcs_eligible",
            Cell.COUNT,
            "Countries that were LDCs, and eligible, at an event that has begun",
            label="LDCs eligible",
        ),
    ),
    key=("fund",),
)

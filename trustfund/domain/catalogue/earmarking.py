"""The part of a contribution that is for one objective, or un-earmarked."""

from trustfund.domain.fields import Cell, Document, Kept, or_blank, output

OBJECTIVE = output(
    "earmarking.objective", meaning="Code of the objective, or unearmarked", codes=Kept.OBJECTIVE
)

DOCUMENT = Document(
    "earmarking",
    (
        output(
            "earmarking.contribution_reference",
            meaning="The contribution's reference",
            codes=Kept.CONTRIBUTION,
        ),
        output("earmarking.contributor", meaning="Who gives", codes=Kept.CONTRIBUTOR),
        OBJECTIVE,
        output(
            "earmarking.currency",
            meaning="Currency of the contribution (ISO 4217)",
            codes=Kept.CURRENCY,
        ),
        output("earmarking.amount", Cell.MONEY, "The part of the contribution for this objective"),
        or_blank(
            "earmarking.usd_amount",
            Cell.USD,
            "That part of the commitment in US dollars; blank for a pledge",
        ),
        output(
            "earmarking.deposited_usd", Cell.USD, "Received so far for this objective, before fees"
        ),
        or_blank("earmarking.share", Cell.SHARE, "amount as a share of the contribution's amount"),
    ),
    key=("contribution_reference", "objective"),
)

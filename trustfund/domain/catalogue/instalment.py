"""An instalment: a part of a commitment that is due by a day."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Cell, Document, Field, Kept, output
from trustfund.domain.kinds import InstalmentStatus

CONTRIBUTION_REFERENCE = common.contribution(
    "instalment.contribution_reference",
    "The contribution's reference",
    help="Its rows are its whole schedule.",
    example="EXAMPLE-C",
    required=True,
)
DUE_ON = Field(
    "instalment.due_on",
    Cell.DAY,
    meaning="Day by which the instalment is due",
    example="2017-06-30",
    required=True,
    synonyms="due date, date due, due, instalment date, payment due, expected on, expected date",
)
AMOUNT = common.amount(
    "instalment.amount", "What is due, in the currency of the contribution", "100000.00"
)
INSTALMENTS = Field("instalment.amount", Cell.MONEY, label="Instalments")
"""The sum of a whole schedule."""

DOCUMENT = Document(
    "instalment",
    (
        CONTRIBUTION_REFERENCE,
        output("instalment.contributor", meaning="Who gives", codes=Kept.CONTRIBUTOR),
        DUE_ON,
        output(
            "instalment.currency",
            meaning="Currency of the contribution (ISO 4217)",
            codes=Kept.CURRENCY,
        ),
        AMOUNT,
        output(
            "instalment.status",
            meaning="paid, scheduled or late, by what is deposited up to the as-of date",
            codes=InstalmentStatus,
        ),
    ),
    key=("contribution_reference", "due_on"),
)

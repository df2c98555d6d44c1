"""A contribution: a pledge, and the arrangement that makes it a commitment."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Cell, Document, Field, Kept, asked, or_blank, output
from trustfund.domain.kinds import ContributorType, Stage

REFERENCE = common.reference("contribution.reference", "EXAMPLE-C")
CONTRIBUTOR = Field(
    "contribution.contributor",
    codes=Kept.CONTRIBUTOR,
    meaning="Name of the contributor, as recorded",
    example="Example Foundation (replace this row)",
    required=True,
    synonyms="donor, donor name, name of donor, partner, contributing partner, funding partner, "
    "contributor name, name of contributor, giver, given by, from, received from, source of funds, "
    "sponsor, donor country, donateur, contributeur, donante, contribuyente",
)
PLEDGED_ON = Field(
    "contribution.pledged_on",
    Cell.DAY,
    meaning="Day of the pledge",
    example="2017-04-20",
    synonyms="pledge date, date of pledge, date pledged, pledged, announced on, date announced",
)
AGREEMENT_REFERENCE = Field(
    "contribution.agreement_reference",
    label="Arrangement reference",
    meaning="Reference of the Standard Administrative Arrangement",
    example="SAA-EXAMPLE",
    synonyms="agreement, agreement number, agreement no, saa, saa reference, saa number, "
    "arrangement, arrangement number",
)
AGREEMENT_LINK = Field(
    "contribution.agreement_link",
    label="Arrangement link",
    meaning="Where the arrangement can be read",
    synonyms="link, agreement url, url, saa link",
    is_free=True,
)
AGREEMENT_SIGNED_ON = Field(
    "contribution.agreement_signed_on",
    Cell.DAY,
    label="Signed on",
    meaning="Day on which the arrangement was signed",
    help="Until then the contribution is a pledge.",
    example="2017-05-02",
    synonyms="date signed, signature date, date of signature, signing date, agreement date, saa "
    "date, saa signed on, signed",
)
CURRENCY = common.currency("contribution.currency", "Currency of the contribution (ISO 4217)")
AMOUNT = common.amount(
    "contribution.amount",
    "Amount committed, or pledged where nothing is signed; exports give it net of given-up parts",
    "100000.00",
)
EARMARK = Field(
    "contribution.earmark",
    codes=Kept.EARMARK,
    meaning="unearmarked, an objective, or a split such as 1:60000;unearmarked:40000",
    help="The parts of a split add up to the amount.",
    example="1:60000;unearmarked:40000",
    never_blank=True,
    synonyms="earmarking, earmarked to, earmarked for, objective, window, restriction, purpose, "
    "allocation",
)
NOTE = common.note("contribution.note")
PLEDGE = Field("contribution.reference", label="Pledge")
WITHDRAWN_ON = asked("contribution.withdrawn_on", Cell.DAY)
WRITTEN_OFF_ON = asked("contribution.written_off_on", Cell.DAY)

DOCUMENT = Document(
    "contribution",
    (
        REFERENCE,
        CONTRIBUTOR,
        output(
            "contribution.contributor_type",
            meaning="One of the four kinds that may contribute",
            codes=ContributorType,
        ),
        or_blank(
            "contribution.country",
            meaning="ISO 3166 alpha-3 code of a Member State; blank for organizations",
            codes=Kept.COUNTRY,
        ),
        output(
            "contribution.stage",
            meaning="pledged, committed, partly_deposited, deposited, withdrawn, written_off",
            codes=Stage,
        ),
        PLEDGED_ON,
        AGREEMENT_REFERENCE,
        AGREEMENT_LINK,
        AGREEMENT_SIGNED_ON,
        CURRENCY,
        AMOUNT,
        EARMARK,
        or_blank(
            "contribution.usd_amount",
            Cell.USD,
            "The commitment at the rate of the signing date; blank for a pledge",
        ),
        output("contribution.deposited_amount", Cell.MONEY, "Received so far, before fees"),
        output(
            "contribution.deposited_usd",
            Cell.USD,
            "Received so far at the rates of the value dates, before fees",
        ),
        or_blank(
            "contribution.outstanding_amount",
            Cell.MONEY,
            "Committed - received - written off; blank for a pledge",
        ),
        or_blank(
            "contribution.outstanding_usd",
            Cell.USD,
            "What is outstanding at the rate of the as-of date",
        ),
        output(
            "contribution.written_off_amount",
            Cell.MONEY,
            "Written off a commitment, or withdrawn from a pledge",
        ),
        or_blank(
            "contribution.exchange_difference_usd",
            Cell.USD,
            "deposited_usd + outstanding_usd - usd_amount",
            signed=True,
        ),
        output("contribution.unearmarked_amount", Cell.MONEY, "The un-earmarked part of amount"),
        output(
            "contribution.earmarked_amount",
            Cell.MONEY,
            "The part of amount earmarked to objectives",
        ),
        NOTE,
        or_blank(
            "contribution.refunded_amount",
            Cell.MONEY,
            "Given back so far; blank if any of it was paid in another currency",
        ),
        output("contribution.refunded_usd", Cell.USD, "Given back so far"),
        output("contribution.deposited_less_refunds_usd", Cell.USD, "deposited_usd - refunded_usd"),
    ),
    key=("reference",),
)

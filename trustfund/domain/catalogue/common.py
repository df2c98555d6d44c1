"""Fields that several documents have, and what other files call their columns."""

from typing import Any

from trustfund.domain.fields import Cell, Field, Kept

_AMOUNT = (
    "amount in original currency, original amount, amount original currency, amt, amount in "
    "currency, amount oc, amount in local currency, local currency amount, transaction amount, "
    "contribution amount, amount received, received, amount pledged, pledge amount, committed "
    "amount, commitment, commitment amount, instalment amount, value, sum, contribution, montant, "
    "importe, monto"
)
_CONTRIBUTION_REFERENCE = (
    "contribution, contribution id, contribution number, contribution no, contribution ref, pledge "
    "reference, pledge id, commitment reference, arrangement"
)
_COUNTRY = (
    "country code, country name, iso3, iso code, member state, state, nationality, pays, pais"
)
_CURRENCY = (
    "currency code, ccy, curr, cur, original currency, transaction currency, iso currency, devise, "
    "monnaie, moneda, divisa"
)
_NOTE = "notes, comment, comments, remark, remarks, observations, description, memo"
_OBJECTIVE = "window, pool, earmark, earmarking"
_ORGANIZATION = (
    "organisation, participating organization, participating organisation, agency, recipient, "
    "recipient organization, implementing organization, entity"
)
_REFERENCE = (
    "ref, reference number, reference no, ref no, id, number, no, contribution id, contribution "
    "reference, deposit reference, deposit id, transaction id, transaction number, receipt number, "
    "receipt no, voucher, voucher number, trip, trip number"
)
_USD_AMOUNT = (
    "amount in usd, usd, usd equivalent, us equivalent, equivalent in usd, amount in us dollars, "
    "us dollars, usd value, amount usd equivalent, usd total, dollar amount, amount"
)
_VALUE_DATE = (
    "date, date received, received on, received, date of receipt, receipt date, deposit date, "
    "deposited on, date of deposit, payment date, date paid, bank date, booking date, transaction "
    "date, posting date, date de valeur, fecha valor, fecha"
)


def reference(identity: str, example: str) -> Field:
    """The reference by which a document is known."""
    return Field(
        identity,
        meaning=f"The {identity.partition('.')[0]}'s reference, which no other one has",
        example=example,
        synonyms=_REFERENCE,
        required=True,
    )


def contribution(identity: str, meaning: str, **more: Any) -> Field:
    """The contribution that a document is of."""
    more |= {"label": "Contribution", "codes": Kept.CONTRIBUTION}
    return Field(identity, meaning=meaning, synonyms=_CONTRIBUTION_REFERENCE, **more)


def value_date(identity: str, meaning: str, example: str) -> Field:
    """The day on which money counts."""
    return Field(identity, Cell.DAY, meaning, example=example, synonyms=_VALUE_DATE, required=True)


def amount(identity: str, meaning: str, example: str = "", **more: Any) -> Field:
    """An amount in a currency, which a file must have unless the document says otherwise."""
    given: dict[str, Any] = {"required": True, "synonyms": _AMOUNT} | more
    return Field(identity, Cell.MONEY, meaning, example=example, **given)


def usd_amount(identity: str, meaning: str, **more: Any) -> Field:
    """An amount in US dollars."""
    return Field(identity, Cell.USD, meaning, synonyms=_USD_AMOUNT, **more)


def country(identity: str, meaning: str, **more: Any) -> Field:
    """A country."""
    return Field(identity, meaning=meaning, codes=Kept.COUNTRY, synonyms=_COUNTRY, **more)


def currency(identity: str, meaning: str, example: str = "USD", **more: Any) -> Field:
    """A currency that a file must name unless the document says otherwise."""
    given: dict[str, Any] = {"required": True, "synonyms": _CURRENCY} | more
    return Field(identity, meaning=meaning, codes=Kept.CURRENCY, example=example, **given)


def objective(identity: str, meaning: str, example: str = "") -> Field:
    """The objective that money is for."""
    return Field(
        identity, meaning=meaning, codes=Kept.OBJECTIVE, example=example, synonyms=_OBJECTIVE
    )


def organization(identity: str, meaning: str, **more: Any) -> Field:
    """The organization that money goes to, or comes from."""
    return Field(identity, meaning=meaning, codes=Kept.ORGANIZATION, synonyms=_ORGANIZATION, **more)


def note(identity: str, meaning: str = "Note of the officer", **more: Any) -> Field:
    """What somebody wrote beside it."""
    return Field(
        identity,
        meaning=meaning,
        example="Example: replace this row",
        synonyms=_NOTE,
        is_free=True,
        has_lines=True,
        **more,
    )

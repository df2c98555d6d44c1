"""A line of a bank statement, as a table lists it; and what problems of statements name."""

from trustfund.domain.fields import Cell, Document, Field, Kept

BOOKED_ON = Field(
    "bank.booked_on",
    Cell.DAY,
    "Day on which the bank booked it",
    label="Booking date",
    example="2018-06-29",
    synonyms="date, booked on, booked, posting date, entry date, transaction date, date of booking,"
    " buchungstag, date comptable, fecha",
    required=True,
)
VALUE_ON = Field(
    "bank.value_on",
    Cell.DAY,
    "Day from which the money counts; blank is the booking date",
    label="Value date",
    example="2018-06-29",
    synonyms="value, valuta, date de valeur, fecha valor",
)
AMOUNT = Field(
    "bank.amount",
    Cell.MONEY,
    "Amount, below zero where money went out",
    example="60000.00",
    synonyms="transaction amount, sum, betrag, montant, importe",
    signed=True,
)
CREDIT = Field(
    "bank.credit",
    Cell.MONEY,
    "Amount that came in, where the file has two columns",
    synonyms="credit amount, paid in, money in, receipts, haben, crédit, abono, haber",
)
DEBIT = Field(
    "bank.debit",
    Cell.MONEY,
    "Amount that went out, where the file has two columns",
    synonyms="debit amount, paid out, money out, payments, soll, débit, cargo, debe",
    signed=True,
)
CURRENCY = Field(
    "bank.currency",
    meaning="Currency of the account (ISO 4217)",
    codes=Kept.CURRENCY,
    example="USD",
    synonyms="ccy, currency code, account currency, curr, devise, moneda, währung",
)
ACCOUNT = Field(
    "bank.account",
    meaning="Number of the account (IBAN or the bank's own)",
    synonyms="account number, iban, account no, own account, konto, compte, cuenta",
)
COUNTERPARTY = Field(
    "bank.counterparty",
    meaning="Who paid, or was paid",
    synonyms="name, payer, payee, ordering party, beneficiary, remitter, counterparty name, "
    "auftraggeber, donneur d'ordre, ordenante",
    is_free=True,
)
REFERENCE = Field(
    "bank.reference",
    meaning="The bank's reference",
    synonyms="ref, bank reference, transaction reference, reference number, transaction id, "
    "transaction number, entry reference, référence, referencia",
)
TEXT = Field(
    "bank.text",
    meaning="What the statement says of it",
    label="Description",
    synonyms="details, narrative, purpose, remittance information, transaction details, memo, "
    "verwendungszweck, libellé, concepto",
    is_free=True,
    has_lines=True,
)
BALANCE = Field(
    "bank.balance",
    Cell.MONEY,
    "Balance of the account after it",
    synonyms="running balance, balance after, closing balance, saldo, solde",
    signed=True,
)
STATEMENT = Field("bank.statement", label="Statement")
LINE = Field("bank.line", label="Line of the statement")

DOCUMENT = Document(
    "bank",
    (
        *(BOOKED_ON, VALUE_ON, AMOUNT, CREDIT, DEBIT, CURRENCY, ACCOUNT, COUNTERPARTY, REFERENCE),
        *(TEXT, BALANCE),
    ),
)

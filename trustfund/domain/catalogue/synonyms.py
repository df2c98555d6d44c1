"""What other files call a column that several documents have; commas stand between."""

AMOUNT = (
    "amount in original currency, original amount, amount original currency, amt, amount in "
    "currency, amount oc, amount in local currency, local currency amount, transaction amount, "
    "contribution amount, amount received, received, amount pledged, pledge amount, committed "
    "amount, commitment, commitment amount, instalment amount, value, sum, contribution, montant, "
    "importe, monto"
)
CONTRIBUTION_REFERENCE = (
    "contribution, contribution id, contribution number, contribution no, contribution ref, pledge "
    "reference, pledge id, commitment reference, arrangement"
)
COUNTRY = "country code, country name, iso3, iso code, member state, state, nationality, pays, pais"
CURRENCY = (
    "currency code, ccy, curr, cur, original currency, transaction currency, iso currency, devise, "
    "monnaie, moneda, divisa"
)
NOTE = "notes, comment, comments, remark, remarks, observations, description, memo"
OBJECTIVE = "window, pool, earmark, earmarking"
ORGANIZATION = (
    "organisation, participating organization, participating organisation, agency, recipient, "
    "recipient organization, implementing organization, entity"
)
REFERENCE = (
    "ref, reference number, reference no, ref no, id, number, no, contribution id, contribution "
    "reference, deposit reference, deposit id, transaction id, transaction number, receipt number, "
    "receipt no, voucher, voucher number, trip, trip number"
)
USD_AMOUNT = (
    "amount in usd, usd, usd equivalent, us equivalent, equivalent in usd, amount in us dollars, "
    "us dollars, usd value, amount usd equivalent, usd total, dollar amount, amount"
)
VALUE_DATE = (
    "date, date received, received on, received, date of receipt, receipt date, deposit date, "
    "deposited on, date of deposit, payment date, date paid, bank date, booking date, transaction "
    "date, posting date, date de valeur, fecha valor, fecha"
)

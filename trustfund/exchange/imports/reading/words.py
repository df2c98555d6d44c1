"""The words that other lists use: for columns, total lines, notes, months, currencies, nothing."""

import re

COLUMN_WORDS = {
    "reference": "ref, reference number, reference no, ref no, id, number, no, contribution id, "
    "contribution reference, deposit reference, deposit id, transaction id, transaction number, "
    "receipt number, receipt no, voucher, voucher number, trip, trip number",
    "contribution_reference": "contribution, contribution id, contribution number, contribution "
    "no, contribution ref, pledge reference, pledge id, commitment reference, arrangement",
    "contributor": "donor, donor name, name of donor, partner, contributing partner, funding "
    "partner, contributor name, name of contributor, giver, given by, from, received from, source "
    "of funds, sponsor, donor country, donateur, contributeur, donante, contribuyente",
    "contributor_type": "type, donor type, type of donor, type of contributor, kind, kind of "
    "contributor, category, donor category, partner type",
    "name": "contributor, contributor name, name of contributor, donor, donor name, name of donor, "
    "partner, organization, organisation",
    "country": "country code, country name, iso3, iso code, member state, state, nationality, "
    "pays, pais",
    "parent": "parent contributor, government, on behalf of, agency of",
    "currency": "currency code, ccy, curr, cur, original currency, transaction currency, iso "
    "currency, devise, monnaie, moneda, divisa",
    "amount": "amount in original currency, original amount, amount original currency, amt, amount "
    "in currency, amount oc, amount in local currency, local currency amount, transaction amount, "
    "contribution amount, amount received, received, amount pledged, pledge amount, committed "
    "amount, commitment, commitment amount, instalment amount, value, sum, contribution, montant, "
    "importe, monto",
    "usd_amount": "amount in usd, usd, usd equivalent, us equivalent, equivalent in usd, amount in "
    "us dollars, us dollars, usd value, amount usd equivalent, usd total, dollar amount, amount",
    "fee_usd": "fee, agent fee, administrative agent fee, aa fee, admin fee, administration fee",
    "value_date": "date, date received, received on, received, date of receipt, receipt date, "
    "deposit date, deposited on, date of deposit, payment date, date paid, bank date, booking "
    "date, transaction date, posting date, date de valeur, fecha valor, fecha",
    "pledged_on": "pledge date, date of pledge, date pledged, pledged, announced on, date "
    "announced",
    "agreement_reference": "agreement, agreement number, agreement no, saa, saa reference, saa "
    "number, arrangement, arrangement reference, arrangement number",
    "agreement_signed_on": "signed on, date signed, signature date, date of signature, signing "
    "date, agreement date, saa date, saa signed on, signed",
    "agreement_link": "link, agreement url, url, saa link",
    "earmark": "earmarking, earmarked to, earmarked for, objective, window, restriction, purpose, "
    "allocation",
    "due_on": "due date, date due, due, instalment date, payment due, expected on, expected date",
    "decided_on": "decision date, date of decision, date decided, approval date, approved on, date",
    "effective_on": "effective date, effective from, valid from, date, rate date, from",
    "units_per_usd": "rate, exchange rate, operational rate, units per usd, un rate, rate of "
    "exchange, units for 1 usd, units per us",
    "bank_reference": "bank ref, bank transaction, payment reference, bank details, transfer "
    "reference",
    "organization": "organisation, participating organization, participating organisation, "
    "agency, recipient, recipient organization, implementing organization, entity",
    "objective": "window, pool, earmark, earmarking",
    "note": "notes, comment, comments, remark, remarks, observations, description, memo",
    "kind": "type, type of movement, movement, transaction type, category, type of event, event "
    "type",
    "code": "event code, id, event id, reference",
    "title": "name, event, event name, event title, title of event, meeting",
    "city": "place, venue, location",
    "announced": "announced dates, dates, dates announced",
    "starts_on": "start date, start, from, first day, begins on, begin date, date",
    "ends_on": "end date, end, to, last day, until",
    "date_precision": "precision, precision of dates",
    "status": "state, trip status, travel status, stage",
    "event": "event code, meeting, session",
    "role": "function, capacity",
    "gender": "sex, m f",
    "note_verbale": "note verbale no, note verbale number, nv, nv number",
    "nominated_on": "nomination date, date of nomination, nominated",
    "approved_on": "approval date, date of approval, approved",
    "authorised_on": "authorised, authorized on, authorized, authorisation date, date of "
    "authorisation, date of authorization, authorization date",
    "travelled_on": "travel date, date of travel, travelled, departure date, departure",
    "settled_on": "settlement date, date settled, settled, claim settled on",
    "ticket_usd": "ticket, air fare, airfare, fare, air ticket, ticket cost",
    "dsa_usd": "dsa, daily subsistence allowance, per diem, subsistence",
    "terminal_usd": "terminal, terminals, terminal expenses",
    "other_usd": "other, other cost, other costs, visa",
    "actual_usd": "actual, actual cost, actual costs, final cost, cost",
    "source": "source of rate, rate source",
}
"""What other lists call a column."""

UNITS = {
    "us$": "USD",
    "usd": "USD",
    "us dollars": "USD",
    "us dollar": "USD",
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "c$": "CAD",
    "ca$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "r$": "BRL",
    "₩": "KRW",
    "₹": "INR",
    "₺": "TRY",
    "sfr": "CHF",
    "chf": "CHF",
}
"""Signs and words that mean one currency."""
SHARED = {
    "$": ("USD", "AUD", "BBD", "BMD", "BND", "BSD", "BZD", "CAD", "FJD", "GYD", "HKD", "JMD",
          "KYD", "LRD", "NAD", "NZD", "SBD", "SGD", "SRD", "TTD", "TWD", "XCD", "MXN", "CLP",
          "COP", "ARS", "UYU"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "fr": ("CHF", "XAF", "XOF", "XPF"),
    "rs": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
}  # fmt: skip
"""Signs that several currencies share: they agree with any of these, and name none."""

TOTAL = re.compile(
    r"(grand[ -]?|sub[ -]?|overall )?(totals?|sum|somme|suma|summe|gesamt|insgesamt)\b"
    r"( (général|general|de|of|for|contributions|deposits|pledges|amount|in|usd)\b.*|[ :]*$|"
    r" [^.]{0,60}$)|(page )?carried forward$|brought forward$",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"[*†‡§¹²³⁴⁵⁶⁷⁸⁹]|\(?[a-z0-9]\)|"
    r"(source|sources|notes?|nb|n\.b\.|remarks?|disclaimer|as (of|at)|prepared|printed|"
    r"generated|status|exchange rates?|figures|end of)\b",
    re.IGNORECASE,
)
SIGNED_NOTE = re.compile(
    r"[*†‡§¹²³⁴⁵⁶⁷⁸⁹]|\(?[a-z0-9]\)|(source|note|remark|disclaimer)s? ?:", re.IGNORECASE
)
"""What begins a note among rows, where a name may stand."""
MARKS = "*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰"
"""What stands behind a name that a note explains."""
LETTER = re.compile(r"(?<=\w)\s*\(([a-z])\)$")
EXPLAINED = re.compile(r"\(?([a-z])\)\s*\S")

_UNIT = r"(?:usd|eur|gbp|chf|us\$|euros?|(?:us )?dollars?|d[oó]lares|[$€£])"
_MANY = (
    r"(?:thousands?|millions?|mill|mio|mn|mln|billions?|bn|milliers|millones|miles|milliards|"
    r"tausend|tsd|thds?|hundreds?|lakhs?|lacs|crores?|cents|centimes|pence)"
)
_THOUSAND = rf"(?:\bin\s?|[x×]\s?|{_UNIT}\s)1[ ,.']?000\b|\bT(?:EUR|USD|CHF|GBP|€)(?!\w)"
_SHORT_MANY = rf"{_THOUSAND}|\b[km]\s?{_UNIT}(?!\w)|(?<!\w){_UNIT}\s?[km]\b|'000|\b000s?\b"
SCALE = re.compile(rf"\b{_MANY}\b|{_SHORT_MANY}", re.IGNORECASE)
"""What says in a header that amounts are not in full units."""
IN_THOUSANDS = re.compile(
    rf"\b(?:in|en)\s+(?:[a-z$€.]+\s+){{0,3}}{_MANY}\b|{_UNIT}\)?[\s,(]{{0,3}}{_MANY}\b|"
    rf"\b{_MANY}\.?\s(?:of |de |d')?(?:us |u\.s\. )?{_UNIT}(?!\w)|{_SHORT_MANY}",
    re.IGNORECASE,
)
"""What says so in a title or a note."""
NEVER_AMOUNTS = frozenset(["id", "code", "no", "number", "count", "rows", "row", "year", "years"])
"""Last words of headers under which figures are no amounts."""
YEARS = re.compile(
    r"(fy\s?)?(19|20)[0-9]{2}([-/–][0-9]{2,4})?( \[yr[0-9]{4}\]| average)?", re.IGNORECASE
)

NONE = frozenset(
    {"-", "--", "–", "—", "―", "−", "n/a", "n.a.", "na", "nil", "none", "null", "#n/a", "..", "…"}
)
"""What stands in a cell for days and amounts where there is nothing."""
NO_DAY = frozenset({"1900-01-01", "0001-01-01", "0000-00-00", "1899-12-30", "1899-12-31",
                    "1900-01-00", "1904-01-01", "9999-12-31"})  # fmt: skip
"""Days by which systems say that there is none."""
TRUE = frozenset({"true", "vrai", "verdadero", "wahr", "vero", "verdadeiro", "yes"})
FALSE = frozenset({"false", "faux", "falso", "falsch", "no"})

MONTHS = (
    ("january", "jan", "janvier", "janv", "enero", "ene"),
    ("february", "feb", "février", "fevrier", "févr", "fevr", "fév", "febrero"),
    ("march", "mar", "mars", "marzo"),
    ("april", "apr", "avril", "avr", "abril", "abr"),
    ("may", "mai", "mayo"),
    ("june", "jun", "juin", "junio"),
    ("july", "jul", "juillet", "juil", "julio"),
    ("august", "aug", "août", "aout", "agosto", "ago"),
    ("september", "sep", "sept", "septembre", "septiembre"),
    ("october", "oct", "octobre", "octubre"),
    ("november", "nov", "novembre", "noviembre"),
    ("december", "dec", "décembre", "decembre", "déc", "diciembre", "dic"),
)
MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}

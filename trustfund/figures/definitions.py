"""What every figure means: the one source of the definitions page, chart notes and docs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word of the fund, and what it means."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Definition(Term):
    """The meaning of a figure, a chart or a table.

    ``basis`` says in what it is stated, and ``rows`` names the datasets whose rows add up to it:
    none where these would be single people. ``check`` says how ``footing`` comes to it otherwise.
    """

    basis: str
    rows: tuple[str, ...]
    check: str


AT_VALUE_DATES = "US dollars at the UN operational rates of the value dates, before fees"
BOTH_RATES = (
    "US dollars: commitments at the rates of the days of signing, deposits at those of their value "
    "dates"
)
BOOKED = "US dollars as booked, to the cent"
BY_STATUS = "Whole numbers, by status on the as-of date"

DEFINITIONS: tuple[Term, ...] = (
    Definition(
        "deposited",
        "Deposited",
        "Cash received for the fund up to the as-of date, before the administrative agent fee. A "
        "payment in another currency is valued at the UN operational rate of exchange in effect "
        "on its value date, and keeps that value for ever.",
        AT_VALUE_DATES,
        ("deposits",),
        "The deposits' usd_amount, and the ledger's deposits that stand, add up to it.",
    ),
    Definition(
        "committed",
        "Committed",
        "The amounts of signed Standard Administrative Arrangements, in US dollars at the rate of "
        "the day of signing, less what was written off. A pledge without an arrangement is not in "
        "it.",
        "US dollars at the UN operational rates of the days of signing",
        ("contributions",),
        "The contributions' usd_amount, their earmarked parts, and the ledger add up to it.",
    ),
    Definition(
        "outstanding",
        "Outstanding",
        "Committed, which has nothing in it that was written off, less deposited, in the "
        "contribution's own currency and never below zero; in US dollars valued at the rate in "
        "effect on the as-of date. There, committed less deposited differs from it by exchange "
        "differences and by what is paid above the commitment.",
        "US dollars at the UN operational rates in effect on the as-of date",
        ("contributions",),
        "What the ledger's commitments leave, contribution by contribution, is valued again.",
    ),
    Definition(
        "pledged",
        "Pledged",
        "Announced by a contributor, with no arrangement signed. Pledges are listed in their own "
        "currency and are never part of a total of money.",
        "A count of contributions, on the as-of date",
        ("contributions",),
        "Contributions in the stage pledged are those of the ledger with a pledge alone.",
    ),
    Definition(
        "contributions_listed",
        "Contributions listed",
        "Every contribution that the filters keep, a row each, from pledge to deposit: amounts in"
        " its own currency, and in US dollars where an arrangement is signed. A period filters "
        "the day of signing, else of the pledge.",
        BOTH_RATES,
        ("contributions",),
        "The rows are the contributions that have entries in the ledger; each total foots as "
        "above.",
    ),
    Definition(
        "deposits_listed",
        "Deposits listed",
        "Every deposit that the filters keep, a row each: received, the administrative agent fee,"
        " and net of it. A period filters the value date.",
        AT_VALUE_DATES,
        ("deposits",),
        "Received, fee and net are the sums of their columns, and of the ledger's entries.",
    ),
    Definition(
        "earmarking_listed",
        "Earmarking choices",
        "What each contribution is for, a row for each part of it: un-earmarked money and each "
        "objective. The parts of a contribution add up to it, and those of its deposits to them.",
        BOTH_RATES,
        ("earmarking",),
        "The parts add up to the contributions, and to the ledger's commitments and deposits.",
    ),
    Definition(
        "unearmarked_share",
        "Un-earmarked share",
        "Un-earmarked money as a share of all money, on one stated basis: deposits unless it says "
        "commitments. The fund asks for un-earmarked contributions; a contributor who cannot give "
        "so may earmark to one or more objectives of the fund, never to a country, an event or a "
        "delegate. Where nothing was received the share is not available.",
        "A share of US dollars: of deposits, or of commitments, as it says",
        ("earmarking",),
        "Its two parts are added up from the earmarking choices and from the ledger.",
    ),
    Definition(
        "unearmarked_over_time",
        "Un-earmarked share over time",
        "The un-earmarked share of all deposits of the fund up to the end of each month. Filters "
        "by contributor, objective or period do not apply.",
        "A share of US dollars: of deposits",
        ("deposits",),
        "The last month is added up from the deposits and from the ledger.",
    ),
    Definition(
        "use",
        "What came in and what it did",
        "Deposits, interest and other income, divided into the administrative agent fee (1 % of "
        "each deposit by the first terms), spent (actual and sunk cost of trips), other uses (bank "
        "charges, direct cost, refunds to contributors, transfers to other funds, organizations' "
        "other expenditure), obligated (reserved for authorised trips), left for travel (available "
        "in the pools that pay travel) and left for other objectives, which pay no travel. The "
        "parts add up to what came in, to the cent.",
        BOOKED,
        ("funding_status",),
        "Each part is added up from its dataset and from the ledger; all parts are what came in.",
    ),
    Definition(
        "available",
        "Available",
        "By pool, that is un-earmarked money and each objective: deposits, interest, other income "
        "and surplus received, less fees, bank charges, direct cost, refunds to contributors, "
        "transfers to other funds, surplus released, open obligations and expenditure. Transfers "
        "to organizations and their refunds move cash and do not change it. Travel is paid from "
        "the pools that the terms name, in their order, and from nothing else: left for travel "
        "is what is available in them.",
        BOOKED,
        ("funding_status",),
        "Every pool is added up from the ledger, and all of them are what the statement leaves.",
    ),
    Definition(
        "cumulative",
        "Commitments and deposits over time",
        "Running totals by month, of commitments by day of signing (less what was written off) and "
        "of deposits by value date. They are two stages of the same money: never add them up.",
        BOTH_RATES,
        ("contributions", "deposits"),
        "The last month is all contributions and all deposits, and so says the ledger.",
    ),
    Definition(
        "by_contributor",
        "Deposits by contributor",
        "Deposits in US dollars, each divided as its contributor chose. An agency stands beside "
        "its State; choosing the State in the filter includes its agencies.",
        AT_VALUE_DATES,
        ("deposits",),
        "The bars add up to the deposits, and to the ledger's entries.",
    ),
    Definition(
        "by_objective",
        "Money by objective",
        "Commitments, deposits and what is available, for un-earmarked money and each objective.",
        BOTH_RATES,
        ("earmarking",),
        "The pools add up to the contributions, and to the ledger's entries.",
    ),
    Definition(
        "delegates",
        "Delegates",
        "People who travelled, counted once for each event: somebody at two events is two "
        "delegates. Authorised and ticketed people are expected, and shown apart.",
        BY_STATUS,
        ("participation",),
        "The rows of participation, and the trips' last steps counted anew, come to it.",
    ),
    Definition(
        "trips",
        "Trips",
        "Seats authorised or later, including those cancelled or not used after money was spent on "
        "them. A seat passed on to another delegate counts once, with that delegate. For those who "
        "may read travel: a seat that was not used is somebody's absence.",
        BY_STATUS,
        ("participation",),
        "The rows of participation, and the trips' last steps counted anew, come to it.",
    ),
    Definition(
        "travel_cost",
        "Spent and obligated for travel",
        "Spent is the actual and sunk cost of the trips that the filters keep, with indirect "
        "support cost where the fund pays it. Obligated is what is still reserved for them. For "
        "those who may read travel.",
        BOOKED,
        ("participation",),
        "The rows of participation, and the ledger's entries of these trips, add up to it.",
    ),
    Definition(
        "travel_published",
        "Travel money",
        "What everybody may see of the cost of trips. Lists of delegations are often public, so "
        "money by country and event would be one known person's cost. Settled trips are "
        "added up by event, by UN regional group, or by LDC or not, never two of these at once "
        "and never by country. When a half-year is over, the trips settled in it are added "
        "together, at what they had cost by its last day, once they are of at least three "
        "countries; otherwise they wait for the next. Later corrections change no published "
        "number. A row is withheld where its trips of a half-year are of fewer than three "
        "countries, and further ones are, the smallest first, until nothing about fewer than three "
        "countries can be had by adding and subtracting rows. Filters choose rows, the as-of and "
        "known-at dates choose half-years, and neither changes a number. All the rest is one line, "
        "not shown: what was settled since, what was paid for trips that nobody took, corrections, "
        "and withheld rows. What the whole fund spent on travel is shown on every day.",
        BOOKED,
        (),
        "Shown and not shown add up to the ledger's entries; the rows shown, to the entries of "
        "their trips, as known on the last day of each half-year.",
    ),
    Definition(
        "participation_listed",
        "Participation by event and country",
        "A row for each event and country that has a delegate or expects one. Trips, and what they "
        "cost, are for those who may read travel.",
        BY_STATUS,
        ("participation",),
        "Each column adds up to the trips' last steps, and to the ledger's entries of these trips.",
    ),
    Definition(
        "countries",
        "Countries",
        "Distinct countries with at least one delegate.",
        BY_STATUS,
        ("participation",),
        "The countries of rows with a delegate, and those of trips, each counted once.",
    ),
    Definition(
        "coverage",
        "Coverage",
        "Of an event: countries with a delegate, of the countries eligible there. Of "
        "the fund: countries with a delegate at an event where they were eligible, of the "
        "countries eligible at one or more events begun by the as-of date. Eligible are the "
        "developing Member States, the State of Palestine, Cook Islands and Niue, unless the "
        "administrator decided otherwise, on the first day of the event as it is known now; and "
        "whoever was eligible when travel there was authorised, also where the event has moved "
        "since. The same is stated for the least developed countries alone, in the same way. An "
        "event with a day has begun on its first day; one whose day is not known when its span is "
        "over, or when staff confirm that it took place; a cancelled one never.",
        "Countries, by their status on the first day of each event",
        ("participation",),
        "Reached are countries of the rows of participation; eligible are counted one by one.",
    ),
    Definition(
        "by_region",
        "Participation by region",
        "Delegates and expected delegates by the region of their country: the United Nations "
        "regional groups, or the regions of the UN standard M49. The two disagree on some "
        "countries, so each chart says which it shows. Countries in no group are shown as such.",
        BY_STATUS,
        ("participation",),
        "The regions add up to the rows of participation, and to the trips' last steps.",
    ),
    Definition(
        "by_event",
        "Participation by event",
        "Delegates and expected delegates at each event, in the order of first days. Dates are as "
        "announced; where only a month was, the first of it stands for the day.",
        BY_STATUS,
        ("events",),
        "The events add up to the rows of participation, and to the trips' last steps.",
    ),
    Definition(
        "by_status",
        "LDCs, LLDCs and SIDS",
        "Delegates from least developed countries, landlocked developing countries and small "
        "island developing States. What a country counts as at an event, its region too, is kept "
        "from the first authorisation of travel there: its class on the first day of the event as "
        "it was known then. The three overlap, so they stand side by side and are never added up.",
        "Whole numbers, by status on the as-of date and by group on the first day of the event",
        ("participation",),
        "Each group by itself is the rows of participation marked so, and its trips counted anew.",
    ),
    Definition(
        "gender",
        "Delegates by gender",
        "Women, men, and those of another gender or not stated, by event or by UN regional "
        "group, never both and never by country. No filter applies, and nothing changes from day "
        "to day: when a half-year is over, those whose travel was recorded in it are added "
        "together, as the books knew them on its last day, once at least three of two genders and "
        "of two countries are there; later corrections change nothing. A row is "
        "withheld where one of its numbers is 1 or 2, where all its delegates are of one country "
        "or one gender, and where a small number, or one person's gender, could be worked out from "
        "other rows; delegates of a row are those it counts. What somebody knows of "
        "delegates from elsewhere, or guesses because a row is withheld, is not part of this "
        "promise.",
        "Whole numbers of people, by half-years that are over",
        (),
        "Everybody is counted in one half-year: by gender, and person by person.",
    ),
    Definition(
        "exchange_difference",
        "Exchange difference",
        "Deposited plus outstanding less committed, in US dollars: what changes of rates between "
        "signing, paying and the as-of date added or took away, and what was paid above the "
        "commitment. It is of a whole contribution, so a filter by objective leaves it blank.",
        "US dollars: deposits at the rates of their value dates, what is outstanding at that of "
        "the as-of date, commitments at those of signing",
        ("contributions",),
        "It is deposited plus outstanding less committed, of all rows and by the ledger.",
    ),
    Definition(
        "restatements",
        "Restatements",
        "What acts recorded from one day to another changed in figures that had been published "
        "before: the figures of the day before as the books knew them then, beside the figures of "
        "that same day as the books know them at the end. Compared are contributions, earmarking, "
        "deposits, contributors, dates of events, the funding status and the totals of the fund. "
        "Nothing is stated by country or by trip. The reason is that of the acts that moved a "
        "figure, and blank where they were of several kinds.",
        "Cells as files have them, for the day before the first day of recording",
        ("restatements",),
        "Each side is a file of its own: the same dataset with that as_of and known_at.",
    ),
    Definition(
        "funding_status",
        "Funding status",
        "The statement of the trust fund in US dollars, up to the as-of date. Total sources less "
        "total uses is the balance with the administrative agent; transfers to organizations less "
        "their refunds and their expenditure is the balance with organizations; both together are "
        "the total balance. Settled trips are expenditure of the managing organization, in the "
        "same line as organizations' other expenditure. Interest that organizations earned is "
        "paid over to the fund. Open obligations are a memo: they are not a use. Computed in "
        "cents; a printed line may be rounded.",
        BOOKED,
        ("funding_status",),
        "Lines are added up from datasets and the ledger; the balance is cash in less cash out.",
    ),
    Definition(
        "annual_report",
        "Annual report",
        "Five tables in US dollars, each with prior years, the previous year as a part of them, "
        "the current year and the total: sources, uses and balance; contributors; interest; "
        "transfers and refunds by organization; expenditure by organization with its delivery "
        "rate. The year is that of the as-of date. Its figures are not final until the year is "
        "certified.",
        BOOKED,
        ("funding_status", "contributors"),
        "Each of its tables is checked as its own definition says.",
    ),
    Definition(
        "sources_and_uses",
        "Table 1: sources, uses and balance",
        "The lines of the funding status, for prior years, of which the previous year, for the "
        "current year and in all. A balance "
        "in the column of a year is what that year added to it.",
        BOOKED,
        ("funding_status",),
        "Prior years and the current year add up to the total, which is the funding status.",
    ),
    Definition(
        "contributors",
        "Table 2: contributors",
        "Commitments up to the as-of date, with amendments and net of what is written off, and "
        "deposits of prior years, of the current year and in all. Deposits stay whole; what was "
        "refunded of all, and what is left of them, stand beside it. Agencies stand on their own.",
        BOTH_RATES,
        ("contributors",),
        "The contributors' rows, and the ledger, add up to the totals of the table.",
    ),
    Definition(
        "interest",
        "Table 3: interest",
        "Interest earned by the fund, and by each organization on money of the fund.",
        BOOKED,
        ("funding_status",),
        "All who earned interest add up to the two lines of the funding status and to the ledger.",
    ),
    Definition(
        "transfers",
        "Table 4: transfers and refunds",
        "Money passed to each organization, what it gave back, and the net funded amount.",
        BOOKED,
        ("funding_status",),
        "All organizations add up to the lines of the funding status and to the ledger.",
    ),
    Definition(
        "expenditure",
        "Table 5: expenditure and delivery rate",
        "What each organization spent, and the delivery rate: its expenditure as a share of its "
        "net funded amount, not available where nothing is funded. It may be above 100 % or "
        "negative: an organization may spend before it is paid. Trips are spent by the managing "
        "organization.",
        "US dollars as booked, to the cent; the delivery rate is a share of the net funded amount",
        ("funding_status",),
        "All organizations add up to the funding status, and with trips to the ledger.",
    ),
    Definition(
        "certified",
        "Certified year",
        "When a year is over, the administrator certifies its statements, and these tables are "
        "stored. What is booked later into that year changes the figures and not the certificate: "
        "the page shows both.",
        "US dollars as booked, to the cent, as the books were when the year was certified",
        ("funding_status",),
        "What was certified foots in itself: sources less uses are the balance with the agent.",
    ),
    Definition(
        "amendments",
        "Amendments",
        "A signed change of an arrangement, more or less, from its own day on. More is valued at "
        "the rate of that day, less at the mean rate of the commitment. It follows the earmarking "
        "choice of the arrangement and is part "
        "of the commitment.",
        "Each currency apart; in US dollars at the rate of the day of the amendment where it is "
        "more, at the mean rate of the commitment where it is less",
        ("contributions",),
        "The ledger's amendments add up to it; so does what is signed for beyond the first "
        "amounts.",
    ),
    Term(
        "receipts",
        "Unidentified receipts",
        "Cash that arrived without a signed arrangement, or from somebody unknown. Staff keep a "
        "list of it; it is in no total until it can be booked as a deposit.",
    ),
    Term(
        "bank_matching",
        "Lines of bank statements",
        "Each line of a statement is compared with what is booked and with what is expected: "
        "deposits and their fees, movements, unidentified receipts, what is outstanding under "
        "arrangements and their instalments, the names of contributors and organizations. What "
        "speaks for a match has points: the bank's reference or the document's reference 50, the "
        "amount 40, the arrangement's reference, an expected instalment or what is outstanding "
        "30, the payer's name, the organization's name or the words of a charge 20, the value "
        "date 15, a value date within 7 days 5. A match with what is booked is certain if the "
        "amount is the same to the cent, and a reference or the value date too, and no other line "
        "or document fits as well. A new deposit is certain if one arrangement alone fits best, "
        "and its amount is an instalment or all that is outstanding; a charge in US dollars if it "
        "is at most 500 and its words say so. Where another statement of the account has a line "
        "of the same day and amount, neither is certain. A document settles one line only. A "
        "person books: nothing is booked by itself.",
    ),
    Term(
        "bank_reconciliation",
        "Reconciliation with the bank",
        "The closing balance of a bank statement in US dollars, beside the balance with the agent "
        "that the books have at the end of that day. The difference is explained line by line: "
        "what was different at the opening of the first statement, lines of statements that are "
        "not here, what the bank has and the books have not, the reverse, what both have on "
        "another side of the day or with another amount, and what another account has. These add "
        "up to the difference to the cent.",
    ),
    Term(
        "allocations",
        "Allocations",
        "Decisions to give money to an organization. They are recorded and move no cash; transfers "
        "do.",
    ),
    Definition(
        "events",
        "Events",
        "The meetings of the process, with the dates as they were announced. TBC means to be "
        "confirmed, TBA to be announced.",
        "A count of meetings, with the delegates and the cost of each",
        ("events",),
        "The rows are the events kept; their delegates and cost are those of participation. For "
        "who may not read travel, the cost is that of Travel money.",
    ),
    Definition(
        "iati",
        "IATI file",
        "The fund in activities of the International Aid Transparency Initiative (version 2.03), "
        "in two levels. The fund is one, above: incoming pledges, incoming commitments "
        "(arrangements with amendments, written-off parts negative), incoming funds (deposits, "
        "interest, also of organizations, and other income; refunds to contributors negative), "
        "disbursements (transfers, their refunds negative) and expenditure (its own fees, charges "
        "and direct cost). The organization that manages the travel, and each that got, spent or "
        "earned money of the fund, has one below it: what the fund transferred to it (what it "
        "returned negative), and what it spent; in less out is the balance that the annual report "
        "says it has. Who adds up one level counts money once; pledges, commitments and incoming "
        "funds are stages of the same money, and never added up. The identifier of an "
        "organization's activity is that of the fund and a number, which stays for ever: "
        "organizations are numbered as acts first named them. What was reversed is not in the "
        "file, nor are reserved money and a surplus released from one objective to another. Money "
        "that is partly earmarked is a transaction for each part: un-earmarked money that comes in "
        "is of the aid type B031, earmarked money B033; fees and charges are G01. Travel is one "
        "transaction for each UN regional group and half-year, as everybody may see it (see Travel "
        "money), dated on the last day of the half- year; all other travel is one more, dated on "
        "the newest day in it. All but the regional groups is for developing countries at large. "
        "The file is the same for every reader.",
        "Original currency, at value dates",
        ("contributions", "deposits"),
        "The transactions of each level, type and currency add up to the ledger's entries of its "
        "kinds; what is left in an organization's activity is its balance in table 5.",
    ),
    Definition(
        "iati_budget",
        "Budget in the IATI file",
        "For each organization that has an activity, and each calendar year, what was decided to "
        "be allocated to it, as the decisions stand: revised where there were some on several "
        "days. The fund itself has no budget beside that; a decision for an organization that had "
        "no money of the fund yet is not public.",
        "US dollars, decisions",
        ("allocations",),
        "The budgets of all years and organizations add up to the decisions for them that stand.",
    ),
    Definition(
        "iati_planned",
        "Planned disbursements in the IATI file",
        "What is still to come of the instalments in force, late ones included, by day of payment "
        "and in the currency of the contribution; never more than is outstanding. They are in the "
        "file only where the administrator publishes them: elsewhere payment schedules are "
        "not public. A file says the same to everybody, because it is passed on.",
        "Original currency",
        ("instalments",),
        "It is what the ledger leaves of each schedule, and never more than is outstanding.",
    ),
    Term(
        "as_of",
        "As of, and known at",
        "As of a day: only what is dated by then counts. Known at a day: only what was recorded by "
        "the end of that day (UTC) counts, so that an old report can be made again after a "
        "correction.",
    ),
    Definition(
        "signed_for",
        "Signed for",
        "The amounts of signed Standard Administrative Arrangements with their amendments, before "
        "anything is taken off that was written off. Committed is what is left after that.",
        "Each currency apart; in US dollars at the rate of the day of signing, an amendment as the "
        "figure Amendments says",
        ("contributions",),
        "Committed and written off add up to it; so do arrangements and amendments of the ledger.",
    ),
    Definition(
        "written_off",
        "Written off",
        "The part of a signed commitment that will not come, taken off with a reason and a date. "
        "It is valued as the commitment was.",
        "Each currency apart; in US dollars at the commitment's own rate",
        ("contributions",),
        "The ledger's entries add up to it; so does what is signed for and no longer committed.",
    ),
    Definition(
        "above_commitment",
        "Paid above the commitment",
        "What was deposited beyond what is committed. It leaves nothing outstanding, and is a part "
        "of the exchange difference, because that is deposited plus outstanding less committed.",
        "In the contribution's currency; in US dollars at the mean rate of its deposits",
        ("contributions",),
        "The ledger comes to it, arrangement by arrangement; its parts are the whole difference.",
    ),
    Definition(
        "realised_difference",
        "Exchange difference, realised",
        "Of what was deposited of a commitment: its US dollars at the rates of the value dates, "
        "less what the commitment was worth at its own rate. It changes no more when rates do.",
        "US dollars, at the mean rate of the commitment net of what is written off",
        ("contributions",),
        "The ledger comes to it, arrangement by arrangement; its parts are the whole difference.",
    ),
    Definition(
        "unrealised_difference",
        "Exchange difference, not realised",
        "Of what is outstanding: its US dollars at the rate of the as-of date, less what the "
        "commitment was worth at its own rate. It changes with each new rate until it is paid. "
        "Realised, not realised and paid above the commitment add up to the exchange difference.",
        "US dollars, at the mean rate of the commitment net of what is written off",
        ("contributions",),
        "The ledger comes to it, arrangement by arrangement; its parts are the whole difference.",
    ),
    Definition(
        "deposit_fee",
        "Fee and net amount of a deposit",
        "The administrative agent takes its fee from each deposit when it arrives: a percentage "
        "by the fund's terms, 1 % by the first, or another amount with a note. The percentage in "
        "force on a value date is the one that the terms have when the deposit is first booked: "
        "a change of the terms has no day of its own, and holds for all that is booked after it. "
        "A corrected deposit keeps its percentage. Net is the deposit less the fee. The fee is "
        "divided among pools as its deposit is.",
        "US dollars, at the rate of the deposit",
        ("deposits",),
        "Fee and net are the sums of their columns, and of the ledger's entries.",
    ),
    Definition(
        "pool_share",
        "Share of the pool",
        "A contributor's deposits as a share of all deposits; and of the deposits that pay travel, "
        "by the terms of the fund. Its agencies are in it.",
        "Deposits in US dollars at the rates of their value dates, before fees and refunds",
        ("deposits", "earmarking"),
        "Both parts of each share are added up from the files and from the ledger.",
    ),
    Definition(
        "equivalent",
        "Equivalent in delegates",
        "Each delegate counts by the contributor's share of the money for travel on the day the "
        "seat was authorised: its deposits up to that day, divided by those of all contributors. "
        "All of that money pays for all travel together, and no delegate, country or meeting "
        "belongs to a contributor. The equivalents of all contributors add up to the delegates, "
        "but for seats that were authorised before any deposit, which interest paid. To one "
        "decimal, rounded half up. Nothing is stated before anybody travelled, nor where nothing "
        "was given for travel. States are not divided: each is one.",
        "Deposits less fees, in the pools that pay travel, before refunds; people who "
        "travelled by the as-of date",
        ("deposits", "earmarking", "participation"),
        "Each seat divided by the deposits and fees of the ledger up to its day comes to it.",
    ),
    Definition(
        "contributors_thanked",
        "Contributors, un-earmarked givers first",
        "All whose deposits arrived, in three groups: who gave wholly un-earmarked, partly, and "
        "for objectives of the fund. In the order of the alphabet within each, whatever the "
        "amount. Agencies stand on their own.",
        "Deposits up to the as-of date",
        ("contributors",),
        "Each group has as many as the rows of contributors say, and the ledger's deposits.",
    ),
    Definition(
        "aid_reports",
        "The choice in reports of development aid",
        "How deposits are reported to the OECD's Development Assistance Committee (DAC) by the "
        "codes of today: un-earmarked money as type of aid B031, money for an objective as B033, "
        "both through channel 41401. It is a help: each contributor decides what it reports.",
        "Deposits of each calendar year by value date, in the currency given and in US dollars, "
        "before fees and refunds",
        ("deposits", "earmarking"),
        "All years of a type of aid add up to the deposits so given, and to the ledger's entries.",
    ),
    Definition(
        "instalments_due",
        "Instalments due and late",
        "The lines of the payment schedules. Due is what falls on the as-of date or before; late "
        "is what of that the deposits do not cover, arrangement by arrangement. An instalment is "
        "paid when the deposits cover it and all those before it.",
        "Each currency apart",
        ("instalments",),
        "Due are the rows of that day and before; late is what the ledger's deposits leave of "
        "them.",
    ),
    Definition(
        "refunds_to_contributor",
        "Given back to the contributor",
        "Refunds of what a contributor gave, by value date. Deposits are stated before them; "
        "deposited less refunds stands beside them. They are public everywhere alike: here, in "
        "table 2, among contributions and contributors, and in the IATI file.",
        "US dollars; the original currency too where a refund was paid in it",
        ("contributions",),
        "The contributions' rows, and the ledger's entries, add up to it.",
    ),
)

BY_KEY = {definition.key: definition for definition in DEFINITIONS}
FIGURES = {each.key: each for each in DEFINITIONS if isinstance(each, Definition)}
"""The definitions that are of figures, by their keys; the others explain words."""

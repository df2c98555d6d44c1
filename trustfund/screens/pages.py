"""The pages: who sees which, in what order, at which address."""

from collections.abc import Callable
from dataclasses import dataclass

from trustfund.domain.roles import (
    ADMINISTRATORS,
    AGENTS,
    BOOK_READERS,
    EVERYBODY,
    RECORDERS,
    SECRETARIAT,
    TRAVEL_OFFICE,
    TRAVEL_READERS,
    Role,
)
from trustfund.screens import organization
from trustfund.screens.own import contributions as own_contributions
from trustfund.screens.own import requests
from trustfund.screens.public import (
    contributions,
    contributor,
    country,
    definitions,
    earmarking,
    event,
    events,
    funds,
    overview,
    participation,
    reports,
    restatements,
    statement,
)
from trustfund.screens.staff import (
    access_log,
    accounts,
    bank_statements,
    checks,
    desk,
    history,
    import_file,
    record_contribution,
    record_movement,
    record_travel,
    set_up,
    settings,
)
from trustfund.screens.staff.records import contribution, deposit, movement, trip
from trustfund.web import organizations


@dataclass(frozen=True)
class Page:
    """One page."""

    show: Callable[[], None]
    title: str
    address: str
    icon: str
    about: str
    open_to: frozenset[Role] = EVERYBODY
    """Of a fund that is not closed."""
    listed: bool = True


PUBLIC = (
    Page(overview.page, "Overview", "", "home", "What came in, what it did, what is left."),
    Page(
        contributions.page,
        "Contributions",
        "contributions",
        "volunteer_activism",
        "Every contribution from pledge to deposit.",
    ),
    Page(
        statement.page,
        "Statement",
        "statement",
        "receipt_long",
        "What one contributor gave, and what the pool made possible; to print.",
    ),
    Page(
        earmarking.page,
        "Earmarking",
        "earmarking",
        "call_split",
        "What contributors gave un-earmarked, and what for one objective.",
    ),
    Page(
        participation.page,
        "Participation",
        "participation",
        "public",
        "Who took part: delegates, countries, regions, coverage.",
    ),
    Page(events.page, "Events", "events", "event", "The meetings of the process."),
    Page(
        reports.page,
        "Reports",
        "reports",
        "account_balance",
        "The funding status and the annual report.",
    ),
    Page(
        restatements.page,
        "Restatements",
        "restatements",
        "difference",
        "What changed in figures that were published before.",
    ),
    Page(definitions.page, "Definitions", "definitions", "menu_book", "What every figure means."),
    Page(
        contributor.page,
        "Contributor",
        "contributor",
        "handshake",
        "What one contributor gave.",
        listed=False,
    ),
    Page(
        country.page,
        "Country",
        "country",
        "flag",
        "At which events one country took part.",
        listed=False,
    ),
    Page(event.page, "Event", "event", "event", "Who took part in one event.", listed=False),
)
AUDITOR = frozenset({Role.AUDITOR})
DESK = Page(desk.page, "Desk", "desk", "inbox", "What waits for you, and for others.", BOOK_READERS)
STAFF = (
    DESK,
    Page(
        record_contribution.page,
        "Record a contribution",
        "record-contribution",
        "edit_note",
        "Contributors, pledges, arrangements, deposits, corrections.",
        AGENTS | AUDITOR,
    ),
    Page(
        record_travel.page,
        "Record travel",
        "record-travel",
        "flight_takeoff",
        "Nominate, approve, authorise and settle trips.",
        SECRETARIAT | TRAVEL_OFFICE | AUDITOR,
    ),
    Page(
        record_movement.page,
        "Record a movement",
        "record-movement",
        "swap_horiz",
        "Interest, charges, transfers, refunds, allocations, unidentified receipts.",
        AGENTS | SECRETARIAT | AUDITOR,
    ),
    Page(
        bank_statements.page,
        "Bank statements",
        "bank-statements",
        "account_balance_wallet",
        "What the bank has, line by line, beside the books.",
        AGENTS | AUDITOR,
    ),
    Page(
        import_file.page,
        "Import a file",
        "import",
        "upload_file",
        "Spreadsheets of contributions, deposits, travel and more: planned, then booked as one.",
        RECORDERS,
    ),
    Page(history.page, "History", "history", "history", "Every act on the books.", BOOK_READERS),
    *(
        Page(
            module.page,
            title,
            title.lower(),
            icon,
            f"Where one {title.lower()} stands, and what can be done now.",
            readers,
            listed=False,
        )
        for module, title, icon, readers in (
            (contribution, "Contribution", "volunteer_activism", BOOK_READERS),
            (deposit, "Deposit", "payments", BOOK_READERS),
            (movement, "Movement", "swap_horiz", BOOK_READERS),
            (trip, "Trip", "flight_takeoff", TRAVEL_READERS),
        )
    ),
)
SET_UP = Page(
    set_up.page,
    "Set up the fund",
    "set-up",
    "checklist",
    "What a new fund still needs.",
    ADMINISTRATORS,
)
"""In the menu while something is to do."""
ADMINISTRATION = (
    SET_UP,
    Page(
        checks.page,
        "Checks",
        "checks",
        "fact_check",
        "Whether the books are sound.",
        ADMINISTRATORS | AUDITOR,
    ),
    Page(
        settings.page, "Settings", "settings", "settings", "The terms of the fund.", ADMINISTRATORS
    ),
    Page(
        accounts.page,
        "Accounts",
        "accounts",
        "group",
        "Who may sign in, and as what.",
        ADMINISTRATORS,
    ),
    Page(
        access_log.page,
        "Access log",
        "access-log",
        "key",
        "Who signed in, failed, changed a role, took staff data away.",
        ADMINISTRATORS | AUDITOR,
    ),
)
FUNDS = Page(
    funds.page,
    "The office's funds",
    "funds",
    "workspaces",
    "The headline figures of each fund of the office.",
    listed=False,
)
OWN = (
    Page(
        requests.page,
        "Our requests",
        "requests",
        "airline_seat_recline_normal",
        "The seats that a mission asked for, where each stands, and what comes next.",
        frozenset({Role.MISSION}),
    ),
    Page(
        own_contributions.page,
        "Our contributions",
        "own-contributions",
        "savings",
        "What one contributor gave, what is still due, its statement and receipts.",
        frozenset({Role.CONTRIBUTOR}),
    ),
)
PAGES = (*PUBLIC, *OWN, *STAFF, *ADMINISTRATION)
ORGANIZATION = Page(
    organization.page,
    "Sign in",
    organizations.PAGE,
    "login",
    "Leads to your organization, where its people may sign in.",
    listed=False,
)

"""Names of delegates stand on the pages where staff record travel, and nowhere else."""

import logging
import re
import sys
from collections.abc import Callable
from itertools import chain
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.people import acting, sign_in_as
from tests.privacy.conftest import PLANTED, sent
from tests.readers import all_in
from tests.reading import needed
from tests.screens.conftest import MAIN, PATIENCE, field
from tests.web.conftest import browser
from trustfund.commands.program import main, parser
from trustfund.domain.permissions import TRIP_OFFICES
from trustfund.domain.problems import Refused
from trustfund.domain.roles import Role
from trustfund.exchange.downloads import DOWNLOADS, Download
from trustfund.figures import frames
from trustfund.figures.changes import Changes
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.ledger.books import open_books
from trustfund.ledger.travel import NominationDraft, correct_nomination
from trustfund.ledger.trip_steps import StepDraft, advance
from trustfund.screens import pages, session
from trustfund.screens.staff import record_travel

PAGES = [page.address for page in pages.PAGES]
TRAVEL = "record-travel"
FOUR = (Role.VISITOR, Role.VIEWER, Role.STAFF, Role.ADMIN)
OWN = (*FOUR, Role.MISSION, Role.CONTRIBUTOR)
LOOKS = [
    *((page.address, role) for page in pages.PUBLIC for role in FOUR),
    *((page.address, role) for page in pages.OWN for role in OWN),
    *((page.address, role) for page in pages.STAFF for role in Role),
    *((page.address, role) for page in pages.ADMINISTRATION for role in (*FOUR, Role.AUDITOR)),
]
"""Who looks at which page: those that another role sees in another way."""
NAME = PLANTED.encode()
NAMING = {"Next step", "Correct", "Remove a name"}
"""What staff do on Record travel with a trip that is there."""


@pytest.fixture
def visit(planted, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens an address of the whole program, as a browser does."""

    def visit(address: str, role: Role, **asked: str) -> AppTest:
        monkeypatch.setattr(session, "actor", lambda **_: acting(role, "Somebody"))
        app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
        app._page_hash = calc_hash(address)
        for name, value in asked.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return visit


# Pages


@pytest.mark.parametrize(("address", "role"), LOOKS)
def test_no_page_shows_a_name_before_a_trip_is_chosen(visit, files, address, role):
    app = visit(address, role)
    titles = {page.address: page.title for page in pages.STAFF}
    if address in titles:
        assert app.title[0].value == ("Sign in" if role is Role.VISITOR else titles[address])
    assert NAME not in sent(app)
    assert not any(NAME in file for file in files)


@pytest.mark.parametrize("role", [*FOUR, Role.AUDITOR, Role.SECRETARIAT, Role.TRAVEL])
@pytest.mark.parametrize("act", record_travel.ACTS)
def test_only_staff_see_the_name_of_the_trip_that_they_chose(visit, planted, act, role):
    app = visit(TRAVEL, role, do=act)
    assert NAME not in sent(app)  # not among the options either
    if role not in TRIP_OFFICES:
        assert not app.selectbox
    elif act in NAMING:
        trips = field(app, "selectbox", "Trip")
        trips.select_index(len(trips.options) // 2).run()
        assert not app.exception
        told = re.findall(rb"Planted Name-(MCS00-T-[0-9]{4})", sent(app).replace(b"\\", b""))
        assert set(told) == {trips.value.split()[0].encode()}  # so the other tests can fail


def test_the_find_of_history_finds_no_name(visit):
    app = visit("history", Role.ADMIN)
    field(app, "text_input", "Find").set_value(PLANTED).run()
    assert len(app.dataframe[0].value) == 0


@pytest.mark.parametrize("address", PAGES)
def test_no_filter_brings_a_name_out(visit, files, address):
    asked = {"event": "IN-1", "region": "African", "as_of": "2018-05-31", "known_at": "2018-06-30"}
    asked |= {"contributor": "Sweden"} if address == "statement" else {}
    assert NAME not in sent(visit(address, Role.VISITOR, do="Correct", **asked))
    assert not any(NAME in file for file in files)


# Files and addresses

WHOSE = {
    "contributor": "Sweden",
    "deposit": "MCS00-D-0004",
    "kind": "seat_confirmation",
    "trip": "MCS00-T-0257",
}


def asked_for(download: Download) -> dict[str, str]:
    """The filters that a file cannot be without."""
    return needed(download, WHOSE)


OF = {Role.MISSION: {"country": "KEN"}, Role.CONTRIBUTOR: {"contributor": "Sweden"}}


@pytest.mark.parametrize("role", Role)
def test_no_address_beside_the_pages_answers_with_a_name(planted, role):
    someone = browser()
    if role is not Role.VISITOR:
        sign_in_as(someone, planted, role, **OF.get(role, {}))
    files = {
        f"/exports/{file}?{urlencode(asked_for(each))}": each for file, each in DOWNLOADS.items()
    }
    others = (
        "/health",
        "/sign-in",
        "/sign-out",
        "/nowhere",
        "/exports/trips.csv",
        "/exports/travel.csv?event=nothing",
        "/exports/travel.csv?name=Planted",
        "/exports/deposits.csv?as_of=never",
    )
    served = 0
    for address in (*files, *others):
        answer = someone.get(address)
        served += answer.status_code == 200
        if address in files:
            is_open = role in files[address].readers
            assert (answer.status_code not in {401, 403}) is is_open, address
        told = all_in(answer.content) + str(answer.headers).encode()
        assert NAME not in told.replace(b"name=Planted", b""), address
    assert served > len(BY_NAME) // 3


def test_no_row_of_a_dataset_holds_a_name_even_in_a_column_that_is_not_published(planted):
    loaded, today = frames.load(planted)
    view = View(loaded, today)
    assert PLANTED not in repr(loaded)
    for dataset in BY_NAME.values():
        assert PLANTED not in repr(list(dataset.rows(view)))
    changes = Changes(view, "2018-01-01", "2018-07-16")
    assert PLANTED not in repr([*changes.entry_rows(), *changes.act_rows(), *changes.line_rows()])


# The command line, refusals and the log

HEADER = "reference,event,country,status,role,gender,name,note_verbale,nominated_on,note"
ROW = ("T-NEW", "IN-6", "TUV", "nominated", "delegate", "F", "Planted Name-One", "NV-1", "", "")


def shifted(places: int) -> tuple[str, ...]:
    """The row as it is when cells were lost or added before the name."""
    return ROW[places:] + ROW[:places]


@pytest.mark.parametrize("name", ["Planted Name-One", "PLANTED NAME", "Planted", "PLANTED"])
@pytest.mark.parametrize("places", range(len(ROW)))
def test_an_import_says_what_is_wrong_without_a_name(planted, tmp_path, capsys, places, name):
    row = ",".join(cell.replace("Planted Name-One", name) for cell in shifted(places))
    for text in (
        f"{HEADER}\n{row}\n",
        f"{HEADER},status_on\n{row},{name}\n",  # a column that is compared
        f"{HEADER}\n{row}\n{row}\n",
        f"{HEADER}\n{row},\n",
        f"{row}\n{row}\n",  # no header
        f'{HEADER}\n"{row}\n',
    ):
        (tmp_path / "trips.csv").write_text(text)
        main(["import", "travel", str(tmp_path / "trips.csv"), "--dry-run"])
        said = capsys.readouterr()
        assert "planted" not in (said.out + said.err).casefold()


def test_the_plan_of_a_file_shows_no_name(visit, files):
    app = visit("import", Role.ADMIN, kind="Travel")
    plans = asked = 0
    for places in range(len(ROW)):
        row = ",".join(shifted(places))
        for text in (
            f"{HEADER}\n{row}\n",
            f"{HEADER},Traveller\n{row},Planted Name\n",
            f"{row}\n{row}\n",  # no header
        ):
            app.file_uploader[0].set_value(("trips.csv", text.encode(), "text/csv"))
            app.run()
            assert not app.exception
            plans += len(app.metric) == 4
            asked += b"Confirm its columns first" in sent(app)
            assert NAME not in sent(app)
            assert not any(NAME in file for file in files)
    assert (plans, asked) == (len(ROW), 2 * len(ROW))


def test_a_slipped_row_is_still_named_with_its_column(planted, tmp_path, capsys):
    (tmp_path / "trips.csv").write_text(f"{HEADER}\nT-NEW,IN-6,TUV,nominated,,Planted Name,,,,\n")
    assert main(["import", "travel", str(tmp_path / "trips.csv")]) == 1
    assert capsys.readouterr().err == ("row 2, gender: is not one of the codes. Use F, M, X.\n")


def test_an_import_keeps_a_name_out_of_notes_and_reasons(planted, tmp_path, capsys):
    row = "T-NEW,IN-6,TUV,declined,,,Planted Name-One,,,{}\n"
    for name, note in (("trips.csv", "for Name-One Planted"), ("Planted Name-One.csv", "No seat")):
        (tmp_path / name).write_text(f"{HEADER}\n{row.format(note)}")
        assert main(["import", "travel", str(tmp_path / name)]) == 1
        assert "row 2, note: holds the delegate's name. " in capsys.readouterr().err


def test_no_command_says_a_name(planted, tmp_path, capfdbinary, caplog):
    caplog.set_level(logging.INFO)
    (tmp_path / "trips.csv").write_text(f"{HEADER}\n{','.join(ROW)}\n")
    (tmp_path / "bad.csv").write_text(f"{HEADER}\n{','.join(shifted(1))}\n")
    commands = {
        "init": [["init"], ["init", "--sample"]],
        "check": [["check"]],
        "import": [
            ["import", "travel", str(tmp_path / "trips.csv")],
            ["import", "travel", str(tmp_path / "bad.csv"), "--rejected", str(tmp_path / "r.csv")],
        ],
        "take-back": [["take-back"], ["take-back", "1", "--reason", "Twice"]],
        "also-known-as": [["also-known-as", "Sida", "Nobody"]],
        "template": [["template", "travel", str(tmp_path / "trips.xlsx")]],
        "backup": [["backup", str(tmp_path / "copy.db")]],
        "verify": [["verify", "0" * 64]],
        "restore": [["restore", str(tmp_path / "copy.db")]],
        "export-setup": [["export-setup", str(tmp_path / "fund")]] * 2,  # the second is refused
        "export": [
            ["export", each.name, "--format", each.form, *form]
            + [word for name, value in asked_for(each).items() for word in (f"--{name}", value)]
            for each in DOWNLOADS.values()
            for form in ((), ("--full",))
        ],
        "settle-clock": [["settle-clock", "A reason"]],
        "serve": [],  # what a running server prints is looked at in tests/web and tests/browser
        "user": [["user", "list"], ["user", "disable", "nobody@example.org"]],
        "forget-names": [
            ["forget-names", "T-NEW"],
            ["forget-names", "MCS00-T-0001", "MCS00-T-0002"],
            ["forget-names", "--older-than", "0"],
        ],
    }
    given = set(parser()._subparsers._group_actions[0].choices)
    assert set(commands) == given, "a new command: what does it say?"
    for words in chain.from_iterable(commands.values()):
        main(words)
        sys.stdout.flush()
        said = capfdbinary.readouterr()
        assert said.out or said.err
        assert NAME not in all_in(said.out) + said.err, words
    assert PLANTED not in caplog.text
    written = [file.read_bytes() for file in (tmp_path / "fund").iterdir()]
    assert len(written) == 3
    assert not any(NAME in all_in(content) for content in written)


def test_no_refusal_and_no_receipt_repeats_a_name(planted):
    trip, name = "MCS00-T-0001", f"{PLANTED}-MCS00-T-0001"
    asked = (
        (advance, StepDraft(trip, "settled", None, reason=name)),
        (advance, StepDraft(trip, "declined", None, reason=f"because of {name}")),
        (
            correct_nomination,
            NominationDraft("IDM-1", "TCD", None, name=name, reference=trip),
            name,
        ),
        (
            correct_nomination,
            NominationDraft("IDM-1", "NOR", None, name=name, note=name, reference=trip),
            "",
        ),
    )
    for act, *given in asked:
        with (
            pytest.raises(Refused) as refused,
            open_books(planted, acting(Role.STAFF, "Ada")) as books,
        ):
            act(books, *given)
        assert PLANTED not in str(refused.value)
    with open_books(planted, acting(Role.STAFF, "Ada")) as books:
        kept = NominationDraft("IDM-1", "TCD", None, name=f"{PLANTED}-Two", reference=trip)
        receipt = correct_nomination(books, kept, "Spelling")
    assert PLANTED not in str(receipt)

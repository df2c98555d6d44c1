"""A first run: what a new fund still needs, and what it begins with, for the administrator."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from trustfund.domain.problems import Refused
from trustfund.exchange import fund_folder
from trustfund.ledger import first_run
from trustfund.ledger.books import Books
from trustfund.ledger.first_run import OPTIONAL, Task
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.lists import one_of
from trustfund.screens.staff.outcomes import show_problems, show_unwritten
from trustfund.screens.widgets import heading, plain, way
from trustfund.store.engine import StoreError, open_store
from trustfund.store.setup import FUND_FILE, FUNDS


class Words(NamedTuple):
    """What a line of the list says, and the page and the form there where its task is done."""

    title: str
    about: str
    page: str
    form: str = ""


TASKS = {
    Task.BEGINNING: Words(
        "Begin",
        "Take the starting point that is closest to your fund, or files of your own. It can be "
        "chosen anew until something is recorded.",
        "",
    ),
    Task.TERMS: Words(
        "Make the terms your own",
        "Change the name, the days, the charges and who is eligible to what your terms of "
        "reference say. Texts that begin with “Starting point” or “To be filled in” are not yours.",
        "settings",
        "Terms",
    ),
    Task.CONTACT: Words(
        "Say whom to write to",
        "An office for contributors and delegations to write to: the contact in the terms.",
        "settings",
        "Terms",
    ),
    Task.PROGRAMME: Words(
        "Enter the programme",
        "Delegates travel to an event: one that is still to come needs its day.",
        "record-travel",
        "Event",
    ),
    Task.ACCOUNTS: Words(
        "Add the accounts",
        "An administrator, and two people who may approve trips, so that nobody approves what "
        "they nominated.",
        "accounts",
    ),
    Task.CONTRIBUTOR: Words(
        "Record the first contributor",
        "Then its contribution can be recorded; or import a file of contributors.",
        "record-contribution",
        "Contributor",
    ),
    Task.PUBLISHER: Words(
        "Publish in IATI",
        "Who publishes the fund, and under which reference. Without it there is no file for IATI.",
        "settings",
        "Publication in IATI",
    ),
}
BEGUN = (
    "Something is recorded, so the fund cannot begin anew: terms, objectives and events are "
    "changed one by one, with a reason."
)
_DONE = "fund-begun"
POINTS, FILES = "A starting point", "Files of your own"


def page() -> None:
    """Draw the page."""
    heading("Set up the fund", session.view())
    if begun := st.session_state.pop(_DONE, None):
        st.success(plain(begun), icon=":material/check_circle:")
    if session.view().frames.illustrative:
        st.markdown(
            "This is the illustrative sample, which stays as it is: there is nothing to set up. "
            "A fund of your own begins in a store of its own, as the line at the top says."
        )
        return
    done, may_begin = session.read(_state)
    counted = [is_done for task, is_done in done.items() if task not in OPTIONAL]
    st.subheader(f"{sum(counted)} of {len(counted)} done", anchor=False)
    with st.container(border=True):
        for place, (task, is_done) in enumerate(done.items()):
            if place:
                st.html('<div style="border-top: 1px solid #8885"></div>')
            _line(task, is_done, may_begin)
    if may_begin:
        _begin()


def _state(books: Books) -> tuple[dict[Task, bool], bool]:
    return first_run.done(books), first_run.may_begin(books)


def _line(task: Task, is_done: bool, may_begin: bool) -> None:
    words = TASKS[task]
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(_title(task, may_begin), unsafe_allow_html=True)
            st.caption(BEGUN if task is Task.BEGINNING and not may_begin else words.about)
        if is_done:
            st.badge("Done", icon=":material/check:", color="green")
        elif task in OPTIONAL:
            st.badge("Optional", color="gray")
        else:
            st.badge("To do", color="blue")


def _title(task: Task, may_begin: bool) -> str:
    """What is to do, with a link to where it is done."""
    words = TASKS[task]
    if task is Task.BEGINNING:
        return f"[{words.title}](#begin)" if may_begin else words.title
    asked = f"?{urlencode({'do': words.form})}" if words.form else ""
    return way(words.title, f"{words.page}{asked}")


def _begin() -> None:
    """What to begin with; only in a fund in which nobody has booked anything."""
    st.subheader("Begin", anchor="begin")
    form = Form("set-up")
    {POINTS: _from_point, FILES: _from_files}[
        one_of("Begin with", {POINTS: POINTS, FILES: FILES}, POINTS, "from")
    ](form)
    st.caption("Terms, objectives and events of the store are replaced. Accounts stay.")


def _from_point(form: Form) -> None:
    points = fund_folder.starting_points()
    names = {key: name.removeprefix("Starting point: ") for key, (name, _) in points.items()}
    chosen = st.radio(
        "Which is closest to your fund?",
        list(points),
        format_func=lambda key: plain(names[key][:1].upper() + names[key][1:]),
        captions=[plain(said) for _, said in points.values()],
        index=None,
        **form.kept("point", points),
    )
    if st.button("Begin with this", type="primary", key=form.key("begin"), disabled=not chosen):
        store, who = open_store(), session.actor()
        _perform(form, lambda: fund_folder.begin(store, Path(FUNDS, chosen or ""), who))


def _from_files(form: Form) -> None:
    others = ", ".join(name for name in fund_folder.FILES if name != "objectives.csv")
    st.markdown(
        f"{FUND_FILE} and objectives.csv must be among them; {others} may. docs/your-fund.md says "
        "what stands in each."
    )
    sent = st.file_uploader(
        "The files, 1 MB each at most",
        accept_multiple_files=True,
        max_upload_size=1,
        key=form.key("files"),
    )
    if st.button("Begin with these files", type="primary", key=form.key("load"), disabled=not sent):
        _perform(form, lambda: _load(sent))


def _load(sent: Iterable[UploadedFile]) -> None:
    beginning = fund_folder.received((each.name, each.getvalue()) for each in sent)
    fund_folder.begin_with(open_store(), beginning, session.actor())


def _perform(form: Form, begin: Callable[[], None]) -> None:
    """Begin the fund and show the page again, or say all that is wrong."""
    try:
        begin()
    except Refused as refused:
        show_problems(refused)
    except StoreError:
        show_unwritten()
    else:
        name = session.read(lambda books: books.fund.name)
        st.session_state[_DONE] = f"The fund has begun: {name}."
        form.renew()
        st.rerun()

"""The papers of a record: a list to take them from, and the forms that attach and remove one."""

import streamlit as st

from trustfund.domain.catalogue import paper as fields
from trustfund.domain.kinds import RecordKind, label, one
from trustfund.domain.permissions import PAPER_READERS, PAPERS
from trustfund.figures.contributions import positions
from trustfund.figures.view import View
from trustfund.figures.wording import counted
from trustfund.ledger import papers as ledger
from trustfund.ledger.paper_contents import MOST_BYTES
from trustfund.ledger.papers import Attached, PaperDraft
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.lists import newest_first, pick
from trustfund.screens.staff.options import with_dates
from trustfund.screens.widgets import address, plain
from trustfund.store.papers import drop_removed

ENDINGS = ("pdf", "png", "jpg", "jpeg")
MEGABYTE = 1024 * 1024


def papers(kind: RecordKind, reference: str) -> None:
    """The papers of a record, for those who may see them."""
    who = session.actor()
    if not who.may(PAPER_READERS[kind]):
        return
    found = session.read(ledger.of_record, kind, reference)
    st.subheader("Papers", anchor=False)
    if not found:
        st.caption("No paper is attached.")
    for each in found:
        _listed(each)
    if who.may(PAPERS[kind]):
        with st.expander("Attach a paper", icon=":material/attach_file:"):
            _attach(kind, reference)
        if found:
            with st.expander("Remove a paper", icon=":material/delete:"):
                _remove(reference, found)


def _listed(each: Attached) -> None:
    paper = each.paper
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        there, icon = address(f"exports/paper?id={paper.id}"), ":material/download:"
        st.link_button(plain(paper.title), there, icon=icon, type="tertiary")
        st.caption(f"{_about(each)} · SHA-256 {paper.sha256[:16]}…", help=paper.sha256)


def _about(each: Attached) -> str:
    size = counted(-(-each.paper.size // 1024), "KB", "KB")
    return f"{each.paper.media_type.name}, {size} · {plain(each.by)}, {each.at:%Y-%m-%d}"


def _attach(kind: RecordKind, reference: str) -> None:
    form = Form(f"paper-{kind}-{reference}")
    given = st.file_uploader(
        fields.CONTENT.heading(),
        ENDINGS,
        key=form.key("file"),
        help=fields.CONTENT.help,
        max_upload_size=MOST_BYTES // MEGABYTE,
    )
    title = form.text(fields.TITLE, placeholder="Signed arrangement")
    draft = PaperDraft(kind, reference, title, given.getvalue() if given else b"")
    form.book("Attach the paper", ledger.attach, draft)


def _remove(reference: str, found: list[Attached]) -> None:
    form = Form(f"remove-paper-{reference}")
    known = {each.paper.id: each for each in found}
    chosen = st.selectbox(
        fields.NUMBER.heading(),
        list(known),
        None,
        format_func=lambda number: f"{number} · {known[number].paper.title}",
        key=form.key("which"),
        placeholder="Choose one",
    )
    if chosen is None:
        return
    st.caption("Its content is deleted and cannot be brought back. Older backups keep it.")
    reason = form.reason("Why it is removed")
    form.book("Remove the paper", ledger.remove, chosen, reason, after=drop_removed)


def of_contributions() -> None:
    """The papers of a contribution, or of one of its deposits."""
    _of(RecordKind.CONTRIBUTION, RecordKind.DEPOSIT)


def of_travel() -> None:
    """The papers of a trip, or of an event."""
    _of(RecordKind.TRIP, RecordKind.EVENT)


def _of(*kinds: RecordKind) -> None:
    kind = st.radio("Papers of", kinds, format_func=one, horizontal=True)
    found = _records(session.view(), kind)
    reference = pick(Form(f"papers-{kind}"), label(kind), found, found.__getitem__)
    if reference:
        papers(kind, reference)


def _records(view: View, kind: RecordKind) -> dict[str, str]:
    """The records to choose from, each with what it is, the newest first."""
    frames, entries = view.frames, view.entries
    match kind:
        case RecordKind.CONTRIBUTION:
            found = {each.document.reference: each.contributor.name for each in positions(view)}
        case RecordKind.DEPOSIT:
            booked = sorted(set(entries["deposit"][entries["live"]]) - {0})
            rows = frames.deposits.some(booked, "reference", "contribution_id")
            of = frames.contributions
            found = {
                reference: frames.contributors[of[gift].contributor_id].name
                for _, reference, gift in rows
            }
        case RecordKind.TRIP:
            rows = frames.trips.some(view.last_steps["trip"], "reference", "country", "event")
            found = {
                reference: f"{view.country(country).name} · {event}"
                for _, reference, country, event in rows
            }
        case _:
            return {code: with_dates(view, code) for code in sorted(frames.events)}
    return {reference: f"{reference} · {found[reference]}" for reference in newest_first(found)}

"""What lies with a record: letters to make of it, and its papers, to take, attach and remove."""

import streamlit as st

from trustfund.domain.catalogue import paper as fields
from trustfund.domain.kinds import RecordKind
from trustfund.domain.permissions import PAPER_READERS, PAPERS
from trustfund.figures.wording import counted
from trustfund.ledger import papers as ledger
from trustfund.ledger.paper_contents import MOST_BYTES
from trustfund.ledger.papers import Attached, PaperDraft
from trustfund.screens import session
from trustfund.screens.documents import letters_of, offer_letters
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.outcomes import show_done
from trustfund.screens.widgets import address, plain
from trustfund.store.papers import drop_removed

ENDINGS = ("pdf", "png", "jpg", "jpeg")
MEGABYTE = 1024 * 1024


def papers(kind: RecordKind, reference: str) -> None:
    """The letters and papers of a record, each for those who may see it."""
    who = session.actor()
    show_done()
    offer_letters(letters_of(session.view(), who, kind, reference))
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
                _remove(kind, reference, found)


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
    form = Form(f"paper-{kind}", reference)
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


def _remove(kind: RecordKind, reference: str, found: list[Attached]) -> None:
    form = Form(f"remove-paper-{kind}", reference)
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

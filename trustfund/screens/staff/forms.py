"""What staff forms have in common: one booking for each form, which is empty again afterwards."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeVarTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from trustfund.domain.problems import Code, Refused
from trustfund.ledger import duties
from trustfund.ledger.acts import Done
from trustfund.ledger.books import Books, open_books
from trustfund.screens import session
from trustfund.screens.staff import kept, outcomes
from trustfund.screens.staff.form_fields import Fields
from trustfund.store.engine import Store, StoreError, open_store

Ts = TypeVarTuple("Ts")
SIDES = (3, 2)
"""How wide the fields of a form are, and what it would book beside them."""


@dataclass(frozen=True)
class Form(Fields):
    """One form on a page. Its token names its fields, and lets it be booked only once."""

    def part(self, document: object, version: int) -> tuple["Form", int]:
        """The form of one document among those to choose from, and the version seen of it."""
        part = Form(self.act, str(document))
        return part, part.seen(version)

    def seen(self, version: int) -> int:
        """The version of a document when this form was begun, not that of the newest run.

        A form that was left without a draft and is opened again shows what is in force now:
        Streamlit has forgotten its fields, and so is forgotten what was seen.
        """
        mine, draft = self.key("seen"), self.draft
        fields = (str(key) for key in st.session_state if key != mine)
        is_drawn = any(k.startswith(f"{self.name}-") and k.endswith(self.token) for k in fields)
        if not is_drawn or mine not in st.session_state:
            begun = draft.seen if draft.fields else None
            st.session_state[mine] = version if begun is None else begun
            if draft.fields and begun is None:  # one's own booking changed the document
                kept.keep(self.act, self.about, replace(draft, seen=version))
        found: int = st.session_state[mine]
        if draft.fields and found != version:
            st.warning(
                "This was changed since your draft was begun, so the draft cannot be booked. Note "
                "what you still need of it, then press “Discard” to see what is in force now.",
                icon=":material/difference:",
            )
        return found

    def book(
        self,
        label: str,
        act: Callable[[Books, *Ts], Done],
        *args: *Ts,
        remember: str = "",
        kind: Literal["primary", "secondary"] = "primary",
        after: Callable[[Store], object] | None = None,
        row: DeltaGenerator | None = None,
        is_last: bool = True,
    ) -> None:
        """The button that books the form by an act; the page is drawn again with the result.

        ``remember`` names what the next form should start with: the reference of what was booked.
        ``after`` deletes from the store what the act removed, when it is committed. Several buttons
        of a form stand in one ``row``, and the draft after the last of them.
        """
        with row or row_of_buttons():
            is_pressed = st.button(label, type=kind, key=self.key(f"book-{label}"))
            if is_last:
                self.show_draft()
        if is_last:
            self._show_refusal()
        if not is_pressed:
            return
        # Two tabs with this draft book the same once; what differs is another booking.
        token = hashlib.sha256(f"{self.token} {label} {args!r}".encode()).hexdigest()
        try:
            with open_books(open_store(), session.actor(), token=token) as books:
                done = act(books, *args)
        except Refused as refused:
            self._refuse(refused)
            st.rerun()
        except StoreError:
            outcomes.show_unwritten()
            return
        if after and not outcomes.is_deleted(after):
            done = replace(done, warnings=(*done.warnings, outcomes.LATER))
        outcomes.keep(done, act)
        if remember:
            st.session_state[f"latest-{remember}"] = done.reference
            st.query_params.pop(remember, None)
            Form(self.act).renew()  # a browser keeps the words in which it was chosen
        self.renew()
        kept.discard(self.act)  # which document was chosen
        for key in [str(key) for key in st.session_state if "-seen-" in str(key)]:
            del st.session_state[key]  # whoever booked this has seen it: other forms go on from it
        kept.go_on(self.about)
        st.rerun()

    def _refuse(self, refused: Refused) -> None:
        """Keep why nothing was booked: each reason for its field, and all for under the button."""
        self.refuse(refused.problems)
        st.session_state[f"refusal-{self.key('')}"] = (
            [str(problem) for problem in refused.problems],
            any(problem.code is Code.CHANGED_MEANWHILE for problem in refused.problems),
        )

    def _show_refusal(self) -> None:
        """Why nothing was booked, until somebody does something else."""
        sentences, is_outdated = st.session_state.pop(f"refusal-{self.key('')}", ((), False))
        if sentences:
            outcomes.show_sentences(sentences)
        if is_outdated:
            st.button("Show the current version", on_click=self.renew, key=self.key("renew"))


def row_of_buttons() -> DeltaGenerator:
    """Where the buttons of a form stand side by side."""
    return st.container(horizontal=True, vertical_alignment="center")


def latest(what: str) -> str:
    """The reference that the last booked form of this kind left for the next."""
    found: str = st.session_state.get(f"latest-{what}", "")
    return found


def forget_latest(what: str) -> None:
    """Start the next form without what the last one left for it."""
    st.session_state.pop(f"latest-{what}", None)


def say_duties(duty: duties.Duty) -> None:
    """Say that a duty is not divided, where it is not."""
    if not session.read(lambda books: duty.applies(books.session)):
        st.caption(f":material/group_off: {duty.alone}")

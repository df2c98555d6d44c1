"""The fields of a form: drawn, kept as a draft, marked with why they were refused, compared.

What is typed is kept (``accounts/drafts.py``) when a field is left. It is there again when the form
is drawn anew: after a refresh, another action, a lost connection, a new sign-in.
"""

import dataclasses
import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from trustfund.accounts.drafts import Draft
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Cell, Field, Kept
from trustfund.domain.problems import Problem
from trustfund.figures.filters import FIRST_DAY, LAST_DAY
from trustfund.screens.staff import kept
from trustfund.screens.staff.options import Options, options
from trustfund.screens.widgets import plain
from trustfund.store.engine import utc_now

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")
_ATTEMPT = "attempt"
"""How often a form was refused: what is said anew is looked at anew."""


@dataclass(frozen=True)
class Fields:
    """What is typed in one form on a page, about a document or about none."""

    act: str
    about: str = ""
    held: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict, compare=False)
    """What each field held to begin with, and what it holds now, by its label."""

    @property
    def name(self) -> str:
        """What tells this form from all others."""
        return f"{self.act}-{self.about}" if self.about else self.act

    @property
    def token(self) -> str:
        """Stays until the form is booked; a second click carries the same one.

        So does a draft: of two tabs that show it, the second that books the same books nothing.
        """
        place = f"token-{self.name}"
        if place not in st.session_state:
            st.session_state[place] = self.draft.token or secrets.token_hex(16)
        found: str = st.session_state[place]
        return found

    def key(self, field: str) -> str:
        """The key of a field; a booked form's fields are new, hence empty."""
        return f"{self.name}-{field}-{self.token}"

    @property
    def draft(self) -> Draft:
        """What is typed and not booked."""
        return kept.draft(self.act, self.about)

    def kept(
        self, field: str, among: Collection[Any] | type = str, named: str = ""
    ) -> dict[str, Any]:
        """Arguments for the widget of a field, which has its value from the draft and keeps it.

        ``among`` is what the field may hold: another value is of earlier books, and not shown.
        What the address names under ``named`` comes before the draft.
        """
        key, typed = self.key(field), self.draft.fields
        if key not in st.session_state and field in typed:
            with suppress(ValueError):
                st.session_state[key] = kept.fitting(typed[field], among)
        asked, mark = st.query_params.get(named, ""), f"asked-{key}"
        if asked and not isinstance(among, type) and st.session_state.get(mark) != asked:
            st.session_state[mark] = asked
            with suppress(ValueError):
                st.session_state[key] = kept.fitting(asked, among)
        return {"key": key, "on_change": self.keep, "args": (field, named)}

    def keep(self, field: str, named: str = "") -> None:
        """Keep what was typed in a field, when somebody leaves it; the address no longer says."""
        key = self.key(field)
        if key not in st.session_state:
            return  # of a form that is no more there: somebody else has the page now
        st.query_params.pop(named, None)
        for refused in [each for each in self.refusals if f"{field}-".startswith(f"{each}-")]:
            del self.refusals[refused]
        fields = {**self.draft.fields, field: st.session_state[key]}
        seen = st.session_state.get(self.key("seen"))
        kept.keep(self.act, self.about, Draft(fields, self.token, seen))

    def show_draft(self) -> None:
        """Since when what is typed is kept, and the button that throws it away."""
        if not self.draft.fields:
            return
        since, today = self.draft.kept_at, utc_now().date()
        said = "Drafts cannot be kept at the moment."
        if since:
            moment = f"{since:%H:%M}" if since.date() == today else f"{since:%Y-%m-%d %H:%M}"
            said = f"Draft of {moment} UTC, kept"
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.caption(said, width="content")
            st.button("Discard", type="tertiary", on_click=self.renew, key=self.key("discard"))

    @property
    def refusals(self) -> dict[str, list[str]]:
        """Why the form was refused, by field; until the field is changed, or the form booked."""
        found: dict[str, list[str]] = st.session_state.setdefault(f"refused-{self.key('')}", {})
        return found

    def _drawn(self, field: Field, label: str, before: str, now: str) -> None:
        """Note what a field holds, and say under it why it was refused."""
        if field is not REASON:
            self.held[label] = before, now
        if refused := self.refusals.get(field.key):
            attempt = st.session_state.get(_ATTEMPT, 0)
            with st.container(key=f"refused-{attempt}-{self.key(label)}"):
                for text in refused:
                    st.markdown(f":red[:material/error:] {plain(text)}")

    def show_changes(self) -> None:
        """What a correction changes, old and new."""
        changed = {
            label: each for label, each in self.held.items() if each[0].strip() != each[1].strip()
        }
        if not changed:
            return
        with st.container(border=True):
            st.markdown("**What changes**")
            for label, (before, now) in changed.items():
                old, new = (plain(text.strip()) or "not stated" for text in (before, now))
                st.markdown(f"{plain(label)}: {old} → **{new}**")

    def text(
        self, field: Field, value: str = "", label: str = "", of: str = "", **more: object
    ) -> str:
        """A line of text. ``of`` tells fields apart that a form has several times."""
        label = label or field.heading()
        more = {"help": field.help or None, **more}
        more |= self.kept(f"{field.key}{of}")
        found: str = st.text_input(label, value, **more) or ""  # type: ignore[call-overload]
        self._drawn(field, label, value, found)
        return found

    def day(
        self, field: Field, value: date | None = None, label: str = "", of: str = ""
    ) -> date | None:
        """A day, which may be left empty."""
        label = label or field.heading()
        found = st.date_input(
            label,
            value,
            **self.kept(f"{field.key}{of}", date),
            min_value=date.fromisoformat(FIRST_DAY),
            max_value=date.fromisoformat(LAST_DAY),
            format="YYYY-MM-DD",
            help=field.help or None,
        )
        chosen = found if isinstance(found, date) else None
        self._drawn(field, label, *(each.isoformat() if each else "" for each in (value, chosen)))
        return chosen

    def flag(self, field: Field, value: str) -> str:
        """Yes or no, as "true" or "false"."""
        more, hint = self.kept(field.key, bool), field.help or None
        found = st.checkbox(field.heading(), value == "true", help=hint, **more)
        self._drawn(
            field, field.heading(), *("yes" if on else "no" for on in (value == "true", found))
        )
        return str(found).lower()

    def choose(
        self, field: Field, value: str = "", among: Options | None = None, **more: object
    ) -> str:
        """One of the codes or names that the field may hold, or of some; "" for none.

        Un-earmarked money is no objective, so "" as well.
        """
        codes, shown_as = among or options(field)
        more = {"placeholder": None if field.required else "Not stated", **more}
        if field.codes is Kept.ORGANIZATION:
            more |= {"accept_new_options": True, "placeholder": "Choose, or type a new name"}
        is_pool = field.codes is Kept.OBJECTIVE
        more |= self.kept(field.key, str if "accept_new_options" in more else codes)
        value = value or UNEARMARKED if is_pool else value
        found = st.selectbox(  # type: ignore[call-overload]
            field.heading(),
            codes,
            index_of(codes, value),
            format_func=shown_as,
            help=field.help or None,
            **more,
        )
        shown = (shown_as(code) if code in codes else code or "" for code in (value, found))
        self._drawn(field, field.heading(), *shown)
        return "" if is_pool and found == UNEARMARKED else found or ""

    def area(self, field: Field, value: str) -> str:
        """Several lines of text."""
        more, hint = self.kept(field.key), field.help or None
        found: str = st.text_area(field.heading(), value, help=hint, **more) or ""
        self._drawn(field, field.heading(), value, found)
        return found

    def fill(
        self,
        draft: D,
        *rows: Field | tuple[Field, ...],
        unit: str = "",
        fixed: Collection[Field] = (),
        among: Mapping[Field, Options] | None = None,
    ) -> D:
        """The draft with what is typed in these fields; those of one row stand side by side.

        ``unit`` is that of amounts, ``fixed`` fields cannot be changed, and ``among`` has what can
        be chosen where that is not all.
        """
        found: dict[str, object] = {}
        for row in rows:
            fields = row if isinstance(row, tuple) else (row,)
            for column, field in zip(st.columns(len(fields)), fields, strict=True):
                now, is_fixed = getattr(draft, field.key), field in fixed
                with column:
                    if field.cell is Cell.DAY:
                        found[field.key] = self.day(field, now)
                    elif field.cell is Cell.FLAG:
                        found[field.key] = self.flag(field, now)
                    elif field.codes or field in (among or ()):
                        options = (among or {}).get(field)
                        found[field.key] = self.choose(field, now, options, disabled=is_fixed)
                    elif field.has_lines and not field.is_free:
                        found[field.key] = self.area(field, now)
                    else:
                        label = field.heading(unit if field.cell is Cell.MONEY else "")
                        hint = "The next one, if left blank" if field.key == "reference" else None
                        found[field.key] = self.text(
                            field, now, label, disabled=is_fixed, placeholder=hint
                        )
        return replace(draft, **found)

    def reason(
        self,
        label: str = "Reason for the correction",
        of: str = "",
        help: str = "",  # noqa: A002
    ) -> str:
        """Why something is done."""
        return self.text(REASON, "", label, of, help=help or None)

    def renew(self) -> None:
        """Start the form again: empty, or with what is in force now."""
        kept.discard(self.act, self.about)
        st.session_state.pop(f"token-{self.name}", None)

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Keep why nothing was booked, by field; a line of a list has none of its own."""
        st.session_state[_ATTEMPT] = st.session_state.get(_ATTEMPT, 0) + 1
        self.refusals.clear()
        for problem in problems:
            if not problem.at.row:
                self.refusals.setdefault(problem.field.key, []).append(str(problem))


def index_of(options: Sequence[str], wanted: str) -> int | None:
    """The place of an option; None, for nothing chosen, when it is not there."""
    return options.index(wanted) if wanted in options else None

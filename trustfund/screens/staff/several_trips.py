"""The form that takes several trips to the same step in one act."""

from collections.abc import Iterator
from typing import Any

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.kinds import EntryKind, label
from trustfund.domain.permissions import STEPS
from trustfund.domain.travel import NEXT_STEPS, TripStatus
from trustfund.figures.filters import event_order
from trustfund.figures.view import View
from trustfund.ledger import duties
from trustfund.ledger.trip_steps import SeveralDraft, SeveralPlan, advance_several, plan_several
from trustfund.screens import session
from trustfund.screens.staff.forms import SIDES, Form, say_duties
from trustfund.screens.staff.outcomes import preview
from trustfund.screens.staff.travel_forms import Standing, show_available, trips
from trustfund.screens.widgets import plain

TOGETHER = (
    TripStatus.APPROVED,
    TripStatus.AUTHORISED,
    TripStatus.TICKETED,
    TripStatus.SETTLED,
)
"""The steps that take nothing of each trip but its estimate."""
AT_ONCE = 50
"""So many trips are shown to choose from; of more an event is chosen first."""
AFTER = {TripStatus.AUTHORISED: (TripStatus.APPROVED,)}
"""What comes before a step that many take at once: what nobody approved is looked at alone."""
MOVED = {EntryKind.OBLIGATION: "is obligated", EntryKind.EXPENDITURE: "is spent"}


def several() -> None:
    """Approve, authorise, ticket or settle a selection of trips."""
    form, view = Form("several"), session.view()
    who = session.actor()
    mine = [step for step in TOGETHER if who.may(STEPS[step])]
    names = {label(step): step for step in mine}
    more = form.kept("step", mine, "step")
    chosen = st.pills("Step", mine, format_func=label, wrap=True, **more)
    if not chosen:
        st.caption(f"Choose the step that the trips take: {', '.join(names).lower()}.")
        return
    step = TripStatus(chosen)
    open_to = {
        reference: standing
        for reference, standing in trips(view, ended=False).items()
        if step in NEXT_STEPS[standing[1]] and (standing[1] in AFTER.get(step, (standing[1],)))
    }
    found = _of_an_event(form, view, open_to)
    if not found:
        return
    left, right = st.columns(SIDES)
    with left:
        seen = dict(_picked(form, view, step, found))
        picked = tuple(seen)
        on = form.day(fields.STATUS_ON, view.today, f"{label(step)} on")
        if step is TripStatus.AUTHORISED and on:
            show_available(on)
        reason = ""
        if step is TripStatus.AUTHORISED:
            reason = form.reason("Why these seats come first, if a least developed country waits")
        if step in duties.APPROVALS:
            say_duties(duties.APPROVING)
        draft = SeveralDraft(picked, step, on, reason, tuple(seen.values()))
        many = f"{len(picked)} trip{'s' if len(picked) != 1 else ''}"
        form.book(f"Record: {label(step).lower()} ({many})", advance_several, draft)
    preview(right, plan_several, _lines, draft, started=bool(picked))


def _of_an_event(form: Form, view: View, found: dict[str, Standing]) -> dict[str, Standing]:
    """The trips of the event that is chosen; all of them where they are few and none is."""
    if not found:
        st.info("No trip waits for this step.", icon=":material/info:")
        return {}
    events = {standing[0]["event"] for standing in found.values()}
    codes = sorted(events, key=lambda code: event_order(view.frames, code))
    event = st.selectbox(
        "Event",
        codes,
        None,
        **form.kept("event", codes, "event"),
        placeholder="All events",
    )
    if not event and len(found) > AT_ONCE:
        st.caption(f"{len(found):,} trips wait for this step. Choose an event.")
        return {}
    return {name: each for name, each in found.items() if event in (None, each[0]["event"])}


def _picked(
    form: Form, view: View, step: TripStatus, found: dict[str, Standing]
) -> Iterator[tuple[str, int]]:
    """The trips that are ticked, each with its version when it was.

    Least developed countries come first, then who asked first.
    """

    def rank(reference: str) -> tuple[bool, str, str]:
        trip, _, day = found[reference]
        return not view.class_at(trip["country"], trip["event"]).ldc, day, reference

    every = st.checkbox(f"All {len(found)}", **form.kept(f"{step}-all", bool))
    for reference in sorted(found, key=rank):
        more, seen = form.kept(f"{step}-{every}-{reference}", bool), form.key(f"saw-{reference}")
        if st.checkbox(_line(view, *found[reference]), every, wrap=True, **more):
            st.session_state.setdefault(seen, found[reference][0]["version"])
            yield reference, int(st.session_state[seen])
        else:
            st.session_state.pop(seen, None)


def _line(view: View, trip: dict[str, Any], status: TripStatus, day: str) -> str:
    country, event = trip["country"], trip["event"]
    mark = " (LDC)" if view.class_at(country, event).ldc else ""
    estimate = sum(trip[part] for part in fields.COSTS)
    return plain(
        f"{trip['reference']} · {view.country(country).name}{mark} · {event} · "
        f"{label(status).lower()} {day} · {money.text(estimate, 'USD')}"
    )


def _lines(plan: SeveralPlan) -> Iterator[str]:
    for step in plan.steps:
        yield f"- {plain(step.sentence)}"
    for kind, words in MOVED.items():
        if cents := plan.cents.get(kind, 0):
            yield f"Together **{plain(money.text(cents, 'USD'))}** {words}."

"""The terms of the fund, and its objectives: changed with a reason, never what is booked."""

import streamlit as st

from trustfund.domain.catalogue import objective as objective_fields
from trustfund.domain.catalogue import terms as fields
from trustfund.domain.fund_terms import TermsDraft, as_draft, percent
from trustfund.domain.texts import listed
from trustfund.figures.wording import counted
from trustfund.ledger import first_run
from trustfund.ledger.books import Books
from trustfund.ledger.objectives import ObjectiveDraft, change_objective
from trustfund.ledger.terms import change_terms
from trustfund.screens import session
from trustfund.screens.staff.forms import Form

NEW = "Add an objective"


def _now(books: Books) -> tuple[TermsDraft, int]:
    return as_draft(books.fund, books.terms[-1]), books.fund.version


def terms() -> None:
    """The terms as they are, to be changed."""
    form = Form("terms")
    st.markdown("The terms of the fund. A change asks for a reason and alters nothing booked.")
    _unfinished()
    current, version = session.read(_now)
    draft = form.fill(
        current,
        fields.NAME,
        (fields.CODE, fields.STARTS_ON, fields.ENDS_ON),
        fields.MANAGING_ORGANIZATION,
    )
    st.markdown("**What holds from a day on**")
    draft = form.fill(
        draft,
        (fields.IN_FORCE_FROM, fields.AGENT_FEE, fields.INDIRECT_COST),
        (fields.TRAVEL_POOLS, fields.SURPLUS, fields.ELIGIBLE),
        (fields.CONTRIBUTORS, fields.PHASES),
    )
    st.markdown("**For everybody to read**")
    draft = form.fill(
        draft,
        (fields.PURPOSE, fields.LEGAL_BASIS),
        (fields.GIVING, fields.ATTENDING),
        fields.CONTACT,
    )
    seen = form.seen(version)
    form.show_changes()
    reason = form.reason("Reason for the change")
    form.book("Change the terms", change_terms, draft, reason, seen)
    _versions()


def _unfinished() -> None:
    """What a new fund has not made its own."""
    left, blank = session.read(first_run.unfinished)
    kinds = {"Still as in the starting point": left, "Still blank": blank}
    words = [f"{how}: {listed([each.label for each in of])}." for how, of in kinds.items() if of]
    if words:
        st.info("  \n".join(words), icon=":material/edit_note:")


def _versions() -> None:
    """What was in force before."""
    view = session.view()
    found = view.frames.terms
    if not found[1:]:
        return
    with st.expander(f"{counted(len(found), 'version')} of these terms, the newest first"):
        st.dataframe(
            [
                {
                    "In force from": each.in_force_from.isoformat() if each.in_force_from else "",
                    "Recorded on": view.frames.recorded_on(each.act_id),
                    "Act": each.act_id,
                    "Agent fee, %": percent(each.agent_fee_basis_points),
                    "Indirect support cost, %": percent(each.indirect_cost_basis_points),
                    "Pays for travel": each.travel_pools,
                    "Surplus": each.surplus,
                    "Eligible": each.eligible,
                    "Contributors": ", ".join(each.kinds),
                }
                for each in reversed(found)
            ],
            hide_index=True,
            alt="Versions of the terms",
        )


def _objectives() -> dict[str, tuple[ObjectiveDraft, int]]:
    return {
        code: (
            ObjectiveDraft(code, row["title"], row["description"], str(row["retired"]).lower()),
            row["version"],
        )
        for code, row in session.view().frames.objective_rows.items()
    }


def objectives() -> None:
    """The objectives: one more, or another title, or no longer in use."""
    form = Form("objective")
    known = _objectives()

    def shown(code: str) -> str:
        if code not in known:
            return code
        own, _ = known[code]
        return f"{code}: {own.title}{' (retired)' if own.retired == 'true' else ''}"

    code = st.selectbox(
        "Objective",
        [*known, NEW],
        index=None,
        format_func=shown,
        **form.kept("which", [*known, NEW]),
    )
    if not code:
        return
    own, version = known.get(code, (ObjectiveDraft("", ""), 0))
    part, seen = form.part(code, version)
    first = (objective_fields.CODE, objective_fields.TITLE)
    fixed = (objective_fields.CODE,) if code in known else ()
    last = (objective_fields.RETIRED,) if code in known else ()
    draft = part.fill(own, first, objective_fields.DESCRIPTION, *last, fixed=fixed)
    part.show_changes()
    reason = part.reason("Reason for the change")
    part.book("Change the objective" if own.code else NEW, change_objective, draft, reason, seen)

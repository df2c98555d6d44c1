"""The objectives of the fund, the finest thing a contributor may earmark to: added, and retired."""

from dataclasses import dataclass
from typing import Any

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import objective as fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fund_rules import OBJECTIVE_CODE
from trustfund.domain.kinds import AGENT
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.store.tables import Objective, PoolBalance


@dataclass(frozen=True)
class ObjectiveDraft:
    """An objective as typed; ``retired`` is ``true`` or ``false``."""

    code: str
    title: str
    description: str = ""
    retired: str = "false"


def checked(draft: ObjectiveDraft) -> dict[str, Any]:
    """The fields of an objective, checked."""
    problems = Problems()
    code = draft.code.strip()
    if code in (UNEARMARKED, AGENT) or not OBJECTIVE_CODE.fullmatch(code):
        why, remedy = "cannot be the code of an objective", "Use up to 16 of A-Z, a-z, 0-9 and -"
        problems.add(fields.CODE, Code.MALFORMED, code, why, remedy)
    if not draft.title.strip():
        problems.missing(fields.TITLE, "Give the title of the objective")
    if draft.retired not in ("true", "false", ""):
        why, remedy = "is neither true nor false", "Write true if nothing new is given to it"
        problems.add(fields.RETIRED, Code.NOT_A_CODE, draft.retired, why, remedy)
    problems.refuse_if_any()
    return {
        "title": draft.title.strip(),
        "description": draft.description.strip(),
        "retired": draft.retired == "true",
    }


@act(ActCode.OBJECTIVE_CHANGED)
def change_objective(act: Act, draft: ObjectiveDraft, reason: str, seen: int | None = None) -> Done:
    """Add an objective of the fund, or change or retire the one of that code."""
    act.require_reason(reason)
    values = act.problems.attempt(checked, draft)
    if values and values["retired"]:
        act.attempt(_check_unused, draft.code)
    values = act.sound(values)
    own = act.session.get(Objective, draft.code)
    done = "is retired" if values["retired"] else "is changed"
    if own is not None:
        act.change(own, seen, (), **values)
    else:
        act.add(Objective(code=draft.code, **values))
        act.session.add(PoolBalance(pool=draft.code))
        done = "is added"
    return Done(draft.code, f"Objective {draft.code} {done}: {values['title']}.")


def _check_unused(books: Books, code: str) -> None:
    """Refuse to retire an objective that the terms name, or that has money."""
    now = books.terms[-1]
    if code in (*now.pools, *(pool for way in now.ways for pool in way)):
        why, remedy = "is named in the terms", "Take it out of them first"
        raise refusal(fields.RETIRED, Code.IN_USE, code, why, remedy)
    balance = books.session.get(PoolBalance, code)
    if balance is not None and balance.usd_cents:
        why, remedy = "still has money", "Spend it, or give it back, first"
        raise refusal(fields.RETIRED, Code.IN_USE, code, why, remedy)

"""What a wrong clock left in the books, accepted by the administrator with a reason."""

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue.act import CLOCK
from trustfund.domain.problems import Code
from trustfund.ledger import moments
from trustfund.ledger.acts import Act, Done, act
from trustfund.store.engine import SLACK


@act(ActCode.CLOCK_SETTLED)
def settle_clock(act: Act, reason: str) -> Done:
    """Accept the steps back until now, and a newest moment that is still to come.

    This act is recorded at the newest moment, and so is every other until that moment has come.
    """
    act.require_reason(reason)
    if not moments.is_unsettled(act.books):
        why, remedy = "left nothing to settle", "Nothing is left to do"
        act.problems.add(CLOCK, Code.NOTHING_TO_DO, "", why, remedy)
    act.problems.refuse_if_any()
    sentence = "What the clock did until now is settled."
    if act.recorded_at - act.books.clock() >= SLACK:
        sentence += f" Acts are recorded at {act.recorded_at:%Y-%m-%d %H:%M:%S} UTC until then."
    return Done("Clock", sentence)

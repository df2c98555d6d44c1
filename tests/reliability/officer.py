"""An officer at a desk: asks for acts, and notes how each ended and how long it took."""

import time
from contextlib import suppress
from dataclasses import dataclass, replace

from tests import books
from tests.people import acting
from tests.reliability.processes import open_here
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.ledger import deposits, travel, trip_steps
from trustfund.ledger.acts import Done
from trustfund.ledger.books import open_books, read_books
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.travel import CostsDraft, NominationDraft
from trustfund.ledger.trip_steps import StepDraft

TRIP_COST = 1_000
ARRIVED = books.day("2017-05-15")
NOMINATED = books.day("2017-05-20")
AUTHORISED = books.day("2017-06-01")
SETTLED = books.day("2017-07-01")


@dataclass(frozen=True)
class Job:
    """What one officer has to do. Two neighbours share the tokens of their forms."""

    url: str
    number: int
    rounds: int
    nominated: tuple[str, ...]
    gift: str
    shared_deposit: str

    @property
    def officer(self) -> str:
        return f"Officer {self.number}"


@dataclass(frozen=True)
class Asked:
    """One act that an officer asked for, how it ended, and how long it took till then."""

    officer: str
    what: str
    ended: str
    said: str
    seconds: float
    token: str | None = None


class _BrokenOff(Exception):
    """The end of a rehearsal."""


class Desk:
    """An officer at work, with a store of its own."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.store = open_here(job.url)
        self.asked: list[Asked] = []

    def ask(
        self, what: str, act: books.Act, *given: object, token: str | None = None
    ) -> Done | None:
        """Ask for an act and note how it ended; nothing but a refusal may come of it."""
        receipt, began = None, time.perf_counter()
        actor = acting(Role.STAFF, self.job.officer)
        try:
            with open_books(self.store, actor, token=token) as opened:
                receipt = act(opened, *given)
            ended, said = "booked", receipt.sentence
        except Refused as refused:
            ended, said = "refused", str(refused)
        except Exception as error:
            ended, said = "failed", f"{type(error).__name__}: {error}"
        waited = time.perf_counter() - began
        self.asked.append(Asked(self.job.officer, what, ended, said, waited, token))
        return receipt

    def rehearse(self) -> None:
        """Do everything once and break it off, as a program that has been running knows its work.

        Nothing of it may be left, and none of it is counted.
        """
        nomination = NominationDraft("TS-3", "BTN", NOMINATED, costs=CostsDraft("1"))
        with suppress(_BrokenOff), open_books(self.store, COMMAND_LINE) as opened:
            trip = travel.nominate(opened, nomination).reference
            trip_steps.advance(opened, StepDraft(trip, "authorised", AUTHORISED))
            trip_steps.advance(opened, StepDraft(trip, "settled", SETTLED))
            shared = deposits.required(opened, self.job.shared_deposit)
            draft = replace(deposits.as_draft(opened, shared), apart=books.ALIKE)
            deposits.correct_deposit(opened, replace(draft, amount="1"), "A rehearsal")
            deposits.record_deposit(opened, replace(draft, reference=""))
            raise _BrokenOff

    def send(self, trip: str, settle: bool) -> None:
        """Authorise a trip if there is money for it; some are settled at once."""
        draft = StepDraft(trip, "authorised", AUTHORISED)
        if self.ask("authorise", trip_steps.advance, draft) and settle:
            self.ask("settle", trip_steps.advance, StepDraft(trip, "settled", SETTLED))

    def nominate_and_send(self, settle: bool) -> None:
        costs = CostsDraft(ticket=str(TRIP_COST))
        draft = NominationDraft("TS-3", "BTN", NOMINATED, costs=costs)
        if nominated := self.ask("nominate", travel.nominate, draft):
            self.send(nominated.reference, settle)

    def deposit(self, form: str | None = None) -> None:
        """Record a deposit; a form is sent twice, by its officer and by the neighbour."""
        said = {"note": form or "", "apart": books.ALIKE}
        draft = DepositDraft(self.job.gift, ARRIVED, "USD", "70.07", **said)
        for _ in range(2 if form else 1):
            self.ask("deposit", deposits.record_deposit, draft, token=form)

    def correct_shared(self) -> None:
        """Look at the shared deposit, then add a cent and a mark to what was seen."""
        with read_books(self.store) as looked:
            found = deposits.required(looked, self.job.shared_deposit)
            draft, seen = deposits.as_draft(looked, found), found.version
        cents = int(draft.amount.replace(".", "")) + 1
        marked = f"{draft.note} {self.job.number}"
        amount = f"{cents // 100}.{cents % 100:02d}"
        draft = replace(draft, amount=amount, note=marked, apart=books.ALIKE)
        self.ask("correct", deposits.correct_deposit, draft, "One cent more arrived", seen)

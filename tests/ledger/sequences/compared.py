"""The books beside the naive bookkeeper's: balances, the funding status, and every contribution."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlmodel import select

from tests.ledger.sequences.naive_documents import Gift
from tests.ledger.sequences.naive_model import Naive
from tests.ledger.sequences.naive_money import POOLS, Illegal, added, dollars
from tests.reading import view
from trustfund.domain.kinds import EntryKind
from trustfund.figures import contributions, overview, statements
from trustfund.figures.giving import Statement
from trustfund.figures.view import View
from trustfund.store.engine import Store
from trustfund.store.tables import Fund, PoolBalance

LINE_OF = {
    "deposit": "contributions",
    "interest": "interest_fund",
    "organization_interest": "interest_organizations",
    "other_income": "other_income",
    "transfer_to_organization": "transfers_to_organizations",
    "transfer_to_fund": "transfers_to_funds",
    "refund_from_organization": "refunds_from_organizations",
    "refund_to_contributor": "refunds_to_contributors",
    "fee": "administrative_agent_fee",
    "direct_cost": "direct_cost",
    "bank_charge": "bank_charges",
    "organization_expenditure": "organization_expenditure",
    "spent": "organization_expenditure",
}


def kept(store: Store) -> tuple[int, dict[str, int]]:
    """The revision of the books, and the balances that acts are judged on."""
    with store.reading() as session:
        balances = {row.pool: row.usd_cents for row in session.exec(select(PoolBalance))}
        return session.get_one(Fund, 1).revision, balances


def balances(model: Naive) -> dict[str, int]:
    return {name: model.balance(name) for name in (*POOLS, "agent")}


def funding_status(model: Naive) -> dict[str, int]:
    """Every line, from what the documents say."""
    line: dict[str, int] = defaultdict(int)
    for kind, _, _, cents in model.facts():
        line[LINE_OF.get(kind, kind)] += cents
    sources = sum(line[name] for name in list(LINE_OF.values())[:4])
    to_organizations = line["transfers_to_organizations"] - line["refunds_from_organizations"]
    uses = to_organizations + line["transfers_to_funds"] + line["refunds_to_contributors"]
    uses += line["administrative_agent_fee"] + line["direct_cost"] + line["bank_charges"]
    with_organizations = to_organizations - line["organization_expenditure"]
    return {
        **{name: line[name] for name in LINE_OF.values()},
        "total_sources": sources,
        "total_uses": uses,
        "balance_with_agent": sources - uses,
        "balance_with_organizations": with_organizations,
        "total_balance": sources - uses + with_organizations,
        "open_obligations": line["reserved"] - line["freed"],
    }


def _outstanding_usd(model: Naive, gift: Gift, outstanding: int, today: date) -> int | None:
    if not outstanding:
        return 0
    try:
        return dollars(outstanding, gift.currency, model.rate(gift.currency, today))
    except Illegal:
        return None


def gift_row(model: Naive, key: str, today: date) -> dict[str, Any]:
    """A contribution as its row of the dataset says it, as far as it is money."""
    gift, received, cents = model.gifts[key], model.received(key), model.received_usd(key)
    row: dict[str, Any] = {
        "deposited_amount": sum(received.values()),
        "deposited_usd": sum(cents.values()),
        **_refunded(model, key, sum(cents.values())),
    }
    if gift.signed is None:
        assert gift.pledged
        pledged = gift.pledged.amount
        gone = pledged if gift.withdrawn else 0
        return {**row, "amount": pledged - gone, "written_off_amount": gone, "usd_amount": None}
    outstanding = gift.outstanding(received)
    worth = _outstanding_usd(model, gift, outstanding, today)
    committed = gift.promised_cents - sum(gone.cents for gone in gift.written_off)
    return {
        **row,
        "amount": gift.committed,
        "usd_amount": committed,
        "outstanding_amount": outstanding,
        "outstanding_usd": worth,
        "written_off_amount": gift.given_up,
        "exchange_difference_usd": None
        if worth is None
        else row["deposited_usd"] + worth - committed,
    }


def _refunded(model: Naive, key: str, deposited_usd: int) -> dict[str, int | None]:
    """In the currency of a gift only where every refund was paid in it."""
    refunds = [moved for moved in model.moved.values() if moved.gift == key and moved.parts]
    cents = sum(sum(moved.parts.values()) for moved in refunds)
    paid: list[int | None] = [moved.paid for moved in refunds]
    if model.gifts[key].currency == "USD":
        paid = [cents]
    return {
        "refunded_amount": None if None in paid else sum(each or 0 for each in paid),
        "refunded_usd": cents,
        "deposited_less_refunds_usd": deposited_usd - cents,
    }


def by_pool(model: Naive, key: str) -> dict[str, dict[str, int]]:
    """What a contribution promises and gave, by pool: in its own currency, and in cents."""
    gift = model.gifts[key]
    signed = [gift.signed, *gift.amendments] if gift.signed else []
    return {
        "commitment": added(*(promise.parts for promise in signed)),
        "commitment_usd": added(*(promise.usd for promise in signed)),
        "write_off": added(*(gone.parts for gone in gift.written_off)),
        "write_off_usd": added(*(gone.usd for gone in gift.written_off)),
        "deposit": model.received(key),
        "deposit_usd": model.received_usd(key),
        "refund_to_contributor_usd": model.refunded(key),
    }


def _shown_by_pool(position: contributions.Position) -> dict[str, dict[str, int]]:
    kinds = (EntryKind.COMMITMENT, EntryKind.WRITE_OFF, EntryKind.DEPOSIT)
    sign = {EntryKind.WRITE_OFF: -1}
    found: dict[str, dict[str, int]] = {}
    for kind in (*kinds, EntryKind.REFUND_TO_CONTRIBUTOR):
        for name, sums in ((kind, position.amounts[kind]), (f"{kind}_usd", position.usd[kind])):
            found[str(name)] = added({p: sign.get(kind, 1) * part for p, part in sums.items()})
    del found["refund_to_contributor"]  # in dollars, whatever the gift is in
    return found


def assert_figures_agree(store: Store, model: Naive) -> None:
    """Everything that figures say of money is what the naive bookkeeper says."""
    shown = view(store)
    assert statements.funding_status(shown) == funding_status(model)
    available = {pool: model.balance(pool) for pool in POOLS}
    assert overview.overview(shown).available_by_pool == available
    _assert_contributions_agree(shown, model)
    for row in contributions.deposit_rows(shown):
        cash = model.cash[row["reference"]]
        said = (row["contribution_reference"], date.fromisoformat(row["value_date"]))
        assert (*said, row["amount"], row["usd_amount"], row["fee_usd"]) == cash.said
        assert row["unearmarked_usd"] == cash.usd.get("unearmarked", 0)


def _assert_contributions_agree(shown: View, model: Naive) -> None:
    rows = {row["reference"]: row for row in contributions.contribution_rows(shown)}
    assert set(rows) == set(model.gifts)
    for key, row in rows.items():
        naive = gift_row(model, key, shown.today)
        assert {column: row[column] for column in naive} == naive
    for position in contributions.positions(shown):
        assert _shown_by_pool(position) == by_pool(model, position.document.reference)


def assert_a_statement_foots(seen: View) -> None:
    """The only contributor's statement adds up by itself, and to the fund's."""
    statement = Statement(seen)
    usd, fund = statement.in_usd, statements.funding_status(seen)
    for row in statement.by_currency:
        assert row["signed_amount"] - row["written_off_amount"] == row["amount"]
        owed = row["amount"] - row["deposited_amount"] + row["above_amount"]
        assert owed == row["outstanding_amount"]
    assert _less(usd["signed_usd"], usd["written_off_usd"]) == usd["usd_amount"]
    if (whole := usd["exchange_difference_usd"]) is not None:
        parts = [usd[f"{part}_usd"] or 0 for part in ("realised", "unrealised", "above")]
        assert sum(parts) == whole
    for rows, column in (
        (statement.deposits, "usd_amount"),
        (statement.aid, "usd_amount"),
        (statement.by_pool, "deposited_usd"),
    ):
        assert sum(row[column] for row in rows) == fund["contributions"]
    given_back = sum(row["usd_amount"] for row in statement.refunds)
    assert given_back == fund["refunds_to_contributors"]


def _less(whole: int | None, part: int | None) -> int:
    assert whole is not None
    assert part is not None
    return whole - part

"""The IATI file: valid beyond its schema, and its sums are those of the ledger."""

import re
import shutil
from collections import defaultdict

import pytest
from lxml import etree
from sqlmodel import select

from tests import hostile
from tests.books import (
    a_commitment,
    a_deposit,
    a_pledge,
    a_step,
    an_authorised_trip,
    an_earlier_program,
    day,
    money_available,
    perform,
    publish,
    recorded_on,
)
from tests.iati_rules import wrong
from tests.iati_sums import file, sums, sums_of_ledger
from tests.reading import made as made_for
from tests.reading import rows, total
from tests.reading import view as view_of
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Refused
from trustfund.domain.roles import Role
from trustfund.figures import travel_money
from trustfund.figures.iati_transactions import OF_FUND, OF_ORGANIZATION
from trustfund.figures.statements import funding_status
from trustfund.ledger import giving_up, instalments, movements, publishing
from trustfund.store.engine import Store
from trustfund.store.tables import Contributor

TODAY = "2018-07-16"
WHY = "A reason"


@pytest.fixture(scope="module")
def small(small_fund_file, tmp_path_factory):
    """The small invented fund, published."""
    path = tmp_path_factory.mktemp("published") / "small.db"
    store = Store(f"sqlite:///{shutil.copy(small_fund_file, path)}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUSTFUND_TODAY", TODAY)
        publish(store, publishes_instalments=True)
        for number, who in enumerate(("Norway", "International Organization for Migration"), 2):
            perform(store, publishing.give_reference, who, f"XM-TEST-{number}", WHY)
        yield store
    store.engine.dispose()


@pytest.fixture
def published(sqlite_store) -> Store:
    """An empty fund with a publisher."""
    publish(sqlite_store)
    return sqlite_store


def found(made: bytes, path: str, level: int = 1) -> list[str]:
    """What stands at a place of the fund's activity, or of those of organizations."""
    at = f"iati-activity[@hierarchy='{level}']/{path}"
    return [str(each) for each in etree.fromstring(made).xpath(at)]


def one(made: bytes, path: str, level: int = 1) -> str:
    (only,) = found(made, path, level)
    return only


def transactions(made: bytes, code: str, level: int = 1) -> list[tuple[str, str, str]]:
    """Day, currency and amount of the transactions of a type."""
    of_type = f"iati-activity[@hierarchy='{level}']/transaction[transaction-type/@code='{code}']"
    return [
        (
            each.find("transaction-date").get("iso-date"),
            each.find("value").get("currency"),
            each.find("value").text,
        )
        for each in etree.fromstring(made).xpath(of_type)
    ]


# The file as a whole


def test_the_file_of_a_small_fund_reads_as_it_did(small, golden):
    made = re.sub(
        r'last-updated-datetime="[^"]+"', 'last-updated-datetime="…"', file(small).decode()
    )
    golden("iati.xml", made)


def test_the_file_keeps_the_rules(small, sample):
    assert wrong(file(small), TODAY) == []
    assert wrong(file(sample), TODAY) == []


@pytest.mark.parametrize(
    ("right", "broken", "said"),
    [
        (b'transaction-type code="4"', b'transaction-type code="99"', "99 is in no code list"),
        (b'"2017-06-30"', b'"2099-06-30"', "2099-06-30 is in the future"),
        (b'type="3" iso-date="2018', b'type="3" iso-date="2016', "2016-12-31 is before 2017-04-03"),
        (b'type="2" iso-date="2017', b'type="2" iso-date="2027', "2027-04-03 is in the future"),
        (
            b'aid-type vocabulary="1" code="B031"',
            b'aid-type vocabulary="1" code="B99"',
            "B99 is in",
        ),
        (b'vocabulary="2" code="1"', b'vocabulary="2" code="9"', "9 is in no code list"),
        (b'recipient-region code="998"', b'recipient-region code="XX"', "XX is in no code list"),
        (b'sector vocabulary="1" code="15190"', b'sector vocabulary="1" code="1"', "1 is in no"),
        (b'type="40" role="2"', b'type="41" role="2"', "41 is in no code list"),
        (b'currency="TND"', b'currency="TNX"', "TNX is in no code list"),
        (b"deposit:D-2:", b"deposit:D-1:", "is there 2 times"),
        (b'ref="XM-TEST-2"', b'ref="XM TEST 2"', "XM TEST 2 is no organization reference"),
        (b"<iati-identifier>XM", b"<iati-identifier>XN", "is not one of XM-TEST-1"),
        (b'<recipient-region code="998" vocabulary="1"/>', b"", "0 recipients"),
        (b"<activity-scope", b'<recipient-country code="NP"/><activity-scope', "1 recipients"),
        (b'<period-end iso-date="2017', b'<period-end iso-date="2019', "is more than a year"),
        (b'<period-end iso-date="2017', b'<period-end iso-date="2016', "2016-12-31 is before"),
        (b"<activity-status", b"<activity-state", "activity-state"),
        (b'hierarchy="2"', b'hierarchy="1"', "2 activities are the parent of all"),
        (b'-MCS00-1" type="2"/>', b'-MCS00-9" type="2"/>', "related-activity: XM-TEST-1-MCS00 2 "),
        (b'-MCS00" type="1"/>', b'-MCS01" type="1"/>', "related-activity: XM-TEST-1-MCS00-1 1 "),
        (b"r>XM-TEST-1-MCS00-1<", b"r>XM-TEST-1-MCS00-A<", "is not XM-TEST-1-MCS00 and a number"),
        (b'provider-activity-id="XM', b'provider-activity-id="XN', "is not another activity"),
        (b'receiver-activity-id="XM', b'receiver-activity-id="XN', "is not another activity"),
        (b'code="G01"', b'code="B031"', "aid types [('1', 'B031')]"),
        (b"<organisation>", b"<organisation><narrative/>", "contact-info: names nobody"),
    ],
)
def test_what_is_broken_in_a_file_is_found(small, right, broken, said):
    made = file(small).replace(b"deposit:D-2:2017-05-16:1", b"deposit:D-2:2017-05-15:unearmarked")
    assert wrong(made, TODAY) == []
    assert right in made
    problems = wrong(made.replace(right, broken, 1), TODAY)
    assert any(said in problem for problem in problems)


def test_a_fund_in_which_nothing_happened_yet_is_valid_too(published):
    made = file(published)
    assert wrong(made, TODAY) == []
    for level in (1, 2):
        assert found(made, "recipient-region/@code", level) == ["998"]
        assert found(made, "budget/@type", level) == found(made, "transaction/@ref", level) == []


def test_text_of_the_books_stays_text(ready_file, tmp_path, monkeypatch):
    monkeypatch.setenv("TRUSTFUND_TODAY", TODAY)
    store = hostile.books(ready_file, tmp_path)
    made = file(store)
    assert wrong(made, TODAY) == []
    assert b"<script" not in made
    assert b"<img" not in made
    named = found(made, "participating-org/narrative/text()")
    assert hostile.GIVER in named
    store.engine.dispose()


def test_what_xml_cannot_hold_does_not_break_the_file(published):
    a_deposit(published, a_commitment(published), "10")
    name = "Nor\x00way\x0b \ud7ff \ufffe ]]> & <b>"
    with an_earlier_program(published, "contributor") as session:
        session.exec(select(Contributor)).one().name = name
    made = file(published)
    assert wrong(made, TODAY) == []
    (told,) = set(
        found(made, "transaction[transaction-type/@code='1']/provider-org/narrative/text()")
    )
    assert told == "Nor\ufffdway\ufffd \ud7ff \ufffd ]]> & <b>"


# Sums


def test_every_kind_of_entry_is_published_or_left_out_on_purpose():
    kept_in = {EntryKind.OBLIGATION, EntryKind.RELEASE, EntryKind.SURPLUS_RELEASE}
    assert {*OF_FUND, *OF_ORGANIZATION} == set(EntryKind) - kept_in
    passed_on = {EntryKind.TRANSFER_TO_ORGANIZATION, EntryKind.REFUND_FROM_ORGANIZATION}
    assert {*OF_FUND} & {*OF_ORGANIZATION} == passed_on


@pytest.mark.parametrize("until", ["2017-05-31", "2017-12-31", "2018-03-31", TODAY])
def test_sums_by_type_and_currency_are_those_of_the_ledger(sample, sample_store, small, until):
    assert sums(file(sample, f"as_of={until}")) == sums_of_ledger(sample_store, until)
    assert sums(file(small, f"as_of={until}")) == sums_of_ledger(small, until)


@pytest.mark.parametrize("until", ["2017-12-31", TODAY])
def test_sums_in_dollars_are_those_of_the_statement(sample, until):
    made, asked = sums(file(sample, f"as_of={until}")), f"as_of={until}"
    lines = funding_status(view_of(sample, asked))
    disbursed = lines["transfers_to_organizations"] + lines["transfers_to_funds"]
    assert made["1", "3", "USD"] == disbursed - lines["refunds_from_organizations"]
    charges = ("administrative_agent_fee", "bank_charges", "direct_cost")
    assert made["1", "4", "USD"] == sum(lines[line] for line in charges)
    assert made["2", "1", "USD"] == made["1", "3", "USD"] - lines["transfers_to_funds"]
    assert made["2", "4", "USD"] == lines["organization_expenditure"]
    euros = [row for row in rows(sample, "deposits", asked) if row["currency"] == "EUR"]
    assert made["1", "1", "EUR"] == total(euros, "amount")


def test_travel_is_by_regional_group_and_half_year_as_everybody_sees_it(sample):
    told: dict[str, int] = defaultdict(int)
    for each in etree.fromstring(file(sample)).iter("transaction"):
        kind, group, on = each.get("ref").split(":")[:3]
        if kind == "travel_expenditure":
            told[group] += int(each.findtext("value").replace(".", ""))
            region = each.find("recipient-region")
            assert region.get("code") == ("998" if group == "rest" else group)
            assert region.get("vocabulary") == ("1" if group == "rest" else "99")
            assert each.find("transaction-date").get("iso-date") == on
            assert group == "rest" or on in {"2017-06-30", "2017-12-31", "2018-06-30"}
    seen = view_of(sample)
    rest = travel_money.rest(seen, "region").usd
    assert dict(told) == {**travel_money.cells(seen, "region"), "rest": rest}
    assert sum(told.values()) == total(rows(sample, "participation"), "spent_usd")


def test_the_file_is_the_same_for_every_reader(sample):
    assert len({made_for(sample, "iati.xml", role=role) for role in Role}) == 1


# What it says


def test_a_split_deposit_is_two_transactions_with_the_aid_type_of_each_part(published):
    a_deposit(published, a_commitment(published, "100", earmark="1:60;unearmarked:40"), "100")
    made = file(published)
    assert transactions(made, "1") == [
        ("2017-05-15", "USD", "60.00"),
        ("2017-05-15", "USD", "40.00"),
    ]
    deposit = "transaction[transaction-type/@code='1']/aid-type/@code"
    assert found(made, deposit) == ["B033", "2", "B031", "1"]


def test_what_is_written_off_or_given_back_is_negative(published):
    gift = a_commitment(published, "100")
    a_deposit(published, gift, "60", fee_usd="0", note="waived")
    perform(published, giving_up.write_off, gift, day("2017-06-01"), WHY)
    back = movements.MovementDraft(
        "refund_to_contributor", day("2017-06-02"), "10", contribution=gift
    )
    perform(published, movements.record_movement, back)
    made = file(published)
    assert transactions(made, "11") == [
        ("2017-05-01", "USD", "100.00"),
        ("2017-06-01", "USD", "-40.00"),
    ]
    assert transactions(made, "1")[-1] == ("2017-06-02", "USD", "-10.00")
    assert wrong(made, TODAY) == []


def test_what_is_reversed_is_nowhere(published):
    charge = movements.MovementDraft("bank_charge", day("2017-06-01"), "5", reference="M-1")
    money_available(published, {"unearmarked": "100"})
    perform(published, movements.record_movement, charge)
    assert b"bank_charge" in file(published)
    perform(published, movements.reverse_movement, "M-1", WHY)
    assert b"bank_charge" not in file(published)


def test_a_pledge_is_in_the_file_and_no_budget(published):
    a_pledge(published, "50")
    made = file(published)
    assert transactions(made, "13") == [("2017-04-20", "USD", "50.00")]
    assert found(made, "budget") == []


def test_trips_that_no_half_year_shows_are_one_transaction_of_their_newest_day(published):
    money_available(published, {"1": "9000"})
    for settled, cost in (("2017-07-01", "700"), ("2017-07-05", "300.50")):
        trip = an_authorised_trip(published, "1000")
        a_step(published, trip, "settled", settled, actual=cost)
    made = file(published)
    assert transactions(made, "4", level=2) == [("2017-07-05", "USD", "1000.50")]
    whom = one(made, "transaction/receiver-org/narrative/text()", level=2)
    assert whom == "Delegations of developing countries"
    assert one(made, "transaction/recipient-region/@code", level=2) == "998"
    before = file(published, "as_of=2017-07-02")
    assert transactions(before, "4", level=2) == [("2017-07-01", "USD", "700.00")]
    assert "T-0001" not in made.decode()


def test_reserved_money_is_no_transaction(published):
    money_available(published, {"1": "9000"})
    an_authorised_trip(published, "1000")
    assert transactions(file(published), "4", level=2) == []


@pytest.mark.parametrize(
    ("as_of", "status", "dates"),
    [
        ("2017-04-02", "1", ["1", "3"]),
        ("2017-04-03", "2", ["1", "2", "3"]),
        ("2018-07-16", "2", ["1", "2", "3"]),
        ("2030-01-01", "2", ["1", "2", "3"]),  # not later than today
    ],
)
def test_status_and_dates_are_those_of_the_day(published, as_of, status, dates):
    made = file(published, f"as_of={as_of}")
    for level in (1, 2):
        assert one(made, "activity-status/@code", level) == status
        assert found(made, "activity-date/@type", level) == dates


def test_a_fund_whose_term_is_over_has_ended(published, set_today):
    set_today("2018-12-31")
    made = file(published)
    assert found(made, "activity-status/@code") == ["3"]
    assert found(made, "activity-date[@type='4']/@iso-date") == ["2018-12-31"]


# Instalments


def test_instalments_still_to_come_are_planned_only_where_the_fund_publishes_them(published):
    gift = a_commitment(published, "100")
    lines = [(day("2017-06-30"), "60"), (day("2018-12-01"), "40")]
    perform(published, instalments.schedule_instalments, gift, lines, WHY)
    a_deposit(published, gift, "50")
    assert found(file(published), "planned-disbursement") == []
    publish(published, publishes_instalments=True)
    made = file(published)
    assert wrong(made, TODAY) == []
    assert found(made, "planned-disbursement/period-start/@iso-date") == [
        "2017-06-30",
        "2018-12-01",
    ]
    assert found(made, "planned-disbursement/value/text()") == ["10.00", "40.00"]
    perform(published, giving_up.write_off, gift, day("2018-01-01"), WHY)
    assert found(file(published), "planned-disbursement") == []


# Publisher


def test_without_a_publisher_all_that_is_missing_is_said_at_once(sqlite_store):
    with pytest.raises(Refused) as refused:
        file(sqlite_store)
    assert [problem.place for problem in refused.value.problems] == [
        "Publisher's reference",
        "Publisher's name",
        "Publisher's type",
        "Activity identifier",
    ]
    assert "The administrator sets it on the page Settings." in str(refused.value)


def test_an_organization_has_the_reference_that_was_known_on_the_day(sqlite_store):
    with recorded_on("2018-01-01"):
        publish(sqlite_store)
        a_pledge(sqlite_store)
        perform(sqlite_store, publishing.give_reference, "Norway", "XM-TEST-2", WHY)
    perform(sqlite_store, publishing.give_reference, "Norway", "XM-TEST-3", WHY)
    where = "participating-org[@role='1']/@ref"
    assert one(file(sqlite_store), where) == "XM-TEST-3"
    assert one(file(sqlite_store, "known_at=2018-01-01"), where) == "XM-TEST-2"
    with pytest.raises(Refused, match="known at 2017-12-31"):
        file(sqlite_store, "known_at=2017-12-31")


def test_illustrative_data_never_bears_a_real_identifier(sample_copy):
    publish(sample_copy)
    perform(sample_copy, publishing.give_reference, "Norway", "XM-TEST-2", WHY)
    made = file(sample_copy)
    for level in (1, 2):
        references = found(made, "/*[not(self::transaction)]/@ref", level)
        assert len(references) > 30
        named = [*references, *found(made, "iati-identifier/text()", level)]
        named += found(made, "/@*[contains(name(), 'activity-id')]", level)
        assert all(each.startswith("XE-EXAMPLE-") for each in named)
    assert b"41401" not in made
    assert b"XM-TEST" not in made
    titles = [title for level in (1, 2) for title in found(made, "title/narrative/text()", level)]
    assert len(titles) == 3
    assert all("Illustrative data: not figures of the fund" in title for title in titles)
    assert made.count(b"Illustrative data: not figures of the fund") == 1 + 2 * len(titles)

"""Rights that are gone between looking and acting, and roles that reach for more."""

from collections.abc import Callable

import pytest

from tests.books import a_contributor, everything, history, perform
from tests.people import a_session, an_account
from tests.web.conftest import browser
from trustfund.accounts import people, sessions
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, LOCAL_ADMINISTRATOR, VISITOR
from trustfund.figures.datasets import BY_NAME
from trustfund.ledger import certification, contributors, terms
from trustfund.ledger.books import open_books
from trustfund.ledger.contributors import ContributorDraft
from trustfund.store.engine import Store
from trustfund.web.settings import COOKIE

EMAIL = "officer@example.org"
DRAFT = ContributorDraft("A planted contributor", "philanthropic_organization", "")


def lowered(store: Store) -> None:
    people.change_role(store, COMMAND_LINE, EMAIL, "viewer")


def disabled(store: Store) -> None:
    people.disable(store, COMMAND_LINE, EMAIL)


# Every act is refused to visitors and viewers in tests/ledger/test_every_act.py.


@pytest.mark.parametrize("lose", [lowered, disabled], ids=lambda lose: lose.__name__)
def test_a_role_lost_since_the_page_was_drawn_is_lost_in_the_act(
    store: Store, lose: Callable[[Store], None]
):
    officer = an_account(store, EMAIL)
    lose(store)
    before = everything(store)
    with pytest.raises(Refused, match="is not open to the role vi"):
        perform(store, contributors.record_contributor, DRAFT, actor=officer)
    assert everything(store) == before


def test_a_role_is_read_with_the_books_held(sqlite_store: Store):
    """Whoever changes it has to wait until the act is booked, or comes before it."""
    officer = an_account(sqlite_store, EMAIL)
    with open_books(sqlite_store, officer) as books:
        assert books.actor == officer
        contributors.record_contributor(books, DRAFT)
    assert [line.actor for line in history(sqlite_store)] == [EMAIL]


def test_an_administrator_who_was_lowered_changes_no_terms_and_certifies_nothing(sqlite_store):
    admin = an_account(sqlite_store, EMAIL, "admin")
    people.change_role(sqlite_store, COMMAND_LINE, EMAIL, "staff")
    for act, *args in (
        (terms.change_terms, None, ""),
        (certification.certify_year, 2017, {}, 0, ""),
    ):
        with pytest.raises(Refused, match="is not open to the role staff"):
            perform(sqlite_store, act, *args, actor=admin)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_each_file_follows_the_role_from_one_request_to_the_next(real_site, name):
    reader = browser()
    reader.cookies.set(COOKIE, a_session(real_site, an_account(real_site, EMAIL)))
    readers = BY_NAME[name].readers
    for role in ("admin", "viewer", "staff", "viewer"):
        people.change_role(real_site, COMMAND_LINE, EMAIL, role)
        answer = reader.get(f"/exports/{name}.csv")
        assert answer.status_code == (200 if role in readers else 403)
    people.disable(real_site, COMMAND_LINE, EMAIL)
    answer = reader.get(f"/exports/{name}.csv")
    assert answer.status_code == (200 if VISITOR.role in readers else 401)


def test_nobody_acts_under_the_name_of_an_account_without_being_it(sqlite_store):
    """A role that a caller claims counts for nothing beside the account's own."""
    viewer = an_account(sqlite_store, EMAIL, "viewer")
    claimed = type(viewer)("somebody@example.org", LOCAL_ADMINISTRATOR.role, viewer.account)
    with pytest.raises(Refused, match="is not open to the role viewer"):
        perform(sqlite_store, contributors.record_contributor, DRAFT, actor=claimed)


def test_an_account_that_is_not_there_is_nobody(sqlite_store):
    gone = type(VISITOR)("gone@example.org", LOCAL_ADMINISTRATOR.role, 4711)
    with pytest.raises(Refused, match="is not open to the role visitor"):
        perform(sqlite_store, contributors.record_contributor, DRAFT, actor=gone)


def test_the_local_administrator_s_session_ends_with_the_first_administrator_s(real_site):
    first = browser()
    first.get("/sign-in", params={"token": sessions.make_local_link(real_site)})
    assert first.get("/exports/travel.csv").status_code == 200
    a_session(real_site, an_account(real_site, EMAIL, "admin"))
    assert first.get("/exports/travel.csv").status_code == 401
    a_contributor(real_site)
    assert len(history(real_site)) == 1

"""One-time links in the browser: their secret is nowhere but behind the # of the address."""

from playwright.sync_api import expect

from tests.browser.conftest import press
from tests.people import an_account
from trustfund.accounts import sessions
from trustfund.domain.roles import COMMAND_LINE
from trustfund.store.engine import Store


def test_no_request_and_no_visited_address_holds_the_secret(fund, browser):
    link = fund.sign_in_link()
    secret = link.partition("token=")[2]
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link)
    expect(page.get_by_text("Signed in: local administrator")).to_be_visible()
    assert len(asked) > 2
    assert not [url for url in asked if secret in url.partition("#")[0]]
    page.go_back()
    assert secret not in page.url
    context.close()


def test_without_scripts_a_link_is_pasted(fund, sample_copy: Store, browser):
    an_account(sample_copy, "new@example.org", password="")
    secret = sessions.make_link(sample_copy, COMMAND_LINE, "new@example.org")
    link = f"{fund.url}/sign-in#token={secret}"
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    page.get_by_text("I have a one-time link").click()
    page.get_by_label("One-time link").fill(link)
    press(page, "Use the link")
    expect(page.get_by_text("Choose a password for new@example.org")).to_be_visible()
    context.close()

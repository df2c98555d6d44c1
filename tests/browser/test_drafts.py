"""A server that is killed takes nothing with it that was typed."""

from playwright.sync_api import expect

from tests.browser.conftest import booked, choose, fill, press, settled
from tests.browser.server import running

FORM = "record-contribution"


def test_what_is_typed_survives_a_killed_server_and_a_new_sign_in(sample_copy, open_page):
    with running(str(sample_copy.url)) as server:
        page = open_page(server.sign_in_link())
        page.goto(f"{server.url}/{FORM}")
        settled(page)
        fill(page, "Name", "Example Foundation")
        choose(page, "Kind of contributor", "Philanthropic")
        expect(page.get_by_text("UTC, kept")).to_be_visible()
        server.process.kill()
        server.process.wait()
    with running(str(sample_copy.url)) as server:
        page.goto(f"{server.url}/{FORM}")  # the same browser is still signed in
        settled(page)
        expect(page.get_by_label("Name", exact=True)).to_have_value("Example Foundation")
        again = open_page(server.sign_in_link())
        again.goto(f"{server.url}/{FORM}")
        settled(again)
        expect(again.get_by_label("Name", exact=True)).to_have_value("Example Foundation")
        press(again, "Record the contributor")
        booked(again, "Example Foundation is recorded")
        page.reload()
        settled(page)
        expect(page.get_by_label("Name", exact=True)).to_have_value("")

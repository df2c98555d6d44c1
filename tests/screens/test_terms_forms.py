"""The administrator changes the terms and the objectives of the fund on Settings."""

from datetime import date

from tests.books import a_contributor, history, perform
from tests.reading import view
from tests.screens.conftest import fill, press, said, turn_to
from trustfund.ledger.objectives import ObjectiveDraft, change_objective

SETTINGS = "staff.settings"


def why(app, form: str, reason: str) -> None:
    """Give the reason in one of the forms of the page."""
    for line in app.text_input:
        if line.key.startswith(f"{form}-reason"):
            line.set_value(reason)


def area(app, label: str):
    (found,) = (each for each in app.text_area if each.label == label)
    return found


def test_the_terms_are_changed_from_a_day_on_and_what_was_in_force_stays_to_be_seen(
    sqlite_store, open_desk
):
    app = open_desk(sqlite_store, SETTINGS)
    area(app, "Who may contribute").set_value("member_state: States Parties")
    why(app, "terms", "Agreed by the board")
    fill(app, {"In force from": date(2018, 1, 1), "Money that pays for travel": "3;unearmarked"})
    press(app, "Change the terms")
    assert "The terms of the fund are changed." in said(app)
    first, second = view(sqlite_store).frames.terms
    assert (first.pools, second.pools) == (("1", "unearmarked"), ("3", "unearmarked"))
    assert (second.in_force_from, second.who_may_contribute) == (
        date(2018, 1, 1),
        "The fund receives contributions from States Parties, and from nobody else",
    )
    assert history(sqlite_store)[-1].reason == "Agreed by the board"
    assert app.expander[0].label == ("2 versions of these terms, the newest first")


def test_terms_that_cannot_be_are_told_with_the_field_and_nothing_is_changed(
    sqlite_store, open_desk
):
    app = open_desk(sqlite_store, SETTINGS)
    why(app, "terms", "A slip of the pen")
    press(fill(app, {"Money that pays for travel": "9"}), "Change the terms")
    assert 'Money that pays for travel "9": is not an objective in use.' in said(app)
    assert len(view(sqlite_store).frames.terms) == 1


def test_an_objective_is_added_and_retired(sqlite_store, open_desk):
    app = open_desk(sqlite_store, SETTINGS, do="Objectives")
    fill(app, {"Objective": "Add an objective"})
    fill(app, {"Code of the objective": "4", "Title of the objective": "Fellowships"})
    why(app, "objective-Add an objective", "A new window")
    press(app, "Add an objective")
    assert view(sqlite_store).frames.in_use["4"] == "Fellowships"
    fill(app, {"Objective": "4"})
    why(app, "objective-4", "No longer needed")
    press(fill(app, {"Retired": True}), "Change the objective")
    frames = view(sqlite_store).frames
    assert "4" in frames.objectives
    assert "4" not in frames.in_use


def test_a_split_has_a_field_for_each_of_many_objectives(sqlite_store, open_desk):
    a_contributor(sqlite_store)
    for code in "456":
        perform(sqlite_store, change_objective, ObjectiveDraft(code, f"Window {code}"), "Agreed")
    app = turn_to(open_desk(sqlite_store, "staff.record_contribution"), "Pledge")
    fill(app, {"Earmarking choice": "A split"})
    labels = {each.label for each in app.text_input}
    assert {"Un-earmarked money", *(f"Objective {code}" for code in "123456")} <= labels

"""The administrator says on Settings how the fund is published."""

from tests.books import a_contributor, history
from tests.reading import view
from tests.screens.conftest import field, fill, press, said


def test_the_publisher_is_set_on_settings(sqlite_store, open_desk):
    app = open_desk(sqlite_store, "staff.settings", do="Publication in IATI")
    assert "Without a publisher there is no file for IATI." in said(app)
    fill(app, {"Publisher's name": "A publisher", "Publisher's reference": "XM TEST"})
    press(app, "Set the publisher")
    assert "is not an IATI organization reference" in said(app)
    for line in app.text_input:
        if line.label == "Reason for the change" and line.key.startswith("publisher-"):
            line.set_value("The registry says so")
    press(fill(app, {"Publisher's reference": "XM-TEST-1"}), "Set the publisher")
    assert history(sqlite_store)[-1].act == "publishing_set"
    assert view(sqlite_store).frames.fund.activity_identifier == "XM-TEST-1-MCS00"


def test_an_organization_gets_its_reference_and_loses_it_on_settings(sqlite_store, open_desk):
    a_contributor(sqlite_store)
    app = open_desk(sqlite_store, "staff.settings", do="Publication in IATI")
    assert "Norway" in said(app)  # among those without a reference
    fill(app, {"Organization": "Norway", "Organization reference": "XM-TEST-2"})
    fill(app, {"Reason for the reference": "Their own file says so"})
    press(app, "Give the reference")
    (row,) = view(sqlite_store).frames.organization_references.values()
    assert row["reference"] == "XM-TEST-2"
    fill(app, {"Organization": "Norway"})
    assert field(app, "text_input", "Organization reference").value == "XM-TEST-2"
    fill(app, {"Reason for the reference": "It was another one's"})
    press(app, "Take the reference back")
    assert view(sqlite_store).frames.organization_references == {}

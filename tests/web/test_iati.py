"""The IATI file at its address and on the command line."""

from tests.iati_rules import publish, wrong
from trustfund.commands.program import main

ADDRESS = "/exports/iati.xml"
TODAY = "2018-07-16"


def test_anybody_gets_the_file_and_only_again_when_something_changed(visitor, sample_site):
    answer = visitor.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert answer.headers["x-trustfund-note"] == "Illustrative data: not figures of the fund"
    named = 'filename="MCS00-iati-2018-07-16-illustrative.xml"'
    assert named in answer.headers["content-disposition"]
    assert wrong(answer.content, TODAY) == []
    again = {"if-none-match": answer.headers["etag"]}
    assert visitor.get(ADDRESS, headers=again).status_code == 304
    publish(sample_site)
    assert visitor.get(ADDRESS, headers=again).status_code == 200


def test_the_command_writes_the_same_bytes(visitor, sample_site, tmp_path):
    file = tmp_path / "iati.xml"
    asked = "as_of=2017-12-31&known_at=2018-01-31"
    options = ["--as_of", "2017-12-31", "--known_at", "2018-01-31", "-o", str(file)]
    assert main(["export", "iati", *options]) == 0
    assert file.read_bytes() == visitor.get(f"{ADDRESS}?{asked}").content


def test_a_fund_without_a_publisher_says_what_is_missing(visitor, real_site, capsys):
    answer = visitor.get(ADDRESS)
    assert answer.status_code == 400
    said = "is missing in the settings, so there is no file for IATI"
    remedy = "The administrator sets it on the page Settings"
    assert answer.text.splitlines() == [
        f"Publisher's reference: {said}. {remedy}.",
        f"Publisher's name: {said}. {remedy}.",
        f"Publisher's type: {said}. {remedy}.",
        f"Activity identifier: {said}. {remedy}.",
    ]
    assert main(["export", "iati"]) == 1
    assert capsys.readouterr().err == f"{answer.text}\n"
    publish(real_site)
    assert visitor.get(ADDRESS).status_code == 200


def test_it_has_no_other_filters(visitor, sample_site):
    answer = visitor.get(f"{ADDRESS}?contributor=Sweden")
    assert (answer.status_code, answer.text) == (
        400,
        'Filter "contributor": does not apply here. Use as_of, known_at.',
    )

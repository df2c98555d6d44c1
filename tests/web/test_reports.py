"""Reports by their addresses: documents and workbooks beside the datasets."""

import pytest

from trustfund.exchange.downloads import MEDIA_TYPES


@pytest.mark.parametrize("file", ["fund_statements.pdf", "fund_statements.xlsx", "brief.pdf"])
def test_anybody_downloads_a_report_named_for_fund_content_and_day(visitor, sample_site, file):
    answer = visitor.get(f"/exports/{file}?as_of=2017-12-31")
    name, _, form = file.partition(".")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPES[form]
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="MCS00-{name}-2017-12-31-illustrative.{form}"'
    )
    again = visitor.get(
        f"/exports/{file}?as_of=2017-12-31", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("file", ["fund_statements.pdf", "fund_statements.xlsx", "brief.pdf"])
def test_a_report_refuses_a_filter_that_it_does_not_have(visitor, sample_site, file):
    answer = visitor.get(f"/exports/{file}?objective=1")
    assert answer.status_code == 400
    assert 'Filter "objective": does not apply here' in answer.text

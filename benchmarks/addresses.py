"""The addresses that measured viewers look at, in the books that ``benchmarks.books`` makes."""

FILTERED = {
    "": "as_of=2018-03-31",
    "contributions": "objective=1",
    "statement": "contributor=Norway",
    "earmarking": "contributor_type=member_state",
    "participation": "region=African",
    "events": "from=2017-09-01&to=2017-12-31",
    "reports": "as_of=2017-12-31",
    "definitions": "",
}
"""Every public page, and filters of it."""

FORTY = (
    *((page, "") for page in FILTERED),
    *((page, filters) for page, filters in FILTERED.items() if filters),
    ("", "as_of=2017-12-31"),
    ("", "as_of=2017-09-30"),
    ("", "known_at=2018-03-31"),
    ("contributions", "contributor_type=member_state"),
    ("contributions", "contributor=Norway"),
    ("contributions", "as_of=2017-12-31"),
    ("contributions", "from=2017-06-01&to=2017-12-31"),
    ("contributions", "objective=unearmarked"),
    ("statement", "contributor=Finland"),
    ("statement", "contributor=India"),
    ("earmarking", "objective=1"),
    ("earmarking", "as_of=2017-12-31"),
    ("earmarking", "contributor=Norway"),
    ("participation", "event=TS-3"),
    ("participation", "event=IN-1"),
    ("participation", "grouping=m49"),
    ("participation", "grouping=m49&region=Oceania"),
    ("participation", "region=Asia-Pacific"),
    ("participation", "as_of=2017-12-31"),
    ("events", "from=2018-01-01"),
    ("events", "as_of=2017-12-31"),
    ("events", "event=CONF"),
    ("reports", "as_of=2018-03-31"),
    ("reports", "known_at=2017-12-31"),
    ("reports", "as_of=2017-12-31&known_at=2018-01-31"),
)
"""What viewers turn to, in turn."""

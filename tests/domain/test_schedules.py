"""Payment schedules by a rule."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from trustfund.domain.schedules import equal_instalments, months_later


def test_three_quarterly_instalments_add_up_to_the_cent():
    found = equal_instalments(100_000_00, 3, date(2018, 1, 31), 3)
    assert found == [
        (date(2018, 1, 31), 33_333_34),
        (date(2018, 4, 30), 33_333_33),
        (date(2018, 7, 31), 33_333_33),
    ]


def test_the_last_day_of_a_month_stays_the_last_day():
    assert months_later(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert months_later(date(2019, 11, 30), 3) == date(2020, 2, 29)


@given(
    st.integers(1, 10**15),
    st.integers(1, 24),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.sampled_from([1, 3, 6, 12]),
)
def test_a_schedule_adds_up_and_its_days_rise(total, count, first, months):
    days, amounts = zip(*equal_instalments(total, count, first, months), strict=True)
    assert sum(amounts) == total
    assert max(amounts) - min(amounts) <= 1
    assert list(days) == sorted(set(days))
    assert all(day.day <= first.day for day in days)

"""Working days: which count, and what the clock says of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model.working_days import Clock, working_days_between

DAYS = st.dates(date(2019, 1, 1), date(2022, 12, 31))


def _counted(first: date, last: date, holidays: set[date]) -> int:
    """Count day by day, as one would on a calendar."""
    span = (last - first).days
    days = (first + timedelta(step) for step in range(1, span + 1))
    return sum(day.weekday() < 5 and day not in holidays for day in days)


@given(first=DAYS, last=DAYS, holidays=st.sets(DAYS, max_size=30))
def test_it_is_what_a_calendar_shows(
    first: date, last: date, holidays: set[date]
) -> None:
    """Weekends and holidays are left out, and so is the day of receipt."""
    texts = [day.isoformat() for day in holidays]
    found = working_days_between(first.isoformat(), last.isoformat(), texts)

    assert found == _counted(first, last, holidays)


@given(first=DAYS, middle=DAYS, last=DAYS, holidays=st.sets(DAYS, max_size=10))
def test_spans_add_up(
    first: date, middle: date, last: date, holidays: set[date]
) -> None:
    """A day counts once, wherever a span is cut."""
    one, two, three = (day.isoformat() for day in sorted((first, middle, last)))
    texts = [day.isoformat() for day in holidays]
    parts = (
        working_days_between(one, two, texts),
        working_days_between(two, three, texts),
    )

    assert sum(parts) == working_days_between(one, three, texts)


@pytest.mark.parametrize(
    ("received", "until", "expected"),
    [
        ("2026-11-20", "2026-11-23", 1),  # Friday to Monday
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-22", 0),  # to Sunday
        ("2026-11-23", "2026-11-20", 0),  # the wrong way round
        ("2026-11-20T23:59:59Z", "2026-11-27T00:00:00Z", 5),
        ("0001-01-01", "9999-12-31", 2_608_614),
    ],
)
def test_days_of_the_week(received: str, until: str, expected: int) -> None:
    """The day of receipt is not counted, the last day is."""
    assert working_days_between(received, until) == expected


def test_a_holiday_is_no_working_day_once() -> None:
    """Named twice, or on a Sunday, it takes nothing more away."""
    days = ["2026-12-25", "2026-12-25", "2026-12-27", "2026-12-24"]

    assert working_days_between("2026-12-24", "2026-12-28", days) == 1


@pytest.mark.parametrize(
    ("clock", "said", "is_over"),
    [
        (Clock(3, 7), "3 of 7 working days", False),
        (Clock(7, 7), "7 of 7 working days", False),
        (Clock(8, 7), "8 of 7 working days", True),
        (Clock(0, 1), "0 of 1 working day", False),
        (Clock(1), "1 working day", False),
        (Clock(40), "40 working days", False),
        (Clock(1, 0), "1 of 0 working days", True),
    ],
)
def test_the_clock_in_words(clock: Clock, said: str, *, is_over: bool) -> None:
    """Without a limit nothing is ever over."""
    assert str(clock) == said
    assert clock.is_over is is_over

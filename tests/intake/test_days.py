"""Dates as pages write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.days import iso_day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-10-08", "2020-10-08"),
        ("2020-10-08T23:30:00-05:00", "2020-10-08"),
        (" 2020/10/8 ", "2020-10-08"),
        ("20201008", "2020-10-08"),
        ("20201008T101112Z", "2020-10-08"),
        ("2020-10", "2020-10"),
        ("2020", "2020"),
        ("Thu, 08 Oct 2020 10:00:00 GMT", "2020-10-08"),
        ("October 8, 2020", "2020-10-08"),
        ("Thursday, Sept. 3, 2020", "2020-09-03"),
        ("8 October 2020", "2020-10-08"),
        ("2021-02-30", None),
        ("2020-13", None),
        ("08/10/2020", None),
        ("10-08-2020", None),
        ("1602201600", None),
        ("yesterday", None),
        ("٢٠٢٠-١٠-٠٨", None),
        ("", None),
    ],
)
def test_forms_of_dates(text: str, expected: str | None) -> None:
    """Known forms are cut to the day; ambiguous and impossible ones are none."""
    assert iso_day(text) == expected


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    """ISO and both English forms mean the same day."""
    english = f"{day.day} {day:%B} {day.year}"
    american = f"{day:%B} {day.day}, {day.year}"

    assert {iso_day(form) for form in (str(day), english, american)} == {str(day)}


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    """Nothing raises; what comes back is a beginning of an ISO date."""
    day = iso_day(text)

    assert day is None or len(day) in {4, 7, 10}

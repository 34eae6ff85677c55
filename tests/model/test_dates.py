"""Dates: partial, whole, unknown, and points in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model.dates import (
    UNKNOWN,
    first_day,
    in_words,
    last_day,
    partial_date,
    timestamp,
    to_timestamp,
    whole_date,
)

_LENGTHS = st.sampled_from([4, 7, 10])
_DAYS = st.dates(date(1, 1, 1)).map(date.isoformat)
_ZONES = st.timezones() | st.just(UTC)
_MOMENTS = st.datetimes(
    datetime(1, 1, 3),  # noqa: DTZ001 - hypothesis wants bounds without a zone
    datetime(9999, 12, 29),  # noqa: DTZ001 - the same
    timezones=_ZONES,
)


@given(_DAYS, _LENGTHS)
def test_a_partial_date_stays_as_it_was_written(day: str, length: int) -> None:
    """Never more precise than somebody wrote it."""
    assert partial_date(day[:length]) == day[:length]


@given(_DAYS, _LENGTHS)
def test_the_days_that_a_date_can_mean_hold_it(day: str, length: int) -> None:
    """A month lies between its first and its last day, as text sorts."""
    text = day[:length]

    assert first_day(text) <= day <= last_day(text)
    assert first_day(text)[:length] == last_day(text)[:length] == text


@given(_DAYS, _LENGTHS)
def test_unknown_sorts_first_and_ends_last(day: str, length: int) -> None:
    """An unknown date comes before every date, and no range ends after it."""
    text = day[:length]

    assert first_day(UNKNOWN) < first_day(text)
    assert last_day(text) < last_day(UNKNOWN)


@given(st.text(st.sampled_from("0123456789-٢T:Z +."), max_size=24))
def test_other_text_is_refused_as_a_value_error(text: str) -> None:
    """Text of any form gives itself back or a ValueError, nothing else."""
    for check in (partial_date, whole_date):
        try:
            given_back = check(text)
        except ValueError as error:
            given_back = text if "is no da" in str(error) else ""

        assert given_back == text


@pytest.mark.parametrize(
    "text",
    ["", "20", "20201008", "2020-13", "2020-02-30", "0000", "2020-1-1", " 2020"],
)
def test_what_is_no_partial_date(text: str) -> None:
    """Other forms, and days that the calendar does not have."""
    with pytest.raises(ValueError, match="is no date"):
        partial_date(text)


@pytest.mark.parametrize("text", ["2020", "2020-10"])
def test_a_whole_date_names_the_day(text: str) -> None:
    """A due day is not a month."""
    with pytest.raises(ValueError, match="is no day"):
        whole_date(text)


@given(_MOMENTS)
def test_a_point_in_time_is_kept_to_the_second_in_utc(moment: datetime) -> None:
    """Any zone gives the same instant in UTC, and giving it again changes nothing."""
    text = timestamp(moment.isoformat())
    back = datetime.fromisoformat(text)

    assert len(text) == len("2020-10-08T18:00:00Z")
    assert timedelta(0) <= moment - back < timedelta(seconds=1)
    assert timestamp(text) == text == to_timestamp(moment)


@given(_MOMENTS, _MOMENTS)
def test_points_in_time_sort_as_text(one: datetime, other: datetime) -> None:
    """Records are ordered by these texts."""
    earlier, later = sorted([one.astimezone(UTC), other.astimezone(UTC)])

    assert to_timestamp(earlier) <= to_timestamp(later)


@pytest.mark.parametrize(
    "text", ["", "2020", "2020-10-08", "2020-10-08T18:00:00", "18:00:00Z", "now"]
)
def test_what_is_no_point_in_time(text: str) -> None:
    """A time without zone could be anywhere."""
    with pytest.raises(ValueError, match="is no point in time"):
        timestamp(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020", "2020"),
        ("2020-10", "October 2020"),
        ("2020-10-08", "8 October 2020"),
        ("2020-10-08T18:00:00Z", "8 October 2020"),
        (UNKNOWN, "date unknown"),
        ("", "date unknown"),
        (None, "date unknown"),
    ],
)
def test_dates_in_words(text: str | None, words: str) -> None:
    """As a reader of English sees them."""
    assert in_words(text) == words


def test_a_point_in_time_long_ago_has_a_year_of_four_digits() -> None:
    """What is written can be read again."""
    assert timestamp("0999-01-01T00:00:00Z") == "0999-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"]
)
def test_a_time_at_the_edge_of_the_calendar_is_refused(text: str) -> None:
    """Record classes turn only a ValueError into a problem of the file."""
    with pytest.raises(ValueError, match="is no point in time"):
        timestamp(text)

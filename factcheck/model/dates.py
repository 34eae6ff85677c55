"""Dates as the ledger keeps them: partial, whole, unknown, and points in time.

All of them are text (ISO 8601), so that a record shows what somebody wrote and
never more precision than is known.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

UNKNOWN = "unknown"

_EXAMPLE = "2020-10-08T18:00:00Z"

_CANONICAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def partial_date(text: str) -> str:
    """Check a date given as ``2020``, ``2020-10`` or ``2020-10-08``; return it.

    Raises:
        ValueError: another form, or a day that the calendar does not have.
    """
    found = _PARTIAL.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is no date: write 2020-10-08, 2020-10 or 2020")
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"'{text}' is no date of the calendar") from None
    return text


def whole_date(text: str) -> str:
    """Check a date that must name the day; return it.

    Raises:
        ValueError: it is partial, or no date.
    """
    found = _PARTIAL.fullmatch(text)
    if found is None or None in found.groups():
        raise ValueError(f"'{text}' is no day: write it as 2020-10-08")
    return partial_date(text)


def timestamp(text: str) -> str:
    """Check a point in time and give it in UTC, ``2020-10-08T18:00:00Z``.

    Raises:
        ValueError: no ISO 8601 time, or one without a zone.
    """
    wrong = ValueError(f"'{text}' is no point in time: write it as {_EXAMPLE}")
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise wrong
        if _CANONICAL.fullmatch(text):
            return text
        return to_timestamp(moment)
    except (ValueError, OverflowError):  # in UTC it may lie outside the calendar
        raise wrong from None


def to_timestamp(moment: datetime) -> str:
    """Give a zoned time as text in UTC, to the second."""
    naive = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    return naive.isoformat() + "Z"


def first_day(text: str) -> str:
    """Give the first day that a date can mean, for ordering; unknown comes first."""
    return (text + "-01-01")[:10] if text and text != UNKNOWN else "0000-00-00"


def last_day(text: str) -> str:
    """Give the last day that a date can mean, for ranges: ``2020-10`` ends on 31."""
    return (text + "-12-31"[len(text) - 4 :])[:10] if text != UNKNOWN else "9999-99-99"


def in_words(text: str | None) -> str:
    """Say a date, or the day of a point in time, in English: ``8 October 2020``."""
    if not text or text == UNKNOWN:
        return "date unknown"
    year, *rest = text[:10].split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if rest[1:] else f"{month} {year}"

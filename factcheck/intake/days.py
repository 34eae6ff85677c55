"""Dates as web pages write them, cut to the day, in ISO form."""

from __future__ import annotations

import re
from datetime import date

_MAXIMUM_LENGTH = 100
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH = (
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
)
_YEAR = r"([12][0-9]{3})"
_FORMS = (
    # 2020-10-08, 2020-10-08T21:30:00+02:00, 2020/10/8, 2020-10, 2020
    (re.compile(_YEAR + r"(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?![0-9/-])"), 0),
    (re.compile(_YEAR + r"([01][0-9])([0-3][0-9])(?![0-9])"), 0),
    # Thu, 08 Oct 2020 10:00:00 GMT; 8 October 2020
    (re.compile(rf"(?:[a-z]{{3,9}},? )?([0-9]{{1,2}}) {_MONTH},? {_YEAR}\b"), 1),
    # October 8, 2020
    (re.compile(rf"(?:[a-z]{{3,9}},? )?{_MONTH} ([0-9]{{1,2}}),? {_YEAR}\b"), 2),
)


def iso_day(text: str) -> str | None:
    """Read a date and cut it to what we keep of it.

    Args:
        text: ISO 8601 in its long and short forms, the form of HTTP and mail
            headers, or an English date with the month's name. The day is that
            of the place where the page's clock stands: no zone is converted.

    Returns:
        ``2020-10-08``, ``2020-10`` or ``2020``; None for no date, for one that
        does not exist, and for forms that mean two days (08/10/2020).
    """
    folded = " ".join(text[:_MAXIMUM_LENGTH].lower().split())
    for pattern, order in _FORMS:
        found = pattern.match(folded)
        if found is not None:
            return _written(*_in_order(found.groups(), order))
    return None


def _in_order(
    groups: tuple[str | None, ...], order: int
) -> tuple[str, str | None, str | None]:
    """Bring the parts of a date into the order year, month, day."""
    first, second, third = groups
    if order == 0:
        return str(first), second, third
    return str(third), *((second, first) if order == 1 else (first, second))


def _written(year: str, month: str | None, day: str | None) -> str | None:
    """Write a date that exists, as exactly as it is known."""
    if month is None:
        return year
    number = int(month) if month.isdigit() else _MONTHS.index(month) // 4 + 1
    try:
        exact = date(int(year), number, int(day or "1"))
    except ValueError:
        return None
    return exact.isoformat() if day else exact.isoformat()[: len("2020-10")]

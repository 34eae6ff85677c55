"""The calendar dates of an English text, and which of them contradict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from factcheck.match.quantities import QUANTITY_LIMIT, month_names
from factcheck.match.tokenising import normalise
from factcheck.match.words import MONTHS

_LAST_MONTH = 12
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date as far as a text gives it.

    Attributes:
        year: the year, or the first one of a decade; 0 where none is given.
        month: 1 to 12, or 0.
        day: 1 to 31, or 0.
        decade: whether the year stands for a decade (*the 1990s*).
        surface: the date as written.
    """

    year: int
    month: int
    day: int
    decade: bool
    surface: str

    @property
    def precision(self) -> tuple[bool, bool]:
        """Say which of month and day are given."""
        return bool(self.month), bool(self.day)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Give the ways in which dates are written, the fullest first."""
    month = rf"(?P<month>{month_names()})\b\.?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\d%])"
    no_more = r"(?![\d%]|[.,]\d)"
    return tuple(
        re.compile(pattern)
        for pattern in (
            r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)",
            rf"(?<![\d.,]){day}(?: of)? {month}(?:,? {year})?",
            rf"\b{month} {day}{no_more}(?:,? {year})?",
            rf"\b{month},? (?:of )?{year}",
            rf"\b(?i:in|since|until|late|early|during|last) {month}",
            r"\b(?P<decade>1[5-9]\d|20\d)0s\b",
            # A year stands after such a word, or before no noun that it could count.
            (
                r"\b(?i:in|since|by|from|until|till|before|after|during|early|late|mid|"
                r"year|summer|winter|spring|autumn|of|the|and|to)[ -]"
                rf"{year}(?!,\d|\.\d)"
            ),
            rf"(?<![\d$€£.,]){year}(?![,.]\d)(?! [a-z])",
            rf"(?<![\d$€£.,]){year}(?= (?:and|or|to|in|on|by|at|was|were|is|has)\b)",
        )
    )


def dates(text: str) -> tuple[list[CalendarDate], str]:
    """Give the dates of ``text`` and the text with blanks in their place.

    The rest is what `factcheck.match.quantities.quantities` may read: a day of the
    month is no number of anything.
    """
    rest = normalise(text)
    found: list[tuple[int, CalendarDate]] = []
    for pattern in _patterns():
        for match in list(pattern.finditer(rest))[:QUANTITY_LIMIT]:
            date = _date(match)
            if date is None:
                continue
            found.append((match.start(), date))
            start, end = match.span()
            rest = f"{rest[:start]}{',' * (end - start)}{rest[end:]}"
    found.sort(key=lambda item: item[0])
    return [date for _, date in found], rest


def _date(match: re.Match[str]) -> CalendarDate | None:
    """Make a date of what a pattern found; nothing where no calendar has it."""
    groups = match.groupdict()
    decade = groups.get("decade")
    year = int(f"{decade}0") if decade else int(groups.get("year") or 0)
    named = groups.get("month")
    month = MONTHS[named.lower()] if named else int(groups.get("number") or 0)
    day = int(groups.get("day") or 0)
    if month > _LAST_MONTH or day > _LAST_DAY or (day and not month):
        return None
    start = min(match.start(name) for name, value in groups.items() if value)
    return CalendarDate(
        year, month, day, bool(decade), match.string[start : match.end()].strip(" .,")
    )


def agree(one: CalendarDate, other: CalendarDate) -> bool:
    """Say whether two dates share a part and differ in none that both give."""
    if one.decade or other.decade:
        return bool(one.year and other.year) and one.year // 10 == other.year // 10
    pairs = (
        (one.year, other.year),
        (one.month, other.month),
        (one.day, other.day),
    )
    both = [(mine, yours) for mine, yours in pairs if mine and yours]
    return bool(both) and all(mine == yours for mine, yours in both)


def comparable(one: CalendarDate, other: CalendarDate) -> bool:
    """Say whether two dates that do not agree are given to the same precision."""
    if one.decade or other.decade:
        return False
    if one.month and other.month:
        return one.precision == other.precision
    return not one.month and not other.month

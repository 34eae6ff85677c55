"""The calendar dates of a text, and which of them contradict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from factcheck.match.language.lexicons import lexicon
from factcheck.match.language.quantities import QUANTITY_LIMIT, month_names
from factcheck.match.language.tokenising import normalise, primary_language, western
from factcheck.match.language.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

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
            # The name of a law: no date of what is told.
            r"\b(?:Act|Agreement|Code|Convention|Law|Order|Treaty) of (?P<law>\d{4})\b",
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


@cache
def _foreign_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Give the ways in which dates are written in other languages than English.

    Day, month and year in digits stand in this order outside of English, between
    points or strokes; East Asian ones have signs behind each.
    """
    known = lexicon(language)
    year = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\d%])"
    patterns = [
        r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)",
        (
            r"(?:(?P<year>\d{4})\s?[年년]\s?)?(?P<number>\d{1,2})\s?[月월]"
            r"(?:\s?(?P<day>\d{1,2})\s?[日일号號])?"
        ),
        r"(?<!\d)(?P<year>1[5-9]\d\d|20\d\d)\s?[年년]",
        (
            r"(?<![\d.,/])(?P<day>\d{1,2})(?P<sign>[./])\s?(?P<number>\d{1,2})(?P=sign)\s?"
            r"(?P<year>\d{4})(?!\d)"
        ),
    ]
    if known is not None and known.months:
        names = "|".join(sorted(map(re.escape, known.months), key=len)[::-1])
        month = rf"(?P<month>{names})(?!\w)\.?"
        of = r"(?: de| di| do| da|,)?"
        patterns += [
            (
                rf"(?<![\d.,])(?P<day>\d{{1,2}})(?:\.|er|º|ª|-?го)?{of} "
                rf"{month}(?:{of} {year})?"
            ),
            rf"(?<!\w){month} (?P<day>\d{{1,2}})(?![\d%.,])(?:,? {year})?",
            rf"(?<!\w){month}{of} {year}",
        ]
    # A year stands at an end or before a small sign, not before what it could count.
    patterns.append(
        rf"(?<![\d$€£.,]){year}(?![,.]\d)(?=\s*(?:$|[.,;:!?)\]«»\"”“۔।،؟-]))"
    )
    patterns.append(
        r"(?<!\w)(?:in|im|en|em|nel|dal|since|seit|ab|bis|vor|nach|jahre?|depuis|année|"
        r"desde|hasta|año|ano|anno|sinds|jaar|year|roku|rok|от|с|до|в|году|у|з|році|"
        rf"عام|سنة|سال|सन|वर्ष|साल|tahun|năm|yılında|έτος|το) {year}(?![,.]\d)"
    )
    patterns.append(
        rf"(?<![\d$€£.,]){year}(?= (?:году|года|год|г|року|рік|р|roku|r|yılında|"
        r"yılı|में|के|की|से|तक|und|et|y|e|och|og|i|и|та|و|bis|à|a)(?!\w))"
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def dates(text: str, language: str = "en") -> tuple[list[CalendarDate], str]:
    """Give the dates of ``text`` and the text with blanks in their place.

    The rest is what `quantities.quantities` may read: a day of the month is no number
    of anything.
    """
    text = normalise(text)
    language = primary_language(language)
    rest = western(text)
    found: list[tuple[int, CalendarDate]] = []
    patterns = _patterns() if language == "en" else _foreign_patterns(language)
    known = None if language == "en" else lexicon(language)
    months = MONTHS if known is None else known.months
    for pattern in patterns:
        for match in list(pattern.finditer(rest))[:QUANTITY_LIMIT]:
            date = _date(match, months, text)
            if date is None and not match.groupdict().get("law"):
                continue
            if date is not None:
                found.append((match.start(), date))
            start, end = match.span()
            blank = "," * (end - start)
            rest = f"{rest[:start]}{blank}{rest[end:]}"
            text = f"{text[:start]}{blank}{text[end:]}"
    found.sort(key=lambda item: item[0])
    return [date for _, date in found], text


def _date(
    match: re.Match[str], months: Mapping[str, int], text: str
) -> CalendarDate | None:
    """Make a date of what a pattern found; nothing where no calendar has it."""
    groups = match.groupdict()
    decade = groups.get("decade")
    year = int(f"{decade}0") if decade else int(groups.get("year") or 0)
    named = groups.get("month")
    month = months.get(named.lower(), 0) if named else int(groups.get("number") or 0)
    day = int(groups.get("day") or 0)
    if not (year or month):
        return None
    if month > _LAST_MONTH or day > _LAST_DAY or (day and not month):
        return None
    start = min(match.start(name) for name, value in groups.items() if value)
    surface = text[start : match.end()].strip(" .,")
    return CalendarDate(year, month, day, bool(decade), surface)


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

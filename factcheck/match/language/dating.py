"""When something was said: a sentence near in time to a claim likelier repeats it.

What goes round goes round in waves: of public posts that repeat a checked claim, three
of four were written within two weeks of the check.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from factcheck.match.language.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_SIGNED = re.compile(
    rf"\(@\w{{1,30}}\)\s*[,·-]?\s*(?:(?P<month>{_MONTH})\.?\s(?P<day>\d{{1,2}}),?"
    rf"|(?P<day2>\d{{1,2}})\s(?P<month2>{_MONTH})\.?)\s(?P<year>\d{{4}})\s*$",
    re.IGNORECASE,
)
_SIGNATURE_LENGTH = 80


class Signed(NamedTuple):
    """A sentence and, where it is a quoted post with its date, that date.

    Attributes:
        text: the sentence without the date; the poster's name stays.
        said: the date as an ordinal day, None where there is none.
    """

    text: str
    said: int | None


def ordinal(day: str) -> int | None:
    """Give the ordinal of an ISO day; None for a partial date or another text."""
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None


def ordinals(days: Iterable[str]) -> tuple[int, ...]:
    """Give the ordinals of those of some ISO dates that are whole days."""
    found = (ordinal(day) for day in days)
    return tuple(one for one in found if one is not None)


def signed(sentence: str) -> Signed:
    """Take the date off the end of a post: "… — Name (@handle) March 1, 2020"."""
    if not sentence.rstrip()[-4:].isdecimal():
        return Signed(sentence, None)
    start = max(0, len(sentence) - _SIGNATURE_LENGTH)
    found = _SIGNED.search(sentence, start)
    if found is None:
        return Signed(sentence, None)
    month = MONTHS[(found["month"] or found["month2"]).lower()]
    try:
        day = date(int(found["year"]), month, int(found["day"] or found["day2"]))
    except ValueError:
        return Signed(sentence, None)
    first = "month" if found["month"] else "day2"
    return Signed(sentence[: found.start(first)], day.toordinal())


def apart(said: int | None, days: tuple[int, ...]) -> int | None:
    """Give how many days lie between a sentence and the nearest date of a claim."""
    if said is None or not days:
        return None
    return min(abs(said - day) for day in days)

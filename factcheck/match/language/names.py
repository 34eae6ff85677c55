"""The names in an English text, and when two texts differ in one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from factcheck.match.language.tokenising import folded, normalise, stem
from factcheck.match.language.words import (
    COUNTRIES,
    MONTHS,
    STOP_WORDS,
    WEEKDAYS,
    word_set,
)
from factcheck.match.weights import is_common

NAME_LIMIT = 20
"""Names of one text that are compared."""

_PIECE = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|[^\w\s]")
TITLES = word_set("""
    president mr mrs ms dr sir prime minister chancellor king queen prince princess pope
    senator sen rep representative governor gov general gen secretary professor prof
    judge justice mayor ambassador spokesman spokeswoman spokesperson
    """)
"""Words before a name that are no part of it."""
_AUXILIARIES = word_set(
    "has have had is are was were will would did does could can may"
)
_JOINING = word_set("of the de la van von al bin el and") - {"and", "the"}
_CONTRACTIONS = ("'ve", "'re", "'ll", "'m", "'d", "n't")
_ROOT = 4
_LONG_ROOT = 7
_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a text gives it.

    Attributes:
        parts: its words in lower case, without accents; countries as one word.
        before: stems of the two content words before it.
        after: stems of the two content words after it.
        surface: the name as written.
        weak: one word at the beginning of the text, which may be no name.
    """

    parts: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    surface: str
    weak: bool


def names(text: str) -> list[Name]:
    """Give the names of an English text: runs of capitalised words, titles left out.

    The first word of a text is capitalised anyway: if it is no function word it
    counts as a weak name (*Macron said*, *Vaccines cause*). A text in capitals has
    none.
    """
    pieces = _PIECE.findall(normalise(text))
    if sum(piece.isupper() for piece in pieces) > len(pieces) / 2:
        return []
    found: list[Name] = []
    position = 0
    while position < len(pieces) and len(found) < NAME_LIMIT:
        end = _end_of_name(pieces, position)
        start = position
        if start == 0 and end > 0 and not _begins_with_name(pieces, end):
            start = 1
        if end > start:
            found.append(_name(pieces, start, end))
        position = max(end, position + 1)
    return [name for name in found if name.parts]


def _is_name(piece: str) -> bool:
    lower = piece.lower()
    return (
        piece[0].isupper()
        and lower not in MONTHS
        and lower not in WEEKDAYS
        and not lower.endswith(_CONTRACTIONS)
        and (lower not in STOP_WORDS or (len(piece) > 1 and piece.isupper()))
    )


def _begins_with_name(pieces: list[str], end: int) -> bool:
    """Say whether the first word, capitalised anyway, is (part of) a name.

    *Says Obama*, *Right now*, *Remember this* begin with none: common words, or one
    word with another function word behind it than a verb's.
    """
    if is_common(folded(stem(pieces[0].lower(), "en"))):
        return False
    following = pieces[end].lower() if end < len(pieces) else ""
    return end > 1 or following not in STOP_WORDS - _AUXILIARIES


def _end_of_name(pieces: list[str], start: int) -> int:
    """Give where the name that starts at ``start`` ends; ``start`` if there is none."""
    end = start
    while end < len(pieces):
        if _is_name(pieces[end]):
            end += 1
        elif (
            end > start
            and pieces[end] in _JOINING
            and end + 1 < len(pieces)
            and _is_name(pieces[end + 1])
        ):
            end += 2
        else:
            break
    return end


def _name(pieces: list[str], start: int, end: int) -> Name:
    kept = [piece for piece in pieces[start:end] if piece.lower() not in TITLES]
    return Name(
        frozenset(_plain(piece) for piece in kept if piece not in _JOINING),
        _content(pieces[start - 1 :: -1] if start else []),
        _content(pieces[end:]),
        " ".join(kept),
        start == 0 and len(kept) == 1,
    )


def _content(pieces: list[str]) -> tuple[str, ...]:
    """Give the stems of the next two content words of the clause."""
    found: list[str] = []
    for piece in pieces[:12]:
        lower = piece.lower()
        if lower in {".", ";", ":", "!", "?"}:
            break
        if lower[0].isalpha() and lower not in STOP_WORDS:
            found.append(folded(stem(lower, "en")))
        if len(found) == _NEIGHBOURS:
            break
    return tuple(found)


@cache
def _countries() -> dict[str, str]:
    """Give each name of a country, people or capital its first letters' first."""
    return {folded(name): min(country) for country in COUNTRIES for name in country}


def _plain(word: str) -> str:
    lower = folded(word.lower().removesuffix("'s").replace("'", ""))
    if word.isupper() and lower == "us":
        lower = "usa"
    return _countries().get(lower, lower)


def same_country(one: str, other: str) -> bool:
    """Say whether two words name one country, its people or its capital."""
    return _plain(one) == _plain(other)


def kin(one: Name, other: Name) -> bool:
    """Say whether two names may name the same: a shared word, or a shared root."""
    joined, other_joined = (
        folded("".join(piece for piece in name.surface.lower() if piece.isalnum()))
        for name in (one, other)
    )
    if len(joined) > _ROOT and joined[:_LONG_ROOT] == other_joined[:_LONG_ROOT]:
        return True  # "FoxNews", "Fox News Channel"
    return any(
        mine == yours
        or (min(len(mine), len(yours)) >= _ROOT and mine[:_ROOT] == yours[:_ROOT])
        for mine in one.parts
        for yours in other.parts
    ) or _initials(one, other)


def _initials(one: Name, other: Name) -> bool:
    """Say whether one name abbreviates the other: *UN*, *United Nations*."""
    for short, long in ((one, other), (other, one)):
        initials = "".join(
            word[0] for word in long.surface.split() if word[0].isupper()
        )
        if len(initials) > 1 and short.surface.replace(".", "").upper() == initials:
            return True
    return False


def same_place(one: Name, other: Name) -> bool:
    """Say whether two names stand in the same place of their sentences.

    The next content word is the same, or the one before is and neither or both
    names begin their text.
    """
    if one.after and other.after and one.after[0] == other.after[0]:
        return True
    return bool(one.before and other.before) and one.before[0] == other.before[0]

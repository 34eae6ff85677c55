"""The numbers of a text, and which of them contradict.

Rules of thumb, made to be silent in doubt: two numbers agree when they can mean
the same (thirty thousand and 30,000; 20 miles and 32 km; about 300 and 297); they
contradict only when they count the same thing. Digits are read in every writing
system; words that count or multiply where `lexicons` has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from factcheck.match.language.bounds import OPPOSITE, bound_after, bound_before
from factcheck.match.language.numerals import (
    IDEOGRAPH,
    Pieces,
    counting_of,
    end_of,
    is_function_word,
    read_number,
    word_at,
)
from factcheck.match.language.tokenising import (
    folded,
    normalise,
    primary_language,
    stem,
    western,
)
from factcheck.match.language.words import (
    CURRENCIES,
    MEASURES,
    MONTHS,
    SHARES,
    SHORT_SCALES,
    STOP_WORDS,
)

QUANTITY_LIMIT = 20
"""Numbers, and dates, of one text that are compared: hostile texts have thousands."""

_ROUNDING = 0.02
_ABOUT = 0.1
_SMALL = 100
_HALF = 0.5
_BOUND_REACH = 2.0
_CONTEXT = 3
_SHORT = 4
_CLAUSE_SIGNS = frozenset(".,;:!?()。，、；：！？।؟،؛")
_FAR_APART = 1000.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text states it.

    Attributes:
        value: the number; of a measure in its base unit, of a share in per cent.
        kind: ``count``, ``percent``, ``money``, ``age``, ``label``, or what a measure
            measures.
        bound: ``lower`` (at least), ``upper`` (at most), ``about``, or nothing.
        things: stems of what follows: what is counted; a currency; a label's name.
        context: stems of what stands around.
        surface: the number as written, with its sign, unit, label and bound.
    """

    value: float
    kind: str
    bound: str
    things: frozenset[str]
    context: frozenset[str]
    surface: str


def quantities(text: str, language: str = "en") -> list[Quantity]:
    """Give the numbers of a text in order; dates must be taken out before.

    Left out are ordinals, numbers in names (*COVID-19*, *G7*, *5G*), *one* (mostly a
    pronoun) and vague ones (*dozens*).
    """
    text = normalise(text)
    pieces = Pieces(western(text), counting_of(primary_language(language)))
    found: list[Quantity] = []
    position = 0
    while position < len(pieces) and len(found) < QUANTITY_LIMIT:
        read = read_number(pieces, position)
        if read is None:
            position += 1
            continue
        value, end = read
        quantity = _described(text, pieces, position, end, value)
        if quantity is not None:
            found.append(quantity)
        position = end
    return found


def _described(
    text: str, pieces: Pieces, start: int, end: int, value: float
) -> Quantity | None:
    """Say what kind of number stands in ``pieces[start:end]``; nothing if a name."""
    before, after = word_at(pieces, start - 1), word_at(pieces, end)
    stuck = end < len(pieces) and pieces[end][1] == end_of(pieces, end - 1)
    stuck_before = start > 0 and end_of(pieces, start - 1) == pieces[start][1]
    money = before in CURRENCIES
    if stuck_before and before[-1:].isalpha() and not re.fullmatch(IDEOGRAPH, before):
        return None
    unspaced = re.fullmatch(IDEOGRAPH, after) is not None
    if stuck and after.isalpha() and (after in SHORT_SCALES or after in MEASURES):
        if after in SHORT_SCALES and (money or after not in {"m", "b"}):
            value, end = value * SHORT_SCALES[after], end + 1
    elif (
        stuck
        and after[:1].isalpha()
        and not unspaced
        and after not in {"percent", "per"}
    ):
        return None
    if money and word_at(pieces, end) in SHORT_SCALES:
        value, end = value * SHORT_SCALES[word_at(pieces, end)], end + 1
    kind, things, value, end = _kind(pieces, start, end, value)
    if kind == "label":
        first = start - 2 if before == "-" else start - 1
    else:
        first = start - 1 if money else start
    language = pieces.counting.language
    bound, begin = bound_before(text, pieces[first][1], language)
    last = end_of(pieces, end - 1)
    if not bound:
        bound, last = bound_after(text, last, language)
    surface = text[begin:last]
    if begin < pieces[first][1]:
        surface = surface[0].lower() + surface[1:]
    around = _stems(pieces, start - 1, -1) | _stems(pieces, end, 1)
    return Quantity(value, kind, bound, things, around, surface)


def _kind(
    pieces: Pieces, start: int, end: int, value: float
) -> tuple[str, frozenset[str], float, int]:
    """Give kind, things, value in the base unit, and where number and unit end."""
    after, before = word_at(pieces, end), word_at(pieces, start - 1)
    share = _percent_end(pieces, start, end)
    if share:
        return "percent", frozenset(), value, share
    currency = CURRENCIES.get(before, after.rstrip("s"))
    if currency in {*CURRENCIES.values(), "ruble", "rouble"}:
        unit = end if before in CURRENCIES else end + 1
        return "money", frozenset({currency}), value, unit
    unit = end + 1 if after == "-" else end
    name = word_at(pieces, unit)
    if name in {"year", "years"} and "old" in {
        word_at(pieces, unit + 1),
        word_at(pieces, unit + 2),
    }:
        return "age", frozenset(), value, end
    measure = MEASURES.get(name, MEASURES.get(name.rstrip("s")))
    if measure is not None:
        return measure[0], frozenset(), value * measure[1], unit + 1
    if _labelled(pieces, start):
        label = start - 2 if before == "-" else start - 1
        return "label", frozenset({word_at(pieces, label)}), value, end
    return "count", _stems(pieces, end, 1), value, end


def _percent_end(pieces: Pieces, start: int, end: int) -> int:
    """Give where *per cent* ends behind a number, or before it; 0 if it is none."""
    signs = pieces.counting.percent
    if word_at(pieces, end) in signs:
        return end + 1
    if f"{word_at(pieces, end)} {word_at(pieces, end + 1)}" == "per cent":
        return end + 2
    if pieces.counting.language == "en":
        return 0
    # "por ciento", "pour cent", "في المئة"; Turkish and Chinese say it before.
    two = (
        word_at(pieces, end + 1) in signs - {"%"}
        and len(word_at(pieces, end)) <= _SHORT
    )
    if two:
        return end + 2
    before = "".join(word_at(pieces, start - back) for back in (4, 3, 2, 1))
    return end if any(before.endswith(sign) for sign in signs) else 0


def _labelled(pieces: Pieces, start: int) -> bool:
    """Say whether the number belongs to a name: *Boeing 737*, *Article 5*."""
    position = start - 1
    if word_at(pieces, position) == "-":
        position -= 1
    name = pieces[position][0] if position >= 0 else ""
    if pieces.counting.language not in {"en", "fr", "es", "it", "pt"}:
        return False  # nouns, or nothing, have capitals
    return (
        pieces[start][0][0].isdecimal()
        and name[:1].isupper()
        and name.lower() not in STOP_WORDS
        and (position > 0 or word_at(pieces, start - 1) == "-")
    )


def _stems(pieces: Pieces, position: int, step: int) -> frozenset[str]:
    """Give the stems of up to three content words from there on, in the clause."""
    found: list[str] = []
    while 0 <= position < len(pieces) and len(found) < _CONTEXT:
        word = word_at(pieces, position)
        if word in _CLAUSE_SIGNS:
            break
        if word[0].isalpha() and not is_function_word(word, pieces.counting):
            found.append(folded(stem(word, pieces.counting.language)))
        position += step
    return frozenset(found)


@cache
def _shares() -> re.Pattern[str]:
    names = "|".join(SHARES)
    return re.compile(rf"\b(?:one |a |two |three |two-|three-|one-)?({names})\b")


def shares(text: str) -> list[float]:
    """Give the shares stated in words (*half*, *two thirds*) in per cent."""
    found = _shares().finditer(normalise(text).lower())
    return [SHARES[match.group(1)] for match in found][:QUANTITY_LIMIT]


def agree(one: Quantity, other: Quantity) -> bool:
    """Say whether two numbers can mean the same."""
    if {one.bound, other.bound} == {"lower", "upper"}:
        return False
    if one.kind != other.kind and "count" not in {one.kind, other.kind}:
        return False
    small, great = sorted((one.value, other.value))
    if small <= 0:
        return small == great
    if small.is_integer() != great.is_integer() and great - small < _HALF:
        return True  # one of the two is rounded
    return great / small - 1 <= _tolerance(one, other) or _within_bound(one, other)


def opposed(one: Quantity, other: Quantity) -> bool:
    """Say whether two bounds exclude each other: *more than 20*, *less than 20*."""
    if OPPOSITE.get(one.bound) != other.bound or one.kind != other.kind:
        return False
    if one.kind == "count" and one.things.isdisjoint(other.things):
        return False
    small, great = sorted((one.value, other.value))
    return small > 0 and great / small - 1 <= _tolerance(one, other)


def _tolerance(one: Quantity, other: Quantity) -> float:
    """Give how far two numbers may lie apart, as a share of the smaller."""
    if "about" in {one.bound, other.bound}:
        return _ABOUT
    measured = one.kind not in {"count", "percent", "money", "age", "label"}
    small_count = min(one.value, other.value) < _SMALL and not measured
    return 0.0 if small_count or one.kind == "label" else _ROUNDING


def _within_bound(one: Quantity, other: Quantity) -> bool:
    """Say whether one number is exact and the other a bound that it keeps, near by."""
    for bound, exact in ((one, other), (other, one)):
        if exact.bound in {"lower", "upper"}:
            continue
        ratio = exact.value / bound.value
        if bound.bound == "lower" and 1 <= ratio <= _BOUND_REACH:
            return True
        if bound.bound == "upper" and 1 / _BOUND_REACH <= ratio <= 1:
            return True
    return False


def comparable(one: Quantity, other: Quantity, *, alone: bool) -> bool:
    """Say whether two numbers that do not agree are statements about the same thing.

    Args:
        one: a number of the sentence.
        other: a number of the claim.
        alone: each is the only one of its kind that its text does not share.
    """
    if one.kind != other.kind:
        return False
    if one.kind == "label":
        return one.things == other.things
    small, great = sorted((one.value, other.value))
    if great > _FAR_APART * max(1.0, small):
        return False
    if one.kind == "count":
        return bool(one.things & other.things) or (
            alone and bool(one.context & other.context)
        )
    if one.kind == "money" and one.things != other.things:
        return False
    return alone or bool(one.context & other.context)


def month_names() -> str:
    """Give the months' names as alternatives of a pattern, capitalised, longest first.

    Capitalised, since *may* and *march* are words too.
    """
    return "|".join(sorted((name.capitalize() for name in MONTHS), key=len)[::-1])

"""The numbers and dates of an English text, and which of them contradict.

Rules of thumb, made to be silent in doubt: two numbers agree when they can mean
the same (thirty thousand and 30,000; 20 miles and 32 km; about 300 and 297); they
contradict only when they count the same thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from factcheck.match.tokenising import folded, normalise, stem
from factcheck.match.words import (
    CURRENCIES,
    MEASURES,
    MONTHS,
    SCALES,
    SHARES,
    SHORT_SCALES,
    STOP_WORDS,
    TENS,
    UNITS,
)

QUANTITY_LIMIT = 20
"""Numbers, and dates, of one text that are compared: hostile texts have thousands."""

_ROUNDING = 0.02
_ABOUT = 0.1
_SMALL = 100
_HALF = 0.5
_BOUND_REACH = 2.0
_CONTEXT = 3

_PIECE = re.compile(
    r"\d{1,3}(?:[,  ’']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|"
    r"[^\W\d_]+(?:'[^\W\d_]+)*|\S"
)
_BOUND_WORDS = {
    "upper": (
        "at most|(?<!no )(?<!not )less than|(?<!no )fewer than|under|below|up to|"
        "no more than|not more than|maximum of|within"
    ),
    "lower": (
        "at least|more than|over|above|exceed\\w*|upwards? of|no less than|"
        "no fewer than|not less than|minimum of|surpass\\w*"
    ),
    "about": (
        "about|around|almost|nearly|roughly|approximately|some|estimated|close to|"
        "circa|approx"
    ),
}
_BOUNDS = {
    bound: re.compile(rf"\b(?:{words})\W+(?:\w+\W+)?$", re.IGNORECASE)
    for bound, words in _BOUND_WORDS.items()
}
_LOOK_BACK = 24


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


def quantities(text: str) -> list[Quantity]:
    """Give the numbers of an English text in order; dates must be taken out before.

    Left out are ordinals, numbers in names (*COVID-19*, *G7*, *5G*), *one* (mostly a
    pronoun) and vague ones (*dozens*).
    """
    text = normalise(text)
    pieces = [(found.group(), found.start()) for found in _PIECE.finditer(text)]
    found: list[Quantity] = []
    position = 0
    while position < len(pieces) and len(found) < QUANTITY_LIMIT:
        read = _read_number(pieces, position)
        if read is None:
            position += 1
            continue
        value, end = read
        quantity = _described(text, pieces, position, end, value)
        if quantity is not None:
            found.append(quantity)
        position = end
    return found


_Pieces = list[tuple[str, int]]


def _word(pieces: _Pieces, position: int) -> str:
    """Give the piece at ``position`` in lower case, or nothing beyond the ends."""
    return pieces[position][0].lower() if 0 <= position < len(pieces) else ""


def _read_number(pieces: _Pieces, position: int) -> tuple[float, int] | None:
    """Read a number that starts at ``position``: its value and where it ends."""
    word = _word(pieces, position)
    if word[:1].isdecimal():
        try:
            value = float(re.sub(r"[,  ’']", "", word))
        except ValueError:
            return None
        return _scaled(value, pieces, position + 1)
    if word in UNITS or word in TENS:
        value = float(UNITS.get(word, TENS.get(word, 0)))
        end = position + 1
        if word in TENS:
            after = end + 1 if _word(pieces, end) == "-" else end
            if 0 < UNITS.get(_word(pieces, after), 0) < 10:  # noqa: PLR2004 - a digit
                value, end = value + UNITS[_word(pieces, after)], after + 1
        scaled = _scaled(value, pieces, end)
        return None if word == "one" and scaled[1] == position + 1 else scaled
    if word in {"a", "an"} and _word(pieces, position + 1) in SCALES:
        return _scaled(1.0, pieces, position + 1)
    if word == "half" and _word(pieces, position + 1) == "a":
        value, end = _scaled(0.5, pieces, position + 2)
        return (value, end) if end > position + 2 else None
    return None


def _scaled(value: float, pieces: _Pieces, end: int) -> tuple[float, int]:
    """Multiply by the scale words that follow, add what follows *hundred and*."""
    while _word(pieces, end) in SCALES:
        scale = SCALES[_word(pieces, end)]
        value, end = value * scale, end + 1
        after = end + 1 if _word(pieces, end) == "and" else end
        small = UNITS.get(_word(pieces, after), TENS.get(_word(pieces, after), 0))
        if scale == SCALES["hundred"] and small > 1:
            rest, end = _read_number(pieces, after) or (0.0, end)
            return (value + rest, end) if rest < scale else (value * rest, end)
    return value, end


def _described(
    text: str, pieces: _Pieces, start: int, end: int, value: float
) -> Quantity | None:
    """Say what kind of number stands in ``pieces[start:end]``; nothing if a name."""
    before, after = _word(pieces, start - 1), _word(pieces, end)
    stuck = end < len(pieces) and pieces[end][1] == _end_of(pieces, end - 1)
    stuck_before = start > 0 and _end_of(pieces, start - 1) == pieces[start][1]
    money = before in CURRENCIES
    if stuck_before and before[-1:].isalpha():
        return None
    if stuck and after.isalpha() and (after in SHORT_SCALES or after in MEASURES):
        if after in SHORT_SCALES and (money or after not in {"m", "b"}):
            value, end = value * SHORT_SCALES[after], end + 1
    elif stuck and after[:1].isalpha():
        return None
    if money and _word(pieces, end) in SHORT_SCALES:
        value, end = value * SHORT_SCALES[_word(pieces, end)], end + 1
    kind, things, value, end = _kind(pieces, start, end, value)
    if kind == "label":
        first = start - 2 if before == "-" else start - 1
    else:
        first = start - 1 if money else start
    bound, begin = _bound(text, pieces[first][1])
    surface = text[begin : _end_of(pieces, end - 1)]
    if begin < pieces[first][1]:
        surface = surface[0].lower() + surface[1:]
    around = _stems(pieces, start - 1, -1) | _stems(pieces, end, 1)
    return Quantity(value, kind, bound, things, around, surface)


def _end_of(pieces: _Pieces, position: int) -> int:
    return pieces[position][1] + len(pieces[position][0])


def _bound(text: str, start: int) -> tuple[str, int]:
    """Say whether the words right before a number make it a bound, and where."""
    looked_from = max(0, start - _LOOK_BACK)
    looked_back = text[looked_from:start]
    for bound, pattern in _BOUNDS.items():
        found = pattern.search(looked_back)
        if found:
            return bound, start if bound == "about" else looked_from + found.start()
    return "", start


def _kind(
    pieces: _Pieces, start: int, end: int, value: float
) -> tuple[str, frozenset[str], float, int]:
    """Give kind, things, value in the base unit, and where number and unit end."""
    after, before = _word(pieces, end), _word(pieces, start - 1)
    per_cent = f"{after} {_word(pieces, end + 1)}" == "per cent"
    if per_cent or after in {"%", "percent"}:
        return "percent", frozenset(), value, end + 1 + per_cent
    currency = CURRENCIES.get(before, after.rstrip("s"))
    if currency in {*CURRENCIES.values(), "ruble", "rouble"}:
        unit = end if before in CURRENCIES else end + 1
        return "money", frozenset({currency}), value, unit
    unit = end + 1 if after == "-" else end
    name = _word(pieces, unit)
    if name in {"year", "years"} and "old" in {
        _word(pieces, unit + 1),
        _word(pieces, unit + 2),
    }:
        return "age", frozenset(), value, end
    measure = MEASURES.get(name, MEASURES.get(name.rstrip("s")))
    if measure is not None:
        return measure[0], frozenset(), value * measure[1], unit + 1
    if _labelled(pieces, start):
        label = start - 2 if before == "-" else start - 1
        return "label", frozenset({_word(pieces, label)}), value, end
    return "count", _stems(pieces, end, 1), value, end


def _labelled(pieces: _Pieces, start: int) -> bool:
    """Say whether the number belongs to a name: *Boeing 737*, *Article 5*."""
    position = start - 1
    if _word(pieces, position) == "-":
        position -= 1
    name = pieces[position][0] if position >= 0 else ""
    return (
        pieces[start][0][0].isdecimal()
        and name[:1].isupper()
        and name.lower() not in STOP_WORDS
        and (position > 0 or _word(pieces, start - 1) == "-")
    )


def _stems(pieces: _Pieces, position: int, step: int) -> frozenset[str]:
    """Give the stems of up to three content words from there on, in the clause."""
    found: list[str] = []
    while 0 <= position < len(pieces) and len(found) < _CONTEXT:
        word = _word(pieces, position)
        if word in {".", ",", ";", ":", "!", "?", "(", ")"}:
            break
        if word[0].isalpha() and word not in STOP_WORDS and word not in SCALES:
            found.append(folded(stem(word, "en")))
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

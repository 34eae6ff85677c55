"""From text to numbers: the pieces of a text, and the numbers that they spell.

Digits are read in every writing system, words that count or multiply where `lexicons`
has them, and Han numerals (三万五千).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from factcheck.match.language.lexicons import function_words, lexicon
from factcheck.match.language.tokenising import LETTER, has_decimal_point, number
from factcheck.match.language.words import SCALES, STOP_WORDS, TENS, UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

IDEOGRAPH = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
"""A pattern for one sign of East Asian writing."""

_WORDS = rf"{IDEOGRAPH}|(?:(?!{IDEOGRAPH}){LETTER})+(?:'{LETTER}+)*|\S"
_PIECE = re.compile(
    rf"\d{{1,3}}(?:[, \u202f’']\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|{_WORDS}"
)
_POINT_PIECE = re.compile(
    rf"\d{{1,3}}(?:[, \u202f’']\d{{3}})+(?!\d)(?:\.\d+)?|"
    rf"\d{{1,2}}(?:,\d\d)+,\d{{3}}(?!\d)|\d+(?:\.\d+)?|{_WORDS}"
)
_COMMA_PIECE = re.compile(
    rf"\d{{1,3}}(?:[., \u202f’']\d{{3}})+(?!\d)(?:[.,]\d+)?|"
    rf"\d+(?:[.,]\d+)?|{_WORDS}"
)
_SCALES_IN_A_ROW = 3
_HAN_DIGITS = {
    sign: value for value, sign in enumerate("一二三四五六七八九", start=1)
} | {
    "两": 2,
    "兩": 2,
}


@dataclass(frozen=True, slots=True)
class Counting:
    """The words of a language with which one counts."""

    language: str
    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, float]
    percent: frozenset[str]


@cache
def counting_of(language: str) -> Counting:
    """Give the counting words of a primary language."""
    if language == "en":
        return Counting("en", UNITS, TENS, SCALES, frozenset({"%", "percent"}))
    known = lexicon(language)
    if known is None:
        return Counting(language, {}, {}, {}, frozenset("%"))
    percent = known.percent | {"%"}
    return Counting(language, known.numbers, {}, known.scales, percent)


class Pieces:
    """A text cut into numbers, words and signs.

    Args:
        text: the text, its digits western.
        counting: the words with which its language counts.
    """

    def __init__(self, text: str, counting: Counting) -> None:
        pattern = _PIECE if counting.language == "en" else _COMMA_PIECE
        if counting.language != "en" and has_decimal_point(counting.language):
            pattern = _POINT_PIECE
        self.found = [(one.group(), one.start()) for one in pattern.finditer(text)]
        self.counting = counting

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, position: int) -> tuple[str, int]:
        return self.found[position]


def word_at(pieces: Pieces, position: int) -> str:
    """Give the piece at ``position`` in lower case, or nothing beyond the ends."""
    return pieces[position][0].lower() if 0 <= position < len(pieces) else ""


def read_number(pieces: Pieces, position: int) -> tuple[float, int] | None:
    """Read a number that starts at ``position``: its value and where it ends."""
    word = word_at(pieces, position)
    counting = pieces.counting
    if word[:1].isdecimal():
        return _scaled(_value(word, counting.language), pieces, position + 1)
    if word in _HAN_DIGITS:
        value, end = _scaled(float(_HAN_DIGITS[word]), pieces, position + 1)
        return (value, end) if end > position + 1 else None
    if word in counting.units or word in counting.tens:
        return _read_words(pieces, position)
    return _read_indefinite(pieces, position) if counting.language == "en" else None


def _read_words(pieces: Pieces, position: int) -> tuple[float, int] | None:
    """Read a number in words."""
    counting = pieces.counting
    units, tens = counting.units, counting.tens
    word, end = word_at(pieces, position), position + 1
    value = float(units.get(word, tens.get(word, 0)))
    if counting.language != "en" and word_at(pieces, end) == "-":
        return None  # a part of another number: quatre-vingts
    if word in tens:
        after = end + 1 if word_at(pieces, end) == "-" else end
        if 0 < units.get(word_at(pieces, after), 0) < 10:  # noqa: PLR2004 - a digit
            value, end = value + units[word_at(pieces, after)], after + 1
    found = _scaled(value, pieces, end)
    return None if word == "one" and found[1] == position + 1 else found


def _read_indefinite(pieces: Pieces, position: int) -> tuple[float, int] | None:
    """Read *a million* and *half a million*."""
    word = word_at(pieces, position)
    if word in {"a", "an"} and word_at(pieces, position + 1) in SCALES:
        return _scaled(1.0, pieces, position + 1)
    if word == "half" and word_at(pieces, position + 1) == "a":
        value, end = _scaled(0.5, pieces, position + 2)
        return (value, end) if end > position + 2 else None
    return None


def _value(word: str, language: str) -> float:
    """Give the value of a number in digits, as its language groups them."""
    if language == "en":
        return float(re.sub(r"[, \u202f’']", "", word))
    return float(number(word, language))


def _scaled(value: float, pieces: Pieces, end: int) -> tuple[float, int]:
    """Multiply by the scale words that follow, add what follows *hundred and*."""
    scales = pieces.counting.scales
    if pieces.counting.language != "en":
        return _scaled_by_signs(value, pieces, end)
    for _ in range(_SCALES_IN_A_ROW):
        scale = scales.get(word_at(pieces, end))
        if scale is None:
            break
        value, end = value * scale, end + 1
        after = end + 1 if word_at(pieces, end) == "and" else end
        small = UNITS.get(word_at(pieces, after), TENS.get(word_at(pieces, after), 0))
        if scale == SCALES["hundred"] and small > 1:
            rest, end = read_number(pieces, after) or (0.0, end)
            return (value + rest, end) if rest < scale else (value * rest, end)
    return value, end


def _scaled_by_signs(value: float, pieces: Pieces, end: int) -> tuple[float, int]:
    """Multiply by what follows; in Han numerals smaller ones are added: 3万5千."""
    value, scale, end = _multiplied(value, pieces, end)
    while scale > 1 and re.fullmatch(IDEOGRAPH, word_at(pieces, end - 1)):
        following = word_at(pieces, end)
        if following in _HAN_DIGITS:
            digit = float(_HAN_DIGITS[following])
        elif following[:1].isdecimal():
            digit = _value(following, pieces.counting.language)
        else:
            break
        more, smaller, after = _multiplied(digit, pieces, end + 1)
        if more >= scale:
            break
        value, scale, end = value + more, smaller, after
    return value, end


def _multiplied(value: float, pieces: Pieces, end: int) -> tuple[float, float, int]:
    """Multiply by the scale words that follow; give all of them as one, too."""
    product = 1.0
    for _ in range(_SCALES_IN_A_ROW):
        scale = pieces.counting.scales.get(word_at(pieces, end))
        if scale is None:
            break
        product, end = product * scale, end + 1
    return value * product, product, end


def is_function_word(word: str, counting: Counting) -> bool:
    """Say whether a word in lower case counts nothing."""
    if counting.language == "en":
        return word in STOP_WORDS or word in SCALES
    return word in counting.scales or word in function_words(counting.language)


def end_of(pieces: Pieces, position: int) -> int:
    """Give where a piece ends in the text."""
    return pieces[position][1] + len(pieces[position][0])

"""From text to terms: the one way in which this room cuts a text into words.

A *term* is what two spellings of a word have in common: lower case, without its
ending (Snowball, by language), without accents. Numbers are terms too, without
thousands separators. Writing systems that put no spaces between words give
pairs of neighbouring characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from factcheck.match.language.words import STOP_WORDS, word_set

VERSION = 1
"""Raised when any text gives other terms than before: kept indexes are made anew."""

SENTENCE_LIMIT = 2000
"""Characters of a sentence that are read; the rest can make no match."""

CLAIM_LIMIT = 1000
"""Characters of each text of a claim that are read."""

_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}

_MARKS = "".join(
    chr(code)
    for code in range(0x0300, 0x1D00)
    if unicodedata.category(chr(code)).startswith("M")
)
# Python's \w leaves out combining marks, which would cut Devanagari, Tamil or
# pointed Arabic words to pieces.
LETTER = rf"(?:[^\W\d_]|[{_MARKS}])"
LETTERS = rf"{LETTER}+"
"""A pattern for a run of letters, with the marks that belong to them."""

_NUMBER = r"\d{1,3}(?:[ ,’']\d{3})+(?:\.\d+)?(?![\d])|\d+(?:[.,\u066b\u066c]\d+)*"
_ABBREVIATION = r"\b(?:[A-Z]\.){2,}"
_TOKEN = re.compile(rf"{_NUMBER}|{_ABBREVIATION}|{LETTERS}(?:'{LETTERS})*")
_WORD = re.compile(rf"{LETTERS}(?:'{LETTERS})*")
_ASCII_TOKEN = re.compile(rf"{_NUMBER}|{_ABBREVIATION}|[A-Za-z]+(?:'[A-Za-z]+)*")
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""The signs of writing systems without spaces, as ranges of a pattern's class."""

_UNSPACED = re.compile(f"[{UNSPACED}]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S*", re.IGNORECASE)
_TAG = re.compile(r"[#@]\w+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|_")
_GROUPED = re.compile(r"(?<=\d)[ ,’'](?=\d{3}(?!\d))")
_GROUPED_BY_POINTS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}")
_ARABIC_SIGNS = str.maketrans("\u066a\u066b\u066c", "%.,")
_APOSTROPHES = str.maketrans("’ʼ‘＇", "''''")
_PLAIN = str.maketrans("ıøłđħŧæœßþð", "ioldhtaosto")
_POINT_LANGUAGES = word_set(
    "en zh ja ko th he ga ar bn fa hi mr ne pa ta te ur sw ms tl fil cy mt si"
)


class Token(NamedTuple):
    """One word of a text: its term and what stands in the text."""

    term: str
    surface: str


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's own name


def primary_language(language: str) -> str:
    """Give the first part of a language tag in lower case: ``pt-BR`` gives ``pt``."""
    return language.replace("_", "-").split("-", 1)[0].strip().lower()


def normalise(text: str, limit: int = SENTENCE_LIMIT) -> str:
    """Give at most ``limit`` characters of ``text`` in one spelling (NFKC).

    Characters without width go, apostrophes become ``'``. Compatibility forms can
    grow (one Arabic ligature gives eighteen characters): the limit holds after it.
    """
    text = text[:limit]
    if text.isascii():
        return text
    text = _INVISIBLE.sub("", text).translate(_APOSTROPHES)
    return unicodedata.normalize("NFKC", text)[:limit]


def tokens(text: str, language: str = "en", limit: int = SENTENCE_LIMIT) -> list[Token]:
    """Cut ``text`` into its words, in order, function words left out.

    Addresses are dropped, hashtags and handles split at capitals, ``30,000`` and
    ``30 000`` are one number. A word in capitals that looks like a function word
    (US, WHO, IT) stays, unless the whole text is in capitals.

    Args:
        text: any text; read up to ``limit`` characters.
        language: language tag; chooses the Snowball stemmer, if there is one.
        limit: how many characters are read.
    """
    language = primary_language(language)
    prepared = _prepared(normalise(text, limit))
    shouting = prepared.isupper()
    pattern = _ASCII_TOKEN if prepared.isascii() else _TOKEN
    return [
        Token(term, surface)
        for surface in pattern.findall(prepared)
        for term in _terms_of(surface.lower() if shouting else surface, language)
    ]


def terms(text: str, language: str = "en", limit: int = SENTENCE_LIMIT) -> list[str]:
    """Give the terms of ``text`` in order; see `tokens`."""
    return [token.term for token in tokens(text, language, limit)]


def words_of(text: str) -> list[str]:
    """Give the words of a text as they stand, function words too, numbers left out."""
    return _WORD.findall(text)


def _prepared(text: str) -> str:
    """Take out addresses and split tags."""
    if "/" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if "#" in text or "@" in text:
        text = _TAG.sub(lambda tag: " " + _HUMP.sub(" ", tag.group()[1:]), text)
    return text


@lru_cache(maxsize=200_000)
def _terms_of(surface: str, language: str) -> tuple[str, ...]:
    """Give the terms of one word: mostly one, none for a function word."""
    if surface[0].isdecimal():
        return (number(surface, language),)
    if is_unspaced(surface):
        return tuple(_pairs(surface))
    surface = surface.replace(".", "")  # of an abbreviation
    lower = surface.lower()
    acronym = len(surface) > 1 and surface.isupper()
    parts = [lower]
    if "'" in lower:
        parts = [part for part in lower.split("'") if len(part) > 1]
    return tuple(
        folded(stem("usa" if acronym and part == "us" else part, language))
        for part in parts
        if acronym or part not in _stop_words(language)
    )


@cache
def _stop_words(language: str) -> frozenset[str]:
    """Give the words of a language that name nothing.

    Imported here: the lists of other languages are cut with this module's words.
    """
    if language == "en":
        return STOP_WORDS
    from factcheck.match.language.lexicons import function_words  # noqa: PLC0415 - see above

    return function_words(language)


def number(digits: str, language: str) -> str:
    """Write a number with the digits 0 to 9, a point, and nothing between thousands.

    Args:
        digits: a number as written, with or without signs between thousands.
        language: primary language: whether ``3.500`` is a half or thousands.
    """
    digits = western(digits)
    if _INDIAN.fullmatch(digits):
        return digits.replace(",", "")
    digits = _GROUPED.sub("", digits)
    if language not in _POINT_LANGUAGES:
        digits = _GROUPED_BY_POINTS.sub("", digits)
    return digits.replace(",", ".")


def has_decimal_point(language: str) -> bool:
    """Say whether a language writes a half as 0.5, and not as 0,5."""
    return language in _POINT_LANGUAGES


def western(text: str) -> str:
    """Write the digits of all writing systems as 0 to 9, sign by sign."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text
    ).translate(_ARABIC_SIGNS)


def is_unspaced(word: str) -> bool:
    """Say whether a word is of a writing system without spaces between words."""
    return _UNSPACED.search(word) is not None


def _pairs(run: str) -> list[str]:
    """Give neighbouring characters in pairs; a single one alone."""
    return [run[start : start + 2] for start in range(max(1, len(run) - 1))]


def stem(word: str, language: str) -> str:
    """Cut the ending off a word in lower case, where Snowball knows the language."""
    stemmer = _stemmer(language)
    return word if stemmer is None else stemmer.stemWord(word)


@cache
def _stemmer(language: str) -> _Stemmer | None:
    """Give the stemmer of a language; PyStemmer's where it is installed.

    The import stands here because it costs 90 ms: all languages at once.
    """
    name = _ALGORITHMS.get(language)
    if name is None:
        return None
    import snowballstemmer  # noqa: PLC0415 - see above

    try:
        stemmer: _Stemmer = snowballstemmer.stemmer(name)
    except KeyError:  # an older PyStemmer that lacks this language
        return None
    return stemmer


def folded(word: str) -> str:
    """Take accents off Latin letters: ``erdoğan`` gives ``erdogan``.

    Marks of other writing systems stay: there they change the letter.
    """
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    if not "a" <= letters[0] <= "ɏ":
        return word
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.translate(_PLAIN)

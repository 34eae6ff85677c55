"""What is known of languages other than English: closed lists, in ``lexicons.toml``.

They make numbers, dates and negations readable, and tell which language a text is in
where nobody says so. English has its own, fuller lists in `words`.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from factcheck.match.language.tokenising import normalise, primary_language, words_of
from factcheck.match.language.words import STOP_WORDS, word_set

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language that number, date or deny.

    Attributes:
        months: month names to 1 to 12.
        numbers: words for small numbers.
        scales: words that multiply the number before them.
        percent: words for *per cent*; the last word of such a phrase.
        negations: words that deny what stands around them.
        pieces: signs that deny, in writing without spaces.
        endings: a pattern of endings that deny, empty where there are none.
        only: words beside a negation that take its force (*not only*); in writing
            without spaces, words that hold one of the signs and deny nothing.
        names: whether capitals tell names from other words.
    """

    months: Mapping[str, int]
    numbers: Mapping[str, int]
    scales: Mapping[str, float]
    percent: frozenset[str]
    negations: frozenset[str]
    pieces: tuple[str, ...]
    endings: str
    only: frozenset[str]
    names: bool

    @property
    def denies(self) -> bool:
        """Whether the negations of this language are known."""
        return bool(self.negations or self.pieces)


UNCASED = word_set("ar bn fa he hi ja ko th ur zh")
"""Languages whose writing has no capitals."""

_SCRIPTS = {
    "ARABIC": ("ar", "fa", "ur", "ps", "ckb", "sd", "ug"),
    "ARMENIAN": ("hy",),
    "BENGALI": ("bn", "as"),
    "CJK": ("zh", "ja", "yue"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "bs"),
    "DEVANAGARI": ("hi", "mr", "ne", "sa"),
    "GEORGIAN": ("ka",),
    "GREEK": ("el",),
    "HANGUL": ("ko",),
    "HEBREW": ("he", "yi"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "TAMIL": ("ta",),
    "THAI": ("th",),
}
_GUESSED_FROM = 20_000
_SHORT = 1000
_EVIDENT = 2
_OUTWEIGHED = 2
_TELLING_SIGN = 2
_ACCENTED = 2  # more of them can stand in English: café, naïve, résumé
# Beyond function words: words, parts of names and short forms that English has, too.
_ALSO_ENGLISH = word_set("""
    a al co com de del den des die el en et fake hat het i la las le les los man men met
    mi net non o per pro se son sur te ten un van von war y
    """)
# One or two of them may stand in a name, or be English: Ana de la Cruz.
_JOINING = word_set("de del die el en hat la las le les los se un y")
# English function words that other languages have: left of contractions, or short.
_LEFT_OVER = word_set("don ll me no re shan ve")
_FEW = 3
_AHEAD = 1.5


@cache
def lexicon(language: str) -> Lexicon | None:
    """Give what is known of a language; None where nothing is, and for English.

    Args:
        language: a language tag.
    """
    known = _known().get(_same(primary_language(language)))
    if known is None:
        return None
    scales = (pair.split("=") for pair in known.get("scales", "").split())
    return Lexicon(
        months=MappingProxyType(
            {
                name: number
                for number, names in enumerate(known.get("months", ()), start=1)
                for name in names.split()
            }
        ),
        numbers=MappingProxyType(
            {
                word: number
                for number, word in enumerate(known.get("numbers", "").split(), start=2)
            }
        ),
        scales=MappingProxyType({word: float(value) for word, value in scales}),
        percent=frozenset(known.get("percent", "").split()),
        negations=frozenset(known.get("negations", "").split()),
        pieces=tuple(known.get("pieces", "").split()),
        endings=known.get("endings", ""),
        only=frozenset(known.get("only", "").split()),
        names=known.get("names", language not in UNCASED),
    )


def _same(language: str) -> str:
    """Give the language whose lists are used for another one of nearly its words."""
    return {"no": "nb", "nn": "nb", "ms": "id", "yue": "zh", "gl": "pt"}.get(
        language, language
    )


@cache
def _known() -> Mapping[str, Any]:
    return tomllib.loads(
        (Path(__file__).parent / "lexicons.toml").read_text(encoding="utf-8")
    )


def language_of(text: str, language: str) -> str:
    """Give the primary language of a text, as told or, if that cannot be, as written.

    Arabic writing is not English, whatever a page says of itself. Writing tells the
    commonest language that uses it, for Latin letters none.

    Args:
        text: any text; its first letters are looked at.
        language: the tag that it comes with.

    Returns:
        The language; empty where the letters do not fit the tag and tell nothing.
    """
    told = primary_language(language)
    script = _script(text)
    if not script:
        return told
    if script == "LATIN":
        others = {tag for tags in _SCRIPTS.values() for tag in tags}
        return "" if told in others - {"sr", "bs", "uz", "kk"} else told
    fitting = _SCRIPTS.get(script, ())
    if told in fitting:
        return told
    return fitting[0] if fitting else ""


def evident_language(text: str) -> str | None:
    """Say in which language a text is that comes as English and evidently is not.

    For texts of a sentence or two: the closed lists of another language, small
    letters with accents, ¿ and ¡ must clearly outweigh the English function words.

    Args:
        text: any text; its beginning is read.

    Returns:
        A primary language; empty where the text is not English, but no other language
        stands out; None where it may be English.
    """
    text = normalise(text[:_SHORT])
    if _script(text) != "LATIN":
        return None
    words = words_of(text)
    found = {word.lower() for word in words}
    counts = sorted(
        (
            (len(found & listed - _ALSO_ENGLISH - function_words("en")), language)
            for language, listed in _latin_words().items()
        ),
        reverse=True,
    )
    most, language = counts[0]
    accented = {word for word in words if word.islower() and not word.isascii()}
    foreign = most + min(_ACCENTED, len(accented))
    foreign += _TELLING_SIGN * sum(sign in text for sign in "¿¡")
    foreign += len(_JOINING & set(words)) >= (_FEW - 1 if foreign else _FEW)
    # Words of both languages tell nothing.
    english = len(found & function_words("en") - _latin_words()[language] - _LEFT_OVER)
    if foreign < _EVIDENT or foreign <= _OUTWEIGHED * english:
        return None
    return language if most >= _FEW and most >= _AHEAD * counts[1][0] else ""


@cache
def _latin_words() -> Mapping[str, frozenset[str]]:
    """Give function words and negations of the other languages in Latin letters."""
    return {
        language: words | frozenset(_known()[language].get("negations", "").split())
        for language, words in _function_words().items()
        if language != "en" and not _written_otherwise(language)
    }


def _script(text: str) -> str:
    """Give the writing system of most letters, as Unicode names it."""
    counted = Counter(
        unicodedata.name(sign, "").partition(" ")[0].partition("-")[0]
        for sign in text[:400]
        if sign.isalpha()
    )
    if counted["HIRAGANA"] or counted["KATAKANA"]:
        return "HIRAGANA"
    return counted.most_common(1)[0][0] if counted else ""


def guessed_language(text: str) -> str | None:
    """Guess the language of a text by its writing and its function words.

    Args:
        text: a whole article, of which the beginning is read; a sentence tells little.

    Returns:
        A primary language; None where no language stands out.
    """
    text = text[:_GUESSED_FROM]
    script = _script(text)
    fitting = _SCRIPTS.get(script)
    found = Counter(words_of(text.lower()))
    counts = sorted(
        (
            (sum(found[word] for word in words), language)
            for language, words in _function_words().items()
            if (fitting is None and not _written_otherwise(language))
            or (fitting is not None and language in fitting)
        ),
        reverse=True,
    )
    if counts and counts[0][0] >= _FEW:
        second = counts[1][0] if len(counts) > 1 else 0
        if counts[0][0] >= _AHEAD * second:
            return counts[0][1]
    return fitting[0] if fitting and script != "LATIN" else None


def _written_otherwise(language: str) -> bool:
    return any(language in tags for tags in _SCRIPTS.values())


def function_words(language: str) -> frozenset[str]:
    """Give the commonest words of a language, which name nothing; none if unknown."""
    return _function_words().get(language, frozenset())


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    words = {
        language: frozenset(known.get("words", "").split())
        for language, known in _known().items()
    }
    # Letters left over from contractions are words of other languages.
    english = {word for word in STOP_WORDS if len(word) > 1}
    return {"en": frozenset(english), **words}

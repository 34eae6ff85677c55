"""Texts made to keep a matcher busy: each is cut before anything quadratic sees it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from factcheck.match import windows
from factcheck.match.checkability import checkable, reasons
from factcheck.match.claims import KnownClaim
from factcheck.match.differences import Statement, compare
from factcheck.match.duplicates import near_duplicates
from factcheck.match.index import Index
from factcheck.match.language.lexicons import guessed_language
from factcheck.match.language.near_names import near_names
from tests.match.test_windows import said

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = "The mayor of Lyon did not pay 30 dogs in May 2019. "
SHAPES = {
    "prose": WORD,
    "unique words": "".join(f"w{number}x " for number in range(300)),
    "one word": "a",
    "one Han word": "不",
    "Han numeral": "三万",
    "digits": "7",
    "numbers": "7 ",
    "separators": "1,",
    "negations": "don't not ",
    "names": "Macron ",
    "dates": "5 May 2019 ",
    "quotation marks": '“«"',
    "hyphens": "a-",
    "combining marks": "a\u0301\u0300",
    "signatures": " — (@a)",
    "scales": "million hundred two ",
    "Arabic": "لا ٣٠ ",
}
LANGUAGES = ("en", "de", "ar", "zh", "tr", "xx")


def steps(act: Callable[[], Any]) -> int:
    """Count the calls that an act makes, of Python and of C functions."""
    count = 0

    def counting(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def everything(text: str, language: str) -> None:
    """Do all that is done with a sentence and with a claim, on one text."""
    claim = KnownClaim("c", text, wordings=(text[3:],), language=language)
    compare(Statement(text[1:], language), claim)
    checkable(text, language)
    reasons(text, language)
    guessed_language(text)


@pytest.mark.parametrize("shape", SHAPES)
def test_beyond_the_limits_length_costs_nothing(shape: str) -> None:
    """A hundred times the text makes hardly more steps."""
    language = LANGUAGES[len(shape) % len(LANGUAGES)]
    once = (SHAPES[shape] * 25_000)[:25_000]
    everything("warm", language)
    everything(once, language)

    few = steps(lambda: everything(once, language))
    many = steps(lambda: everything(once * 40, language))

    assert many <= 1.2 * few + 200


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_ten_thousand_signs_against_as_many(shape: str, language: str) -> None:
    """Through the whole engine: the answer comes, and explains itself."""
    text = (SHAPES[shape] * 10_000)[:10_000]
    index = Index(
        KnownClaim(f"c{number}", text[number:], words=text, language=language)
        for number in range(3)
    )

    found = index.match(text, language=language, threshold=0.0)

    assert len(found) <= 3
    assert all(len(one.warnings) <= 45 and len(one.words) <= 8 for one in found)
    assert near_duplicates(index, text, language=language) is not None


def test_three_thousand_words_that_are_all_different() -> None:
    """A sentence and a claim of thousands of words each, and a megabyte as one."""
    words = " ".join(f"w{number}x" for number in range(3000))
    index = Index([KnownClaim("words", words), KnownClaim("long", "a" * 10**6)])

    best = index.match(words, threshold=0.0)[0]

    assert best.claim_id == "words"
    assert len(best.words) <= 8
    assert index.match("a" * 10**6, threshold=0.0)[0].claim_id == "long"


def test_an_article_of_hostile_sentences() -> None:
    """Windows ask no more than once for each text and each pair of neighbours."""
    index = Index([KnownClaim("dogs", WORD), KnownClaim("word", "a" * 10_000)])
    text = said(" | ".join([WORD * 40, "a" * 100_000, WORD, "7 " * 5000] * 20))

    found = windows.read(index, text)

    assert len(found) == len(text)


def test_names_of_any_length() -> None:
    """Of a name only its beginning is compared."""
    known = {"a" * 10**6: 1, "Reuters": 2, "w x " * 10_000: 1}

    assert near_names("Reuters (wire)" + " " * 10**6, known) == ["Reuters"]
    assert near_names("a" * 10**6 + "b", known) == []

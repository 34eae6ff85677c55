"""Words that make a number a bound: *at least*, *less than*, *no more than*, *or more*.

A negation right before such words turns the bound round (*not less than*); one that
stands further off denies the sentence, and then nothing is said about the bound.
Closed lists, collected by hand; of the other languages only phrases that compare
wherever they stand before a number (not *über*, *sur*, *sobre*).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

OPPOSITE = {"upper": "lower", "lower": "upper"}
"""The two bounds, each to the one that contradicts it."""

_LOOK_BACK = 48
_LOOK_AHEAD = 32


class _Words(NamedTuple):
    """Alternatives of patterns."""

    upper: str
    lower: str
    about: str
    negations: str


_ENGLISH = _Words(
    upper=(
        "at (?:the )?most|(?:less|fewer|lower|smaller|shorter|younger) than|under|"
        "below|up to|(?:a )?maximum of|within"
    ),
    lower=(
        "at (?:the (?:very )?)?least|"
        "(?:more|greater|higher|larger|bigger|longer|older) than|over|above|"
        "exceed\\w*|in excess of|upwards? of|(?:a )?minimum of|surpass\\w*"
    ),
    about=(
        "about|around|almost|nearly|roughly|approximately|some|estimated|close to|"
        "circa|approx"
    ),
    negations="not|no|never|cannot|\\w+n't",
)
_OTHERS = {
    "de": _Words(
        upper="weniger als|höchstens|maximal",
        lower="mehr als|mindestens|wenigstens",
        about="etwa|rund|ungefähr|circa|ca|fast|knapp|beinahe",
        negations="nicht",
    ),
    "es": _Words(
        upper="menos de|como máximo|a lo sumo",
        lower="más de|al menos|por lo menos|como mínimo",
        about="cerca de|casi|alrededor de|aproximadamente|unos|unas",
        negations="no",
    ),
    "fr": _Words(
        upper="moins d[e']|au plus|au maximum",
        lower="plus d[e']|au moins|au minimum",
        about="environ|près de|presque|autour de|quelque",
        negations="pas",
    ),
    "it": _Words(
        upper="meno di|al massimo|al più",
        lower="più di|almeno|come minimo",
        about="circa|quasi|intorno a",
        negations="non",
    ),
    "nl": _Words(
        upper="minder dan|hoogstens|maximaal|ten hoogste",
        lower="meer dan|minstens|minimaal|ten minste",
        about="ongeveer|bijna|circa|ca|zowat",
        negations="niet",
    ),
    "pt": _Words(
        upper="menos de|no máximo",
        lower="mais de|pelo menos|ao menos|no mínimo",
        about="cerca de|quase|aproximadamente|uns|umas",
        negations="não",
    ),
}
_AFTER = re.compile(
    r"\W{1,2}(?:[^\W\d]+ )?(?:(?P<lower>or (?:more|older|over|above|higher|longer)|"
    r"at (?:the (?:very )?)?least)|"
    r"(?P<upper>or (?:less|fewer|younger|under|below|lower|shorter)|"
    r"at (?:the (?:very )?)?most))\b",
    re.IGNORECASE,
)
_COMPARING = {
    "en": frozenset(
        {("more", "than"), ("less", "than"), ("fewer", "than"), ("at", "least")}
        | {("at", "most")}
    ),
    "de": frozenset({("mehr", "als"), ("weniger", "als")}),
    "es": frozenset({("más", "de"), ("menos", "de")}),
    "fr": frozenset({("plus", "de"), ("moins", "de")}),
    "it": frozenset({("più", "di"), ("meno", "di")}),
    "nl": frozenset({("meer", "dan"), ("minder", "dan")}),
    "pt": frozenset({("mais", "de"), ("menos", "de")}),
}


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    words = _ENGLISH if language == "en" else _OTHERS.get(language)
    if words is None:
        return {}
    return {
        bound: re.compile(
            rf"(?:\b(?P<denied>{words.negations})\W+(?P<far>(?:\w+\W+){{1,2}})?)?"
            rf"(?P<bound>\b(?:{alternatives}))\W*(?:\w+\W+)?$",
            re.IGNORECASE,
        )
        for bound, alternatives in (
            ("upper", words.upper),
            ("lower", words.lower),
            ("about", words.about),
        )
    }


def bound_before(text: str, start: int, language: str) -> tuple[str, int]:
    """Say whether the words right before a number make it a bound.

    Args:
        text: the text, normalised.
        start: where the number starts, with its sign.
        language: primary language.

    Returns:
        ``upper``, ``lower``, ``about`` or nothing; and where the words begin that say
        so, which is ``start`` for ``about`` and for nothing.
    """
    looked_from = max(0, start - _LOOK_BACK)
    looked_back = text[looked_from:start]
    for bound, pattern in _patterns(language).items():
        found = pattern.search(looked_back)
        if not found:
            continue
        if bound == "about":
            return bound, start
        if not found["denied"]:
            return bound, looked_from + found.start("bound")
        if found["far"]:
            return "", start
        return OPPOSITE[bound], looked_from + found.start("denied")
    return "", start


def bound_after(text: str, end: int, language: str) -> tuple[str, int]:
    """Say whether the words behind a number make it a bound: *20 miles or more*.

    Args:
        text: the text, normalised.
        end: where the number ends, with its unit.
        language: primary language; only English is read.

    Returns:
        ``upper``, ``lower`` or nothing; and where the words end that say so.
    """
    found = _AFTER.match(text[end : end + _LOOK_AHEAD]) if language == "en" else None
    if not found:
        return "", end
    return ("lower" if found["lower"] else "upper"), end + found.end()


def compares(following: list[str], language: str) -> bool:
    """Say whether the words behind a negation compare: *no more than*.

    Such a negation turns a bound round, and denies nothing beyond it.

    Args:
        following: the next words, in lower case.
        language: primary language.
    """
    return tuple(following[:2]) in _COMPARING.get(language, ())

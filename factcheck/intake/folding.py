"""What may differ between two prints of the same words: folded away.

Two texts say the same words in the same order when their folds are equal. Case,
accents, numbers and punctuation other than quotation marks and dashes stay.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

QUOTE_MARK = "'"
UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Ranges of the scripts without spaces between words, as regular expressions have it:
Thai, Lao, Khmer, kana, ideographs."""

_QUOTE_MARKS = "\"'`´‘’‚‛“”„‟′″‴‵‶‷‹›«»「」『』〝〞〟❛❜❝❞ʻʼʽ＂＇"
_DASHES = "-‐‑‒–—―−⁃﹘﹣－⸺⸻"
# Soft hyphen, zero-width signs, direction marks, tatweel: no reader sees them.
_UNSEEN = "\u00ad\u034f\u061c\u0640\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_TABLE = str.maketrans(
    dict.fromkeys(_QUOTE_MARKS, QUOTE_MARK)
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_UNSEEN + _DIRECTIONS, "")
)
_AROUND_QUOTES = re.compile(r" ?'(?: ?')*+ ?")
_AROUND_DASHES = re.compile(r" ?-(?: ?-)*+ ?")
_BEFORE_STOPS = re.compile(r" ([;:!?%])")
# Normalising sorts combining marks in quadratic time: 80,000 on one letter take
# 5 s. Thirty are what Unicode's stream-safe text allows (UAX 15, section 13).
_MARKS = re.compile(r"[^\w\s]{31,}+")
_MAXIMUM_MARKS = 30
# A hyphen with a line end behind it (also a page's), between two letters.
_LINE_END_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u00ad¬][^\S\n]*+\n\s*+(?=\w)")
_HALF_BEFORE = re.compile(r"\w{1,40}$")
_HALF_AFTER = re.compile(r"\w{1,40}")


def fold(text: str) -> str:
    """Fold white space, quotation marks, dashes and compatible forms of signs.

    Args:
        text: any text; the time is linear in its length.

    Returns:
        Its fold, in Unicode form NFKC, with single spaces and none at the ends.
    """
    seen = _MARKS.sub(_within_marks, text.translate(_TABLE))
    normal = unicodedata.normalize("NFKC", seen).translate(_TABLE)
    spaced = " ".join(normal.split())
    quotes = _AROUND_QUOTES.sub(QUOTE_MARK, spaced)
    return _BEFORE_STOPS.sub(r"\1", _AROUND_DASHES.sub("-", quotes)).strip()


def join_lines(text: str, words: Collection[str]) -> str:
    """Join the words that a line end divides, where the wanted words tell so.

    Print divides ``information`` with a hyphen of its own and ``well-known`` at the
    hyphen that it has; only who knows what is looked for can tell them apart.

    Args:
        text: with its line ends.
        words: folded words (``words_of``) of what is looked for.

    Returns:
        The text, without those hyphens and line ends that stand within one of the
        words; all others are still there.
    """

    def joined(hyphen: re.Match[str]) -> str:
        start, end = hyphen.span()
        before = _HALF_BEFORE.search(text, max(0, start - 40), start)
        after = _HALF_AFTER.match(text, end)
        whole = f"{before[0]}{after[0]}" if before and after else ""
        key = whole if whole.isascii() else fold(whole)
        return "" if key in words else hyphen[0]

    return _LINE_END_HYPHEN.sub(joined, text)


def words_of(folded: str) -> frozenset[str]:
    """Give the words of a fold, divided at hyphens."""
    return frozenset(re.findall(r"\w+", folded))


def _within_marks(found: re.Match[str]) -> str:
    """Cut a run of signs to thirty combining marks in a row."""
    kept: list[str] = []
    run = 0
    for sign in found[0]:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= _MAXIMUM_MARKS:
            kept.append(sign)
    return "".join(kept)

"""What may differ between two prints of the same words: folded away.

Two texts say the same words in the same order when their folds are equal. Case,
accents, numbers and punctuation other than quotation marks and dashes stay.
"""

from __future__ import annotations

import re
import unicodedata

QUOTE_MARK = "'"
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


def _within_marks(found: re.Match[str]) -> str:
    """Cut a run of signs to thirty combining marks in a row."""
    kept: list[str] = []
    run = 0
    for sign in found[0]:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= _MAXIMUM_MARKS:
            kept.append(sign)
    return "".join(kept)

"""Is this quotation in this capture?

Found means: the same words in the same order, after ``folding`` has made white
space, quotation marks and dashes equal. Nothing is ever found because it is
similar; what is similar is shown as the nearest passage.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate
from typing import Literal

from rapidfuzz.fuzz import partial_ratio_alignment

from factcheck.intake.folding import QUOTE_MARK, UNSPACED, fold, join_lines, words_of
from factcheck.intake.passage import ReadPassage, passage_of
from factcheck.model.errors import BadInputError, MachineError

_MAXIMUM_QUOTE = 20_000
_MAXIMUM_TRIES = 10_000
# The quotation's own ellipses: …, ..., . . ., with or without brackets.
_ELLIPSIS = re.compile(r" ?[\[(]? ?(?:\. ?){3,}[\])]? ?")
_IN_NUMBERS = frozenset(".,")

# For the nearest passage: words where the script has them, else single signs.
_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]{{1,40}}+")
_NEAREST_QUOTE = 1_000
_NEAREST_TEXT = 2_000_000
_NEAREST_WINDOWS = 6
_NEAREST_SCORE = 55.0


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """Whether a quotation stands in a capture.

    Attributes:
        outcome: the answer; ``cannot be checked`` is neither yes nor no.
        nearest: where it was not found, the passage most like it, if one is.
        reason: why it cannot be checked, without a final period.
    """

    outcome: Literal["found", "not found", "cannot be checked"]
    nearest: str | None = None
    reason: str | None = None


def find_quote(
    quote: str,
    data: bytes,
    *,
    media_type: str,
    read: ReadPassage = passage_of,
) -> QuoteCheck:
    """Look for a quotation in the text of a capture.

    White space, kinds of quotation marks and of dashes, soft hyphens, hyphens that
    divide a word at the end of a line or page, and Unicode compatibility forms may
    differ; case and accents may not. A comma, full stop
    or quotation mark at the end of the quotation may be the writer's own. An
    ellipsis in it stands for any text between. A quotation neither begins nor
    ends within a word or a number: ``up by 1`` is not in ``up by 15``.

    Args:
        quote: the words as they were said.
        data: the bytes of the capture.
        media_type: what the capture is; ``text/html; charset=…`` will do.
        read: gives the text of a capture; ``Extractor.passage`` does so in a process
            of its own.

    Returns:
        The outcome. Never raises on what the bytes are.
    """
    if len(quote) > _MAXIMUM_QUOTE:
        return _unknown(f"the quotation is longer than {_MAXIMUM_QUOTE} characters")
    pieces = _pieces(quote)
    if not pieces:
        return _unknown("the quotation has no words")
    try:
        passage = read(data, media_type)
    except (BadInputError, MachineError) as error:
        return _unknown(str(error))
    if _stand_in_text(pieces, passage.text):
        return QuoteCheck("found")
    nearest = _nearest(quote, passage.text)
    if not passage.whole:
        return QuoteCheck(
            "cannot be checked", nearest, "the capture is too large to be read whole"
        )
    return QuoteCheck("not found", nearest)


def passage_text(data: bytes, media_type: str) -> str | None:
    """Give the text of a capture as a reader sees it.

    Args:
        data: the bytes of the capture.
        media_type: what it is.

    Returns:
        The text; None where the capture holds none that we can read.
    """
    try:
        return passage_of(data, media_type).text
    except (BadInputError, MachineError):
        return None


def stands_in(quote: str, text: str) -> bool:
    """Tell whether a quotation stands in a text, in whatever case.

    The same as ``find_quote`` otherwise; a quotation without words stands nowhere.
    """
    pieces = _pieces(quote[:_MAXIMUM_QUOTE].casefold())
    return bool(pieces) and _stand_in_text(pieces, text.casefold())


def _unknown(reason: str) -> QuoteCheck:
    """Make the outcome that is neither yes nor no."""
    return QuoteCheck("cannot be checked", None, reason)


def _pieces(quote: str) -> list[str]:
    """Cut a quotation at its ellipses; each piece folded, without edge marks."""
    pieces: list[str] = []
    for piece in _ELLIPSIS.split(fold(quote)):
        bare = piece.strip(f" {QUOTE_MARK}").rstrip(f" .,;{QUOTE_MARK}")
        if any(sign.isalnum() for sign in bare):
            pieces.append(bare)
    return pieces


def _stand_in_text(pieces: list[str], text: str) -> bool:
    """Tell whether pieces stand in a text as it is printed, words divided or not."""
    if _stand_in_order(pieces, fold(text)):
        return True
    joined = join_lines(text, words_of(" ".join(pieces)))
    return joined != text and _stand_in_order(pieces, fold(joined))


def _stand_in_order(pieces: list[str], text: str) -> bool:
    """Tell whether all pieces stand in a text, one behind the other."""
    position = 0
    for piece in pieces:
        position = _end_of(piece, text, position)
        if position < 0:
            return False
    return True


def _end_of(piece: str, text: str, position: int) -> int:
    """Give the end of the first whole occurrence of a piece, -1 if there is none."""
    for _ in range(_MAXIMUM_TRIES):
        start = text.find(piece, position)
        if start < 0:
            return -1
        end = start + len(piece)
        if not (_splits_a_word(text, start) or _splits_a_word(text, end)):
            return end
        position = start + 1
    return -1


def _splits_a_word(text: str, place: int) -> bool:
    """Tell whether a cut between two signs goes through a word or a number."""
    before, after = text[max(0, place - 1) : place], text[place : place + 1]
    if before in _IN_NUMBERS:
        return text[max(0, place - 2) : place - 1].isdigit() and after.isdigit()
    if after in _IN_NUMBERS:
        return before.isdigit() and text[place + 1 : place + 2].isdigit()
    if not (before.isalnum() and after.isalnum()) or _is_unspaced(before + after):
        return False
    # Pages glue a label to the text behind it: <b>Politics</b>He said.
    return not (before.islower() and after.isupper())


def _is_unspaced(signs: str) -> bool:
    """Tell whether one of the signs is of a script without spaces between words."""
    return re.search(f"[{UNSPACED}]", signs) is not None


def _nearest(quote: str, text: str) -> str | None:
    """Give the passage that is most like a quotation, if one is like it at all.

    First the words in common, in one pass over the text; then the few best places
    by rapidfuzz, whose time grows with quotation times text.
    """
    wanted = _Words(quote[:_NEAREST_QUOTE])
    words = _Words(text[:_NEAREST_TEXT])
    size = 2 * len(wanted.keys) + 2
    target = wanted.joined(0, size)[0]
    best, score = None, _NEAREST_SCORE
    for first in _likely_places(wanted.keys, words.keys):
        folded, starts = words.joined(first, first + size)
        # A text shorter than the quotation would be looked for in it instead.
        found = partial_ratio_alignment(target, folded.ljust(len(target)))
        if found is not None and found.score > score:
            score = found.score
            last = bisect_right(starts, max(0, found.dest_end - 1)) - 1
            begin = max(0, bisect_right(starts, found.dest_start) - 1)
            best = words.shown(first + begin, first + last + 1)
    return best


class _Words:
    """A text word by word, each with the form in which it is compared."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [found.span() for found in _WORD.finditer(text)]
        words = [text[start:end] for start, end in self._places]
        folds = {word: fold(word).casefold() for word in set(words)}
        self.keys = [folds[word] for word in words]

    def joined(self, first: int, end: int) -> tuple[str, list[int]]:
        """Join the folded words of a range; also give where each one begins."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        previous = -1
        spans = self._places[first:end]
        for key, (start, stop) in zip(self.keys[first:end], spans, strict=True):
            gap = " " if previous >= 0 and start > previous else ""
            starts.append(length + len(gap))
            parts.append(gap + key)
            length += len(gap) + len(key)
            previous = stop
        return "".join(parts), starts

    def shown(self, first: int, end: int) -> str:
        """Give a range as it stands in the text, with single spaces."""
        last = min(end, len(self._places)) - 1
        passage = self._text[self._places[first][0] : self._places[last][1]]
        return " ".join(passage.split())


def _likely_places(wanted: list[str], words: list[str]) -> list[int]:
    """Give the places in a text that share most words with a quotation.

    A word counts the less, the more often the text has it.
    """
    counts = Counter(words)
    weights = {word: 1 / counts[word] ** 0.5 for word in set(wanted) if counts[word]}
    if not weights:
        return []
    sums = [0.0, *accumulate(weights.get(word, 0.0) for word in words)]
    size = len(wanted) + len(wanted) // 2 + 1
    step = max(1, len(wanted) // 4)
    last = len(words)
    shares = (
        (sums[min(first + size, last)] - sums[first], -first)
        for first in range(0, last, step)
    )
    return [-first for share, first in nlargest(_NEAREST_WINDOWS, shares) if share]

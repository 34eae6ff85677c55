"""How much of one text stands in another: the same wire story under two names.

Texts are compared by shingles, the runs of five words in them (Broder, *On the
resemblance and containment of documents*, 1997). Case, accents, punctuation and the
division into lines do not count. Nothing is decided here: two texts that share words
may share their origin, and a person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.intake.encoding import decode_html, decode_text
from factcheck.intake.folding import UNSPACED, fold
from factcheck.intake.markdown import read_markdown
from factcheck.intake.media import DOCX, HTML, MARKDOWN, ODT, PDF
from factcheck.intake.office import office_text
from factcheck.intake.page import read_body
from factcheck.intake.pdf import pdf_text
from factcheck.intake.plain import read_plain
from factcheck.intake.quote import stands_in
from factcheck.model.errors import BadInputError, MachineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHINGLE_WORDS = 5
"""Words in a shingle. Measured on passages of 15 sources on one matter, and on the
article that quotes them: pairs that were written apart share at most 0.12 (99 in 100
under 0.08), the article 0.16 with what it quotes. With three words in a shingle these
are 0.23 and 0.22; with eight, a copy without every tenth word shares 0.24 only."""

SAME_SHARE = 0.3
"""From this share on two texts are said to be the same in part: between the 0.16 above
and the 0.57 of a copy without every tenth word, or of half a story behind a beginning
of its own."""

SHORTEST_QUOTE = 12
"""Words from which on a quotation in common says something: eight shingles."""

_MAXIMUM_CHARACTERS = 2_000_000
_SHORTEST = SHORTEST_QUOTE - SHINGLE_WORDS + 1
# A word of Chinese or Japanese has about two signs, one of Thai, Lao or Khmer four.
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PARTS = 4
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
_IS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}]")
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_DIVIDED = re.compile(r"(?<=\w)[-\u2010\u00ad][^\S\n]*+\n\s*+(?=[^\W\d_A-Z])")
# A paragraph of the article has a sentence in it; navigation has none.
_SENTENCE_END = re.compile(r"[.!?…؟۔。！？।॥][\"'”’»)\]」』]*+(?:\s|$)")
_LONG_WITHOUT_END = 40


@dataclass(frozen=True, slots=True)
class TextPrint:
    """What is kept of a text to compare it with others.

    Attributes:
        shingles: hashes that hold within this process only.
    """

    shingles: frozenset[int]


@dataclass(frozen=True, slots=True)
class SameText:
    """That a text and a known one share more than chance explains.

    Attributes:
        name: of the known text.
        share: of the new text's shingles, how many stand in the known one, 0 to 1.
        share_of_known: the same the other way round.
    """

    name: str
    share: float
    share_of_known: float

    def __str__(self) -> str:
        """Say it in a line, from the side of which more is shared."""
        if self.share >= self.share_of_known:
            return f"{_percent(self.share)} of this text stands in {self.name}"
        return f"{_percent(self.share_of_known)} of {self.name} stands in this text"


def print_of(text: str) -> TextPrint:
    """Take a text's print.

    Args:
        text: the text, with or without line ends; of a very long one the first
            2,000,000 characters count. The time is linear in its length.
    """
    return TextPrint(shingles(text))


def shingles(text: str) -> frozenset[int]:
    """Give the hashed runs of five words of a text; none where it has fewer.

    In scripts without spaces two ideographs, or four letters of Thai, Lao or Khmer,
    stand for a word.
    """
    tokens = _tokens(text)
    sizes = [_size(token) for token in tokens]
    found: set[int] = set()
    end = size = 0
    for start, first in enumerate(sizes):
        while size < SHINGLE_WORDS * _PARTS and end < len(tokens):
            size += sizes[end]
            end += 1
        if size < SHINGLE_WORDS * _PARTS:
            break
        found.add(hash(" ".join(tokens[start:end])))
        size -= first
    return frozenset(found)


def share_of(text: TextPrint, other: TextPrint) -> float:
    """Tell which share of a text's shingles stands in another, 0 to 1."""
    if not text.shingles:
        return 0.0
    return len(text.shingles & other.shingles) / len(text.shingles)


def same_texts(text: TextPrint, known: Mapping[str, TextPrint]) -> list[SameText]:
    """Give the known texts that are the same as a text, in whole or in part.

    Args:
        text: the print of the new text.
        known: prints by the names of their entries.

    Returns:
        Those that share at least eight shingles (twelve words in a row) and, of the
        one or the other text, ``SAME_SHARE``; the most shared first.
    """
    found: list[SameText] = []
    for name, other in known.items():
        if len(text.shingles & other.shingles) < _SHORTEST:
            continue
        same = SameText(name, share_of(text, other), share_of(other, text))
        if max(same.share, same.share_of_known) >= SAME_SHARE:
            found.append(same)
    return sorted(
        found, key=lambda same: (-max(same.share, same.share_of_known), same.name)
    )


def quote_stands_in(quote: str, text: str) -> bool:
    """Tell whether an entry's quotation is long enough to say something, and stands.

    For entries without a capture: their quotation is all there is to compare.

    Args:
        quote: the words as they were said; an ellipsis stands for any text.
        text: the new text.

    Returns:
        True for a quotation of at least twelve words that is found in the text.
    """
    size = sum(map(_size, _tokens(quote)))
    return size >= SHORTEST_QUOTE * _PARTS and stands_in(quote, text)


def text_of(content: bytes, media_type: str) -> str | None:
    """Give the article's text in a capture, to be compared with others.

    Of a page only paragraphs with a sentence in them count, without its margins, so
    that two pages of one site do not share their navigation.

    Args:
        content: the bytes of the capture.
        media_type: what the capture is; ``text/html; charset=…`` will do.

    Returns:
        The text; None for pictures and sound, for what cannot be read, and for a
        PDF where the extra ``pdf`` is not installed.
    """
    kind = media_type.partition(";")[0].strip().lower()
    try:
        text = _text_of(content, kind)
    except (BadInputError, MachineError):
        return None
    return text if text.strip() else None


def _text_of(content: bytes, kind: str) -> str:
    """Read the text of a capture.

    Raises:
        BadInputError: it cannot be read.
        MachineError: what reads it is not installed.
    """
    if kind in {HTML, "application/xhtml+xml"}:
        paragraphs = read_body(decode_html(content, source="capture")).paragraphs
        return "\n".join(filter(_is_article, paragraphs))
    if kind == PDF:
        return pdf_text(content, source="capture").text
    if kind in {DOCX, ODT}:
        return office_text(content, kind, source="capture")
    if kind == MARKDOWN:
        return _lines(read_markdown(decode_text(content, source="capture")).paragraphs)
    if kind.startswith("text/"):
        return _lines(read_plain(decode_text(content, source="capture")).paragraphs)
    return ""


def _lines(paragraphs: Iterable[str]) -> str:
    return "\n".join(paragraphs)


def _is_article(paragraph: str) -> bool:
    """Tell a paragraph of the article from a bar of links."""
    words = len(paragraph.split())
    if _IS_UNSPACED.search(paragraph):
        words = sum(map(_size, _tokens(paragraph))) // _PARTS
    return words >= _LONG_WITHOUT_END or (
        words >= SHINGLE_WORDS and _SENTENCE_END.search(paragraph) is not None
    )


def _tokens(text: str) -> list[str]:
    """Give the words of a text in the form in which they are compared."""
    joined = _DIVIDED.sub("", text[:_MAXIMUM_CHARACTERS])
    folded = fold(joined).casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(
            sign for sign in decomposed if unicodedata.category(sign)[0] != "M"
        )
    return _TOKEN.findall(folded)


def _size(token: str) -> int:
    """Give the size of a token in quarters of a word."""
    if not _IS_UNSPACED.match(token):
        return _PARTS
    return 2 if _IS_IDEOGRAPH.match(token) else 1


def _percent(share: float) -> str:
    """Write a share as a reader expects it; not all is never 100 %."""
    return f"{int(share * 100)} %"

"""The lines of a PDF's pages to paragraphs: what print has added is taken out.

A PDF knows glyphs and places, pypdf gives lines. Running heads and page numbers come
again on page after page; words are divided at line ends; where a paragraph ends is
told by a short line. A paragraph too long does little harm, since sentences are what
is read; a sentence cut in two, or with a running head in its middle, does.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from factcheck.intake.folding import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARGIN_LINES = 2
_LONGEST_MARGIN = 200
_SELDOM = 3
_SHORT = 0.7
_NEIGHBOURS = 4
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|pagina|p\.|s\.)\s*)?"
    r"(?:\d{1,5}|[ivxlc]{1,7})(?:\s*(?:/|\||of|von|de|sur|di|из)\s*\d{1,5})?\W*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(
    r"(?:[•◦▪▫■□●○–—‣⁃∙·*-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\d{1,2}(?:\.\d{1,2}){1,4}\.?)\s"
)
_SENTENCE_END = re.compile(r"[.!?…:;؟۔。！？।॥][\"'”’»)\]」』]*+$")
_DIVIDED = re.compile(r"(\w+)[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"\w+")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_UNSPACED = re.compile(f"[{UNSPACED}]")


def paragraphs(pages: Sequence[str]) -> tuple[str, ...]:
    """Make paragraphs of the lines of pages.

    Args:
        pages: the lines of each page. The time is linear in their length.

    Returns:
        The paragraphs, one line each, without running heads and page numbers; words
        that a line end divides are whole, with their hyphen where the text has it
        elsewhere too.
    """
    lines = _without_margins(pages)
    words = Counter(
        word.casefold() for line in lines for word in _WORD.findall(line[:-1])
    )
    widths = _widths(lines)
    made: list[str] = []
    parts: list[str] = []
    for (line, following), width in zip(pairwise([*lines, ""]), widths, strict=True):
        if not line:
            continue
        ends = _ends(line, following, width)
        parts.append(line if ends else _towards(line, following, words))
        if ends:
            made.append("".join(parts))
            parts = []
    return tuple(made)


def _without_margins(pages: Sequence[str]) -> list[str]:
    """Give the lines of all pages without what stands in the margins.

    A blank line stays one where the next line could begin a paragraph.
    """
    split = [[" ".join(line.split()) for line in page.split("\n")] for page in pages]
    split = [_trimmed(lines) for lines in split]
    seen: Counter[str] = Counter()
    for lines in split:
        seen.update({_likeness(lines[at]) for at in _margins(lines)})
    repeated = {
        line
        for line, count in seen.items()
        if count >= _SELDOM or count == len(split) > 1
    }
    kept: list[str] = []
    for lines in split:
        gone = _repeated(lines, repeated, is_alone=len(split) == 1)
        kept += [line for at, line in enumerate(lines) if at not in gone]
    return kept


def _trimmed(lines: list[str]) -> list[str]:
    """Drop blank lines at both ends of a page."""
    filled = [at for at, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _margins(lines: list[str]) -> list[int]:
    """Give the places of the first and last lines of a page that have text."""
    filled = [at for at, line in enumerate(lines) if line]
    return list(dict.fromkeys(filled[:_MARGIN_LINES] + filled[-_MARGIN_LINES:]))


def _likeness(line: str) -> str:
    """Give what is the same in a running head on all pages."""
    return _DIGITS.sub("0", line[:_LONGEST_MARGIN]).casefold()


def _repeated(lines: list[str], repeated: set[str], *, is_alone: bool) -> set[int]:
    """Find the margins of one page, from its edges inwards."""
    gone: set[int] = set()
    filled = [at for at, line in enumerate(lines) if line]
    for edge in (filled[:_MARGIN_LINES], filled[: -_MARGIN_LINES - 1 : -1]):
        for at in edge:
            is_number = _PAGE_NUMBER.fullmatch(lines[at][:_LONGEST_MARGIN]) is not None
            if not (_likeness(lines[at]) in repeated or (is_number and not is_alone)):
                break
            gone.add(at)
    return gone


def _widths(lines: list[str]) -> list[int]:
    """Give how wide the column is at each line: columns and tables are narrower."""
    lengths = [len(line) for line in lines]
    return [
        max(lengths[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1], default=0)
        for at in range(len(lines))
    ]


def _ends(line: str, following: str, width: int) -> bool:
    """Tell whether a line is the last one of its paragraph."""
    if not following:
        return True
    if _BULLET.match(following):
        return True
    ends_sentence = _SENTENCE_END.search(line[-10:]) is not None
    if following[0].islower() and not ends_sentence:
        return False
    if len(line) < _SHORT * width:
        return not _DIVIDED.search(line[-60:])
    # A heading behind a line that happens to be full.
    return (
        ends_sentence
        and len(following) < _SHORT * width
        and not _SENTENCE_END.search(following[-10:])
    )


def _towards(line: str, following: str, words: Counter[str]) -> str:
    """Give a line as it goes over into the next one."""
    divided = _DIVIDED.search(line[-60:])
    first = _FIRST_WORD.match(following[:60])
    if divided is None or first is None:
        is_unspaced = _UNSPACED.match(line[-1]) and _UNSPACED.match(following[0])
        return line if is_unspaced else f"{line} "
    before, after = divided[1].casefold(), first[0].casefold()
    if line[-1] == "\u00ad":
        return line[:-1]
    if not after[0].isalpha() or first[0][0].isupper() or before[-1].isdigit():
        return line
    whole, hyphenated = words[before + after], words[f"{before}-{after}"]
    if whole or hyphenated:
        return line[:-1] if whole >= hyphenated else line
    # Neither form stands elsewhere: two words that do are joined by a hyphen.
    return line if words[before] and words[after] else line[:-1]

"""Plain text to a headline and paragraphs."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from factcheck.intake.transcript import without_time_codes

_LONGEST_HEADLINE = 250
_LONGEST_UNSEPARATED = 120
_SHORTER = 0.75
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_SENTENCE_END = re.compile(r"(?<![A-Z])[.。।۔;:,]$")
_ANY_END = re.compile(r"[.!?…。！？।۔؟;:,][\"'”’»)\]]*$")


class PlainText(NamedTuple):
    """A text's headline, None if it has none, and its paragraphs, one line each."""

    title: str | None
    paragraphs: tuple[str, ...]


def read_plain(text: str) -> PlainText:
    """Divide a plain text.

    The first line is the headline if a blank line follows it and no full stop
    ends it, or if it is short and no sign of a sentence's end stands there. A
    text of one line has none. Blank lines separate paragraphs; where there are
    none below the headline, every line is one, unless the lines go on in lower
    case: then the text is wrapped, and one paragraph. Time codes of transcripts and
    subtitles are left out.

    Args:
        text: the decoded text, with LF as the line end.
    """
    stripped = without_time_codes(text).strip()
    first, _, rest = stripped.partition("\n")
    first = " ".join(first.split())
    if rest.strip() and _is_headline(first, rest):
        return PlainText(first, _paragraphs(rest))
    return PlainText(None, _paragraphs(stripped))


def _is_headline(line: str, rest: str) -> bool:
    """Tell whether the first line of a text of several lines is a headline."""
    following = rest.split("\n", 1)[0].strip()
    if not following:
        return len(line) <= _LONGEST_HEADLINE and not _SENTENCE_END.search(line)
    if len(line) > _LONGEST_UNSEPARATED or _ANY_END.search(line):
        return False
    # The first line of a paragraph that an editor wrapped is no headline.
    return not following[0].islower() and (
        len(line) < len(following) * _SHORTER or not _BLANK_LINES.search(rest)
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    """Divide at blank lines, or at every line end where none is blank."""
    body = text.strip()
    pieces = _BLANK_LINES.split(body)
    if len(pieces) == 1 and not _is_wrapped(body):
        pieces = body.split("\n")
    return tuple(line for piece in pieces if (line := " ".join(piece.split())))


def _is_wrapped(body: str) -> bool:
    """Tell whether the line ends are an editor's, in the middle of sentences."""
    lines = [line.strip() for line in body.split("\n")]
    return any(
        following[:1].islower() and not _ANY_END.search(line[-10:])
        for line, following in pairwise(lines)
    )

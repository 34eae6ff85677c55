"""How one text became another, word by word, as people read it.

What went is in ``[-…-]``, what came in ``{+…+}``, as in git's plain word diff: no
meaning is in a colour. Of what stayed only some words around each change are given.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_WORDS = 400
"""Of longer texts only the middle that differs is compared, up to so many words."""

_CONTEXT = 6
_LEAST_ALIKE = 0.3
_LONGEST = 600


def word_diff(old: str, new: str) -> str:
    """Tell in a line how a text changed.

    Texts that have next to nothing in common are given as the one and the other.

    Args:
        old: what it was.
        new: what it is.
    """
    before, after = old.split(), new.split()
    if before == after:
        return "only white space differs"
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    middle = before[start : len(before) - end], after[start : len(after) - end]
    matcher = SequenceMatcher(None, *middle, autojunk=False)
    steps: Sequence[tuple[str, int, int, int, int]]
    if max(map(len, middle)) > MOST_WORDS or matcher.ratio() < _LEAST_ALIKE:
        steps = [("replace", 0, len(middle[0]), 0, len(middle[1]))]
    else:
        steps = matcher.get_opcodes()
    pieces = [
        *_kept(before[:start], first=True),
        *_pieces(steps, *middle),
        *_kept(before[len(before) - end :], last=True),
    ]
    return " ".join(piece for piece in pieces if piece)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the words in which two texts begin alike."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _pieces(
    steps: Sequence[tuple[str, int, int, int, int]],
    old: Sequence[str],
    new: Sequence[str],
) -> Iterator[str]:
    for step, first, last, start, end in steps:
        if step == "equal":
            yield from _kept(old[first:last])
            continue
        if first < last:
            yield f"[-{_cut(old[first:last])}-]"
        if start < end:
            yield f"{{+{_cut(new[start:end])}+}}"


def _kept(
    words: Sequence[str], *, first: bool = False, last: bool = False
) -> Iterator[str]:
    """Give the words around changes, and dots for those further away."""
    most = _CONTEXT if first or last else 2 * _CONTEXT
    if len(words) <= most:
        yield " ".join(words)
        return
    if not first:
        yield " ".join(words[:_CONTEXT])
    yield "…"
    if not last:
        yield " ".join(words[-_CONTEXT:])


def _cut(words: Sequence[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"

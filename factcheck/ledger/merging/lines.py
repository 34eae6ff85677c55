"""Joining text line by line, where that leaves no question open.

The classic three-way merge (diff3): the stretches that both sides kept are aligned,
and what lies between two of them is taken from the side that changed it. Changes of
both sides without a kept line between them are a conflict, as git has it.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_LINES = 2_000
"""The alignment is quadratic: longer texts are left to a person."""

_Stretch = tuple[int, int, int, int]


def join_lines(base: str, ours: str, theirs: str) -> str | None:
    """Join two versions of a text; None where they cannot be joined without a doubt."""
    sides = [text.splitlines(keepends=True) for text in (base, ours, theirs)]
    if any(len(lines) > _MOST_LINES for lines in sides):
        return None
    old, mine, their = sides
    joined: list[str] = []
    at = at_mine = at_their = 0
    for start, start_mine, start_their, length in _kept(old, mine, their):
        between = _one_of(
            old[at:start], mine[at_mine:start_mine], their[at_their:start_their]
        )
        if between is None:
            return None
        joined += between
        joined += old[start : start + length]
        at, at_mine = start + length, start_mine + length
        at_their = start_their + length
    return "".join(joined)


def _one_of(
    old: Sequence[str], mine: Sequence[str], their: Sequence[str]
) -> Sequence[str] | None:
    if mine in (old, their):
        return their
    return mine if old == their else None


def _kept(
    old: Sequence[str], mine: Sequence[str], their: Sequence[str]
) -> Iterator[_Stretch]:
    """Give the stretches of lines that both sides kept, and the end of all three.

    Yields:
        Where each begins in the three texts, and its length.
    """
    left = SequenceMatcher(None, old, mine, autojunk=False).get_matching_blocks()
    right = SequenceMatcher(None, old, their, autojunk=False).get_matching_blocks()
    one = other = 0
    while one < len(left) and other < len(right):
        a, b = left[one], right[other]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield start, a.b + start - a.a, b.b + start - b.a, end - start
        if a.a + a.size < b.a + b.size:
            one += 1
        else:
            other += 1
    yield len(old), len(mine), len(their), 0

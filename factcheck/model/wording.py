"""When two sentences are the same words."""

from __future__ import annotations


def plain(sentence: str) -> str:
    """Give what makes two sentences the same: spaces and case make no difference."""
    return " ".join(sentence.split()).casefold()

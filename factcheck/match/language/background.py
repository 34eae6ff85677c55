"""What is known of a language's words at large: how common, and which go together.

English only, learnt from some 120,000 claims of several outlets by
``benchmarks/train_background.py``; of the texts nothing is kept but these figures.
"""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).with_name("background.gz")
_MILLION = 1e6
_HUNDRED = 100


class Background:
    """The words of one language.

    Args:
        lines: for each term how many claims in a million have it, a tab, and the
            terms that go with it, each followed by the cosine in per cent.
    """

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self.near = lru_cache(20_000)(self._near)

    def rate(self, term: str) -> float:
        """Give the share of claims that have a term, 0 to 1; 0 where it is rare."""
        line = self._lines.get(term)
        return int(line.partition("\t")[0]) / _MILLION if line else 0.0

    def _near(self, term: str) -> tuple[tuple[str, float], ...]:
        """Give the terms that go with a term, nearest first, and how near, 0 to 1."""
        words = self._lines.get(term, "").partition("\t")[2].split()
        pairs = zip(words[::2], words[1::2], strict=True)
        return tuple((word, int(near) / _HUNDRED) for word, near in pairs)


@cache
def background(language: str) -> Background:
    """Give what is known of a language, by its primary tag; mostly nothing."""
    if language != "en":
        return Background({})
    lines = gzip.decompress(_FILE.read_bytes()).decode().splitlines()
    return Background(
        {term: rest for term, _, rest in (x.partition("\t") for x in lines)}
    )

"""Which claims have a term: an inverted list and the BM25 score over it.

Source of the formula: S. Robertson and H. Zaragoza, *The Probabilistic Relevance
Framework: BM25 and Beyond* (2009), with k1 = 1.2 and b = 0.75.
"""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from factcheck.match.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

K1 = 1.2
B = 0.75


class Postings:
    """An inverted list over documents that are sequences of terms.

    Args:
        documents: the terms of each document; its number is its place.
        language: primary language of the documents.

    Attributes:
        weights: what each term weighs.
    """

    def __init__(self, documents: Sequence[Sequence[str]], language: str) -> None:
        counted = [Counter(document) for document in documents]
        counts = Counter(chain.from_iterable(counted))
        self.weights = Weights(counts, len(documents), language)
        average = sum(map(len, documents)) / max(1, len(documents)) or 1.0
        numbers: dict[str, array[int]] = {term: array("L") for term in counts}
        impacts: dict[str, array[float]] = {term: array("d") for term in counts}
        raw = {term: self.weights.raw(term) * (K1 + 1) for term in counts}
        for number, document in enumerate(counted):
            norm = K1 * (1 - B + B * len(documents[number]) / average)
            for term, frequency in document.items():
                numbers[term].append(number)
                impacts[term].append(raw[term] * frequency / (frequency + norm))
        self._lists = {term: (numbers[term], impacts[term]) for term in counts}

    def search(self, query: Iterable[str], limit: int) -> list[tuple[int, float]]:
        """Give the ``limit`` best documents for the terms, as (number, BM25 score).

        Best first; equal scores in the order of the documents. Each term of the
        query counts once.
        """
        scores: dict[int, float] = {}
        score_of = scores.get
        for term in sorted(set(query)):  # sorted: sums of floats depend on the order
            for number, impact in zip(*self._lists.get(term, ((), ())), strict=True):
                scores[number] = score_of(number, 0.0) + impact
        best = heapq.nsmallest(
            limit, ((-score, number) for number, score in scores.items())
        )
        return [(number, -negative) for negative, number in best]

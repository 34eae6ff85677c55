"""Which claims have the terms of a sentence: BM25 over the lists of `segment`.

Source of the formula: S. Robertson and H. Zaragoza, *The Probabilistic Relevance
Framework: BM25 and Beyond* (2009). The length of a claim is compared with a fixed one
instead of the average, so that what a term adds to a claim never depends on the other
claims, and can be kept.

Sums of floats depend on their order: the terms of a sentence are added weightiest
first, equal ones by their letters, here and with numpy, in every segment.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from types import ModuleType

    from factcheck.match.store.segment import Segment

K1 = 1.2
B = 0.75
PIVOT = 25.0
"""Terms of a claim of usual length, all its texts together."""


@lru_cache(maxsize=10_000)
def impact(frequency: int, length: int) -> float:
    """Give what a term adds to a claim's score, times the term's weight.

    Args:
        frequency: how often the claim has the term.
        length: how many terms the claim has.
    """
    norm = K1 * (1 - B + B * length / PIVOT)
    return frequency * (K1 + 1) / (frequency + norm)


class Found(NamedTuple):
    """A claim of a segment and its BM25 score."""

    number: int
    score: float


class Term(NamedTuple):
    """A term of the sentence that a segment has.

    Attributes:
        number: of the term in the segment.
        weight: what it weighs.
        rest: the most that it and all terms after it can add to any claim.
    """

    number: int
    weight: float
    rest: float


class Search(Protocol):
    """One way to search a segment; all ways give the same answers, bit by bit."""

    def __call__(
        self,
        segment: Segment,
        terms: Sequence[Term],
        removed: AbstractSet[int],
        wanted: Sequence[int],
        limit: int,
        least: float,
    ) -> tuple[list[Found], list[float]]:
        """Give the best claims and the scores of the wanted ones.

        Args:
            segment: the claims.
            terms: those of the sentence, in the order in which they are to be added.
            removed: claims that are no more.
            wanted: claims that are left whose scores are asked for in any case.
            limit: how many claims at most.
            least: claims with a lower score may be left out.

        Returns:
            The best claims that share a term, best first, equal ones in the order of
            their numbers; then the scores of the wanted ones.
        """


def terms_in(segment: Segment, weighed: Sequence[tuple[str, float]]) -> list[Term]:
    """Give those of some weighed terms that a segment has, in their order."""
    known = [
        (number, weight)
        for term, weight in weighed
        if (number := segment.find(term)) >= 0
    ]
    found: list[Term] = []
    rest = 0.0
    for number, weight in reversed(known):
        rest += segment.top(number) * weight
        found.append(Term(number, weight, rest * _ROUNDING))
    return found[::-1]


_ROUNDING = 1 + 1e-9
"""Bounds are sums in another order than scores, so they may come out too low."""

_LONG = 200
"""From so many claims of a term on it pays to ask which of them can still win."""

_SPARSE = 16
"""A list that is so much longer than the claims in question is not read through."""


def plain_search(
    segment: Segment,
    terms: Sequence[Term],
    removed: AbstractSet[int],
    wanted: Sequence[int],
    limit: int,
    least: float,
) -> tuple[list[Found], list[float]]:
    """Search with nothing but Python; see `Search`."""
    scores: dict[int, float] = {}
    narrowed = False
    for term, weight, rest in terms:
        if not narrowed and segment.count(term) >= _LONG:
            least = max(least, _least(scores, removed, limit))
            narrowed = rest < least
            if narrowed:
                scores = _in_question(scores, removed, wanted, least - rest)
        if narrowed:
            _add_to(scores, *segment.postings(term), weight)
        else:
            _add(scores, *segment.postings(term), weight)
    asked = [scores.get(number, 0.0) for number in wanted]
    best = heapq.nsmallest(
        limit,
        (
            (-score, number)
            for number, score in scores.items()
            if score >= least and score and number not in removed
        ),
    )
    return [Found(number, -score) for score, number in best], asked


def _add(
    scores: dict[int, float], claims: memoryview, impacts: memoryview, weight: float
) -> None:
    """Add a term to all claims that have it."""
    score_of = scores.get
    for number, added in zip(claims.tolist(), impacts.tolist(), strict=True):
        scores[number] = score_of(number, 0.0) + added * weight


def _add_to(
    scores: dict[int, float], claims: memoryview, impacts: memoryview, weight: float
) -> None:
    """Add a term to those of the claims in question that have it."""
    if len(claims) <= _SPARSE * len(scores):
        for number, added in zip(claims.tolist(), impacts.tolist(), strict=True):
            if number in scores:
                scores[number] += added * weight
        return
    for number in scores:
        place = bisect_left(claims, number)
        if place < len(claims) and claims[place] == number:
            scores[number] += impacts[place] * weight


def _least(scores: dict[int, float], removed: AbstractSet[int], limit: int) -> float:
    """Give what the last of the best has so far, 0 if there are not enough."""
    if len(scores) < limit:
        return 0.0
    if removed:
        scores = {
            number: score for number, score in scores.items() if number not in removed
        }
    best = heapq.nlargest(limit, scores.values())
    return best[-1] if len(best) == limit else 0.0


def _in_question(
    scores: dict[int, float],
    removed: AbstractSet[int],
    wanted: Iterable[int],
    least: float,
) -> dict[int, float]:
    """Give the claims that can still be among the best, and the wanted ones."""
    left = {
        number: score
        for number, score in scores.items()
        if score >= least and number not in removed
    }
    left.update((number, scores.get(number, 0.0)) for number in wanted)
    return left


_BLOCK = 64
_LONG_ARRAY = 3000


class ArraySearch:
    """The search that adds up with numpy; see `Search`.

    Args:
        numpy: the library.
    """

    def __init__(self, numpy: ModuleType) -> None:
        self._numpy = numpy

    def __call__(
        self,
        segment: Segment,
        terms: Sequence[Term],
        removed: AbstractSet[int],
        wanted: Sequence[int],
        limit: int,
        least: float,
    ) -> tuple[list[Found], list[float]]:
        """Give the best claims and the scores of the wanted ones; see `Search`."""
        numpy = self._numpy
        scores = numpy.zeros(len(segment), dtype=numpy.float64)
        gone = list(removed)
        narrowed = None
        for term, weight, rest in terms:
            if narrowed is None and segment.count(term) >= _LONG_ARRAY:
                scores[gone] = 0.0
                least = max(least, self._least(scores, limit))
                if rest < least:
                    # A claim that stands here twice gets the same sum twice.
                    narrowed = numpy.concatenate(
                        [
                            numpy.flatnonzero(scores >= least - rest),
                            numpy.asarray(wanted, dtype=numpy.int64),
                        ]
                    )
            claims, added = self._postings(segment, term)
            if narrowed is None:
                scores[claims] += added.astype(numpy.float64) * weight
                continue
            places = numpy.searchsorted(claims, narrowed.astype(claims.dtype))
            places[places == len(claims)] = 0
            hit = claims[places] == narrowed
            scores[narrowed[hit]] += added[places[hit]].astype(numpy.float64) * weight
        asked: list[float] = scores[list(wanted)].tolist() if wanted else []
        scores[gone] = 0.0
        return self._best(scores, limit, least), asked

    def _postings(self, segment: Segment, term: int) -> tuple[Any, Any]:
        numpy = self._numpy
        claims, impacts = segment.postings(term)
        return (
            numpy.frombuffer(claims, dtype=numpy.uint32),
            numpy.frombuffer(impacts, dtype=numpy.float32),
        )

    def _least(self, scores: Any, limit: int) -> float:
        """Give a score that as many claims reach as are wanted, or 0.

        As many blocks have one that reaches the least of their best.
        """
        blocks = len(scores) // _BLOCK
        if blocks <= limit:
            return 0.0
        tops = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
        return float(self._numpy.partition(tops, blocks - limit)[blocks - limit])

    def _best(self, scores: Any, limit: int, least: float) -> list[Found]:
        numpy = self._numpy
        least = max(least, self._least(scores, limit))
        if least > 0.0:
            numbers = numpy.flatnonzero(scores >= least)
        else:
            numbers = numpy.flatnonzero(scores)
        order = numpy.argsort(-scores[numbers], kind="stable")[:limit]
        chosen = numbers[order]
        pairs = zip(chosen.tolist(), scores[chosen].tolist(), strict=True)
        return [Found(number, score) for number, score in pairs]

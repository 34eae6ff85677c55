"""The claims of one language in their segments: counted, weighed and searched as one.

How the claims are cut into segments is never to be seen in an answer: a term is
counted over all claims that are left, and equal scores are settled by the claims.
"""

from __future__ import annotations

import heapq
from collections import Counter
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from factcheck.match.features import Mass
from factcheck.match.store.postings import K1, ArraySearch, plain_search, terms_in
from factcheck.match.store.segment import exact_key, spelling
from factcheck.match.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Collection as Group

    from factcheck.match.features import Entry, Text
    from factcheck.match.store.postings import Search
    from factcheck.match.store.segment import Segment

ARRAYS_FROM = 40_000
"""From so many claims on it pays to load numpy, where it is installed."""

_DATED_SHARE = 5
_DAYS = 20
_ENTRIES = 5000
"""Claims that are kept ready to be measured: 20 KB each."""


@cache
def _array_search() -> Search | None:
    """Give the search with numpy, if that is installed (the extra ``fast``)."""
    try:
        import numpy as np  # noqa: PLC0415 - slow to load, and may be missing
    except ImportError:
        return None
    return ArraySearch(np)


class Part:
    """A segment and which of its claims are no more.

    Args:
        segment: the claims.
        removed: numbers of those that are no more.
    """

    def __init__(self, segment: Segment, removed: Group[int] = ()) -> None:
        self.segment = segment
        self.removed = frozenset(removed)

    def __len__(self) -> int:
        """Give how many claims are left."""
        return len(self.segment) - len(self.removed)

    def left(self) -> Iterator[int]:
        """Give the numbers of the claims that are left."""
        return (
            number for number in range(len(self.segment)) if number not in self.removed
        )

    @cached_property
    def _lost(self) -> Counter[int]:
        """Count for each term the removed claims that had it."""
        return Counter(
            term for number in self.removed for term in self.segment.terms_of(number)
        )

    def count(self, term: str) -> int:
        """Give how many of the claims that are left have a term."""
        number = self.segment.find(term)
        if number < 0:
            return 0
        counted = self.segment.count(number)
        return counted - self._lost[number] if self.removed else counted


class _Counts:
    """How many claims have a term, counted when asked."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = tuple(parts)

    def get(self, term: str, default: int) -> int:
        """Give the count, ``default`` where no claim has the term."""
        return sum(part.count(term) for part in self._parts) or default


class Place(NamedTuple):
    """Where a claim lies.

    Attributes:
        segment: number of its segment in the index.
        claim: its number in the segment.
    """

    segment: int
    claim: int


class Collection:
    """The claims of one language.

    Args:
        language: primary language.
        parts: the segments with their numbers in the index.
        arrays: whether to search with numpy; by itself where it pays.

    Attributes:
        language: primary language.
        size: how many claims there are.
        mass: what terms weigh among these claims.
        entry: gives the claim at a place, cut into terms; keeps those lately asked.
    """

    def __init__(
        self, language: str, parts: dict[int, Part], *, arrays: bool | None = None
    ) -> None:
        self.language = language
        self._parts = parts
        self.size = sum(map(len, parts.values()))
        self._weights = Weights(_Counts(parts.values()), self.size, language)
        self.mass = Mass(self._weights)
        self._raw: dict[str, float] = {}
        self._unit = self._weights.rarest * (K1 + 1)
        self._search = _search_for(self.size, arrays=arrays)
        self.entry: Callable[[Place], Entry] = lru_cache(_ENTRIES)(self._entry)

    def _entry(self, place: Place) -> Entry:
        return self._parts[place.segment].segment.entry(place.claim)

    def search(
        self,
        text: Text,
        limit: int,
        wanted: Iterable[Place] = (),
        said: int | None = None,
    ) -> dict[Place, float]:
        """Give the best claims for a text with their BM25 scores.

        Args:
            text: what is looked for, cut in the language of the claims.
            limit: how many claims at most, besides those that are wanted.
            wanted: claims that are to be among them, whatever their score.
            said: ordinal of the day on which it was said. One in five of the claims
                is then one of about that day, if there are so many that share a term.

        Returns:
            Scores in units of one rare term; best first, equal ones in the order of
            their ids.
        """
        asked = set(wanted)
        dated = set() if said is None else self._dated(said)
        found, scores = self._scored(text, limit, asked | dated)
        best = self._ordered(found)[:limit]
        first = best[: limit - limit // _DATED_SHARE]
        late = {place: scores[place] for place in dated - set(first) if scores[place]}
        chosen = dict.fromkeys([*first, *self._ordered(late)[: limit - len(first)]])
        for place in best:
            if len(chosen) < limit:
                chosen[place] = None
        scores.update(found)
        kept = {place: scores[place] for place in asked | chosen.keys()}
        return {place: kept[place] / self._unit for place in self._ordered(kept)}

    def _dated(self, said: int) -> set[Place]:
        """Give the claims that have a date near a day."""
        return {
            Place(number, claim)
            for number, part in self._parts.items()
            for claim in part.segment.dated(said - _DAYS, said + _DAYS)
            if claim not in part.removed
        }

    def _scored(
        self, text: Text, limit: int, wanted: Iterable[Place]
    ) -> tuple[dict[Place, float], dict[Place, float]]:
        """Give the scores of the best claims, and those of the wanted ones."""
        weighed = self._weighed(text)
        asked: dict[int, list[int]] = {number: [] for number in self._parts}
        for place in wanted:
            asked[place.segment].append(place.claim)
        found: dict[Place, float] = {}
        others: dict[Place, float] = {}
        least = 0.0
        for number, part in self._parts.items():
            terms = terms_in(part.segment, weighed)
            best, scores = self._search(
                part.segment, terms, part.removed, asked[number], limit, least
            )
            found.update((Place(number, one.number), one.score) for one in best)
            for claim, score in zip(asked[number], scores, strict=True):
                others[Place(number, claim)] = score
            if len(found) > limit:
                least = heapq.nlargest(limit, found.values())[-1]
        return found, others

    def _weighed(self, text: Text) -> list[tuple[str, float]]:
        """Give the terms of a text with their weights, the weightiest first."""
        raw = self._raw
        for term in text.distinct - raw.keys():
            raw[term] = self._weights.raw(term)
        return sorted(
            ((term, raw[term]) for term in text.distinct),
            key=lambda one: (-one[1], one[0]),
        )

    def _ordered(self, scores: dict[Place, float]) -> list[Place]:
        """Give places by their scores; only where some are equal, claims are read."""
        by_score: dict[float, list[Place]] = {}
        for place, score in scores.items():
            by_score.setdefault(score, []).append(place)
        return [
            place
            for _, level in sorted(by_score.items(), reverse=True)
            for place in (sorted(level, key=self._order) if len(level) > 1 else level)
        ]

    def _order(self, place: Place) -> tuple[str, bytes]:
        """Give what equal claims are sorted by."""
        segment = self._parts[place.segment].segment
        return self.entry(place).claim.id, segment.written(place.claim)

    def own(self, places: Iterable[tuple[int, int]]) -> list[Place]:
        """Give those of some places that are of this language, and not removed."""
        return [
            Place(segment, claim)
            for segment, claim in places
            if segment in self._parts and claim not in self._parts[segment].removed
        ]

    def exact(self, text: str, limit: int) -> list[Place]:
        """Give claims one of whose texts is ``text``, but for spaces and case."""
        spelled = spelling(text)
        if not spelled:
            return []
        key = exact_key(spelled)
        found = [
            Place(number, claim)
            for number, part in self._parts.items()
            for claim in part.segment.exact(key)
            if claim not in part.removed
        ]
        found = [
            place
            for place in sorted(set(found), key=self._order)
            if spelled in map(spelling, self.entry(place).claim.texts)
        ]
        return found[:limit]


def _search_for(claims: int, *, arrays: bool | None) -> Search:
    if arrays is None:
        arrays = claims >= ARRAYS_FROM
    return (_array_search() if arrays else None) or plain_search

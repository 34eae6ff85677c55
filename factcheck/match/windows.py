"""The sentences of a text, each read alone and together with the next one.

A claim is often told over two sentences (*The minister spoke of the bridge. It has
cost 12 million, he said.*). So neighbours in one paragraph are also asked about
together, where one of them alone already makes a claim thinkable: most sentences are
near no claim at all, and cost nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from factcheck.match.claims import LIKELY, REPEATS, Match, band_of
from factcheck.match.ranking import capped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factcheck.match.index import Candidate, Index

THINKABLE = 0.2
"""A join can win a claim only where one of its sentences alone scores this much."""

CLEARLY = 2.5
"""A join wins where the odds of its score are so many times those of either alone.

A sentence that is sure alone needs no other.
"""

JOINED_LIMIT = 350
"""Two sentences that are longer together say so much that each has to suffice."""

_LIMIT = 5
_DIGITS = 4


class Sentence(Protocol):
    """What is asked about: a sentence and the number of its paragraph."""

    @property
    def paragraph(self) -> int:
        """Sentences with one number stand in one paragraph."""

    @property
    def text(self) -> str:
        """The sentence."""


class Place(NamedTuple):
    """Where a claim seems to be repeated.

    Attributes:
        sentence: its number in the text, from 0.
        joined: whether the match rests on this sentence and the next one together.
        match: the match there.
    """

    sentence: int
    joined: bool
    match: Match


@dataclass(frozen=True, slots=True)
class Found:
    """A claim that a text seems to repeat, at its best place.

    Attributes:
        match: the match at the best place.
        joined: whether it rests on this sentence and the next one together.
        also: the other places with the same warnings, best first: whoever rejects
            the best one is to be asked about the next.
    """

    match: Match
    joined: bool = False
    also: tuple[Place, ...] = ()


def read(
    index: Index,
    sentences: Sequence[Sentence],
    *,
    language: str = "en",
    said: str | None = None,
    threshold: float = LIKELY,
) -> list[tuple[Found, ...]]:
    """Find the known claims that a text repeats, each at its best place.

    Args:
        index: the known claims.
        sentences: the text, in order.
        language: its language tag.
        said: the ISO date on which it was published, if that is known.
        threshold: the least score.

    Returns:
        For each sentence what it repeats, best first: a claim stands at the one
        sentence that repeats it best, of equal ones at the first. Sentences that
        differ from it in the same way (one denies it, one has another number) are
        told apart from those that do not, and stand for themselves. Where two
        sentences are needed, the match stands at the first of the two; a warning
        that one of the two has alone stands with the two as well.
    """
    asked = _Asked(index, language, said, threshold)
    places: dict[str, list[Place]] = {}
    for number, sentence in enumerate(sentences):
        for match in asked.alone(sentence.text):
            places.setdefault(match.claim_id, []).append(Place(number, False, match))
    for number, (one, other) in enumerate(pairwise(sentences)):
        if one.paragraph != other.paragraph:
            continue
        for match in asked.together(one.text, other.text):
            places.setdefault(match.claim_id, []).append(Place(number, True, match))
    found: list[list[Found]] = [[] for _ in sentences]
    for of_one_claim in places.values():
        for best, *also in _grouped(_apart(of_one_claim)):
            found[best.sentence].append(Found(best.match, best.joined, tuple(also)))
    return [
        tuple(sorted(each, key=lambda one: (-one.match.score, one.match.claim_id)))
        for each in found
    ]


class _Asked:
    """An index that is asked about each text once."""

    def __init__(
        self, index: Index, language: str, said: str | None, threshold: float
    ) -> None:
        self._index = index
        self._language = language
        self._said = said
        self._threshold = threshold
        self._thinkable = min(THINKABLE, threshold)
        self._shown: dict[str, list[Match]] = {}
        self._near: dict[str, dict[str, Candidate]] = {}

    def alone(self, text: str) -> list[Match]:
        """Give the matches of a sentence at or above the threshold."""
        if text not in self._shown:
            candidates = self._candidates(text)
            self._near[text] = {
                one.entry.claim.id: one
                for one in candidates[:_LIMIT]
                if one.score >= self._thinkable
            }
            self._shown[text] = self._judged(text, candidates, self._threshold)
        return self._shown[text]

    def together(self, one: str, other: str) -> Iterator[Match]:
        """Give the matches of two neighbours that neither alone comes close to."""
        near = [(text, self._near[text]) for text in (one, other)]
        # A sentence that is sure needs no other, and hardly leaves room for one.
        scores = [part.score for _, found in near for part in found.values()]
        both = f"{one} {other}"
        if not scores or max(scores) >= REPEATS or len(both) > JOINED_LIMIT:
            return
        found = self._candidates(both)
        for match in self._judged(both, found, self._threshold):
            parts = [
                part
                for text, known in near
                if match.claim_id in known
                for part in self._judged(text, [known[match.claim_id]], 0.0)
            ]
            joined = _warned(match, parts)
            if (
                parts
                and joined.score >= self._threshold
                and all(_odds(joined) >= CLEARLY * _odds(part) for part in parts)
            ):
                yield joined

    def _candidates(self, text: str) -> list[Candidate]:
        return self._index.candidates(text, language=self._language, said=self._said)

    def _judged(
        self, text: str, candidates: list[Candidate], threshold: float
    ) -> list[Match]:
        return self._index.judged(
            text,
            candidates,
            language=self._language,
            limit=_LIMIT,
            threshold=threshold,
        )


def _warned(joined: Match, parts: Iterable[Match]) -> Match:
    """Keep what differs in one sentence alone, though the two together hide it.

    *300 crossed. 30 others had come before.* names the number of the claim that 30
    crossed, and still contradicts it.
    """
    warnings = tuple(
        dict.fromkeys(line for one in (joined, *parts) for line in one.warnings)
    )
    if warnings == joined.warnings:
        return joined
    score = round(capped(joined.score), _DIGITS)
    return replace(joined, warnings=warnings, score=score, band=band_of(score))


def _odds(match: Match) -> float:
    return match.score / max(1e-9, 1 - match.score)


def _grouped(places: Iterable[Place]) -> Iterable[list[Place]]:
    """Divide the places of one claim by what differs there."""
    groups: dict[tuple[str, ...], list[Place]] = {}
    for place in places:
        groups.setdefault(place.match.warnings, []).append(place)
    return groups.values()


def _apart(places: Iterable[Place]) -> list[Place]:
    """Give the places of one claim, best first, those of a better one's text not.

    A join that is kept beats both of its sentences, and two joins that share one
    are the same place.
    """
    kept: list[Place] = []
    taken: set[int] = set()
    for place in sorted(places, key=lambda one: (-one.match.score, one.sentence)):
        own = {place.sentence, place.sentence + place.joined}
        if taken.isdisjoint(own):
            kept.append(place)
            taken |= own
    return kept

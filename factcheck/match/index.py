"""The known claims, made ready once, and the one door through which to ask them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from factcheck.match import ranking
from factcheck.match.claims import LIKELY, REPEATS, KnownClaim, Match, band_of
from factcheck.match.differences import Statement, compare
from factcheck.match.explanation import explain
from factcheck.match.features import Entry, Mass, Text
from factcheck.match.language.dating import ordinal, signed
from factcheck.match.language.tokenising import SENTENCE_LIMIT
from factcheck.match.store import growing
from factcheck.match.store.collection import Collection, Part
from factcheck.match.store.segment import spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from factcheck.match.store.segment import Segment

CANDIDATES = 50
"""Claims that BM25 gives to the ranking, at most, for each language."""

_EXACT = 0.99
_DIGITS = 4
_CLEARLY = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that shares terms with a sentence.

    Attributes:
        entry: the claim, cut into terms.
        sentence: the sentence, cut in the claim's language.
        mass: the weights of the claim's collection.
        score: how sure the match is, before any difference is looked at.
        strength: what orders the candidates of one language.
        standing: what orders those of all languages; the score, but never more than
            that of a stronger one.
    """

    entry: Entry
    sentence: Text
    mass: Mass
    score: float
    strength: float
    standing: float


class Nearness(Protocol):
    """Which claims mean something like a sentence; places as `collection.Place`."""

    def nearest(self, limit: int) -> Sequence[tuple[int, int]]:
        """Give the places of the claims nearest to the sentence, best first."""

    def similar(
        self, places: Sequence[tuple[int, int]]
    ) -> Sequence[tuple[float, ...]] | None:
        """Say how near the claim at each place is; None if nothing is known of any."""


class Meanings(Protocol):
    """What the extra ``semantic`` knows of the claims of an index."""

    def ask(self, sentence: str, language: str) -> Nearness | None:
        """Read a sentence; None where nothing can be said of it."""


class Index:
    """The known claims, ready to be asked which of them a sentence repeats.

    Never changed; `changed` gives another one. Two claims may have one id (the same
    check on two branches): a match names the better one.

    Args:
        claims: the claims; their order does not matter.
        parts: segments that were made before; they have none of the claims.
        arrays: whether to search with numpy; by itself where it pays and is there.
            The answers are the same.
        meanings: what is known of the claims of ``parts``, in this order.

    Attributes:
        parts: the segments and what is removed of them, by their numbers.
        collections: the claims of each language.
        meanings: what is known of their meaning, if anything is.
    """

    def __init__(
        self,
        claims: Iterable[KnownClaim] = (),
        *,
        parts: Iterable[Part] = (),
        arrays: bool | None = None,
        meanings: Meanings | None = None,
    ) -> None:
        self.parts = (*parts, *growing.build(claims))
        self._arrays = arrays
        self.meanings = meanings
        by_language: dict[str, dict[int, Part]] = {}
        for number, part in enumerate(self.parts):
            by_language.setdefault(part.segment.language, {})[number] = part
        self.collections = [
            Collection(language, by_language[language], arrays=arrays)
            for language in sorted(by_language)
        ]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Self:
        """Open segments that were made before; their order does not matter."""
        return cls(parts=parts)

    @classmethod
    def built(
        cls,
        claims: Iterable[KnownClaim],
        *,
        processes: int = 1,
        told: Callable[[int], object] | None = None,
    ) -> Self:
        """Make an index of many claims, which are read once and not kept.

        Args:
            claims: in any order.
            processes: how many processes cut claims at the same time.
            told: called with the number of claims that are cut so far: for each
                claim, or with several processes for each segment of 65,536.
        """
        return cls.of(growing.build(claims, processes=processes, told=told))

    def __len__(self) -> int:
        """Give how many claims are known."""
        return sum(map(len, self.parts))

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments, by their numbers."""
        return tuple(part.segment for part in self.parts)

    def changed(
        self, added: Iterable[KnownClaim] = (), removed: Iterable[str] = ()
    ) -> Self:
        """Give the index after some claims are gone and some have come.

        Args:
            added: claims that come.
            removed: ids; all claims that have them now are gone, before others come.
        """
        parts = growing.change(self.parts, added, removed)
        return type(self)(parts=parts, arrays=self._arrays)

    def with_meanings(self, meanings: Meanings) -> Self:
        """Give an index that asks for meanings too (the extra ``semantic``)."""
        return type(self)(parts=self.parts, arrays=self._arrays, meanings=meanings)

    def claims(self) -> Iterator[KnownClaim]:
        """Give all claims that are known."""
        for part in self.parts:
            for number in part.left():
                yield part.segment.claim(number)

    def with_id(self, claim_id: str) -> list[KnownClaim]:
        """Give the claims that have an id: mostly one."""
        return [
            part.segment.claim(number)
            for part in self.parts
            for number in part.segment.with_id(claim_id)
            if number not in part.removed
        ]

    def states(self, claim: KnownClaim, text: str) -> bool:
        """Say whether ``text`` is one of the claim's texts, but for spaces and case."""
        return spelling(text) in {spelling(own) for own in claim.texts} - {""}

    def candidates(
        self, sentence: str, *, language: str = "en", said: str | None = None
    ) -> list[Candidate]:
        """Give the claims that share anything with ``sentence``, best first.

        One candidate for each claim id; ties by id. The differences are not looked
        at yet: `match` does that.
        """
        near = self.meanings.ask(sentence, language) if self.meanings else None
        sentence, day = signed(sentence)
        if day is None and said:
            day = ordinal(said)
        places = near.nearest(CANDIDATES) if near else ()
        found: dict[str, Candidate] = {}
        for collection in self.collections:
            for one in self._ranked(collection, sentence, day, near, places):
                other = found.setdefault(one.entry.claim.id, one)
                if one.standing > other.standing:
                    found[one.entry.claim.id] = one
        return sorted(found.values(), key=_place)

    def _ranked(
        self,
        collection: Collection,
        sentence: str,
        said: int | None,
        near: Nearness | None,
        nearest: Sequence[tuple[int, int]],
    ) -> Iterator[Candidate]:
        """Give the candidates of one language."""
        text = Text.read(sentence, collection.language, SENTENCE_LIMIT)
        exact = collection.exact(sentence, CANDIDATES)
        dense = collection.own(nearest)
        scores = collection.search(text, CANDIDATES, (*exact, *dense), said)
        entries = [(collection.entry(place), scores[place]) for place in scores]
        worded = {collection.entry(place).claim for place in exact}
        for one in ranking.rank(
            text,
            entries,
            collection.mass,
            language=collection.language,
            claims=len(self),
            said=said,
            similar=near.similar(list(scores)) if near else None,
        ):
            least = _EXACT if one.entry.claim in worded else 0.0
            yield Candidate(
                one.entry,
                text,
                collection.mass,
                max(least, one.probability),
                one.strength,
                max(least, one.standing),
            )

    def match(
        self,
        sentence: str,
        *,
        language: str = "en",
        said: str | None = None,
        limit: int = 5,
        threshold: float = LIKELY,
    ) -> list[Match]:
        """Give the claims that ``sentence`` seems to repeat, best first.

        Args:
            sentence: one sentence; read up to `tokenising.SENTENCE_LIMIT` characters.
            language: its language tag. Terms are cut in each claim's own language;
                this one says whether differences can be read.
            said: ISO date of the article in which it stands, where that is known.
            limit: how many matches at most.
            threshold: the least score; the default leaves *possible* ones out.

        Returns:
            Matches at or above the threshold; of equally sure ones the stronger first.
            Of claims on one subject, one that has no word in common with the
            sentence beyond those of a clearly better one is left out, unless
            *possible* matches are asked for.
        """
        candidates = self.candidates(sentence, language=language, said=said)
        return self.judged(
            sentence, candidates, language=language, limit=limit, threshold=threshold
        )

    @staticmethod
    def judged(
        sentence: str,
        candidates: Iterable[Candidate],
        *,
        language: str = "en",
        limit: int = 5,
        threshold: float = LIKELY,
    ) -> list[Match]:
        """Give the matches among candidates; see `match`.

        Args:
            sentence: the sentence that they are candidates of.
            candidates: as `candidates` gives them, best first.
            language: language tag of the sentence.
            limit: how many matches at most.
            threshold: the least score.
        """
        ranked = [one for one in candidates if one.score >= threshold]
        if threshold >= LIKELY:
            ranked = list(_with_words_of_their_own(ranked))
        sure = sum(one.score >= REPEATS for one in ranked)
        statement = Statement(sentence, language)
        matches = [
            (min(candidate.standing, match.score), match)
            for candidate in ranked[: max(limit, sure)]
            for match in [_matched(sentence, statement, candidate)]
            if match.score >= threshold
        ]
        # Stable: what stands equally well stays in the order of the candidates.
        matches.sort(key=lambda one: -round(one[0], _DIGITS))
        return [match for _, match in matches][:limit]


def _place(one: Candidate) -> tuple[float, float, str]:
    """Give what candidates are sorted by: the best standing, then the strongest."""
    return -round(one.standing, _DIGITS), -one.strength, one.entry.claim.id


def _with_words_of_their_own(ranked: list[Candidate]) -> Iterator[Candidate]:
    """Leave out candidates that rest on nothing but what a better one rests on."""
    better: list[tuple[float, frozenset[str]]] = []
    for one in ranked:
        shared = one.sentence.distinct & one.entry.stated
        if not any(
            score >= one.score + _CLEARLY and shared <= theirs
            for score, theirs in better
        ):
            better.append((one.score, shared))
            yield one


def _matched(sentence: str, statement: Statement, candidate: Candidate) -> Match:
    """Look at the differences, which cap the score, and explain the match."""
    claim = candidate.entry.claim
    compared = compare(statement, claim)
    doubtful = bool(compared.warnings or compared.unread)
    score = ranking.capped(candidate.score) if doubtful else candidate.score
    score = round(score, _DIGITS)
    why = explain(sentence, candidate.entry, candidate.mass)
    return Match(
        claim_id=claim.id,
        score=score,
        band=band_of(score),
        shared=why.shared,
        missing=why.missing,
        warnings=compared.warnings,
        unread=compared.unread,
    )

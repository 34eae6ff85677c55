"""The known claims, made ready once, and the one door through which to ask them."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from factcheck.match import ranking
from factcheck.match.claims import LIKELY, REPEATS, KnownClaim, Match, band_of
from factcheck.match.differences import Statement, differences
from factcheck.match.explanation import missing_words, words_shared
from factcheck.match.features import Entry, Mass, Text, measure
from factcheck.match.postings import K1, Postings
from factcheck.match.tokenising import SENTENCE_LIMIT, normalise, primary_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CANDIDATES = 50
"""Claims that BM25 gives to the ranking, at most, for each language."""

_RUN = 3
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
    """

    entry: Entry
    sentence: Text
    mass: Mass
    score: float


class _Collection:
    """The claims of one language."""

    def __init__(self, language: str, claims: list[KnownClaim]) -> None:
        self.language = language
        self.entries = [Entry(claim) for claim in claims]
        documents = [entry.document for entry in self.entries]
        self.postings = Postings(documents, language)
        self.mass = Mass(self.postings.weights)

    def candidates(self, sentence: str, claims: int) -> Iterator[Candidate]:
        """Give the claims that share terms with the sentence, in no order."""
        text = Text(sentence, self.language, SENTENCE_LIMIT)
        unit = self.postings.weights.rarest * (K1 + 1)
        measured = [
            (entry, measure(text, entry, bm25 / unit, self.mass))
            for entry, bm25 in (
                (self.entries[number], bm25)
                for number, bm25 in self.postings.search(text.terms, CANDIDATES)
            )
        ]
        behind = ranking.field([ranking.strength(found) for _, found in measured])
        for entry, found in measured:
            score = max(
                ranking.likelihood(found, behind, claims),
                _word_for_word(text, entry, self.mass),
            )
            yield Candidate(entry, text, self.mass, score)


def _word_for_word(sentence: Text, entry: Entry, mass: Mass) -> float:
    """Give the least score if the sentence has a whole text of the claim in a row."""
    runs = [
        text
        for text in entry.texts
        if len(text.terms) >= _RUN
        and text.pairs <= sentence.pairs
        and text.distinct <= sentence.distinct
    ]
    return max((ranking.verbatim(mass.sum(run.distinct)) for run in runs), default=0.0)


def _spelling(text: str) -> str:
    """Give what two texts must share to be the same sentence."""
    read = normalise(text)
    words = " ".join(read.casefold().split())
    return words.strip(" .!?\"'“”") or words or read


class Index:
    """The known claims, ready to be asked which of them a sentence repeats.

    Built once, never changed. Two claims may have one id (the same check on two
    branches): a match names the better one.

    Args:
        claims: the claims; their order does not matter.
    """

    def __init__(self, claims: Iterable[KnownClaim]) -> None:
        ordered = sorted(set(claims), key=_order)
        by_language: dict[str, list[KnownClaim]] = {}
        self._exact: dict[str, list[KnownClaim]] = {}
        for claim in ordered:
            language = primary_language(claim.language)
            by_language.setdefault(language, []).append(claim)
            for spelling in {_spelling(text) for text in claim.texts} - {""}:
                self._exact.setdefault(spelling, []).append(claim)
        self._claims = len(ordered)
        self._collections = [
            _Collection(language, by_language[language])
            for language in sorted(by_language)
        ]

    def __len__(self) -> int:
        """Give how many claims are known."""
        return self._claims

    def states(self, claim: KnownClaim, text: str) -> bool:
        """Say whether ``text`` is one of the claim's texts, but for spaces and case."""
        return claim in self._exact.get(_spelling(text), [])

    def candidates(self, sentence: str) -> list[Candidate]:
        """Give the claims that share anything with ``sentence``, best first.

        One candidate for each claim id; ties by id. The differences are not looked
        at yet: `match` does that.
        """
        found = {
            claim.id: candidate
            for collection in self._collections
            for candidate in sorted(
                collection.candidates(sentence, self._claims), key=attrgetter("score")
            )
            for claim in [candidate.entry.claim]
        }
        for claim in self._exact.get(_spelling(sentence), []):
            found[claim.id] = self._exact_candidate(sentence, claim)
        return sorted(
            found.values(),
            key=lambda one: (-round(one.score, _DIGITS), one.entry.claim.id),
        )

    def _exact_candidate(self, sentence: str, claim: KnownClaim) -> Candidate:
        """Make a candidate of a claim with the very text of the sentence."""
        language = primary_language(claim.language)
        collection = next(one for one in self._collections if one.language == language)
        text = Text(sentence, language, SENTENCE_LIMIT)
        return Candidate(Entry(claim), text, collection.mass, _EXACT)

    def match(
        self,
        sentence: str,
        *,
        language: str = "en",
        limit: int = 5,
        threshold: float = LIKELY,
    ) -> list[Match]:
        """Give the claims that ``sentence`` seems to repeat, best first.

        Args:
            sentence: one sentence; read up to `tokenising.SENTENCE_LIMIT` characters.
            language: its language tag. Terms are cut in each claim's own language;
                this one says whether differences can be read.
            limit: how many matches at most.
            threshold: the least score; the default leaves *possible* ones out.

        Returns:
            Matches at or above the threshold; equal scores in the order of the ids.
            Of claims on one subject, one that has no word in common with the
            sentence beyond those of a clearly better one is left out, unless
            *possible* matches are asked for.
        """
        ranked = [one for one in self.candidates(sentence) if one.score >= threshold]
        if threshold >= LIKELY:
            ranked = list(_with_words_of_their_own(ranked))
        sure = sum(one.score >= REPEATS for one in ranked)
        statement = Statement(sentence, language)
        matches = [
            _matched(sentence, statement, candidate)
            for candidate in ranked[: max(limit, sure)]
        ]
        matches.sort(key=lambda match: (-match.score, match.claim_id))
        return [match for match in matches if match.score >= threshold][:limit]


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


def _order(claim: KnownClaim) -> tuple[str, str, str]:
    """Give what claims are sorted by, so that the order of input does not matter."""
    return claim.id, claim.language, repr(claim)


def _matched(sentence: str, statement: Statement, candidate: Candidate) -> Match:
    """Look at the differences, which cap the score, and explain the match."""
    claim = candidate.entry.claim
    warnings = differences(statement, claim)
    score = ranking.capped(candidate.score) if warnings else candidate.score
    score = round(score, _DIGITS)
    return Match(
        claim_id=claim.id,
        score=score,
        band=band_of(score),
        words=words_shared(sentence, candidate.entry, candidate.mass),
        missing=missing_words(sentence, candidate.entry, candidate.mass),
        warnings=warnings,
    )

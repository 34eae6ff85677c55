"""What a sentence and a claim have in common, as numbers between 0 and about 1.

A term weighs what `factcheck.match.weights` says; the *mass* of some terms is the
sum of their weights, so 1 is about one rare word. *Kin* are two terms that begin
alike (Azerbaijan, Azerbaijani): half as good as the same term.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from factcheck.match.tokenising import (
    CLAIM_LIMIT,
    Token,
    normalise,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from factcheck.match.claims import KnownClaim
    from factcheck.match.weights import Weights

KIN_LETTERS = 5
"""Two terms are kin when so many of their first letters are equal."""

RATIO_LIMIT = 400
"""Characters that the quadratic string ratios read of either text."""

TEXTS = 20
"""Texts of one claim that are compared, at most."""

GRAM = 4
"""Length of the character n-grams."""


class Text:
    """A text as the features see it; the sentence, or one text of a claim.

    Args:
        text: what was said or written.
        language: tag of the language whose stems and function words count.
        limit: how many characters are read.
    """

    def __init__(self, text: str, language: str, limit: int) -> None:
        found = tokens(text, language, limit)
        self.terms = tuple(token.term for token in found)
        self.names = frozenset(_names(found))
        self._source = text
        self._limit = limit

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The terms, each once."""
        return frozenset(self.terms)

    @cached_property
    def kin(self) -> frozenset[str]:
        """The beginnings of the terms that are long enough to have kin."""
        return frozenset(
            term[:KIN_LETTERS] for term in self.distinct if len(term) >= KIN_LETTERS
        )

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The terms that are numbers."""
        return frozenset(term for term in self.distinct if term[0].isdecimal())

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring terms."""
        return frozenset(pairwise(self.terms))

    @cached_property
    def joined(self) -> str:
        """The terms as one string, cut for the quadratic ratios."""
        return " ".join(self.terms)[:RATIO_LIMIT]

    @cached_property
    def plain(self) -> str:
        """The text in lower case, cut for the quadratic ratios."""
        return normalise(self._source, self._limit).lower()[:RATIO_LIMIT]

    @cached_property
    def grams(self) -> frozenset[str]:
        """Runs of characters of the joined terms."""
        padded = f" {self.joined} "
        return frozenset(
            padded[start : start + GRAM]
            for start in range(max(0, len(padded) - GRAM + 1))
        )


def _names(found: list[Token]) -> Iterable[str]:
    """Give the terms of capitalised words, the first word of the text left out."""
    return (
        token.term
        for position, token in enumerate(found)
        if position and token.surface[0].isupper()
    )


class Entry:
    """A known claim, cut into terms.

    Args:
        claim: the claim; of its texts the first `TEXTS` are compared.
    """

    def __init__(self, claim: KnownClaim) -> None:
        language = claim.language
        self.claim = claim
        self.texts = tuple(
            Text(text, language, CLAIM_LIMIT) for text in claim.texts[:TEXTS]
        )
        self.summary = Text(claim.summary, language, CLAIM_LIMIT)
        self.claimant = Text(claim.claimant, language, CLAIM_LIMIT)

    @property
    def document(self) -> list[str]:
        """All terms of the claim, as BM25 searches them."""
        parts = (*self.texts, self.summary, self.claimant)
        return [term for part in parts for term in part.terms]

    @cached_property
    def stated(self) -> frozenset[str]:
        """The terms of the texts that state the claim, each once."""
        return frozenset[str]().union(*(text.distinct for text in self.texts))

    @cached_property
    def distinct(self) -> frozenset[str]:
        """All terms, each once, those of summary and claimant too."""
        return frozenset(self.document)


@dataclass(frozen=True, slots=True)
class Features:
    """What is measured of a sentence and a claim; `ranking` says what each counts.

    Where a claim has several texts, each feature is that of the text for which it
    is best.

    Attributes:
        bm25: the BM25 score, in units of one rare term.
        shared: logarithm of one plus the mass of the shared terms.
        covered: share of a text's mass that the sentence has, kin half.
        stated: share of the shared mass that stands in the texts of the claim, and
            not only in its summary or claimant.
        kin: share of the claim's mass of which the sentence has only kin.
        grams: cosine of the character n-grams.
        substring: rapidfuzz's partial ratio: is one nearly a part of the other.
        numbers_missing: how many numbers of the claim the sentence lacks.
    """

    bm25: float
    shared: float
    covered: float
    stated: float
    kin: float
    grams: float
    substring: float
    numbers_missing: float


class Mass:
    """The mass of terms, each looked up once."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._known: dict[str, float] = {}

    def of(self, term: str) -> float:
        """Give the weight of one term, 0 to 1."""
        weight = self._known.get(term)
        if weight is None:
            weight = self._known[term] = self._weights.relative(term)
        return weight

    def sum(self, terms: Collection[str]) -> float:
        """Give the mass of some terms, the same for every order of them."""
        return math.fsum(map(self.of, terms))


def measure(sentence: Text, entry: Entry, bm25: float, mass: Mass) -> Features:
    """Measure what ``sentence`` and the claim of ``entry`` have in common.

    Args:
        sentence: the sentence, cut in the claim's language.
        entry: the claim.
        bm25: the BM25 score of the pair, in units of one rare term.
        mass: the weights of the collection.
    """
    # Imported here: the module that ranks is loaded where nothing is matched yet.
    from rapidfuzz import fuzz  # noqa: PLC0415

    shared = entry.distinct & sentence.distinct
    shared_mass = mass.sum(shared)
    texts = entry.texts
    return Features(
        bm25=bm25,
        shared=math.log1p(shared_mass),
        covered=max((_covered(sentence, text, mass) for text in texts), default=0.0),
        stated=mass.sum(shared & entry.stated) / (shared_mass or 1.0),
        kin=_kin_share(sentence, texts[0], mass) if texts else 0.0,
        grams=max((_cosine(sentence.grams, text.grams) for text in texts), default=0.0),
        substring=max(
            (fuzz.partial_ratio(sentence.plain, text.plain) / 100 for text in texts),
            default=0.0,
        ),
        numbers_missing=min(
            (float(len(text.numbers - sentence.numbers)) for text in texts),
            default=0.0,
        ),
    )


_SHRINK = 0.5
"""Added below shares, so that two words in two are less than ten in ten."""


def _covered(sentence: Text, text: Text, mass: Mass) -> float:
    shared = text.distinct & sentence.distinct
    kin = _kin(sentence, text.distinct - shared)
    whole = mass.sum(text.distinct) + _SHRINK
    return (mass.sum(shared) + mass.sum(kin) / 2) / whole


def _kin_share(sentence: Text, text: Text, mass: Mass) -> float:
    kin = _kin(sentence, text.distinct - sentence.distinct)
    return mass.sum(kin) / (mass.sum(text.distinct) + _SHRINK)


def _kin(sentence: Text, terms: Iterable[str]) -> list[str]:
    return [
        term
        for term in terms
        if len(term) >= KIN_LETTERS and term[:KIN_LETTERS] in sentence.kin
    ]


def _cosine(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return len(one & other) / math.sqrt(len(one) * len(other))

"""Sentences and claims as the ranking sees them: cut into terms, and what those weigh.

`measuring` says what a sentence and a claim have in common.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from factcheck.match.kept import kept
from factcheck.match.language.dating import ordinals
from factcheck.match.language.tokenising import (
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
        terms: its terms, in order.
        names: those of its terms that are written like names.
        source: what was said or written.
    """

    def __init__(
        self, terms: tuple[str, ...], names: frozenset[str], source: str
    ) -> None:
        self.terms = terms
        self.names = names
        self.source = source

    @classmethod
    def read(cls, source: str, language: str, limit: int) -> Text:
        """Cut a text into its terms.

        Args:
            source: what was said or written.
            language: tag of the language whose stems and function words count.
            limit: how many characters are read.
        """
        found = tokens(source, language, limit)
        terms = tuple(token.term for token in found)
        return cls(terms, frozenset(_names(found)), source)

    @kept
    def distinct(self) -> frozenset[str]:
        """The terms, each once."""
        return frozenset(self.terms)

    @kept
    def once(self) -> tuple[str, ...]:
        """The terms in order, each where it stands first."""
        return tuple(dict.fromkeys(self.terms))

    @kept
    def kin(self) -> frozenset[str]:
        """The beginnings of the terms that are long enough to have kin."""
        return frozenset(
            term[:KIN_LETTERS] for term in self.distinct if len(term) >= KIN_LETTERS
        )

    @kept
    def numbers(self) -> frozenset[str]:
        """The terms that are numbers."""
        return frozenset(term for term in self.distinct if term[0].isdecimal())

    @kept
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring terms."""
        return frozenset(pairwise(self.terms))

    @kept
    def follows(self) -> dict[str, set[str]]:
        """For each term those that stand right behind it."""
        found: dict[str, set[str]] = {}
        for one, other in pairwise(self.terms):
            found.setdefault(one, set()).add(other)
        return found

    @kept
    def joined(self) -> str:
        """The terms as one string, cut for the quadratic ratios."""
        return " ".join(self.terms)[:RATIO_LIMIT]

    @kept
    def plain(self) -> str:
        """The text in lower case, cut for the quadratic ratios."""
        return normalise(self.source, CLAIM_LIMIT).lower()[:RATIO_LIMIT]

    @kept
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
        claim: the claim.
        texts: the texts that state it, our wording first.
        title: the headline of our verdict.
        summary: our summary of what was found.
        claimant: who made the claim.
    """

    def __init__(
        self,
        claim: KnownClaim,
        texts: tuple[Text, ...],
        title: Text,
        summary: Text,
        claimant: Text,
    ) -> None:
        self.claim = claim
        self.texts = texts
        self.title = title
        self.summary = summary
        self.claimant = claimant

    @classmethod
    def read(cls, claim: KnownClaim) -> Entry:
        """Cut a claim; of its texts the first `TEXTS` are compared."""

        def read(source: str) -> Text:
            return Text.read(source, claim.language, CLAIM_LIMIT)

        return cls(
            claim,
            tuple(read(text) for text in claim.texts[:TEXTS]),
            read(claim.title),
            read(claim.summary),
            read(claim.claimant),
        )

    @property
    def parts(self) -> tuple[Text, ...]:
        """All texts of the claim: those that state it, title, summary, claimant."""
        return (*self.texts, self.title, self.summary, self.claimant)

    @property
    def document(self) -> list[str]:
        """All terms of the claim, as BM25 searches them."""
        return [term for part in self.parts for term in part.terms]

    @kept
    def stated(self) -> frozenset[str]:
        """The terms of the texts that state the claim, each once."""
        return frozenset[str]().union(*(text.distinct for text in self.texts))

    @kept
    def days(self) -> tuple[int, ...]:
        """The ordinals of its dates that are whole days."""
        return ordinals(self.claim.dates)

    @kept
    def own(self) -> frozenset[str]:
        """The terms of what states the claim, its title and claimant, each once."""
        return self.stated | self.title.distinct | self.claimant.distinct

    @kept
    def distinct(self) -> frozenset[str]:
        """All terms, each once, those of summary and claimant too."""
        return frozenset(self.document)


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

"""Why a sentence matches a claim: the words it rests on and the words it lacks.

Each shared word is given with its share: how much it weighs among all shared words.
A word weighs the more the fewer claims have it, so that *Gaziantep* tells more than
*said*. In writing without spaces a run of shared characters stands for a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factcheck.match.claims import SharedWord
from factcheck.match.features import KIN_LETTERS
from factcheck.match.language.tokenising import (
    CLAIM_LIMIT,
    SENTENCE_LIMIT,
    Token,
    is_unspaced,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from factcheck.match.features import Entry, Mass, Text

WORDS = 8
"""Words that an explanation names, at most."""

WEIGHTY = 0.5
"""A word of the claim that the sentence lacks is named from this weight on."""

_NOTHING = 1e-9


class Explanation(NamedTuple):
    """Why a sentence matches a claim.

    Attributes:
        shared: the sentence's own words that the claim has too, the weightiest
            first, each with its share of the weight of all of them.
        missing: weighty words of the claim that the sentence lacks, as they stand in
            the text of the claim that the sentence covers best; weightiest first.
    """

    shared: tuple[SharedWord, ...]
    missing: tuple[str, ...]


def explain(sentence: str, entry: Entry, mass: Mass) -> Explanation:
    """Say which words a match rests on, and which of the claim's it lacks.

    Args:
        sentence: the sentence as it was asked about.
        entry: the claim.
        mass: what terms weigh among the claims of its language.
    """
    language = entry.claim.language
    found = tokens(sentence, language, SENTENCE_LIMIT)
    here = {token.term for token in found}
    return Explanation(
        _shared(found, entry.distinct, mass), _missing(here, entry, mass)
    )


def _shared(
    found: list[Token], known: frozenset[str], mass: Mass
) -> tuple[SharedWord, ...]:
    terms = {token.term for token in found if token.term in known}
    whole = mass.sum(terms)
    if whole < _NOTHING:
        return ()
    weighed = _weighed(found, lambda term: term in terms, mass)
    return tuple(
        SharedWord(word, round(weight / whole, 4)) for word, weight in weighed[:WORDS]
    )


def _missing(here: set[str], entry: Entry, mass: Mass) -> tuple[str, ...]:
    """Give weighty words that the sentence lacks of the text that it covers best.

    A word of which the sentence has kin (Azerbaijan, Azerbaijani) is not missing.
    """
    kin = {term[:KIN_LETTERS] for term in here if len(term) >= KIN_LETTERS}

    def lacks(term: str) -> bool:
        return (
            term not in here
            and term[:KIN_LETTERS] not in kin
            and mass.of(term) >= WEIGHTY
        )

    def covered(text: Text) -> float:
        return mass.sum(text.distinct & here) / (mass.sum(text.distinct) or 1.0)

    if not entry.texts:
        return ()
    best = max(entry.texts, key=covered)
    found = tokens(best.source, entry.claim.language, CLAIM_LIMIT)
    return tuple(word for word, _ in _weighed(found, lacks, mass)[:WORDS])


def _weighed(
    found: Iterable[Token], wanted: Callable[[str], bool], mass: Mass
) -> list[tuple[str, float]]:
    """Give the wanted words of a text with their weights, the weightiest first."""
    weights: dict[str, float] = {}
    seen: set[str] = set()
    for word, terms in _words(found, wanted):
        new = set(terms) - seen
        seen |= new
        if new:
            weights[word] = weights.get(word, 0.0) + mass.sum(new)
    return sorted(weights.items(), key=lambda item: (-item[1], item[0]))


def _words(
    found: Iterable[Token], wanted: Callable[[str], bool]
) -> Iterator[tuple[str, list[str]]]:
    """Give the wanted words of a text, each with its terms.

    Pairs of characters that follow each other in one run are one word.
    """
    run, surface = "", ""
    terms: list[str] = []
    for token in found:
        if not wanted(token.term):
            surface = ""
        elif not is_unspaced(token.surface):
            yield token.surface, [token.term]
        elif token.surface == surface and token.term[0] == run[-1]:
            run, terms = run + token.term[1:], [*terms, token.term]
            continue
        else:
            if run:
                yield run, terms
            run, terms, surface = token.term, [token.term], token.surface
    if run:
        yield run, terms

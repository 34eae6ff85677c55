"""Why a sentence matches a claim: the words it rests on and the words it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.match.features import KIN_LETTERS, Entry, Mass
from factcheck.match.tokenising import CLAIM_LIMIT, SENTENCE_LIMIT, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS = 8
"""Words that an explanation names, at most."""

WEIGHTY = 0.5
"""A word of the claim that the sentence lacks is named from this weight on."""


def words_shared(sentence: str, entry: Entry, mass: Mass) -> tuple[str, ...]:
    """Give the sentence's own words that the claim has too, the weightiest first."""
    found = tokens(sentence, entry.claim.language, SENTENCE_LIMIT)
    return _weightiest((token for token in found if token.term in entry.distinct), mass)


def missing_words(sentence: str, entry: Entry, mass: Mass) -> tuple[str, ...]:
    """Give weighty words of our wording of the claim that the sentence lacks.

    A word of which the sentence has kin (Azerbaijan, Azerbaijani) is not missing.
    """
    language = entry.claim.language
    here = {token.term for token in tokens(sentence, language, SENTENCE_LIMIT)}
    kin = {term[:KIN_LETTERS] for term in here if len(term) >= KIN_LETTERS}
    absent = (
        token
        for token in tokens(entry.claim.claim, language, CLAIM_LIMIT)
        if token.term not in here
        and token.term[:KIN_LETTERS] not in kin
        and mass.of(token.term) >= WEIGHTY
    )
    return _weightiest(absent, mass)


def _weightiest(found: Iterable[Token], mass: Mass) -> tuple[str, ...]:
    """Give the words of the weightiest terms, each once, as they stand in the text."""
    surfaces: dict[str, str] = {}
    for token in found:
        surfaces.setdefault(token.term, token.surface)
    ordered = sorted(surfaces, key=lambda term: (-mass.of(term), term))
    words = dict.fromkeys(surfaces[term] for term in ordered)
    return tuple(words)[:WORDS]

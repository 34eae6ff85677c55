"""Claims that say nearly the same: what `open` asks before it opens another check.

Likeness is symmetric, other than the score of a match: a sentence repeats a claim
that it contains, but two claims are alike only when neither says much more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.match import ranking
from factcheck.match.claims import Match, band_of
from factcheck.match.differences import Statement, compare
from factcheck.match.explanation import explain
from factcheck.match.features import KIN_LETTERS, Mass, Text

if TYPE_CHECKING:
    from factcheck.match.index import Candidate, Index

NEARLY_SAME = 0.45
"""From this likeness on a claim is worth a look before another one is opened."""

_KIN = 0.75
_CHARACTERS = 0.25
_DIGITS = 4


def near_duplicates(
    index: Index,
    text: str,
    *,
    language: str = "en",
    limit: int = 5,
    threshold: float = NEARLY_SAME,
) -> list[Match]:
    """Give the known claims that say nearly the same as ``text``, the likest first.

    A claim with the very words is always among them, with 1.0 as score. In each
    `Match` the score is the likeness, 0 to 1, of ``text`` and the likest of our
    wording, the words as said and the other wordings: for three quarters the mass of
    the terms that both have (twice that mass by the sum of both), for one quarter
    rapidfuzz's ratio of the sorted terms. Where a number, a date, a name or a negation
    differs, the likeness is kept below 0.9.

    Args:
        index: the known claims.
        text: the claim that somebody is about to open.
        language: its language tag.
        limit: how many claims at most.
        threshold: the least likeness.
    """
    statement = Statement(text, language)
    found: list[Match] = []
    for candidate in index.candidates(text):
        likeness = (
            1.0 if index.states(candidate.entry.claim, text) else _best(candidate)
        )
        if likeness < threshold:
            continue
        claim = candidate.entry.claim
        compared = compare(statement, claim)
        doubtful = bool(compared.warnings or compared.unread)
        score = round(ranking.capped(likeness) if doubtful else likeness, _DIGITS)
        if score < threshold:
            continue
        why = explain(text, candidate.entry, candidate.mass)
        found.append(
            Match(
                claim_id=claim.id,
                score=score,
                band=band_of(score),
                shared=why.shared,
                missing=why.missing,
                warnings=compared.warnings,
                unread=compared.unread,
            )
        )
    found.sort(key=lambda match: (-match.score, match.claim_id))
    return found[:limit]


def _best(candidate: Candidate) -> float:
    """Give the likeness of the text and the likest text of the claim."""
    return max(
        (
            likeness(candidate.sentence, text, candidate.mass)
            for text in candidate.entry.texts
        ),
        default=0.0,
    )


def likeness(one: Text, other: Text, mass: Mass) -> float:
    """Give how alike two texts are, 0 to 1, the same in both directions."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded when first needed

    whole = mass.sum(one.distinct) + mass.sum(other.distinct)
    if not whole:
        return 0.0
    shared = 2 * mass.sum(one.distinct & other.distinct)
    kin = _kin_mass(one, other, mass) + _kin_mass(other, one, mass)
    characters = fuzz.token_sort_ratio(one.joined, other.joined) / 100
    terms = min(1.0, (shared + _KIN * kin) / whole)
    return (1 - _CHARACTERS) * terms + _CHARACTERS * characters


def _kin_mass(one: Text, other: Text, mass: Mass) -> float:
    """Give the mass of the terms of ``one`` of which ``other`` has only kin."""
    return mass.sum(
        [
            term
            for term in one.distinct - other.distinct
            if len(term) >= KIN_LETTERS and term[:KIN_LETTERS] in other.kin
        ]
    )

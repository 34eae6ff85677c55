"""From what is measured to one score: how likely the sentence repeats the claim.

Two steps. `strength` adds the features up, each times what it counts: it orders the
candidates of one sentence. `likelihood` asks how far a candidate stands out from the
field, the candidates that follow behind the first five: where the right claim is
missing the best of the rest does not stand out. The margin to the second would tell
as much, but a sentence may well repeat two claims.

The coefficients were fitted by logistic regression (strength: a conditional one,
over the candidates of each sentence) on public sentences with known claims, with the
right claim present and taken out, in collections of 20, 200 and over 10,000 claims.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.match.features import Features

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What each measured thing counts; the features' names are those of `Features`.

    Attributes:
        strength: for each feature what one unit of it adds to the strength.
        stands_out: what one unit of strength above the field adds to the logit.
        size: what each factor of ten in the number of claims adds: among many, a
            claim that stands out does so for a reason.
        constant: the logit where all is nothing.
        field_floor: a field weaker than this is taken to be this strong: in a small
            ledger nothing may follow behind, which proves nothing.
    """

    strength: Features
    stands_out: float
    size: float
    constant: float
    field_floor: float


COEFFICIENTS = Coefficients(
    strength=Features(
        bm25=5.13,
        shared=0.59,
        covered=1.70,
        stated=0.0,  # `likelihood` looks at it
        kin=12.33,
        grams=1.98,
        substring=5.11,
        numbers_missing=-0.30,
    ),
    stands_out=0.489,
    size=0.443,
    constant=-4.798,
    field_floor=4.5,
)

_FIELD = slice(5, 15)
_STATED = 0.6
_VERBATIM_DOUBT = 0.55
_CAP_FROM = 0.88
_CAP_TO = 0.8999


def strength(features: Features) -> float:
    """Add up what the features count: orders the candidates of one sentence."""
    counts = COEFFICIENTS.strength
    return (
        counts.bm25 * features.bm25
        + counts.shared * features.shared
        + counts.covered * features.covered
        + counts.stated * features.stated
        + counts.kin * features.kin
        + counts.grams * features.grams
        + counts.substring * features.substring
        + counts.numbers_missing * features.numbers_missing
    )


def field(strengths: Sequence[float]) -> float:
    """Give how strong the candidates are that follow behind the first five.

    Args:
        strengths: of all candidates of a sentence, in any order.
    """
    behind = sorted(strengths, reverse=True)[_FIELD]
    mean = math.fsum(behind) / len(behind) if behind else -math.inf
    return max(mean, COEFFICIENTS.field_floor)


def likelihood(features: Features, behind: float, claims: int) -> float:
    """Give how likely it is, 0 to 1, that the sentence repeats the claim.

    What a sentence shares with the summary of a claim, which tells of the evidence
    and its figures, and not with the claim itself, makes no repetition: the less of
    the shared words the claim has, the less likely.

    Args:
        features: what the two have in common.
        behind: the strength of the field.
        claims: how many claims the collection has.
    """
    logit = (
        COEFFICIENTS.stands_out * (strength(features) - behind)
        + COEFFICIENTS.size * math.log10(1 + claims)
        + COEFFICIENTS.constant
    )
    score = 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))
    return score if features.stated >= _STATED else score * features.stated / _STATED


def verbatim(mass: float) -> float:
    """Give the least score of a sentence that has a text of the claim word for word.

    Args:
        mass: the mass of that text's terms; four rare words in a row are hardly
            chance, one or two may well be.
    """
    return 1 - float(_VERBATIM_DOUBT**mass)


def capped(score: float) -> float:
    """Press a score below the band *repeats*, keeping the order."""
    if score <= _CAP_FROM:
        return score
    share = (score - _CAP_FROM) / (1 - _CAP_FROM)
    return _CAP_FROM + share * (_CAP_TO - _CAP_FROM)

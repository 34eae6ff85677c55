"""From what is measured to an order, and to how likely each match is.

Three logistic regressions, whose coefficients stand in ``model.json`` and come from
``benchmarks/train_match.py``. The first two are conditional ones over the candidates
of a sentence. A glance at each chooses the `DEPTH` likely ones; all features of these
add up to a *strength*, which orders them and means nothing beyond its sentence. The
third asks how far a candidate stands out from those behind it, and what it shares: it
was trained with the right claim present and taken out, in collections of many sizes,
and gives a probability.
"""

from __future__ import annotations

import heapq
import json
import math
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from factcheck.match.claims import LIKELY
from factcheck.match.measuring import FEATURES, Asked, glance, look_closely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.match.features import Entry, Mass, Text
    from factcheck.match.measuring import Glance

DEPTH = 20
"""So many candidates are looked at closely. Of the right claims that BM25 finds, a
glance keeps all but one in a hundred among them."""

_RUN = 3
_STATED = 0.5
_SHARED_AT = FEATURES.index("shared")
_STATED_AT = FEATURES.index("stated")
_VERBATIM_DOUBT = 0.55
_CAP_FROM = 0.88
_CAP_TO = 0.8999
_LARGEST_LOGIT = 50.0


class Signs(NamedTuple):
    """What the probability of a match rests on.

    Attributes:
        strength: of the candidate.
        above_next: how much stronger it is than the next behind it.
        above_field: how much stronger than the mean of the ten behind it.
        below_first: how much weaker it is than the best of all.
        claims: decimal logarithm of the number of known claims.
        dated: 1 where the days between sentence and claim are known.
        features: as measured, in the order of `FEATURES`, then the cosines of meaning
            where the extra ``semantic`` gives them.
    """

    strength: float
    above_next: float
    above_field: float
    below_first: float
    claims: float
    dated: float
    features: tuple[float, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """All of them in a row, in the order of the model's coefficients."""
        return (*self[:6], *self.features)


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients, as ``model.json`` has them.

    Attributes:
        name: says which training it comes from.
        glance: what one unit of each feature of `Glance` adds, then of the cosines
            of meaning.
        strength: the same of all `FEATURES`, then of the cosines.
        floor: a place behind a candidate that nobody takes is taken to be this
            strong: in a small ledger nothing may follow, which proves nothing.
        sure: what one unit of each of `Signs` adds to the logit of the probability.
        constant: the logit where all is nothing.
        alarms: pairs of a threshold and the share of sentences without a known claim
            that had a match at it in training, thresholds rising.
    """

    name: str
    glance: tuple[float, ...]
    strength: tuple[float, ...]
    floor: float
    sure: tuple[float, ...]
    constant: float
    alarms: tuple[tuple[float, float], ...]

    def probability(self, signs: Signs) -> float:
        """Give how likely a candidate with these signs is right, 0 to 1."""
        logit = self.constant + _sum(self.sure, signs.values)
        return 1 / (1 + math.exp(-max(-_LARGEST_LOGIT, min(_LARGEST_LOGIT, logit))))


@cache
def model(*, semantic: bool = False) -> Model:
    """Give the shipped coefficients.

    Args:
        semantic: those that know the cosines of meaning too.
    """
    stored = json.loads(Path(__file__).with_name("model.json").read_text("utf-8"))
    chosen = stored["semantic" if semantic else "lexical"]
    return Model(
        name=stored["name"] + ("+semantic" if semantic else ""),
        glance=tuple(chosen["glance"].values()),
        strength=tuple(chosen["strength"].values()),
        floor=chosen["floor"],
        sure=tuple(chosen["sure"].values()),
        constant=chosen["constant"],
        alarms=tuple((at, share) for at, share in chosen["alarms"]),
    )


def expected_alarms(threshold: float, *, semantic: bool = False) -> float:
    """Give the share of sentences without a known claim that have a match all the same.

    Args:
        threshold: the least score, 0 to 1.
        semantic: whether the extra ``semantic`` takes part.

    Returns:
        The share, 0 to 1, among posts and statements of the kind that fact-checkers
        look at, as measured in training; everyday sentences raise fewer.
    """
    known = model(semantic=semantic).alarms
    below = max((one for one in known if one[0] <= threshold), default=(0.0, 1.0))
    above = min((one for one in known if one[0] >= threshold), default=(1.0, 0.0))
    if above[0] == below[0]:
        return below[1]
    way = (threshold - below[0]) / (above[0] - below[0])
    return below[1] + way * (above[1] - below[1])


@dataclass(frozen=True, slots=True)
class Ranked:
    """A claim that shares something with a sentence.

    Attributes:
        entry: the claim.
        strength: orders the claims of one sentence; means nothing beyond it.
        probability: how likely the sentence repeats the claim, before any
            difference is looked at.
        standing: the same, but never more than that of a stronger claim: it orders
            claims of several languages.
    """

    entry: Entry
    strength: float
    probability: float
    standing: float


class Measured(NamedTuple):
    """A candidate, all that is measured of it, and what that adds up to."""

    entry: Entry
    features: tuple[float, ...]
    strength: float


def rank(
    text: Text,
    candidates: Sequence[tuple[Entry, float]],
    mass: Mass,
    *,
    language: str = "en",
    claims: int,
    said: int | None = None,
    similar: Sequence[tuple[float, ...]] | None = None,
) -> list[Ranked]:
    """Order the candidates of one sentence and say how sure each is.

    Args:
        text: the sentence, cut in the language of the candidates.
        candidates: claims of one language, each with its BM25 score in units of one
            rare term, in any order.
        mass: the weights of their collection.
        language: primary language of the candidates.
        claims: how many claims are known in all languages.
        said: ordinal day of the sentence, where that is known.
        similar: for each candidate its cosines of meaning with the sentence.

    Returns:
        The `DEPTH` best candidates, strongest first; equal ones in the order of their
        ids. A later one is not likelier than an earlier one, unless it is likely and
        the earlier one is not: then the order was in error, not the likelihood.
    """
    chosen = model(semantic=similar is not None)
    asked = Asked(text, language, mass, said)
    measured = measured_best(asked, candidates, chosen, similar)
    ranked: list[Ranked] = []
    ceiling = 1.0
    for place, one in enumerate(measured):
        own = chosen.probability(signs(measured, place, chosen, asked, claims))
        likely = own >= LIKELY > ceiling
        ceiling = min(ceiling, own)
        word_for_word = _word_for_word(asked, one.entry)
        stated = _stated(one)
        standing = max(ceiling * stated, word_for_word)
        sure = max(own * stated, word_for_word) if likely else standing
        ranked.append(Ranked(one.entry, one.strength, sure, standing))
    return ranked


def _stated(one: Measured) -> float:
    """Give what is left of a probability that rests on words of our summary, 0 to 1.

    What a sentence shares with the summary of a claim, which tells of the evidence and
    its figures, and not with the claim itself, makes no repetition. The collections
    that the model learned from have summaries of another kind.
    """
    if not one.features[_SHARED_AT]:
        return 1.0
    return min(1.0, one.features[_STATED_AT] / _STATED)


def measured_best(
    asked: Asked,
    candidates: Sequence[tuple[Entry, float]],
    chosen: Model,
    similar: Sequence[tuple[float, ...]] | None = None,
) -> list[Measured]:
    """Choose the `DEPTH` likely candidates, measure them; strongest first."""
    cosines = similar if similar is not None else [()] * len(candidates)
    seen: list[tuple[float, str, int, Entry, Glance, tuple[float, ...]]] = []
    for (entry, bm25), near in zip(candidates, cosines, strict=True):
        look = glance(asked, entry, bm25)
        strength = _sum(chosen.glance, (*look, *near))
        seen.append((-strength, entry.claim.id, len(seen), entry, look, near))
    found = []
    for *_, entry, look, near in heapq.nsmallest(DEPTH, seen):
        features = (*look, *look_closely(asked, entry), *near)
        found.append(Measured(entry, features, _sum(chosen.strength, features)))
    return sorted(found, key=lambda one: (-one.strength, one.entry.claim.id))


def _sum(counts: Sequence[float], features: Sequence[float]) -> float:
    return math.fsum(map(mul, counts, features))


def signs(
    measured: Sequence[Measured], place: int, chosen: Model, asked: Asked, claims: int
) -> Signs:
    """Give what the probability of one candidate rests on.

    Args:
        measured: the candidates of a sentence, strongest first.
        place: which of them, 0 for the first.
        chosen: the model.
        asked: the sentence.
        claims: how many claims are known.
    """
    one = measured[place]
    behind = [other.strength for other in measured[place + 1 : place + 11]]
    behind += [chosen.floor] * (10 - len(behind))
    behind = [max(chosen.floor, strength) for strength in behind]
    own = max(chosen.floor, one.strength)
    return Signs(
        own,
        own - behind[0],
        own - math.fsum(behind) / len(behind),
        max(chosen.floor, measured[0].strength) - own,
        math.log10(1 + claims),
        float(asked.said is not None and bool(one.entry.days)),
        one.features,
    )


def _word_for_word(asked: Asked, entry: Entry) -> float:
    """Give the least score if the sentence has a whole text of the claim in a row."""
    sentence = asked.text
    runs = [
        text
        for text in entry.texts
        if len(text.terms) >= _RUN
        and text.distinct <= sentence.distinct
        and text.pairs <= sentence.pairs
    ]
    masses = (asked.mass.sum(run.distinct) for run in runs)
    return max(map(verbatim, masses), default=0.0)


def verbatim(mass: float) -> float:
    """Give the least score of a sentence that has a text of the claim word for word.

    Args:
        mass: the mass of that text's terms; four rare words in a row are hardly
            chance, one or two may well be.
    """
    return float(1 - _VERBATIM_DOUBT**mass)


def capped(score: float) -> float:
    """Press a score below the band *repeats*, keeping the order."""
    if score <= _CAP_FROM:
        return score
    share = (score - _CAP_FROM) / (1 - _CAP_FROM)
    return _CAP_FROM + share * (_CAP_TO - _CAP_FROM)

"""What a sentence and a claim have in common, as numbers.

A term weighs what `factcheck.match.weights` says; the *mass* of some terms is the sum
of their weights, so 1 is about one rare word. *Kin* are two terms that begin alike
(Azerbaijan, Azerbaijani); *related* are two that go together in claims at large
(`background`: gun, firearm).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from factcheck.match.features import KIN_LETTERS
from factcheck.match.language.background import background
from factcheck.match.language.dating import apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factcheck.match.features import Entry, Mass, Text

_SHRINK = 0.5
"""Added below shares, so that two words in two are less than ten in ten."""

_SAME_NEWS = (4, 20, 90)
"""Days: the same news, the same weeks, the same season."""

_LONG_AGO = 8.0
"""What the logarithm of the days apart is divided by: eight years give about 1."""


class Glance(NamedTuple):
    """What is seen at once of a sentence and a claim: enough to choose the likely ones.

    Attributes:
        bm25: the BM25 score, in units of one rare term.
        shared: logarithm of one plus the mass of the shared terms, those of our
            summary left out, here and below: it tells of the evidence too.
        covered_sentence: share of the sentence's mass that the claim has.
        rarest: weight of the rarest shared term.
        rare: weight of the three rarest shared terms.
        claimant: mass of the claimant's name that the sentence has.
        claim_length, title_length, length: logarithm of one plus the number of terms.
        prolific: how common the claimant's name is among the claims, 0 to 1.
        days: logarithm of the days between sentence and claim, 0 where unknown.
        same_news, same_weeks, same_season: 1 where they are no further apart.
    """

    bm25: float
    shared: float
    covered_sentence: float
    rarest: float
    rare: float
    claimant: float
    claim_length: float
    title_length: float
    length: float
    prolific: float
    days: float
    same_news: float
    same_weeks: float
    same_season: float


class Closely(NamedTuple):
    """What is measured of the likely ones.

    Where a claim has several texts, each feature is that of the text for which it
    is best.

    Attributes:
        covered_claim: share of a text's mass that the sentence has, kin half.
        covered_title, covered_summary: the same of our headline and our summary.
        related_claim, related_title: share of the mass that the sentence has, a
            related term counting as much as it is near.
        related_sentence: share of the sentence's mass of which the claim lacks the
            term and has a related one.
        related: mass of the claim's terms of which the sentence has a related one.
        kin: mass of the claim's terms of which the sentence has only kin.
        runs: logarithm of one plus the number of neighbouring terms in common.
        run_mass: mass of these terms.
        grams: cosine of the character n-grams with the claim.
        substring: rapidfuzz's partial ratio: is one nearly a part of the other.
        numbers_missing: how many numbers of the claim the sentence lacks.
        stated: share of the shared mass that stands elsewhere than in the summary
            alone.
    """

    covered_claim: float
    covered_title: float
    covered_summary: float
    related_claim: float
    related_title: float
    related_sentence: float
    related: float
    kin: float
    runs: float
    run_mass: float
    grams: float
    substring: float
    numbers_missing: float
    stated: float


FEATURES = (*Glance._fields, *Closely._fields)
"""The names of all features, in the order of the model's coefficients."""


class Asked:
    """A sentence, made ready to be measured against many claims.

    Args:
        text: the sentence, cut in the claims' language.
        language: primary language of the claims.
        mass: what terms weigh among the claims.
        said: ordinal day of the sentence, if that is known.
    """

    def __init__(
        self, text: Text, language: str, mass: Mass, said: int | None = None
    ) -> None:
        self.text = text
        self.mass = mass
        self.said = said
        self.whole = mass.sum(text.distinct) + _SHRINK
        self._terms = sorted(text.distinct)
        self._background = background(language)
        self.near: dict[str, float] = {}
        for term in self._terms:
            for other, cosine in self._background.near(term):
                if cosine > self.near.get(other, 0.0):
                    self.near[other] = cosine

    def related_share(self, others: frozenset[str]) -> float:
        """Give the share of the sentence's mass that others have in related terms."""
        found = 0.0
        for term in self._terms:
            if term not in others:
                for other, cosine in self._background.near(term):
                    if other in others:
                        found += self.mass.of(term) * cosine
                        break
        return found / self.whole


class _Cover(NamedTuple):
    """How much of one text of a claim the sentence has.

    Attributes:
        shared, kin, related: masses: of the terms in common, of those of which the
            sentence has kin (and not the term), and of related ones by nearness.
        whole: mass of all its terms, and a little.
    """

    shared: float = 0.0
    kin: float = 0.0
    related: float = 0.0
    whole: float = _SHRINK

    @property
    def share(self) -> float:
        """Give the covered share, kin half."""
        return (self.shared + self.kin / 2) / self.whole

    @property
    def related_share(self) -> float:
        """Give the covered share, related terms by nearness."""
        return (self.shared + self.related) / self.whole


def _cover(asked: Asked, text: Text) -> _Cover:
    of, mine, kin, near = (
        asked.mass.of,
        asked.text.distinct,
        asked.text.kin,
        asked.near,
    )
    shared = begun = related = whole = 0.0
    # In the order of the text: sums of floats depend on it, and sets have none.
    for term in text.once:
        weight = of(term)
        whole += weight
        if term in mine:
            shared += weight
            continue
        if term in near:
            related += weight * near[term]
        if len(term) >= KIN_LETTERS and term[:KIN_LETTERS] in kin:
            begun += weight
    return _Cover(shared, begun, related, whole + _SHRINK)


def glance(asked: Asked, entry: Entry, bm25: float) -> Glance:
    """See what a sentence and a claim have in common at once.

    Args:
        asked: the sentence.
        entry: the claim.
        bm25: the BM25 score of the pair, in units of one rare term.
    """
    text, mass = asked.text, asked.mass
    weights = sorted(map(mass.of, entry.own & text.distinct), reverse=True)
    shared = math.fsum(weights)
    days = apart(asked.said, entry.days)
    news, weeks, season = (
        0.0 if days is None else float(days <= most) for most in _SAME_NEWS
    )
    return Glance(
        bm25,
        math.log1p(shared),
        shared / asked.whole,
        weights[0] if weights else 0.0,
        sum(weights[:3]),
        mass.sum(text.distinct & entry.claimant.distinct),
        math.log1p(len(entry.texts[0].distinct) if entry.texts else 0),
        math.log1p(len(entry.title.distinct)),
        math.log1p(len(entry.distinct)),
        _prolific(entry, mass),
        0.0 if days is None else math.log1p(days) / _LONG_AGO,
        news,
        weeks,
        season,
    )


def look_closely(asked: Asked, entry: Entry) -> Closely:
    """Measure what `glance` leaves out.

    Args:
        asked: the sentence.
        entry: the claim.
    """
    # Imported here: the module that ranks is loaded where nothing is matched yet.
    from rapidfuzz import fuzz  # noqa: PLC0415

    text, mass, texts = asked.text, asked.mass, entry.texts
    covers = [_cover(asked, one) for one in texts] or [_Cover()]
    title, summary = _cover(asked, entry.title), _cover(asked, entry.summary)
    runs = _runs(text, (*texts, entry.title))
    common = entry.distinct & text.distinct
    ratios = (fuzz.partial_ratio(text.plain, one.plain) for one in texts)
    numbers = (len(one.numbers - text.numbers) for one in texts)
    return Closely(
        max(cover.share for cover in covers),
        title.share,
        summary.share,
        max(cover.related_share for cover in covers),
        title.related_share,
        asked.related_share(entry.own),
        max(cover.related for cover in covers) + title.related,
        max(cover.kin for cover in covers) + title.kin,
        math.log1p(len(runs)),
        math.fsum(mass.of(term) for run in runs for term in run),
        max((_cosine(text.grams, one.grams) for one in texts), default=0.0),
        max(ratios, default=0.0) / 100,
        float(min(numbers, default=0)),
        mass.sum(common & entry.own) / (mass.sum(common) or 1.0),
    )


def _runs(sentence: Text, others: Iterable[Text]) -> set[tuple[str, str]]:
    """Give the neighbouring terms that the sentence has too.

    Looked for one by one: to make a set of each claim's neighbours costs more.
    """
    follows = sentence.follows
    return {
        (one, other)
        for text in others
        for one, other in pairwise(text.terms)
        if one in follows and other in follows[one]
    }


def _prolific(entry: Entry, mass: Mass) -> float:
    return 1.0 - max(map(mass.of, entry.claimant.once), default=1.0)


def _cosine(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return len(one & other) / math.sqrt(len(one) * len(other))

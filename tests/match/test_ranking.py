"""Weights, strength and probability."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.match import ranking
from factcheck.match.claims import KnownClaim
from factcheck.match.features import Entry, Mass, Text
from factcheck.match.language.background import background
from factcheck.match.measuring import FEATURES, Asked, Glance, look_closely
from factcheck.match.weights import Weights

SUBJECTS = ["gaziantep", "azerbaijan", "turkey", "recruits", "salary", "border"]
VERBS = ["sent", "paid", "denied", "filmed", "destroyed", "recruited"]

sentences = st.lists(
    st.sampled_from([*SUBJECTS, *VERBS, "300", "soldiers"]), min_size=3, max_size=12
).map(" ".join)


def mass() -> Mass:
    """Give weights of a small ledger."""
    return Mass(Weights(dict.fromkeys(SUBJECTS, 2), 20, "en"))


def asked(sentence: str) -> Asked:
    """Make a sentence ready."""
    return Asked(Text.read(sentence, "en", 2000), "en", mass())


def entries(claims: list[str]) -> list[tuple[Entry, float]]:
    """Cut claims; their BM25 score falls from the first to the last."""
    return [
        (Entry.read(KnownClaim(id=f"{number:03}", claim=claim)), 3 / (1 + number))
        for number, claim in enumerate(claims)
    ]


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    """In a small ledger too, where every word is rare."""
    weights = Weights({"gaziantep": 1, "said": 1, "turkey": 9}, 20, "en")
    ordered = [weights.relative(term) for term in ("gaziantep", "turkey", "said")]

    assert ordered == sorted(ordered, reverse=True)
    assert all(0 < weight <= 1 for weight in ordered)


def test_common_words_are_known_for_english_only() -> None:
    """A word that English uses all the time may be rare elsewhere."""
    assert Weights({}, 20, "de").relative("said") == 1.0
    assert Weights({}, 20, "en").relative("said") < 1.0


def test_words_that_go_together_are_known() -> None:
    """What claims say together is related, the nearest first; names of none are not."""
    near = [term for term, _ in background("en").near("gun")]
    cosines = [cosine for _, cosine in background("en").near("gun")]

    assert "firearm" in near
    assert cosines == sorted(cosines, reverse=True)
    assert background("en").near("xyzzy") == ()
    assert background("sw").near("gun") == ()


def test_a_related_word_counts_though_it_is_another() -> None:
    """A sentence on firearms is nearer to a claim on guns than one on schools."""
    claim, _ = entries(["Every gun sale needs a permit"])[0]
    near, far = (
        look_closely(asked(f"each {thing} needs a permit when sold"), claim)
        for thing in ("firearm", "school")
    )

    assert near.covered_claim == pytest.approx(far.covered_claim)
    assert near.related_claim > far.related_claim


def test_the_shipped_model_has_a_coefficient_for_everything_measured() -> None:
    """None is missing, none is left over, in all three regressions."""
    model = ranking.model()
    stands = [name for name in ranking.Signs._fields if name != "features"]

    assert len(model.glance) == len(Glance._fields)
    assert len(model.strength) == len(FEATURES)
    assert len(model.sure) == len(stands) + len(FEATURES)


@given(sentences, st.lists(sentences, min_size=1, max_size=40))
def test_a_later_candidate_never_stands_better(
    sentence: str, claims: list[str]
) -> None:
    """What stands behind may be likelier only where the first is not likely."""
    text = Text.read(sentence, "en", 2000)
    ranked = ranking.rank(text, entries(claims), mass(), claims=len(claims))
    strengths = [one.strength for one in ranked]

    assert strengths == sorted(strengths, reverse=True)
    assert all(0.0 <= one.standing <= one.probability <= 1.0 for one in ranked)
    assert all(one.standing == one.probability for one in ranked[:1])
    assert len(ranked) == min(ranking.DEPTH, len(claims))


@given(sentences, st.lists(sentences, min_size=1, max_size=60), st.randoms())
def test_the_order_of_the_candidates_does_not_matter(
    sentence: str, claims: list[str], chance: Random
) -> None:
    """Equal ones are settled by their ids, also where only some are looked at."""
    candidates = entries(claims)
    mixed = chance.sample(candidates, len(candidates))
    one, other = (
        ranking.measured_best(asked(sentence), these, ranking.model())
        for these in (candidates, mixed)
    )

    assert [(found.entry.claim.id, found.strength) for found in one] == [
        (found.entry.claim.id, found.strength) for found in other
    ]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_raises_fewer_alarms(one: float, other: float) -> None:
    """The expected share of false alarms falls from 1 to 0."""
    low, high = sorted((one, other))

    assert ranking.expected_alarms(0.0) == 1.0
    assert ranking.expected_alarms(1.0) == 0.0
    assert ranking.expected_alarms(low) >= ranking.expected_alarms(high)


def test_the_cap_keeps_the_order() -> None:
    """Whatever is capped stays below the band *repeats* and above what was below it."""
    scores = [step / 1000 for step in range(1001)]
    capped = [ranking.capped(score) for score in scores]

    assert all(low < high for low, high in pairwise(capped))
    assert capped[880] == 0.88
    assert capped[-1] < 0.9


def test_longer_verbatim_repetition_is_surer() -> None:
    """One word proves nothing, five rare ones in a row prove it."""
    assert ranking.verbatim(0.0) == 0.0
    assert (
        ranking.verbatim(1.0)
        < 0.5
        < ranking.verbatim(3.0)
        < ranking.verbatim(6.0)
        < 1.0
    )

"""Weights, the inverted list and the score."""

from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.match import ranking
from factcheck.match.features import Features
from factcheck.match.postings import K1, B, Postings
from factcheck.match.weights import Weights

NOTHING = Features(*(0.0 for _ in fields(Features)))


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    """In a small ledger too, where every word is rare."""
    weights = Weights({"gaziantep": 1, "said": 1, "turkey": 9}, 20, "en")
    ordered = [weights.relative(term) for term in ("gaziantep", "turkey", "said")]

    assert ordered == sorted(ordered, reverse=True)
    assert weights.relative("gaziantep") == 1.0
    assert all(0 < weight <= 1 for weight in ordered)


def test_common_words_are_known_for_english_only() -> None:
    """A word that English uses all the time may be rare elsewhere."""
    assert Weights({}, 20, "de").relative("said") == 1.0
    assert Weights({}, 20, "en").relative("said") < 1.0


def test_bm25_is_the_published_formula() -> None:
    """The score of one document, computed by hand."""
    documents = [
        ["wolf", "wolf", "sheep"],
        ["lake"],
        ["wolf", "lake", "tower", "bridge"],
    ]
    postings = Postings(documents, "xx")
    average = 8 / 3
    norm = K1 * (1 - B + B * 3 / average)
    expected = postings.weights.raw("wolf") * 2 * (K1 + 1) / (2 + norm)

    found = dict(postings.search(["wolf", "wolf"], 5))

    assert found[0] == pytest.approx(expected)
    assert set(found) == {0, 2}


def test_equal_documents_come_in_their_order() -> None:
    """Ties are settled by the document's place, and the limit cuts after it."""
    postings = Postings([["wolf"], ["wolf"], ["wolf"]], "en")

    assert [number for number, _ in postings.search(["wolf"], 2)] == [0, 1]
    assert postings.search(["bear"], 2) == []


@given(st.lists(st.floats(-100, 100), max_size=60))
def test_the_field_is_what_follows_behind(strengths: list[float]) -> None:
    """It is never stronger than the sixth, but for the floor, and has no order."""
    behind = ranking.field(strengths)
    sixth = sorted(strengths, reverse=True)[5:6]

    assert behind == pytest.approx(ranking.field(strengths[::-1]))
    assert behind <= max([ranking.COEFFICIENTS.field_floor, *sixth]) + 1e-9


def test_more_in_common_is_more_likely() -> None:
    """A stronger pair, a weaker field and a larger collection raise the likelihood."""
    strong = replace(NOTHING, bm25=2.0, covered=0.9, grams=0.8, stated=1.0)
    weak = replace(NOTHING, bm25=1.0, covered=0.4, grams=0.3, stated=1.0)

    assert ranking.strength(strong) > ranking.strength(weak)
    assert ranking.likelihood(strong, 6, 20) > ranking.likelihood(weak, 6, 20)
    assert ranking.likelihood(strong, 6, 20) > ranking.likelihood(strong, 9, 20)
    assert ranking.likelihood(strong, 6, 20_000) > ranking.likelihood(strong, 6, 20)


def test_what_only_the_summary_shares_is_never_sure() -> None:
    """A sentence that repeats our findings need not repeat the claim."""
    features = replace(NOTHING, bm25=4.0, stated=0.3)

    assert ranking.likelihood(replace(features, stated=0.9), 6, 200) > 0.95
    assert ranking.likelihood(features, 6, 200) < 0.5


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(0, 10**6))
def test_likelihoods_lie_between_nothing_and_one(
    bm25: float, behind: float, claims: int
) -> None:
    """Extreme values do not overflow."""
    features = replace(NOTHING, bm25=bm25)

    assert 0.0 <= ranking.likelihood(features, behind, claims) <= 1.0


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

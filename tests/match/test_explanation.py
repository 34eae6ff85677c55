"""Why a sentence matches a claim, in words and shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.match.claims import KnownClaim
from factcheck.match.explanation import WORDS, explain
from factcheck.match.features import Entry
from factcheck.match.index import Index


def explained(
    index: Index, sentence: str, claim_id: str
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Explain why a sentence is near a claim of an index."""
    (candidate,) = [
        one for one in index.candidates(sentence) if one.entry.claim.id == claim_id
    ]
    found = explain(sentence, candidate.entry, candidate.mass)
    return {one.word: one.share for one in found.shared}, found.missing


def test_shares_add_up_and_the_weightiest_comes_first(index: Index) -> None:
    """A word that names something weighs more than one that everybody uses."""
    shares, missing = explained(
        index, "Wolves have killed forty sheep around Bitola.", "wolf-attacks"
    )

    assert sum(shares.values()) == pytest.approx(1, abs=0.001)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    assert {"Wolves", "sheep", "Bitola", "forty"} <= set(shares)
    assert shares["Bitola"] > shares["killed"]
    assert "have" not in shares
    assert "Wolves" not in missing


def test_missing_are_words_of_the_text_that_fits_best(index: Index) -> None:
    """Not those of another wording of the claim."""
    _, missing = explained(
        index,
        "He fears the tracking chips in the coronavirus vaccine.",
        "vaccine-microchips",
    )

    assert missing == ("jab",)


def test_a_form_of_a_word_is_not_missing() -> None:
    """Azerbaijani troops are no troops without Azerbaijan."""
    index = Index([KnownClaim("troops", "Azerbaijan has sent troops to Karabakh.")])
    shares, missing = explained(index, "Azerbaijani troops are in Karabakh.", "troops")

    assert set(shares) == {"troops", "Karabakh"}
    assert "Azerbaijan" not in missing


@given(st.text(max_size=200), st.text(min_size=1, max_size=200))
def test_any_two_texts_can_be_explained(sentence: str, claim: str) -> None:
    """A few words of the sentence, with shares of at most the whole."""
    index = Index([KnownClaim("other", "Wolves killed sheep."), KnownClaim("c", claim)])
    mass = index.collections[0].mass
    shared, missing = explain(sentence, Entry.read(KnownClaim("c", claim)), mass)

    assert len(shared) <= WORDS
    assert len(missing) <= WORDS
    assert sum(one.share for one in shared) <= 1.001
    assert all(0 <= one.share <= 1 and one.word for one in shared)

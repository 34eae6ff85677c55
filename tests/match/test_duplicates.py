"""Claims that say nearly the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.match.claims import KnownClaim
from factcheck.match.duplicates import NEARLY_SAME, near_duplicates
from factcheck.match.index import Index


def test_the_very_words_are_always_a_duplicate(
    index: Index, claims: tuple[KnownClaim, ...]
) -> None:
    """Each text of each claim, whatever its case and end, is found with 1.0."""
    for claim in claims:
        for text in claim.texts:
            best = near_duplicates(index, f"  {text.upper().rstrip('.')}! ")[0]

            assert (best.claim_id, best.score) == (claim.id, 1.0)


@pytest.mark.parametrize(
    ("text", "claim_id"),
    [
        ("A bridge over the Vardar cost 12 million euros", "bridge-cost"),
        ("Microchips in the Covid vaccine track people", "vaccine-microchips"),
        ("Wolves have killed forty sheep near Bitola", "wolf-attacks"),
        ("In 2019 unemployment in Slovenia fell to 4 %", "unemployment"),
    ],
)
def test_nearly_the_same_is_named(index: Index, text: str, claim_id: str) -> None:
    """Another order and other endings do not hide a duplicate."""
    assert [one.claim_id for one in near_duplicates(index, text)] == [claim_id]


@pytest.mark.parametrize(
    "text",
    [
        "Unemployment in Portugal has doubled since the crisis",
        "The bridge is closed",
        "A tower fell into the lake in Vienna",
        "Wolves are protected by a European directive",
    ],
)
def test_one_common_word_is_not_enough(index: Index, text: str) -> None:
    """A new claim on an old subject may be opened without a warning."""
    assert near_duplicates(index, text) == []


def test_a_claim_within_a_long_text_is_no_duplicate(index: Index) -> None:
    """Likeness is symmetric: what says much more says something else."""
    text = (
        "Unemployment in Slovenia fell to 4 percent in 2019 while wages in farming, "
        "forestry, shipping, mining and tourism stagnated under three governments that "
        "promised reforms of taxation, pensions, schooling and hospitals"
    )

    assert index.match(text)[0].claim_id == "unemployment"
    assert near_duplicates(index, text) == []


def test_a_denial_is_alike_but_warned_of(index: Index) -> None:
    """The opposite of a known claim is worth a look, and says what differs."""
    best = near_duplicates(index, "Covid vaccines don't contain microchips")[0]

    assert best.claim_id == "vaccine-microchips"
    assert best.score < 0.9
    assert best.warnings == ('the sentence denies it ("don\'t"), the claim does not',)


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=60)
def test_likeness_is_symmetric(one: str, other: str) -> None:
    """Asked the other way round, two claims are as alike."""
    there = near_duplicates(Index([KnownClaim("c", one)]), other, threshold=0.0)
    back = near_duplicates(Index([KnownClaim("c", other)]), one, threshold=0.0)

    assert [match.score for match in there] == [match.score for match in back]
    assert all(0.0 <= match.score <= 1.0 for match in there)


def test_threshold_and_limit_hold(index: Index) -> None:
    """Nothing below the one, nothing beyond the other."""
    text = "The minister met wolves near the new bridge"
    everything = near_duplicates(index, text, threshold=0.0, limit=9)

    assert len(everything) > 1
    assert near_duplicates(index, text, threshold=0.0, limit=1) == everything[:1]
    assert all(one.score < NEARLY_SAME for one in everything)

"""What counts as the same words in two prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Yes,” he said", "„Yes,“ he said"),
        ("“Yes,” he said", "« Yes, » he said"),
        ("Afrin’s", "Afrin's"),
        ("``Yes''", '"Yes"'),
        ("1990–1995", "1990-1995"),
        ("won — at last", "won--at last"),
        ("Nagorno\u2011Karabakh", "Nagorno-Karabakh"),
        ("Kara\u00adbakh \u200bnow", "Karabakh now"),
        ("10\u202f000 \n people", "10 000 people"),
        ("Vraiment\u00a0?", "Vraiment?"),
        ("ﬁghters…", "fighters..."),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_same_words_in_two_prints(one: str, other: str) -> None:
    """Typography does not tell two quotations apart."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Turkey", "turkey"),
        ("resumé", "resume"),
        ("300 fighters", "3 00 fighters"),
        ("he can not", "he cannot"),
        ("yes, he did", "yes he did"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    """Case, accents, numbers, word borders and commas do."""
    assert fold(one) != fold(other)


@given(st.text(alphabet=st.characters(exclude_categories=["Mn", "Cs", "Lm"])))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A fold is its own fold, and has no double spaces."""
    folded = fold(fold(text))

    assert "  " not in folded
    assert fold(folded) == folded


def test_a_pile_of_accents_is_cut() -> None:
    """Two hundred thousand marks on one letter: normalising them would not end."""
    assert len(fold("a" + "\u0301\u0316" * 100_000)) <= 32

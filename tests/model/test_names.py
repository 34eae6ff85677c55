"""When two spellings of a name are the same one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model.filed import Filed
from factcheck.model.names import Names, fold_name


def party(letter: str, name: str, *other_names: str) -> Filed[Any]:
    """Give a party of which the id is a letter twelve times."""
    record_id = letter * 12
    data = {"name": name, "other_names": list(other_names)}
    return Filed("party", f"parties/2026/11/{record_id}.yaml", record_id, "", data)


@pytest.mark.parametrize(
    "other",
    ["reuters", "REUTERS", "  Reuters ", "Reuters.", "Réuters", "R\u0065\u0301uters"],
)
def test_spelling_alone_makes_no_other_name(other: str) -> None:
    """Case, accents, punctuation and white space are folded."""
    assert fold_name(other) == fold_name("Reuters")


@pytest.mark.parametrize("other", ["Reuters (wire)", "Routers", "AP"])
def test_another_name_stays_another(other: str) -> None:
    """Nothing is equal because it is similar."""
    assert fold_name(other) != fold_name("Reuters")


def test_letters_with_a_stroke_are_folded() -> None:
    """Who types a name often has no key for them."""
    assert fold_name("Łukasz Żółć, Tromsø") == fold_name("lukasz zolc tromso")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """So a fold can be compared with a fold."""
    assert fold_name(fold_name(text)) == fold_name(text)


@given(st.text(min_size=1).filter(str.strip))
def test_a_name_never_folds_to_nothing(text: str) -> None:
    """Two names of punctuation are two names."""
    assert fold_name(text)


def test_all_names_of_a_party_are_one() -> None:
    """Claimants, publishers and origins count by party."""
    names = Names([party("0", "Agence France-Presse", "AFP")])

    assert names.key("afp") == names.key("Agence France Presse") == "0" * 12
    assert names.distinct(["AFP", "Agence France-Presse", "Reuters"]) == {
        "0" * 12,
        "reuters",
    }


def test_a_name_that_two_parties_claim_is_nobodys() -> None:
    """Which of them is meant, the program does not guess."""
    names = Names([party("0", "Ministry A", "MoD"), party("1", "Ministry B", "MoD")])

    assert names.key("MoD") == "mod"
    assert names.key("Ministry B") == "1" * 12


def test_an_empty_name_counts_for_nothing() -> None:
    """An origin that nobody named is no origin."""
    assert Names().distinct([None, "", "  ", "-", "?", "Unknown", "N/A"]) == set()

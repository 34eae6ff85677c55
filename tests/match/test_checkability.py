"""Which sentences look like claims that could be checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.match.checkability import CHECKABLE, checkable


@pytest.mark.parametrize(
    "sentence",
    [
        "Unemployment fell to 4 percent in 2019, the lowest figure since 1990.",
        "According to the ministry, 300 fighters crossed the border at Gaziantep.",
        "The mayor of Skopje accused the builders of stealing 2 million euros.",
        "Lake Ohrid has lost more water than any other lake in Europe.",
        "The uprising ignited a war that killed at least 30,000 people.",
        "France has denied that its soldiers were sent to Libya.",
        "The region is inhabited by a majority of ethnic Armenians.",
        "Prices have doubled since Orban became prime minister.",
    ],
)
def test_statements_of_fact_are_offered(sentence: str) -> None:
    """Numbers, names, sources, comparisons and events speak for a check."""
    assert checkable(sentence) >= CHECKABLE


@pytest.mark.parametrize(
    "sentence",
    [
        "Did 300 fighters cross the border in 2020?",
        "I think that the mayor should resign.",
        "Read more about it here.",
        "Sign the petition of the 300 mothers against the war.",
        "Macron claimed.",
        "What a beautiful morning!",
        "Perhaps it will rain.",
        "We must never give up hope.",
        "Photo: archive",
        "",
    ],
)
def test_questions_opinions_and_scraps_are_not(sentence: str) -> None:
    """What asks, wishes, demands or says nothing is not offered."""
    assert checkable(sentence) < CHECKABLE


@pytest.mark.parametrize(
    ("plain", "telling"),
    [
        ("The storm killed people.", "The storm killed 300 people."),
        ("The mayor sold the old hall.", "The mayor of Lyon sold the old hall."),
        (
            "The river is wide and deep.",
            "The river is wider and deeper than ever since.",
        ),
        ("The hall burned down.", "The hall burned down on 5 May 2019."),
    ],
)
def test_each_sign_counts(plain: str, telling: str) -> None:
    """A number, a name, a comparison and a date each raise the value."""
    assert checkable(plain) < checkable(telling)


@given(st.text(max_size=300))
def test_any_text_has_a_value(text: str) -> None:
    """No text raises; the value is between 0 and 1."""
    assert 0.0 < checkable(text) < 1.0

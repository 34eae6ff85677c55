"""When a sentence was said, and how near that is to a claim."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.match import Index, KnownClaim
from factcheck.match.language.dating import apart, ordinals, signed


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)), st.booleans())
def test_the_date_is_taken_off_a_quoted_post(day: date, american: bool) -> None:  # noqa: FBT001 - hypothesis
    """In both orders of day and month; the poster's name stays."""
    written = day.strftime("%B {}, %Y" if american else "{} %B %Y").format(day.day)
    found = signed(f"Turkey sent recruits. — Jane Doe (@jdoe_1) {written}")

    assert found.said == day.toordinal()
    assert found.text.rstrip().endswith("(@jdoe_1)")


@pytest.mark.parametrize(
    "sentence",
    [
        "It happened on January 6, 2020",
        "It was 2020",
        "— Jane Doe (@jdoe) February 31, 2020",
        "— Jane Doe (@jdoe)",
        "",
    ],
)
def test_a_date_in_a_sentence_is_no_signature(sentence: str) -> None:
    """What the sentence itself says stays in it."""
    assert signed(sentence) == (sentence, None)


def test_only_whole_days_are_counted() -> None:
    """A month or a year is too coarse to say how near something is."""
    days = ordinals(("2020-10-08", "2020-10", "2020", "unknown", ""))

    assert days == (date(2020, 10, 8).toordinal(),)
    assert apart(days[0] - 3, days) == 3
    assert apart(None, days) is None
    assert apart(5, ()) is None


def test_of_two_equal_claims_the_one_of_that_time_comes_first() -> None:
    """The article's date decides where the words do not; without one the id does."""
    claim = "Turkey recruited fighters in Gaziantep for the war"
    index = Index(
        [
            KnownClaim(id="a", claim=claim, dates=("2012-03-01",)),
            KnownClaim(id="b", claim=claim, dates=("2020-10-08",)),
        ]
    )
    sentence = "Fighters for the war were recruited in Gaziantep by Turkey"

    assert index.match(sentence, said="2020-10-10")[0].claim_id == "b"
    assert index.match(sentence, said="2012-03-03")[0].claim_id == "a"
    assert index.match(sentence)[0].claim_id == "a"

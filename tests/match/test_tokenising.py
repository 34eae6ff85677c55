"""From text to terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.match.language.tokenising import (
    SENTENCE_LIMIT,
    folded,
    normalise,
    primary_language,
    terms,
    tokens,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The fighter was recruiting", "a fighter recruits"),
        ("30,000 people", "30 000 people"),
        ("30,000 people", "30\u202f000 people"),
        ("Turkey’s claim", "Turkey's claims"),
        ("the U.S. army", "the US army"),
        ("Erdoğan", "Erdogan"),
        ("#StopTheVote", "Stop the vote"),
        ("@JoeSmith42", "Joe Smith 42"),
        ("read https://example.org/a?b=c now", "read now"),
        ("WOLVES KILLED SHEEP", "wolves killed sheep"),
        ("\u0661\u0662 years", "12 years"),
        ("vac\u00adcine\u200b", "vaccine"),
    ],
)
def test_spellings_of_the_same_give_the_same_terms(one: str, other: str) -> None:
    """Case, endings, accents, separators and apostrophes make no difference."""
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The US told us", "en", ["usa", "told"]),
        ("WHO said who", "en", ["who", "said"]),
        ("it is what it is", "en", []),
        ("1.5 degrees", "en", ["1.5", "degre"]),
        ("30.000 Einwohner", "de", ["30000", "einwohn"]),
        ("中国政府", "zh", ["中国", "国政", "政府"]),
        ("水", "ja", ["水"]),
        ("ไทย", "th", ["ไท", "ทย"]),
        ("Вакцины вакцина", "ru", ["вакцин", "вакцин"]),
        ("l'économie", "fr", ["econom"]),
        ("klingon words", "tlh", ["klingon", "words"]),
        ("", "en", []),
    ],
)
def test_terms_by_language(text: str, language: str, expected: list[str]) -> None:
    """Each language has its stems; unspaced writing gives pairs; unknown ones none."""
    assert terms(text, language) == expected


def test_words_of_indian_and_arabic_scripts_stay_whole() -> None:
    """Vowel signs, which are no letters to Python, do not cut a word."""
    hindi = terms("भारत में टीकाकरण", "xx")
    arabic = terms("مُحَمَّد رسول", "xx")

    assert hindi == ["भारत", "में", "टीकाकरण"]
    assert len(arabic) == 2


def test_endings_of_arabic_and_hindi_are_cut() -> None:
    """The definite article and a case ending make no other word."""
    assert terms("الكتاب", "ar") == terms("كتاب", "ar")
    assert terms("लड़कों", "hi") == terms("लड़का", "hi")


def test_surfaces_are_the_texts_own_words() -> None:
    """A token keeps what stands in the text, separators included."""
    found = tokens("At least 30,000 Syrians in the U.K.")

    assert [token.surface for token in found] == ["least", "30,000", "Syrians", "U.K."]


@given(st.text())
def test_any_text_gives_terms(text: str) -> None:
    """No text raises; no term is empty; what was read twice is the same."""
    found = terms(text)

    assert all(found)
    assert found == terms(text)


@given(st.text(max_size=300), st.sampled_from(["ar", "de", "fr", "hi", "ru", "tr"]))
def test_any_text_gives_terms_in_any_language(text: str, language: str) -> None:
    """No stemmer raises on foreign writing."""
    assert all(isinstance(term, str) for term in terms(text, language))


def test_only_the_beginning_of_a_text_is_read() -> None:
    """Beyond the limit nothing counts, also where characters grow by normalising."""
    swollen = "\ufdfa" * SENTENCE_LIMIT

    assert terms("sheep " * SENTENCE_LIMIT) == terms(("sheep " * 2000)[:SENTENCE_LIMIT])
    assert len(normalise(swollen)) == SENTENCE_LIMIT


def test_language_tags() -> None:
    """Only the first part of a tag counts."""
    assert primary_language("pt-BR") == "pt"
    assert primary_language("EN_gb") == "en"


def test_accents_come_off_latin_letters_only() -> None:
    """A mark in another script is part of the letter."""
    assert folded("čísło") == "cislo"
    assert folded("йод") == "йод"

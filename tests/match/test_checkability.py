"""Which sentences look like claims that could be checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.match.checkability import CHECKABLE, CUES, REASONS, checkable, reasons


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


@pytest.mark.parametrize(
    ("language", "better", "worse"),
    [
        (
            "de",
            "Laut Ministerium starben im Mai 2020 mehr als 300 Menschen.",
            "Ich finde, der Bürgermeister sollte endlich zurücktreten.",
        ),
        (
            "fr",
            "Selon le ministère, 300 combattants ont passé la frontière en 2020.",
            "Je pense que le maire de la ville devrait partir.",
        ),
        (
            "es",
            "Según el ministerio, en 2020 murieron 300 personas en Bilbao.",
            "¿Es verdad que en 2020 murieron 300 personas en Bilbao?",
        ),
        (
            "ru",
            "Министр заявил, что в 2020 году погибли 300 человек.",
            "Я думаю, что мэр города должен уйти.",
        ),
        (
            "ar",
            "قال الوزير إن 300 مقاتل عبروا الحدود في عام 2020",
            "هل عبر 300 مقاتل الحدود في عام 2020؟",
        ),
        (
            "hi",
            "मंत्री ने कहा कि 2020 में 300 लोग मारे गए।",
            "मुझे लगता है कि मंत्री को जाना चाहिए।",
        ),
        ("zh", "部长表示，2020年有3万人死亡，比去年多。", "我觉得部长应该辞职。"),
        ("ja", "大臣は3万人が死亡したと述べた。", "大臣は辞任すべきだと思う。"),
        (
            "sw",
            "Watu 300 walikufa Nairobi mwaka 2020.",
            "Watu wengi wanapenda sana kula samaki.",
        ),
    ],
)
def test_signs_are_read_in_other_languages(
    language: str, better: str, worse: str
) -> None:
    """Figures in every language, questions in every script, words where known."""
    assert checkable(better, language) >= CHECKABLE > checkable(worse, language)


def test_reasons_are_said_in_plain_words() -> None:
    """Each with what it was found in, what counts most first."""
    assert reasons("According to the ministry, 300 fighters crossed at Gaziantep.") == (
        "a number (300)",
        "a name (Gaziantep)",
        "what has happened (crossed)",
        "who says it (According to)",
    )
    assert reasons("Will the mayor resign?") == (
        "not: a question",
        "not: a prediction (Will)",
    )
    assert reasons("") == ()


@given(st.text(max_size=300), st.sampled_from(["en", "de", "ar", "zh", "tr", "xx", ""]))
def test_reasons_are_known_signs(text: str, language: str) -> None:
    """Whatever the text and language: a few, each the name of a sign."""
    found = reasons(text, language)

    assert len(found) <= REASONS
    names = tuple(cue.name for cue in CUES)
    assert all(one.removeprefix("not: ").startswith(names) for one in found)
    assert 0.0 < checkable(text, language) < 1.0


def test_a_number_word_is_no_event() -> None:
    """*Hundred* ends like a past tense and is none."""
    assert "what has happened (hundred)" not in reasons("One hundred states agree.")
    assert "what has happened (voted)" in reasons("One hundred states voted.")

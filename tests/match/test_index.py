"""Asking which known claim a sentence repeats."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.match.claims import LIKELY, REPEATS, KnownClaim, Match, band_of
from factcheck.match.index import CANDIDATES, Index
from factcheck.match.language.tokenising import normalise
from factcheck.match.ranking import DEPTH

UNRELATED = (
    "The orchestra opened the season with a symphony by Mahler.",
    "Tomatoes grow best in a warm and sheltered place.",
    "She won the final in three sets.",
    "Bake the dough for forty minutes at a low heat.",
    "The museum shows paintings from the Baroque.",
    "The train to Lisbon leaves at noon.",
)


@pytest.mark.parametrize(
    ("sentence", "claim_id"),
    [
        (
            "Petrova's bridge over the Vardar cost 12 million euros, they say.",
            "bridge-cost",
        ),
        (
            "The microchips in Covid vaccines track people, he wrote.",
            "vaccine-microchips",
        ),
        ("He fears the tracking chips in the coronavirus jab.", "vaccine-microchips"),
        ("Near Bitola, 40 sheep were killed by wolves in March.", "wolf-attacks"),
        ("Lake Ohrid's water level has never been lower.", "lake-level"),
        (
            "Almaty has the tallest steel television tower in the world.",
            "tallest-tower",
        ),
        ("Unemployment fell to 4 percent in Slovenia.", "unemployment"),
    ],
)
def test_a_repeated_claim_is_found(index: Index, sentence: str, claim_id: str) -> None:
    """A sentence in other words finds its claim, and finds it first."""
    found = index.match(sentence)

    assert [match.claim_id for match in found[:1]] == [claim_id]


@pytest.mark.parametrize("sentence", UNRELATED)
def test_unrelated_sentences_stay_unmatched(index: Index, sentence: str) -> None:
    """What has nothing to do with any claim gives nothing."""
    assert index.match(sentence) == []


def test_every_text_of_a_claim_finds_it_first(
    index: Index, claims: tuple[KnownClaim, ...]
) -> None:
    """Our wording, the words as said and other wordings are sure matches."""
    for claim in claims:
        for text in claim.texts:
            best = index.match(text)[0]

            assert (best.claim_id, best.band) == (claim.id, "repeats")


@given(
    st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8),
    st.text(max_size=60),
)
@settings(max_examples=60)
def test_any_texts_can_be_claims(texts: list[str], sentence: str) -> None:
    """Nothing raises; scores and bands fit; best first, ties by id."""
    made = Index(KnownClaim(f"c{number}", text) for number, text in enumerate(texts))
    found = made.match(sentence, threshold=0.0, limit=20)

    assert all(0.0 <= match.score <= 1.0 for match in found)
    assert all(match.band == band_of(match.score) for match in found)
    assert all(round(match.score, 4) == match.score for match in found)
    keys = [(-match.score, match.claim_id) for match in found]
    assert keys == sorted(keys)
    assert len({match.claim_id for match in found}) == len(found)


@given(st.text(min_size=1, max_size=80).filter(normalise))
@settings(max_examples=60)
def test_any_claim_finds_itself(text: str) -> None:
    """Whatever the text is, function words alone included, it repeats itself."""
    made = Index(
        [
            KnownClaim("other", "Wolves killed sheep near Bitola."),
            KnownClaim("own", text),
        ]
    )

    best = made.match(text)[:1]

    assert [match.claim_id for match in best] == ["own"]


def test_the_order_of_the_claims_does_not_matter(
    index: Index, claims: tuple[KnownClaim, ...]
) -> None:
    """An index over the claims in another order answers the same."""
    sentences = [*UNRELATED, *(claim.claim for claim in claims)]
    expected = answers(index, sentences)

    assert answers(Index(claims[::-1]), sentences) == expected
    assert answers(Index([*claims[3:], *claims[:3]]), sentences) == expected


def answers(index: Index, sentences: list[str]) -> list[list[Match]]:
    """Ask everything, at the lowest threshold."""
    return [index.match(text, threshold=0.0, limit=9) for text in sentences]


def test_equal_claims_are_ordered_by_id() -> None:
    """Two checks of one claim come in the order of their ids."""
    text = "Wolves killed 40 sheep near Bitola."
    made = Index(KnownClaim(name, text) for name in ("b", "c", "a"))

    assert [match.claim_id for match in made.match(text)] == ["a", "b", "c"]


def test_one_check_on_two_branches_is_named_once() -> None:
    """Two states of one claim are one match, with the better score."""
    made = Index(
        [
            KnownClaim("wolves", "Animals died near Bitola."),
            KnownClaim("wolves", "Wolves killed 40 sheep near Bitola."),
        ]
    )
    found = made.match("Wolves killed 40 sheep near Bitola.", threshold=0.0)

    assert [(match.claim_id, match.band) for match in found] == [("wolves", "repeats")]


def test_no_claims_no_matches() -> None:
    """An empty ledger matches nothing."""
    empty = Index([])

    assert len(empty) == 0
    assert empty.match("Wolves killed 40 sheep near Bitola.", threshold=0.0) == []


def test_the_threshold_and_the_limit_hold(index: Index) -> None:
    """Nothing below the threshold, nothing beyond the limit."""
    sentence = "The tower near the lake cost 12 million euros in 2020."
    everything = index.match(sentence, threshold=0.0, limit=50)
    likely = index.match(sentence, limit=50)

    assert len(everything) > 2
    assert likely == [match for match in everything if match.score >= LIKELY]
    assert index.match(sentence, threshold=0.0, limit=2) == everything[:2]


@pytest.mark.parametrize(
    "sentence",
    [
        "The new bridge over the Vardar cost 20 million euros.",
        "The new bridge over the Vardar did not cost 12 million euros.",
        "The new bridge over the Danube cost 12 million euros.",
    ],
)
def test_a_warning_keeps_a_match_from_repeating(index: Index, sentence: str) -> None:
    """What differs in a number, a name or a negation is at most likely."""
    best = index.match(sentence)[0]

    assert best.claim_id == "bridge-cost"
    assert len(best.warnings) == 1
    assert LIKELY <= best.score < REPEATS
    assert best.band == "likely"


def test_a_warned_match_falls_behind_a_clean_one() -> None:
    """The cap comes before the order, so the claim that agrees is first."""
    made = Index(
        [
            KnownClaim("a-forty", "Wolves killed 40 sheep near Bitola."),
            KnownClaim("b-sixty", "Wolves killed 60 sheep near Bitola."),
        ]
    )
    found = made.match("Wolves killed 60 sheep near Bitola.", limit=1)

    assert [(match.claim_id, match.warnings) for match in found] == [("b-sixty", ())]


def test_a_match_says_what_it_rests_on(index: Index) -> None:
    """Words are the sentence's own; missing ones are the claim's weighty ones."""
    best = index.match("Wolves have killed 40 sheep around Bitola.")[0]

    assert best.claim_id == "wolf-attacks"
    assert {"Wolves", "Bitola", "sheep"} <= set(best.words)
    assert "March" in best.missing
    assert "near" not in best.words


def test_a_claim_is_cut_in_its_own_language(index: Index) -> None:
    """A French claim is found by French forms, whatever language was said."""
    sentence = "Les retraites du cheminot sont supprimées par le gouvernement français."

    for language in ("fr", "en", "xx"):
        found = index.match(sentence, language=language)

        assert [match.claim_id for match in found] == ["french-pensions"]


@pytest.mark.parametrize(
    ("language", "claim", "sentence"),
    [
        (
            "ru",
            "Вакцина вызывает бесплодие у женщин.",
            "Вакцины вызывают бесплодие женщин",
        ),
        ("ar", "اللقاح يسبب العقم عند النساء", "اللقاحات تسبب العقم عند النساء"),
        ("hi", "टीका महिलाओं में बांझपन का कारण है", "टीके महिलाओं में बांझपन का कारण हैं"),
        ("zh", "疫苗会导致女性不孕", "有人说疫苗会导致女性不孕。"),
        (
            "de",
            "Die Impfung macht Frauen unfruchtbar.",
            "Impfungen machen Frau unfruchtbar",
        ),
    ],
)
def test_other_languages_match(language: str, claim: str, sentence: str) -> None:
    """Inflected forms and unspaced writing are found like English ones."""
    others = [
        KnownClaim(f"other-{n}", f"claim {n}", language=language) for n in range(5)
    ]
    made = Index([*others, KnownClaim("own", claim, language=language)])
    found = made.match(sentence, language=language, threshold=0.2)

    assert [match.claim_id for match in found] == ["own"]


def test_a_huge_sentence_is_read_in_part() -> None:
    """Beyond the limit nothing counts, so size costs nothing."""
    made = Index([KnownClaim("wolves", "Wolves killed 40 sheep near Bitola.")])
    late = "x " * 1000 + "Wolves killed 40 sheep near Bitola."

    assert made.match(late, threshold=0.0) == []
    assert made.match("x " * 10**6, threshold=0.0) == []


def test_a_huge_claim_is_read_in_part() -> None:
    """A text of a claim counts up to its limit."""
    made = Index([KnownClaim("long", "word " * 500 + "Bitola wolves sheep")])

    assert made.match("Bitola wolves sheep", threshold=0.0) == []


def test_of_hundreds_of_wordings_the_first_count() -> None:
    """Wordings beyond the limit are compared only where they are the very words."""
    names = [f"{one}{two}zzz" for one in "bcdfghjk" for two in "bcdfghjk"]
    wordings = tuple(f"a rumour about {name}" for name in names)
    made = Index([KnownClaim("rumours", "Rumours go round.", wordings=wordings)])

    assert len(made.candidates(names[0])) == 1
    assert made.candidates(names[-1]) == []
    assert made.match(wordings[-1])[0].band == "repeats"


def test_no_more_candidates_than_promised() -> None:
    """A word that all claims have does not send them all to the ranking."""
    made = Index(KnownClaim(f"c{n}", f"wolves number {n}") for n in range(300))

    assert len(made.candidates("wolves")) == min(CANDIDATES, DEPTH)


def test_bands_have_no_gaps() -> None:
    """Each score has one band, and the bands rise with it."""
    bands = [band_of(step / 1000) for step in range(1001)]
    order = {"possible": 0, "likely": 1, "repeats": 2}

    assert all(order[low] <= order[high] for low, high in pairwise(bands))
    assert (bands[899], bands[900]) == ("likely", "repeats")
    assert (bands[499], bands[500]) == ("possible", "likely")


def test_words_of_the_summary_alone_make_no_match() -> None:
    """What was found on a claim is no wording of it: its figures repeat nothing."""
    claim = KnownClaim(
        "territory",
        "The island belongs to Denmark.",
        summary="In 1951 the assembly voted for the treaty with 39 votes to 7.",
    )

    index = Index([claim])

    assert (
        index.match("In 1951 one hundred voted for the treaty in the assembly.") == []
    )


def test_of_claims_on_one_subject_the_weaker_echo_is_left_out() -> None:
    """A claim that shares no word of its own beside a better one is not named."""
    index = Index(
        [
            KnownClaim("near", "The town of Ohrid lies 20 miles from the border."),
            KnownClaim("half", "Ohrid lies halfway between Bitola and the border."),
        ]
    )
    sentence = "Ohrid, a town, is said to lie 20 miles from the border."

    shown = [match.claim_id for match in index.match(sentence)]
    every = [match.claim_id for match in index.match(sentence, threshold=0.0)]

    assert shown == ["near"]
    assert every == ["near", "half"]

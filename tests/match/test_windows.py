"""Sentences alone and joined with the next one."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.match import windows
from factcheck.match.claims import LIKELY, REPEATS, KnownClaim
from factcheck.match.index import Candidate, Index


class Said(NamedTuple):
    """A sentence in a paragraph."""

    paragraph: int
    text: str


def said(*paragraphs: str) -> list[Said]:
    """Make sentences of paragraphs whose sentences a stroke divides."""
    return [
        Said(number, text.strip())
        for number, paragraph in enumerate(paragraphs, start=1)
        for text in paragraph.split("|")
    ]


class Counting(Index):
    """An index that counts how often it is asked."""

    asked = 0

    def candidates(
        self, sentence: str, *, language: str = "en", said: str | None = None
    ) -> list[Candidate]:
        """Count, and answer."""
        self.asked += 1
        return super().candidates(sentence, language=language, said=said)


def test_a_claim_told_over_two_sentences_is_found(index: Index) -> None:
    """The two together are surer than either half, and that is said."""
    text = said(
        "It rained. | Wolves came to Bitola. | In March they killed 40. | They left."
    )

    found = windows.read(index, text)

    ((joined,),) = [each for each in found if each]
    assert found[1] == (joined,)
    assert (joined.match.claim_id, joined.joined) == ("wolf-attacks", True)
    alone = [match.score for one in text for match in index.match(one.text)]
    assert max(alone, default=0.0) < joined.match.score


def test_a_paragraph_ends_a_window(index: Index) -> None:
    """The last sentence of one paragraph and the first of the next do not join."""
    text = said(
        "Wolves came to Bitola.",
        "In March they killed 40.",
    )

    assert not any(one.joined for each in windows.read(index, text) for one in each)


def test_a_sentence_that_suffices_is_not_joined(index: Index) -> None:
    """A neighbour that adds nothing makes no better place."""
    text = said(
        "The new bridge over the Vardar cost 12 million euros. | She laughed about it."
    )

    (first,), second = windows.read(index, text)

    assert (first.match.claim_id, first.joined, second) == ("bridge-cost", False, ())
    assert first.match == index.match(text[0].text)[0]


def test_a_claim_is_named_once_at_its_best_place(index: Index) -> None:
    """Other places are kept beside it, best first."""
    text = said(
        "Wolves killed 40 sheep around Bitola, farmers say.",
        "Nothing happened.",
        "Wolves killed 40 sheep near Bitola in March 2021.",
        "Near Bitola, 40 sheep were killed by wolves in March.",
    )

    found = windows.read(index, text)

    ((best,),) = [each for each in found if each]
    assert found[2] == (best,)
    assert {place.sentence for place in best.also} == {0, 3}
    scores = [best.match.score, *(place.match.score for place in best.also)]
    assert scores == sorted(scores, reverse=True)


def test_places_that_differ_stand_for_themselves(index: Index) -> None:
    """A sentence that denies the claim is not hidden behind one that repeats it."""
    text = said(
        "Wolves killed 40 sheep near Bitola in March 2021.",
        "Wolves never killed 40 sheep near Bitola in March 2021.",
        "Wolves killed 90 sheep near Bitola in March 2021, a paper says.",
    )

    found = windows.read(index, text)

    assert [[one.match.warnings for one in each] for each in found] == [
        [()],
        [('the sentence denies it ("never"), the claim does not',)],
        [("says 90, the claim says 40",)],
    ]


def test_a_join_keeps_the_warning_of_one_sentence(index: Index) -> None:
    """A number that the neighbour names by chance does not hide a difference."""
    text = said("Wolves killed 90. | That was near Bitola, where 40 cows live.")
    found = windows.read(index, text, threshold=0.1)

    ((best,),) = [each for each in found if each]
    assert best.joined
    assert best.match.warnings == ("says 90, the claim says 40",)
    assert best.match.score < REPEATS


def test_sentences_far_from_any_claim_are_asked_about_once(
    claims: tuple[KnownClaim, ...],
) -> None:
    """Joins are tried only near a claim, and repeated sentences are remembered."""
    counting = Counting(claims)
    text = said("Rain is wet. | Snow is cold. | He likes tea. | Rain is wet.")

    windows.read(counting, text)

    assert counting.asked == 3


SENTENCES = st.sampled_from(
    [
        "The new bridge over the Vardar cost 12 million euros.",
        "It has cost 12 million euros.",
        "The bridge over the Vardar is new.",
        "Wolves killed 40 sheep.",
        "That was near Bitola in March 2021.",
        "Nothing happened.",
        "",
    ]
)


@given(st.lists(st.builds(Said, st.integers(0, 2), SENTENCES), max_size=12))
@settings(max_examples=40, deadline=None)
def test_each_claim_stands_once(text: list[Said]) -> None:
    """Whatever the text: one place for a claim and its differences, the rest apart."""
    index = Index(
        [
            KnownClaim("bridge", "The new bridge over the Vardar cost 12 million."),
            KnownClaim("wolves", "Wolves killed 40 sheep near Bitola in March 2021."),
        ]
    )
    found = windows.read(index, text)
    hits = [(number, one) for number, each in enumerate(found) for one in each]

    assert len(found) == len(text)
    stated = {(one.match.claim_id, one.match.warnings) for _, one in hits}
    assert len(stated) == len(hits)
    assert all(one.match.score >= LIKELY for _, one in hits)
    for number, one in hits:
        places = [(number, one.joined), *((p.sentence, p.joined) for p in one.also)]
        covered = [at + more for at, joined in places for more in range(1 + joined)]
        assert len(covered) == len(set(covered))

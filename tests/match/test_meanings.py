"""Which claims mean something like a sentence: vectors, kept and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.match.claims import KnownClaim
from factcheck.match.index import Index
from factcheck.match.meaning.encoding import Encoder
from factcheck.match.meaning.meanings import (
    Meanings,
    Similar,
    digests_of,
    missing,
    readings,
)
from factcheck.match.meaning.shelf import Shelf, large, small
from factcheck.match.store.buffers import DamagedIndexError
from tests.match import tiny_encoder
from tests.match.tiny_encoder import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

CLAIMS = (
    KnownClaim("bridge", "the bridge cost 12 million", title="bridge of million"),
    KnownClaim("moon", "the moonlight is cold", title="moonlight is not cold"),
    KnownClaim("sun", "the sunlight is warm"),
    KnownClaim("wolf", "a wolf in the lake", title="not a wolf a dog"),
    KnownClaim("lune", "the moonlight is cold", language="fr"),
)
SENTENCE = "moonlight is cold in the lake"

sentences = st.lists(st.sampled_from(WORDS[4:]), min_size=1, max_size=8).map(" ".join)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Give the tiny encoder."""
    return Encoder(tiny_encoder.files())


def ids(index: Index, places: Sequence[tuple[int, int]]) -> list[str]:
    """Give the ids of the claims at some places."""
    return [index.segments[segment].claim(at).id for segment, at in places]


def test_the_nearest_claims_come_first(encoder: Encoder) -> None:
    """All are looked at: as reckoned one by one, texts of a claim taken together."""
    index = Index(CLAIMS)
    near = Meanings.made(encoder, index.parts).ask(SENTENCE, "en")
    [sentence] = encoder.read([SENTENCE])
    cosines = {}
    for claim in CLAIMS[:-1]:
        texts = [text for text in (claim.claim, claim.title) if text]
        mean = sum(one.whole for one in encoder.read(texts))
        cosines[claim.id] = float(mean @ sentence.whole / np.linalg.norm(mean))

    assert near is not None
    expected = sorted(cosines, key=lambda one: -cosines[one])
    assert ids(index, near.nearest(50)) == expected
    assert ids(index, near.nearest(2)) == expected[:2]


def test_how_near_each_claim_is(encoder: Encoder) -> None:
    """Cosines of the wholes, and each word piece with the nearest one of the other."""
    index = Index(CLAIMS)
    near = Meanings.made(encoder, index.parts).ask(SENTENCE, "en")
    assert near is not None
    places = near.nearest(50)
    found = dict(zip(ids(index, places), near.similar(places) or (), strict=True))
    sentence, claim, title = encoder.read(
        [SENTENCE, "the moonlight is cold", "moonlight is not cold"]
    )
    grid = sentence.pieces @ claim.pieces.T

    assert found["moon"].claim == pytest.approx(sentence.whole @ claim.whole, abs=1e-3)
    assert found["moon"].title == pytest.approx(sentence.whole @ title.whole, abs=1e-3)
    assert found["moon"].claim_covered == pytest.approx(grid.max(0).mean(), abs=0.02)
    assert found["moon"].claim_covering == pytest.approx(grid.max(1).mean(), abs=0.02)
    assert found["moon"].claim_least == pytest.approx(grid.max(0).min(), abs=0.02)
    assert found["sun"].title == found["sun"].title_covered == -1


def test_a_claim_is_nearest_to_itself(encoder: Encoder) -> None:
    """Its own words cover it wholly."""
    index = Index([KnownClaim(one.id, one.claim) for one in CLAIMS[:-1]])
    near = Meanings.made(encoder, index.parts).ask(CLAIMS[0].claim, "en")
    assert near is not None
    place = near.nearest(1)
    [found] = near.similar(place) or [Similar()]

    assert ids(index, place) == ["bridge"]
    assert found.claim == pytest.approx(1, abs=1e-3)
    assert found.claim_least == pytest.approx(1, abs=0.02)


def test_reading_ahead_changes_no_answer(encoder: Encoder) -> None:
    """Sentences that were read together are as near as when they are read alone."""
    index = Index(CLAIMS)
    alone, ahead = (Meanings.made(encoder, index.parts) for _ in range(2))
    texts = [SENTENCE, "a dog", SENTENCE, "", "the sun is not in the lake"]
    ahead.read_ahead(texts, "en")
    for text in (*texts, "a text that was not announced"):
        near = [meanings.ask(text, "en") for meanings in (alone, ahead)]
        places = [one.nearest(50) if one else None for one in near]

        assert places[0] == places[1]
    ahead.read_ahead(["the cat"], "fr")
    assert ahead.ask(SENTENCE, "en") is not None


def test_other_languages_are_left_alone(encoder: Encoder) -> None:
    """Neither claims nor sentences in a language that it was not made for are read."""
    index = Index(CLAIMS)
    meanings = Meanings.made(encoder, index.parts, languages=("en-GB",))
    near = meanings.ask(SENTENCE, "en-US")
    french = [
        (number, 0)
        for number, segment in enumerate(index.segments)
        if segment.language == "fr"
    ]

    assert near is not None
    assert "lune" not in ids(index, near.nearest(50))
    assert near.similar(french) is None
    assert meanings.ask(SENTENCE, "fr") is None


@settings(max_examples=30)
@given(
    claims=st.lists(st.tuples(sentences, st.just("") | sentences), max_size=9),
    cut=st.integers(0, 9),
    gone=st.sets(st.integers(0, 8)),
    sentence=sentences,
)
def test_segments_never_show(
    encoder: Encoder,
    claims: list[tuple[str, str]],
    cut: int,
    gone: set[int],
    sentence: str,
) -> None:
    """However the claims came to be known, the same are near, and as near."""
    known = [
        KnownClaim(f"c{number}", claim, title=title)
        for number, (claim, title) in enumerate(claims)
    ]
    left = [one for number, one in enumerate(known) if number not in gone]
    grown = Index(known[:cut]).changed(added=known[cut:])
    grown = grown.changed(removed=[f"c{number}" for number in gone])
    answers = []
    for index in (Index(left), grown):
        near = Meanings.made(encoder, index.parts).ask(sentence, "en")
        places = near.nearest(50) if near else []
        similar = (near.similar(places) if near else None) or []
        answers.append(dict(zip(ids(index, places), similar, strict=True)))

    assert answers[0].keys() == {one.id for one in left}
    assert answers[0].keys() == answers[1].keys()
    for name, one in answers[0].items():
        assert one == pytest.approx(answers[1][name], abs=2e-5)


def test_a_large_collection_gives_the_same_nearest(encoder: Encoder) -> None:
    """The first look at some directions alone loses nothing that is nearer."""
    random = np.random.default_rng(1)
    texts = {
        " ".join(random.choice(WORDS[4:], random.integers(3, 9))) for _ in range(700)
    }
    index = Index(KnownClaim(f"c{at}", text) for at, text in enumerate(sorted(texts)))
    cosines = []
    for exact_below in (10_000, 100):
        meanings = Meanings.made(encoder, index.parts, exact_below=exact_below)
        near = meanings.ask(SENTENCE, "en")
        similar = near.similar(near.nearest(20)) if near else None
        cosines.append(sorted(one.claim for one in similar or ()))

    assert len(cosines[0]) == 20
    assert cosines[1] == pytest.approx(cosines[0], abs=2e-4)


def test_vectors_come_back_from_bytes(encoder: Encoder) -> None:
    """As they were; another encoder's, cut or changed ones are refused."""
    texts = ["the cat", "a dog is warm"]
    shelf = Shelf.of(encoder, texts, readings(encoder, texts))
    data = shelf.to_bytes()
    read = Shelf.from_buffer(data, encoder.name)

    assert np.array_equal(read.wholes, shelf.wholes)
    assert np.array_equal(read.pieces, shelf.pieces)
    assert read.rows(shelf.digests).tolist() == [0, 1]
    for broken, name in (
        (data, "another"),
        (data[:-1], encoder.name),
        (data[:-1] + bytes([data[-1] ^ 1]), encoder.name),
        (b"", encoder.name),
    ):
        with pytest.raises(DamagedIndexError):
            Shelf.from_buffer(broken, name)


def test_only_what_is_new_is_read(encoder: Encoder) -> None:
    """A text of two claims once; what several shelves hold can be put together."""
    index = Index(CLAIMS)
    texts = missing((), index.parts, ("en",))
    half = Shelf.of(encoder, texts[:3], readings(encoder, texts[:3]))
    rest = missing([half], index.parts, ("en",))
    other = Shelf.of(encoder, rest, readings(encoder, rest))
    fewer = index.changed(removed=["moon"])
    merged = Shelf.merged([half, other, half], digests_of(fewer.parts, ("en",)))

    assert len(texts) == len(set(texts)) == 7
    assert sorted(texts[:3] + rest) == sorted(texts)
    assert not missing([half, other], index.parts, ("en",))
    assert not missing([merged], fewer.parts, ("en",))
    assert len(merged) == 5


def test_small_numbers_are_near_enough(encoder: Encoder) -> None:
    """Eight bits for each number change no cosine by more than two hundredths."""
    pieces = encoder.read(["the bridge cost 12 million"])[0].pieces
    kept = large(small(pieces, None))

    assert kept @ kept.T == pytest.approx(pieces @ pieces.T, abs=0.02)


def test_an_index_without_claims_answers(encoder: Encoder) -> None:
    """Nothing is near to anything."""
    meanings = Meanings(encoder, [], Index().parts, languages=("en",))

    assert meanings.ask(SENTENCE, "en") is None

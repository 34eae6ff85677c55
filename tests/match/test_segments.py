"""Segments: however claims are cut, kept, joined and removed, the answers are equal."""

import mmap
from array import array
from datetime import date
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.match.claims import KnownClaim, Match
from factcheck.match.features import Entry, Text
from factcheck.match.index import Index
from factcheck.match.language.tokenising import VERSION, terms
from factcheck.match.meaning.vectors import digest
from factcheck.match.store import buffers, growing
from factcheck.match.store.buffers import DamagedIndexError
from factcheck.match.store.collection import Collection, Part, Place
from factcheck.match.store.cutting import cut
from factcheck.match.store.postings import K1, PIVOT, B, impact
from factcheck.match.store.segment import (
    Segment,
    decoded,
    encoded,
    exact_key,
    spelling,
    stamp,
)

WORDS = (
    *("wolves", "killed", "sheep", "near", "Bitola", "in", "March", "forty", "40"),
    *("the", "of", "lake", "Ohrid", "bridge", "Vardar", "cost", "12", "million"),
    *("euros", "said", "not", "US", "vaccine", "women"),
)
LANGUAGES = ("en", "en-GB", "de", "ru")

texts = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
claims = st.builds(
    KnownClaim,
    id=st.sampled_from(["a", "b", "c", "d", "e", "f"]),
    claim=texts,
    words=texts,
    title=texts,
    summary=texts,
    wordings=st.lists(texts, max_size=2).map(tuple),
    claimant=st.sampled_from(["", "Mayor Elena Petrova"]),
    language=st.sampled_from(LANGUAGES),
    dates=st.sampled_from([(), ("2020-10",), ("2020-10-08", "2021")]),
)
sentences = st.lists(texts, min_size=1, max_size=3)


def answers(index: Index, asked: list[str]) -> list[list[Match]]:
    """Ask everything, at the lowest threshold."""
    return [index.match(text, threshold=0.0, limit=20) for text in asked]


def scores(index: Index, text: str) -> list[tuple[str, float, float]]:
    """Give all candidates with everything that is a number."""
    return [
        (one.entry.claim.id, one.score, one.strength) for one in index.candidates(text)
    ]


def same(one: Index, other: Index, asked: list[str]) -> bool:
    """Say whether two indexes answer the same, to the last bit."""
    return answers(one, asked) == answers(other, asked) and all(
        scores(one, text) == scores(other, text) for text in asked
    )


def kept(index: Index) -> Index:
    """Write an index and read it back."""
    return Index.of(
        [
            Part(Segment.from_buffer(part.segment.to_bytes()), part.removed)
            for part in index.parts
        ]
    )


@given(st.lists(st.lists(claims, max_size=5), max_size=5), sentences)
@settings(max_examples=60)
def test_answers_do_not_depend_on_how_claims_are_cut(
    steps: list[list[KnownClaim]], asked: list[str]
) -> None:
    """Claims that came in steps, in any order, are the same index as one at once."""
    grown = Index()
    for step in steps:
        grown = grown.changed(step)
    at_once = Index(claim for step in reversed(steps) for claim in reversed(step))
    backwards = Index.of(grown.parts[::-1])

    assert len(grown) == len(at_once)
    assert same(grown, at_once, asked)
    assert same(backwards, at_once, asked)


@given(
    st.lists(claims, max_size=12),
    st.sets(st.sampled_from(["a", "b", "c", "z"])),
    st.lists(claims, max_size=4),
    sentences,
)
@settings(max_examples=60)
def test_what_is_removed_was_never_there(
    before: list[KnownClaim],
    removed: set[str],
    added: list[KnownClaim],
    asked: list[str],
) -> None:
    """Removed claims count no more, also where others with their ids come."""
    changed = kept(Index(before)).changed(added, removed)
    fresh = Index([*(one for one in before if one.id not in removed), *added])

    assert len(changed) == len(fresh)
    assert set(changed.claims()) == set(fresh.claims())
    assert same(changed, fresh, asked)
    assert same(kept(changed), fresh, asked)


def test_a_removed_claim_is_kept_out_of_everything() -> None:
    """Where few of many are removed their segment stays, and they are not seen."""
    made = [KnownClaim(f"c{number}", f"wolves number {number}") for number in range(90)]
    changed = Index(made).changed(removed=[f"c{number}" for number in range(8)])
    fresh = Index(made[8:])

    assert [len(part.removed) for part in changed.parts] == [8]
    assert changed.with_id("c3") == []
    assert changed.with_id("c30") == [made[30]]
    assert same(changed, fresh, ["wolves", "wolves number 3", "number 30"])


@given(st.lists(claims, max_size=30), sentences, st.sets(st.sampled_from("abc")))
@settings(max_examples=40)
def test_numpy_and_plain_python_agree(
    made: list[KnownClaim], asked: list[str], removed: set[str]
) -> None:
    """The extra `fast` gives the same answers, to the last bit."""
    pytest.importorskip("numpy")
    plain = Index(made, arrays=False).changed(removed=removed)

    assert same(plain, Index(parts=plain.parts, arrays=True), asked)


def crowd(count: int) -> list[KnownClaim]:
    """Give claims that have the same few words, so that many are level."""
    return [
        KnownClaim(
            f"c{number:04}",
            f"{WORDS[number % 7]} {WORDS[number % 11]} {WORDS[number % 17]}",
            summary="sheep " * (number % 3),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("arrays", [False, True])
def test_the_best_are_the_best_of_all(arrays: bool) -> None:  # noqa: FBT001
    """Leaving claims out that cannot win loses none, and ties go by id."""
    pytest.importorskip("numpy")
    made = crowd(9000)
    parts = [*growing.build(made[::2]), *growing.build(made[1::2])]
    gone = Part(parts[0].segment, range(0, 4500, 9))
    collection = Collection("en", {0: gone, 1: parts[1]}, arrays=arrays)
    text = Text.read("forty wolves killed sheep near the lake Bitola", "en", 100)

    best = collection.search(text, 50)
    every = collection.search(text, 9000)
    wanted = [Place(0, 1), Place(1, 3)]
    more = collection.search(text, 50, wanted)

    assert len(every) > 5000
    assert list(best.items()) == list(every.items())[:50]
    assert not any(place.claim in gone.removed for place in every if place.segment == 0)
    assert all(more[place] == every.get(place, 0.0) for place in wanted)
    assert set(best) <= set(more)
    ids = [(-score, collection.entry(place).claim.id) for place, score in best.items()]
    assert ids == sorted(ids)


def test_some_candidates_are_of_about_the_same_day() -> None:
    """One in five, if there are so many; else those that share more."""
    made = [
        KnownClaim("old", "wolves killed sheep near Bitola", dates=("2012-03-01",)),
        KnownClaim("near", "wolves of March", dates=("2021-03-02", "2021-05")),
        KnownClaim("other", "women of March", dates=("2021-03-02",)),
        *(KnownClaim(f"c{number}", "wolves killed sheep") for number in range(20)),
    ]
    collection = Collection("en", dict(enumerate(growing.build(made))))
    text = Text.read("wolves killed sheep near Bitola", "en", 100)
    said = date(2021, 3, 20).toordinal()

    def ids(limit: int, said: int | None) -> list[str]:
        found = collection.search(text, limit, said=said)
        return [collection.entry(place).claim.id for place in found]

    assert ids(5, None) == ["old", "c0", "c1", "c10", "c11"]
    assert ids(5, said) == ["old", "c0", "c1", "c10", "near"]
    assert ids(5, said + 3) == ids(5, None)
    assert set(ids(40, said)) == {one.id for one in made} - {"other"}


def test_bm25_is_the_published_formula() -> None:
    """The score of one claim, computed by hand from the weights."""
    made = [KnownClaim("a", "wolf wolf sheep"), KnownClaim("b", "lake tower bridge")]
    collection = Collection("en", dict(enumerate(growing.build(made))), arrays=False)
    found = collection.search(Text.read("wolf lake wolf", "en", 100), 5)
    norm = K1 * (1 - B + B * 3 / PIVOT)
    raw = {term: collection.mass.of(term) for term in ("wolf", "lake")}

    assert impact(2, 3) == 2 * (K1 + 1) / (2 + norm)
    assert list(found.values()) == pytest.approx(
        [
            raw["wolf"] * 2 / (2 + norm),
            raw["lake"] / (1 + norm),
        ]
    )


@given(st.lists(st.text(max_size=60), max_size=6), st.sampled_from(LANGUAGES))
@settings(max_examples=80)
def test_a_segment_gives_back_what_it_was_made_of(
    written: list[str], language: str
) -> None:
    """Claims, terms and names are those of the claims, whatever their texts are."""
    made = [
        KnownClaim(
            f"c{number}", text, text[::-1], text * 2, text[:9], (text,), text[:5]
        )
        for number, text in enumerate(written)
    ]
    segment = Segment.from_buffer(cut(language, made).to_bytes())

    assert [segment.claim(number) for number in range(len(segment))] == made
    for number, claim in enumerate(made):
        entry, expected = segment.entry(number), Entry.read(claim)

        assert [(part.terms, part.names, part.source) for part in entry.parts] == [
            (part.terms, part.names, part.source) for part in expected.parts
        ]
        assert segment.with_id(claim.id) == range(number, number + 1)
        assert segment.digests("claim")[number] == digest(claim.claim)
        assert segment.digests("title")[number] == digest(claim.title)
        for text in filter(spelling, claim.texts):
            assert number in segment.exact(exact_key(spelling(text)))
    terms = segment.vocabulary()
    assert terms == sorted(terms)
    assert [segment.find(term) for term in terms] == list(range(len(terms)))
    assert segment.find("never heard of") == -1


def test_lone_surrogates_are_kept() -> None:
    """Text that no encoding has still makes a claim."""
    claim = KnownClaim("a", "wolves \ud800killed", claimant="\udfff")

    assert decoded(encoded(claim)) == claim
    assert Index([claim]).match("wolves \ud800killed")[0].claim_id == "a"


def test_the_same_claims_make_the_same_bytes() -> None:
    """So a file can be named by what is in it, and written twice."""
    made = crowd(40)
    one, other = cut("en", made), cut("en", reversed(made))

    assert one.to_bytes() == other.to_bytes()
    assert one.name == other.name
    assert one.name != cut("en", made[1:]).name


def test_a_mapped_file_is_an_index(tmp_path: Path) -> None:
    """Nothing is copied: bytes that are mapped are enough."""
    index = Index(crowd(60))
    path = tmp_path / "segment"
    path.write_bytes(index.segments[0].to_bytes())
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    path.unlink()

    assert same(Index.of([Part(Segment.from_buffer(mapped))]), index, ["forty wolves"])


@given(st.data())
@settings(max_examples=60)
def test_damage_is_an_error_and_no_answer(data: st.DataObject) -> None:
    """A changed byte, a missing end, too much: never a wrong answer."""
    written = bytearray(cut("en", crowd(9)).to_bytes())
    place = data.draw(st.integers(0, len(written) - 1))
    end = data.draw(st.integers(0, len(written) - 1))
    changed = bytearray(written)
    changed[place] ^= data.draw(st.integers(1, 255))

    for damaged in (changed, written[:end], written + b"\0"):
        with pytest.raises(DamagedIndexError, match="build it anew"):
            Segment.from_buffer(bytes(damaged))


@pytest.mark.parametrize("about", [{"stamp": "of old", "language": "en"}, {}])
def test_another_version_is_refused(about: dict[str, str]) -> None:
    """What another version wrote is made anew, however whole it is."""
    segment = cut("en", crowd(3))
    sections = {name: bytes(section) for name, section in segment.sections.items()}

    with pytest.raises(DamagedIndexError, match="another version"):
        Segment.from_buffer(buffers.pack(about, sections))


def test_another_stemmer_is_refused() -> None:
    """Terms that are not what the claims are cut to now would find nothing."""
    segment = cut("en", [KnownClaim("a", "Wolves killed forty sheep.")])
    sections = {
        name: array(s.format, s.tolist()) for name, s in segment.sections.items()
    }
    changed = bytes(segment.sections["fields"]).replace(b"killed", b"kissed")
    about = {"language": "en", "stamp": stamp()}

    assert buffers.pack(about, sections) == segment.to_bytes()
    with pytest.raises(DamagedIndexError, match="another stemmer"):
        Segment.from_buffer(buffers.pack(about, {**sections, "fields": changed}))


def test_small_segments_are_joined() -> None:
    """Claims that come one by one leave few segments behind."""
    made = crowd(120)
    index = Index()
    sizes = []
    for claim in made:
        index = index.changed([claim])
        sizes.append(len(index.parts))

    assert max(sizes) <= 3 * 4
    assert len(index) == 120
    assert same(index, Index(made), ["forty wolves", made[7].claim])


def test_a_claim_that_is_there_already_changes_nothing() -> None:
    """Not another segment, not another count."""
    index = Index(crowd(5))

    assert len(index.changed(crowd(5)).parts) == len(index.parts) == 1


def test_languages_are_apart() -> None:
    """Each language has segments of its own, and a tag counts by its first part."""
    index = Index(
        [
            KnownClaim("a", "wolves", language="en-GB"),
            KnownClaim("b", "wolves", language="en"),
            KnownClaim("c", "Wölfe", language="de"),
        ]
    )

    assert sorted((s.language, len(s)) for s in index.segments) == [
        ("de", 1),
        ("en", 2),
    ]


def test_several_processes_cut_the_same_segments() -> None:
    """Where there are many claims, in the order of the claims."""
    told: list[int] = []
    made = crowd(120)
    parts = growing.build(iter(made), processes=2, told=told.append, size=50)
    alone = growing.build(made, size=50)

    assert [len(part) for part in parts] == [50, 50, 20]
    assert told == [50, 100, 120]
    assert [one.segment.name for one in parts] == [one.segment.name for one in alone]
    assert same(Index.of(parts), Index(made), ["forty wolves"])


def test_progress_is_told_claim_by_claim() -> None:
    """In one process, from the first on, never backwards."""
    told: list[int] = []
    Index.built(crowd(30), told=told.append)

    assert told[0] == 0
    assert told[-1] == 30
    assert all(one <= other for one, other in pairwise(told))


def test_a_change_of_the_terms_asks_for_a_new_version() -> None:
    """Kept indexes hold terms: when any text gives others, raise `VERSION`."""
    said = {
        "en": "The U.S. army's 1,500 vaccines weren't #StopTheVote at 3.5% in 2020-10.",
        "de": "Die Impfungen machten 1.500 Frauen in Köln unfruchtbar.",
        "fr": "L'armée a supprimé les retraites des cheminots.",
        "ru": "Вакцины вызывают бесплодие у 1 500 женщин.",
        "ar": "اللقاحات تسبب العقم عند ١٢ من النساء",
        "hi": "टीके महिलाओं में बांझपन का कारण हैं",
        "zh": "有人说疫苗会导致女性不孕。",
        "xx": "Dunkle Ħoss ıssız",
    }
    found = [(language, terms(text, language)) for language, text in said.items()]
    made = blake2b(repr(found).encode(), digest_size=8).hexdigest()

    assert (VERSION, made) == (1, "c1a81320c3c49396")

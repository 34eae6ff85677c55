"""Search: every record by every word in it, with and without the full-text index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.ledger.cache.cache import Cache
from factcheck.ledger.format.validation import class_of
from factcheck.ledger.search import (
    NO_TEXT,
    SNIPPET,
    Found,
    fold,
    search,
    terms,
    texts,
)
from factcheck.model import record as types
from factcheck.model.filed import Filed
from factcheck.model.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from factcheck.ledger.ledger import Ledger
    from factcheck.model.kinds import Kind
    from factcheck.model.record import Record
    from tests.conftest import Newsroom


def filed(number: int = 0, kind: Kind = "tip", **fields: Any) -> Filed[Any]:
    """Give a record with some fields: what it holds is not looked at more closely."""
    name = f"entry-{number:012}"
    return Filed(kind, f"{kind}/2026/11/{name}.yaml", name, "", fields)


def holding(*texts: str) -> Cache:
    """Give a cache with an entry for each text."""
    cache = Cache(None)
    for number, text in enumerate(texts):
        cache.put(filed(number, says=text), "blob")
    return cache


def without_index(cache: Cache, folder: Path) -> Cache:
    """Give a copy of a cache as an SQLite without full text would have made it."""
    path = folder / "copy.sqlite"
    path.unlink(missing_ok=True)
    with closing(Cache(path)) as copy, copy.changing():
        for one in cache.of_kind(*KINDS):
            copy.put(one, "blob")
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TABLE full_text")
    return Cache(path)


def found(text: str, *words: str) -> bool:
    """Tell whether an entry with a text is found by words."""
    with closing(holding(text)) as cache:
        return any(search(cache, words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Erdoğan visited Diyarbakır", ["erdogan", "DIYARBAKIR"]),
        ("Erdogan", ["Erdoğan"]),
        ("straße", ["STRASSE"]),
        ("Ελλάδα", ["ελλαδα"]),
        ("Владимир Зеленський", ["ЗЕЛЕНСЬКИИ"]),
        ("Łódź, Ærø and Đakovo", ["lodz", "aero", "dakovo"]),
        ("The mercenaries came", ["mercen"]),
        ("20,000 people", ["20,000"]),
        ("COVID-19", ["covid-19"]),
        ("COVID-19", ["19"]),
        ("the U.S. army", ["u.s."]),
        ("O’Brien's car", ["o'brien"]),
        ("co\u00adoperation", ["cooperation"]),
        ("ﬁnal ½", ["final"]),
        ("full ｗｉｄｔｈ", ["width"]),
        ("one two three", ['"two three"']),
        ("one two three", ["three one"]),
        ("one\ntwo", ['"one two"']),
        ("東京都の人口", ["人口"]),
        ("東京 tower", ["tower", "京"]),
        ("東京tower", ["tower"]),
        ("ประเทศไทย", ["ไทย"]),
        ("हिन्दी भाषा", ["हिन्दी"]),
        ("대한민국의 수도", ["대한민국"]),
        ("العَرَبِيَّة", ["العربية"]),
        ("שָׁלוֹם", ["שלום"]),
        ("https://www.example.org/a/b?c=d", ["https://www.example.org/a/b?c=d"]),
        ("https://www.example.org/a/b?c=d", ["www.example.org"]),
        ("https://www.example.org/a/b?c=d", ["example.org"]),
        ("one — two", ["—", "two"]),
    ],
)
def test_what_is_found(text: str, words: Sequence[str]) -> None:
    """Any case, with or without accents, by the beginning of a word, in any script."""
    assert found(text, *words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two", ["one", "three"]),
        ("smith", ["mith"]),
        ("one two three", ['"one three"']),
        ("twofold", ['"two"']),
        ("one two", ["one-three"]),
        ("example.organic", ['"example.org"']),
        ("कीमत", ["का"]),
        ("something", [""]),
        ("something", ["%"]),
        ("something", ["*", '"', "—"]),
        ("something", []),
    ],
)
def test_what_is_not_found(text: str, words: Sequence[str]) -> None:
    """All words must occur, each at the beginning of a word; a phrase as it is."""
    assert not found(text, *words)


def test_a_phrase_does_not_reach_from_field_to_field() -> None:
    """Though words of different fields make a hit."""
    with closing(Cache(None)) as cache:
        cache.put(filed(says="ends so", note="begins thus"), "blob")

        assert not list(search(cache, ['"so begins"']))
        assert list(search(cache, ["so", "begins"]))


HOSTILE = [
    *('"', '""', "'", "%", "_", "*", "a*", "^a", "a AND", "NOT a", "a OR b", "NEAR(a)"),
    *("lines:a", "-a", "(a", "a)", "{a}", "a\0b", "\0", "\udcff", "\ud800", ";", "--"),
    *(
        "x" * 10_000,
        '"' * 10_000,
        "a " * 5_000,
        "1+1",
        "NEAR(a b, 2)",
        "rank",
        "\ue000",
    ),
    " ".join(f"word{number}" for number in range(1_000)),
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_hostile_queries_are_plain_words(query: str) -> None:
    """They find the text in which they stand, or nothing; never an error."""
    stored = query.encode(errors="replace").decode()
    with closing(holding("something else", stored)) as cache:
        names = {one.filed.name for one in search(cache, [query])}

    assert names <= {"entry-000000000001"}
    assert bool(names) == bool(terms([query]))


WORDS = st.text(min_size=1, max_size=8) | st.sampled_from(
    [
        "erdoğan",
        "Straße",
        "東京",
        "ไทย",
        "U.S.",
        "x-y",
        "한국",
        "ﬁ",
        "İ",
        "ß",
        "ǅ",
        "a\u0301",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@given(st.lists(SENTENCES, min_size=1, max_size=4), st.data())
def test_every_record_is_found_by_each_of_its_words(
    sentences: list[str], data: st.DataObject
) -> None:
    """Each word, and any of them together, also in capitals and as a phrase."""
    stored = [one.encode(errors="replace").decode() for one in sentences]
    with closing(holding(*stored)) as cache:
        for number, text in enumerate(stored):
            bare = text.replace('"', " ")
            words = [word for word in bare.split() if terms([word])]
            some = data.draw(st.lists(st.sampled_from(words)) if words else st.just([]))
            for query in ([word] for word in words):
                assert number in numbers(search(cache, query)), query
            if some:
                assert number in numbers(search(cache, some))
            if terms([bare]):
                assert number in numbers(search(cache, [f'"{bare}"']))


def numbers(results: Iterator[Found]) -> list[int]:
    """Give the numbers of the entries that were found."""
    return [int(one.filed.name[-12:]) for one in results]


@given(st.lists(SENTENCES, max_size=5), st.lists(SENTENCES, max_size=3))
def test_the_index_changes_no_answer(
    tmp_path_factory: pytest.TempPathFactory, stored: list[str], query: list[str]
) -> None:
    """With it or without it the same records are found, with the same passages."""
    clean = [one.encode(errors="replace").decode() for one in stored]
    with (
        closing(holding(*clean, *query[:1])) as cache,
        closing(without_index(cache, tmp_path_factory.getbasetemp())) as scanned,
    ):
        for words in (query, [word[:2] for word in query], [f'"{w}"' for w in query]):
            by_index = sorted(search(cache, words), key=lambda one: one.filed.path)
            by_scan = sorted(search(scanned, words), key=lambda one: one.filed.path)

            assert by_index == by_scan


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    """What was folded stays as it is, so that a query may be folded already."""
    assert fold(fold(text)) == fold(text)


# ------------------------------------------------------------------ what is shown


def passages(text: str, *words: str) -> list[str]:
    """Give the snippets of an entry's text."""
    with closing(holding(text)) as cache:
        return [shown for one in search(cache, words) for _, shown in one.fields]


def test_a_snippet_shows_the_place() -> None:
    """About 80 characters around the first hit, on the borders of words, on a line."""
    text = "Something was said.\n" * 50 + "Then Erdoğan came. " + "More was said. " * 50
    (shown,) = passages(text, "erdogan")

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "said. Then Erdoğan came. More" in shown
    assert len(shown) <= SNIPPET + 2
    assert set(shown.strip("…").split()) <= set(text.split())


def test_a_short_text_is_shown_whole() -> None:
    """Without marks of omission."""
    assert passages("Then Erdoğan  came.", "came") == ["Then Erdoğan came."]


def test_a_snippet_of_a_script_without_spaces() -> None:
    """The place is in it, though there is no border of a word."""
    (shown,) = passages("東" * 500 + "人口" + "京" * 500, "人口")

    assert "人口" in shown
    assert len(shown) <= SNIPPET + 2


@given(SENTENCES.filter(lambda text: bool(terms([text]))), st.data())
def test_a_snippet_holds_the_first_hit(text: str, data: st.DataObject) -> None:
    """Searched again, the passage is a hit for one of the words."""
    stored = text.encode(errors="replace").decode().replace('"', " ")
    words = [word for word in stored.split() if terms([word])]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    (shown, *_) = passages("begin " * 60 + stored + " end" * 60, word)

    assert found(shown, word)


def test_fields_are_named(busy_newsroom: Newsroom) -> None:
    """By their path; each field once, and only those that hold a word."""
    ledger = busy_newsroom.ledger
    entry = next(iter(ledger.search(["reuters", "cold"], ["evidence"])))
    check = next(iter(ledger.search(["somebody"], ["check"])))

    assert [field for field, _ in entry.fields] == ["name", "source.publisher", "says"]
    assert entry.fields[1] == ("source.publisher", "Reuters")
    assert check.fields == (("claimant.name", "Somebody"),)


# ------------------------------------------------------------------- in a ledger


def kinds(ledger: Ledger, *words: str) -> set[str]:
    """Give the kinds of the records that are found."""
    return {one.filed.kind for one in ledger.search(words)}


def test_records_of_all_kinds_are_found(busy_newsroom: Newsroom) -> None:
    """By text, by name, by id; references to a record do not count as its text."""
    ledger = busy_newsroom.ledger
    claim = ledger.check("moonlight").claim
    entry = ledger.evidence("cold")

    assert kinds(ledger, "moonlight") == {"check"}
    assert kinds(ledger, claim.id) == {"check"}
    assert kinds(ledger, entry.name) == {"evidence"}
    assert kinds(ledger, "https://example.org/a") == {"evidence"}
    assert kinds(ledger, "example.org") == {"evidence"}
    assert kinds(ledger, "so it is") >= {"verdict"}
    assert kinds(ledger, "Example Desk") == set()
    assert [one.filed.kind for one in ledger.search(["example"], ["settings"])] == [
        "settings"
    ]
    assert list(ledger.search(["moonlight"], ["evidence"])) == []
    assert list(ledger.search(["moonlight"], [])) == []


def test_the_index_follows_the_records(busy_newsroom: Newsroom) -> None:
    """What was amended is found by its new words alone; what is gone is not found."""
    busy_newsroom.amend("cold", note="Frosty, we think.")
    busy_newsroom.amend("cold", note="Chilly, we think.")
    amended = busy_newsroom.ledger
    found = [kinds(amended, word) for word in ("chilly", "frosty")]
    busy_newsroom.git("rm", "-rq", "evidence")
    busy_newsroom.git("commit", "-qm", "delete")

    assert found == [{"evidence"}, set()]
    assert kinds(busy_newsroom.ledger, "chilly") == set()
    busy_newsroom.git("revert", "--no-edit", "HEAD")
    assert kinds(busy_newsroom.ledger, "chilly") == {"evidence"}


def test_a_better_match_comes_first() -> None:
    """What speaks of it more, and of less besides."""
    rare = "The weather " + "was as it always is in November. " * 20
    with closing(holding(rare, "Weather", "weather, weather")) as cache:
        order = numbers(search(cache, ["weather"]))

    assert order[-1] == 0


# ------------------------------------------------------------------- which fields

BY_PROGRAMS = {"tool", "model"}
"""Lines that no person wrote."""

_TEXT = (
    *(types.Line, types.ClaimLine, types.Prose, types.Verbatim, types.WebAddress),
    types.Topic,
)


def fields_of(record_class: type[Record]) -> Iterator[tuple[str, bool]]:
    """Give the leaves that are text of any kind, and whether each is of people."""
    for name, field in record_class.model_fields.items():
        inner = next(
            (
                one
                for one in (field.annotation, *parts_of(field.annotation))
                if isinstance(one, type) and issubclass(one, types.Record)
            ),
            None,
        )
        if inner is not None:
            yield from fields_of(inner)
        elif not {int, bool} & {field.annotation, *parts_of(field.annotation)}:
            yield name, is_text(record_class, name) and name not in BY_PROGRAMS


def parts_of(annotation: Any) -> list[Any]:
    """Give what an annotation is made of."""
    return [x for part in get_args(annotation) for x in (part, *parts_of(part))]


def is_text(record_class: type[Record], name: str) -> bool:
    """Tell whether a field is annotated as text of people."""
    hints = get_type_hints(record_class, include_extras=True)
    return any(one in _TEXT for one in (hints[name], *parts_of(hints[name])))


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_field_is_searched_and_nothing_else(kind: Kind) -> None:
    """The list of fields that are no text is that of the record classes."""
    if kind == "settings":
        return
    for name, is_searched in fields_of(class_of(kind)):
        assert is_searched == (name not in NO_TEXT), f"{kind}: {name}"


def test_texts_of_a_record_in_order() -> None:
    """The name first, then the fields; dates, digests and references are left out."""
    one = filed(
        says="It is.",
        source={"url": "https://example.org", "published": "2020"},
        captures=[{"sha256": "ab", "tool": "x"}],
        parts=[{"part": "a", "claim": "One"}, {"part": "b", "claim": "Two"}],
        added="2020-10-08T18:00:00Z",
        confidential=False,
    )

    assert list(texts(one)) == [
        ("name", one.name),
        ("says", "It is."),
        ("source.url", "https://example.org"),
        ("parts.claim", "One"),
        ("parts.claim", "Two"),
    ]
